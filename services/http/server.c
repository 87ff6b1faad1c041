/* Listening: the socket, the daemon and its threads. */
#include "http/http_private.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>

#define IDLE_SECONDS 15u
#define HEADERS_MAX (32u * 1024)

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

static int listen_on(const struct http_options *options, const char *host, struct error *error)
{
    char service[16];
    snprintf(service, sizeof service, "%lld", (long long)options->port);
    const struct addrinfo hints = {.ai_flags = AI_PASSIVE | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM};
    struct addrinfo *list = NULL;
    int problem = getaddrinfo(host, service, &hints, &list);
    if (problem) {
        error_set(error, ERROR_CALLER, options->option, "%s: %s", host, gai_strerror(problem));
        return -1;
    }
    int fd = -1;
    for (const struct addrinfo *address = list; address && fd < 0; address = address->ai_next)
        fd = open_socket(address);
    freeaddrinfo(list);
    if (fd < 0)
        error_set(error, ERROR_OURS, NULL, "cannot listen on %s port %lld: %s", host,
                  (long long)options->port, strerror(errno));
    return fd;
}

/* Both families where there is IPv6, the older one alone where there is not. */
static int open_listener(const struct http_options *options, struct error *error)
{
    if (options->listen)
        return listen_on(options, options->listen, error);
    int fd = listen_on(options, "::", NULL);
    return fd >= 0 ? fd : listen_on(options, "0.0.0.0", error);
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

/* A file descriptor a connection beside what there is. */
static void raise_limit(int64_t connections)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return;
    rlim_t wanted = limit.rlim_cur + (rlim_t)connections;
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

static void server_free(struct http_server *server)
{
    for (size_t i = 0; server->limiters && i < server->options.budget_count; i++)
        http_limiter_free(server->limiters[i]);
    free(server->limiters);
    http_visitors_free(server->visitors);
    free(server);
}

static bool make_limiters(struct http_server *server)
{
    const struct http_options *options = &server->options;
    server->limiters = calloc(options->budget_count + 1, sizeof *server->limiters);
    for (size_t i = 1; server->limiters && i < options->budget_count; i++)
        if (!(server->limiters[i] = http_limiter_new(options->budgets[i])))
            return false;
    return server->limiters != NULL;
}

static struct http_server *server_new(const struct http_options *options, struct error *error)
{
    struct http_server *server = calloc(1, sizeof *server);
    if (!server) {
        error_set(error, ERROR_OURS, NULL, "out of memory");
        return NULL;
    }
    server->options = *options;
    server->visitors = http_visitors_new(options->most_from_one_address);
    if (server->visitors && make_limiters(server))
        return server;
    server_free(server);
    error_set(error, ERROR_OURS, NULL, "out of memory");
    return NULL;
}

static bool start_daemon(struct http_server *server)
{
    const struct http_options *options = &server->options;
    /* A pool of one is none, says MHD. */
    unsigned threads = options->threads > 1 ? (unsigned)options->threads : 0;
    server->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, NULL, NULL,
        http_life_handle, server, MHD_OPTION_EXTERNAL_LOGGER, log_mhd, NULL, MHD_OPTION_LISTEN_SOCKET,
        server->listening, MHD_OPTION_THREAD_POOL_SIZE, threads, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)options->connections, MHD_OPTION_CONNECTION_TIMEOUT, IDLE_SECONDS,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEADERS_MAX, MHD_OPTION_URI_LOG_CALLBACK, http_life_begin,
        server, MHD_OPTION_NOTIFY_COMPLETED, http_life_end, server, MHD_OPTION_NOTIFY_CONNECTION,
        http_life_connection, server, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
    return server->daemon != NULL;
}

struct http_server *http_server_start(const struct http_options *options, struct error *error)
{
    must(options->threads > 0 && options->table && options->application);
    must(http_table_budgets(options->table) <= options->budget_count);
    struct http_server *server = server_new(options, error);
    if (!server)
        return NULL;
    raise_limit(options->connections);
    server->listening = open_listener(options, error);
    if (server->listening >= 0) {
        server->port = bound_port(server->listening);
        if (start_daemon(server))
            return server;
        error_set(error, ERROR_OURS, NULL, "the HTTP server does not start");
        close(server->listening);
    }
    server_free(server);
    return NULL;
}

int http_server_port(const struct http_server *server)
{
    return server->port;
}

int http_server_requests(const struct http_server *server)
{
    return server->requests;
}

void http_server_sweep(struct http_server *server)
{
    http_visitors_sweep(server->visitors, clock_monotonic());
}

void http_server_quiesce(struct http_server *server)
{
    server->stopping = true;
    server->listening = MHD_quiesce_daemon(server->daemon);
    if (server->listening >= 0)
        close(server->listening);
}

void http_server_refuse(struct http_server *server)
{
    server->refusing = true;
}

void http_server_stop(struct http_server *server)
{
    MHD_stop_daemon(server->daemon);
    server_free(server);
}
