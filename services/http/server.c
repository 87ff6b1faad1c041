#include "web/web.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>

#define IDLE_SECONDS 15u
#define HEADERS_MAX (32u * 1024)
#define DROPPED_MAX (64u * 1024)          /* of a body that nobody wants, read for the sake of the answer */
#define BODY_DURATION (60 * CLOCK_SECOND) /* MHD's own limit starts again with each byte */

struct server {
    struct MHD_Daemon *daemon;
    struct visitors *visitors;
    int listening;
    int port;
};

/* --- connections */

static struct visit *visit_of(struct MHD_Connection *connection)
{
    return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

static void connection_changed(void *context, struct MHD_Connection *connection, void **visit,
                               enum MHD_ConnectionNotificationCode code)
{
    const struct application *application = context;
    char address[REQUEST_ADDRESS_SIZE];
    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        visitors_leave(application->visitors, *visit);
        *visit = NULL;
        return;
    }
    request_peer(connection, address);
    int fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    *visit = visitors_enter(application->visitors, address, fd, clock_monotonic());
}

/* --- one request's life: made when its address is known, freed when MHD is done with it */

static void *request_begin(void *context, const char *uri, struct MHD_Connection *connection)
{
    struct request *request = calloc(1, sizeof *request);
    if (!request)
        return NULL;
    size_t path_length = strcspn(uri, "?");
    request->application = context;
    request->connection = connection;
    request->started = clock_monotonic();
    request->path = strndup(uri, path_length);
    request->query = uri[path_length] ? strdup(uri + path_length + 1) : NULL;
    if (!request->path) {
        free(request->query);
        free(request);
        return NULL;
    }
    atomic_fetch_add(&request->application->requests, 1);
    return request;
}

static void request_end(void *context, struct MHD_Connection *connection, void **slot,
                        enum MHD_RequestTerminationCode code)
{
    (void)context, (void)code;
    struct request *request = *slot;
    visit_wait(visit_of(connection), clock_monotonic());
    if (!request)
        return;
    *slot = NULL;
    if (request->status)
        metrics_count(request->application->metrics, request->route, request->status,
                      clock_monotonic() - request->started);
    if (request->work)
        request->work_free(request->work);
    json_decref(request->fields);
    buffer_free(&request->body);
    free(request->query);
    free(request->path);
    atomic_fetch_sub(&request->application->requests, 1);
    free(request);
}

/* --- what can be said before the body is there */

static bool too_long(const struct request *request)
{
    const char *text = request_header(request, MHD_HTTP_HEADER_CONTENT_LENGTH);
    int64_t length;
    size_t most = request->route ? request->route->body_max : DROPPED_MAX;
    return text && (!text_to_int(text, 0, INT64_MAX, &length) || (uint64_t)length > most);
}

struct framing {
    int lengths;
    int encodings;
    bool chunked;
    bool malformed;
};

/* MHD leaves the space of "Content-Length : 5", and what is folded below "Content-Length:", in the name. */
static bool is_damaged(const char *name, const char *header)
{
    size_t length = strlen(header);
    return strncasecmp(name, header, length) == 0 && name[length];
}

static request_result look_at_framing(void *context, enum MHD_ValueKind kind, const char *name,
                                      const char *value)
{
    (void)kind;
    struct framing *framing = context;
    if (text_equal_nocase(name, MHD_HTTP_HEADER_CONTENT_LENGTH)) {
        framing->lengths++;
    } else if (text_equal_nocase(name, MHD_HTTP_HEADER_TRANSFER_ENCODING)) {
        framing->encodings++;
        framing->chunked = value && text_equal_nocase(value, "chunked");
    } else if (is_damaged(name, MHD_HTTP_HEADER_CONTENT_LENGTH) ||
               is_damaged(name, MHD_HTTP_HEADER_TRANSFER_ENCODING)) {
        framing->malformed = true;
    }
    return MHD_YES;
}

/* RFC 9112 section 6.3: a proxy in front may have believed the other length, and let a second request through
 * in the body of the first. */
static bool length_is_ambiguous(const struct request *request)
{
    struct framing framing = {0};
    MHD_get_connection_values(request->connection, MHD_HEADER_KIND, look_at_framing, &framing);
    return framing.malformed || framing.lengths + framing.encodings > 1 ||
           (framing.encodings && !framing.chunked);
}

static void choose_locale(struct request *request)
{
    const char *wanted = request_query(request, "lang");
    request->locale = locale_choose(request->application->locales, wanted,
                                    request_header(request, MHD_HTTP_HEADER_ACCEPT_LANGUAGE));
}

