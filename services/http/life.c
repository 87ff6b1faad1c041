/* One request's life as libmicrohttpd tells it: made when its address is known, read, answered, freed when
 * the connection is done with it. */
#include "http/http_private.h"

#define DROPPED_MAX (64u * 1024)          /* of a body that nobody wants, read for the sake of the answer */
#define ARENA_MOST (16u << 20)            /* the largest body, read into a record */
#define BODY_DURATION (60 * CLOCK_SECOND) /* MHD's own limit starts again with each byte */

/* --- connections */

static struct http_visit *visit_of(struct MHD_Connection *connection)
{
    return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

void http_life_connection(void *context, struct MHD_Connection *connection, void **visit,
                          enum MHD_ConnectionNotificationCode code)
{
    const struct http_server *server = context;
    char address[HTTP_ADDRESS_SIZE];
    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        http_visitors_leave(server->visitors, *visit);
        *visit = NULL;
        return;
    }
    http_peer(connection, address);
    int fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    *visit = http_visitors_enter(server->visitors, address, fd, clock_monotonic());
}

/* --- begin and end */

void *http_life_begin(void *context, const char *uri, struct MHD_Connection *connection)
{
    struct http_server *server = context;
    struct http_request *request = calloc(1, sizeof *request + server->options.application->own_size);
    if (!request)
        return NULL;
    size_t path_length = strcspn(uri, "?");
    request->server = server;
    request->context = server->options.context;
    request->connection = connection;
    request->started = clock_monotonic();
    request->arena = ARENA(ARENA_MOST);
    request->path = strndup(uri, path_length);
    request->query = uri[path_length] ? strdup(uri + path_length + 1) : NULL;
    if (!request->path || (uri[path_length] && !request->query)) {
        free(request->path);
        free(request->query);
        free(request);
        return NULL;
    }
    atomic_fetch_add(&server->requests, 1);
    return request;
}

void http_life_end(void *context, struct MHD_Connection *connection, void **slot,
                   enum MHD_RequestTerminationCode code)
{
    (void)code;
    struct http_server *server = context;
    struct http_request *request = *slot;
    http_visit_wait(visit_of(connection), clock_monotonic());
    if (!request)
        return;
    *slot = NULL;
    must(request->state != HTTP_WAITING); /* another thread has it */
    if (request->status)
        http_table_count(server->options.table, request->route, request->status,
                         clock_monotonic() - request->started);
    server->options.application->end(request);
    arena_free(&request->arena);
    buffer_free(&request->body);
    free(request->query);
    free(request->path);
    free(request);
    atomic_fetch_sub(&server->requests, 1);
}

/* --- what can be said before the body is there */

static bool is_too_long(const struct http_request *request)
{
    const char *text = http_header(request, MHD_HTTP_HEADER_CONTENT_LENGTH);
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

static http_result look_at_framing(void *context, enum MHD_ValueKind kind, const char *name,
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
static bool length_is_ambiguous(const struct http_request *request)
{
    struct framing framing = {0};
    MHD_get_connection_values(request->connection, MHD_HEADER_KIND, look_at_framing, &framing);
    return framing.malformed || framing.lengths + framing.encodings > 1 ||
           (framing.encodings && !framing.chunked);
}

/* --- reading */

static void life_head(struct http_request *request, const char *method)
{
    const struct http_options *options = &request->server->options;
    request->method = method;
    request->state = HTTP_READING;
    http_visit_head_came(visit_of(request->connection));
    options->application->begin(request);
    if (http_table_find(options->table, options->listeners, method, request->path, &request->route,
                        request->captures) != HTTP_FOUND)
        request->route = NULL;
    request->body = BUFFER(request->route ? request->route->body_max : 0);
    /* Answering now makes MHD drop the connection with the body unread, as wanted for one that is too long or
     * of which nobody knows how long it is. */
    if (length_is_ambiguous(request))
        options->application->refuse(request, 400, "problem.framing", NULL, NULL);
    else if (is_too_long(request) && request->route)
        options->application->refuse(request, 413, "problem.large", NULL, NULL);
    else if (is_too_long(request))
        http_steps_answer_without_route(request);
}

/* A body of unstated length can only be answered once it ends, so one that does not end is cut. */
static bool life_body(struct http_request *request, const char *bytes, size_t length)
{
    request->received += length;
    buffer_append(&request->body, bytes, length);
    return (!request->body.failed || request->received <= request->body.max + DROPPED_MAX) &&
           clock_monotonic() - request->started < BODY_DURATION;
}

/* Whether the connection goes on. Once handed over the state is the other thread's, until this runs again. */
static http_result life_goes_on(const struct http_request *request)
{
    return request->suspended || request->state == HTTP_ANSWERED ? MHD_YES : MHD_NO;
}

http_result http_life_handle(void *context, struct MHD_Connection *connection, const char *url,
                             const char *method, const char *version, const char *upload, size_t *upload_size,
                             void **slot)
{
    (void)context, (void)url, (void)version;
    struct http_request *request = *slot;
    if (!request) { /* there was no memory to begin with */
        *upload_size = 0;
        http_send_in_need(NULL, connection, false);
        return MHD_YES;
    }
    switch (request->state) {
    case HTTP_NEW:
        life_head(request, method);
        return MHD_YES;
    case HTTP_READING:
        if (*upload_size) {
            bool good = life_body(request, upload, *upload_size);
            *upload_size = 0;
            return good ? MHD_YES : MHD_NO;
        }
        http_steps_begin(request);
        return life_goes_on(request);
    case HTTP_RESUMED:
        request->suspended = false;
        request->then(request);
        return life_goes_on(request);
    case HTTP_WAITING:
    case HTTP_ANSWERED:
        *upload_size = 0;
        return MHD_YES;
    }
    return MHD_NO;
}

/* --- waiting for another thread */

void http_suspend(struct http_request *request, void (*then)(struct http_request *request))
{
    must(!request->suspended && request->state != HTTP_ANSWERED);
    request->then = then;
    request->suspended = true;
    request->state = HTTP_WAITING;
    MHD_suspend_connection(request->connection);
}

void http_resume(struct http_request *request)
{
    /* The last touch from this thread: once resumed, MHD's may finish and free it. */
    struct MHD_Connection *connection = request->connection;
    request->state = HTTP_RESUMED;
    MHD_resume_connection(connection);
}