static void begin(struct request *request, const char *method)
{
    request->method = method;
    request->state = REQUEST_READING;
    visit_head_came(visit_of(request->connection));
    choose_locale(request);
    if (route_find(method, request->path, &request->route, request->captures) != ROUTE_FOUND)
        request->route = NULL;
    request->body = BUFFER(request->route ? request->route->body_max : 0);
}

/* A body of unstated length can only be answered once it ends, so one that does not end is cut. */
static bool read_body(struct request *request, const char *bytes, size_t length)
{
    request->received += length;
    buffer_append(&request->body, bytes, length);
    return (!request->body.failed || request->received <= request->body.max + DROPPED_MAX) &&
           clock_monotonic() - request->started < BODY_DURATION;
}

/* --- the whole request is there */

static void answer_without_route(struct request *request)
{
    const struct route *route;
    if (route_find(request->method, request->path, &route, request->captures) == ROUTE_NO_PATH) {
        response_problem(request, 404, "problem.lost", NULL);
        return;
    }
    struct buffer allow = BUFFER(256);
    struct buffer body = BUFFER(1);
    route_allow(request->path, &allow);
    const struct header headers[] = {{MHD_HTTP_HEADER_ALLOW, allow.data}, {0}};
    if (strcmp(request->method, "OPTIONS") == 0)
        response_send(request, 204, NULL, &body, headers);
    else
        response_refusal(request, 405, "problem.method", NULL, headers);
    buffer_free(&allow);
}

static bool right_type(const struct request *request)
{
    const char *wanted = request->route->body_type;
    const char *type = request_header(request, MHD_HTTP_HEADER_CONTENT_TYPE);
    size_t length = type ? strcspn(type, "; ") : 0;
    char plain[64];
    if (!wanted)
        return true;
    return type && length < sizeof plain &&
           (snprintf(plain, sizeof plain, "%.*s", (int)length, type), text_equal_nocase(plain, wanted));
}

static bool within_rate(struct request *request)
{
    char address[REQUEST_ADDRESS_SIZE];
    int wait = 0;
    if (!request->route->limited)
        return true;
    request_address(request, address);
    if (limiter_admit(request->application->limiter, address, clock_monotonic(), &wait))
        return true;
    char seconds[16];
    snprintf(seconds, sizeof seconds, "%d", wait);
    const struct header headers[] = {{MHD_HTTP_HEADER_RETRY_AFTER, seconds}, {0}};
    response_refusal(request, 429, "problem.rate", NULL, headers);
    return false;
}

static void run(struct request *request)
{
    struct application *application = request->application;
    atomic_fetch_add(&application->running, 1);
    if (application->refusing)
        response_problem(request, 503, "problem.busy", NULL);
    else if (!request->route)
        answer_without_route(request);
    else if (request->body.failed)
        response_problem(request, 413, "problem.large", NULL);
    else if (!right_type(request))
        response_problem(request, 415, "problem.type", NULL);
    else if (within_rate(request))
        request->route->handler(request);
    atomic_fetch_sub(&application->running, 1);
}

static request_result handle(void *context, struct MHD_Connection *connection, const char *url,
                             const char *method, const char *version, const char *upload, size_t *upload_size,
                             void **slot)
{
    (void)context, (void)connection, (void)url, (void)version;
    struct request *request = *slot;
    if (!request)
        return MHD_NO;
    switch (request->state) {
    case REQUEST_NEW:
        begin(request, method);
        /* Answering now makes MHD drop the connection with the body unread, as wanted for one that is too
         * long or of which nobody knows how long it is. */
        if (length_is_ambiguous(request))
            response_problem(request, 400, "problem.framing", NULL);
        else if (!too_long(request))
            return MHD_YES;
        else if (request->route)
            response_problem(request, 413, "problem.large", NULL);
        else
            answer_without_route(request);
        return MHD_YES;
    case REQUEST_READING:
        if (*upload_size) {
            bool good = read_body(request, upload, *upload_size);
            *upload_size = 0;
            return good ? MHD_YES : MHD_NO;
        }
        run(request);
        /* Once handed over the state is the writer's thread's, until this runs again. */
        return request->suspended || request->state == REQUEST_ANSWERED ? MHD_YES : MHD_NO;
    case REQUEST_RESUMED:
        request->finish(request);
        return request->state == REQUEST_ANSWERED ? MHD_YES : MHD_NO;
    case REQUEST_WAITING:
    case REQUEST_ANSWERED:
        *upload_size = 0;
        return MHD_YES;
    }
    return MHD_NO;
}

/* --- listening */

static int open_socket(const struct addrinfo *address)
{
    int on = 1;
    int off = 0;
    int fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (address->ai_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    if (bind(fd, address->ai_addr, address->ai_addrlen) == 0 && listen(fd, 4096) == 0)
        return fd;
    int saved = errno;
    close(fd);
    errno = saved;
    return -1;
}

static int listen_on(const char *host, int64_t port, struct error *error)
{
    char service[16];
    snprintf(service, sizeof service, "%lld", (long long)port);
    const struct addrinfo hints = {.ai_flags = AI_PASSIVE | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM};
    struct addrinfo *list = NULL;
    int problem = getaddrinfo(host, service, &hints, &list);
    if (problem) {
        error_set(error, ERROR_CALLER, "--listen", "%s: %s", host, gai_strerror(problem));
        return -1;
    }
    int fd = -1;
    for (const struct addrinfo *address = list; address && fd < 0; address = address->ai_next)
        fd = open_socket(address);
    freeaddrinfo(list);
    if (fd < 0)
        error_set(error, ERROR_OURS, NULL, "cannot listen on %s port %lld: %s", host, (long long)port,
                  strerror(errno));
    return fd;
}

/* Both families where there is IPv6, the older one alone where there is not. */
static int open_listener(const struct web_options *options, struct error *error)
{
    if (options->listen)
        return listen_on(options->listen, options->port, error);
    int fd = listen_on("::", options->port, NULL);
    return fd >= 0 ? fd : listen_on("0.0.0.0", options->port, error);
}

static int bound_port(int fd)
{
    union {
        struct sockaddr any;
        struct sockaddr_in four;
        struct sockaddr_in6 six;
    } address = {0};
    socklen_t length = sizeof address;
    if (getsockname(fd, &address.any, &length) != 0)
        return 0;
    return ntohs(address.any.sa_family == AF_INET6 ? address.six.sin6_port : address.four.sin_port);
}

/* A file descriptor a connection, and some for the database. */
static void raise_limit(int64_t connections)
{
    struct rlimit limit;
    rlim_t wanted = (rlim_t)connections + 256;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
    setrlimit(RLIMIT_NOFILE, &limit);
}

static PRINTF(2, 0) void log_mhd(void *context, const char *format, va_list arguments)
{
    (void)context;
    char line[512];
    vsnprintf(line, sizeof line, format, arguments);
    line[strcspn(line, "\n")] = '\0';
    log_line(LOG_LEVEL_DEBUG, "http: %s", line);
}

struct server *server_start(struct application *application, struct error *error)
{
    const struct web_options *options = &application->options;
    struct server *server = calloc(1, sizeof *server);
    if (!server) {
        error_set(error, ERROR_OURS, NULL, "out of memory");
        return NULL;
    }
    server->visitors = application->visitors;
    raise_limit(options->connections);
    server->listening = open_listener(options, error);
    if (server->listening < 0) {
        free(server);
        return NULL;
    }
    server->port = bound_port(server->listening);
    server->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, NULL, NULL, handle,
        application, MHD_OPTION_EXTERNAL_LOGGER, log_mhd, NULL, MHD_OPTION_LISTEN_SOCKET, server->listening,
        MHD_OPTION_THREAD_POOL_SIZE, (unsigned)options->threads, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)options->connections, MHD_OPTION_CONNECTION_TIMEOUT, IDLE_SECONDS,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEADERS_MAX, MHD_OPTION_URI_LOG_CALLBACK, request_begin,
        application, MHD_OPTION_NOTIFY_COMPLETED, request_end, application, MHD_OPTION_NOTIFY_CONNECTION,
        connection_changed, application, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
    if (!server->daemon) {
        error_set(error, ERROR_OURS, NULL, "the HTTP server does not start");
        close(server->listening);
        free(server);
        return NULL;
    }
    return server;
}

int server_port(const struct server *server)
{
    return server->port;
}

void server_sweep(struct server *server)
{
    visitors_sweep(server->visitors, clock_monotonic());
}

void server_quiesce(struct server *server)
{
    server->listening = MHD_quiesce_daemon(server->daemon);
    if (server->listening >= 0)
        close(server->listening);
}

void server_stop(struct server *server)
{
    MHD_stop_daemon(server->daemon);
    free(server);
}
