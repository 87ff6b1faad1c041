/* What goes out: bytes, their type, and the headers that every answer has. */
#include "http/http_private.h"

/* Sent with every answer. Addresses carry secrets, so no referrer leaves; pages load nothing from elsewhere
 * and run no script. */
static const struct http_header security_headers[] = {
    {"Content-Security-Policy",
     "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
     "base-uri 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"},
    {0}};

/* All of them, or the answer is none: compressed bytes without their header are garbage. */
static bool add_headers(struct MHD_Response *response, const struct http_header *headers)
{
    for (; headers && headers->name; headers++)
        if (MHD_add_response_header(response, headers->name, headers->value) != MHD_YES)
            return false;
    return true;
}

static bool names_header(const struct http_header *headers, const char *name)
{
    for (; headers && headers->name; headers++)
        if (text_equal_nocase(headers->name, name))
            return true;
    return false;
}

static bool is_markup(const char *type)
{
    return type && (strncmp(type, "text/html", 9) == 0 || strncmp(type, "image/svg+xml", 13) == 0);
}

/* The response is NULL when out of memory, as is then what this gives. */
static struct MHD_Response *response_dress(struct MHD_Response *response, const char *type,
                                           const struct http_header *headers)
{
    const struct http_header own[] = {{type ? MHD_HTTP_HEADER_CONTENT_TYPE : NULL, type}, {0}};
    if (!response)
        return NULL;
    if (add_headers(response, security_headers) && add_headers(response, headers) &&
        add_headers(response, own))
        return response;
    MHD_destroy_response(response);
    return NULL;
}

struct MHD_Response *http_response_keep(const char *type, const void *bytes, size_t length,
                                        const struct http_header *headers)
{
    return response_dress(
        MHD_create_response_from_buffer(length, (void *)(uintptr_t)bytes, MHD_RESPMEM_MUST_COPY), type,
        headers);
}

void http_response_queue(struct http_request *request, int status, struct MHD_Response *response)
{
    if (MHD_queue_response(request->connection, (unsigned)status, response) != MHD_YES)
        return;
    request->status = status;
    request->state = HTTP_ANSWERED;
}

void http_send(struct http_request *request, int status, const char *type, struct buffer *body,
               const struct http_header *headers)
{
    bool packed = is_markup(type) && http_compress_accepted(request) && http_compress(body);
    http_send_ready(request, status, type, packed, body, headers);
}

/* What is said where an answer could not be put together: memory is out, most likely. It takes little of it,
 * and its words are not the reader's own, for those would have to be looked up. */
static const struct {
    const char *type;
    const char *body;
} response_in_need[] = {
    {"application/problem+json",
     "{\"type\":\"about:blank\",\"title\":\"Internal Server Error\",\"status\":500,"
     "\"detail\":\"This did not work, and the fault is ours. Please try again.\"}\n"},
    {"text/html; charset=utf-8",
     "<!doctype html>\n<html lang=\"en\"><head><title>Internal Server Error</title></head>"
     "<body><h1>This did not work</h1><p>The fault is ours. Please try again.</p></body></html>\n"}};

void http_send_in_need(struct http_request *request, struct MHD_Connection *connection, bool as_page)
{
    static const struct http_header no_store[] = {{MHD_HTTP_HEADER_CACHE_CONTROL, "no-store"}, {0}};
    const char *body = response_in_need[as_page].body;
    struct MHD_Response *response = response_dress(
        MHD_create_response_from_buffer(strlen(body), (void *)(uintptr_t)body, MHD_RESPMEM_PERSISTENT),
        response_in_need[as_page].type, no_store);
    if (!response)
        return;
    if (request)
        http_response_queue(request, 500, response);
    else
        MHD_queue_response(connection, 500, response);
    MHD_destroy_response(response);
}

static struct MHD_Response *response_make(const struct http_request *request, const char *type, bool packed,
                                          struct buffer *body, const struct http_header *headers)
{
    const struct http_header more[] = {
        {MHD_HTTP_HEADER_VARY, is_markup(type) ? MHD_HTTP_HEADER_ACCEPT_ENCODING : NULL},
        {MHD_HTTP_HEADER_CONTENT_ENCODING, packed ? "gzip" : NULL},
        {MHD_HTTP_HEADER_CACHE_CONTROL,
         names_header(headers, MHD_HTTP_HEADER_CACHE_CONTROL) ? NULL : "no-store"},
        {"Strict-Transport-Security", http_is_secure(request) ? "max-age=31536000" : NULL},
        {MHD_HTTP_HEADER_CONNECTION, request->server->stopping ? "close" : NULL}};
    size_t length = body->length;
    char *bytes = buffer_take(body);
    struct MHD_Response *response =
        bytes ? MHD_create_response_from_buffer(length, bytes, MHD_RESPMEM_MUST_FREE) : NULL;
    if (!response)
        free(bytes);
    response = response_dress(response, type, headers);
    for (size_t i = 0; response && i < COUNT_OF(more); i++)
        if (more[i].value && MHD_add_response_header(response, more[i].name, more[i].value) != MHD_YES) {
            MHD_destroy_response(response);
            return NULL;
        }
    return response;
}

void http_send_ready(struct http_request *request, int status, const char *type, bool packed,
                     struct buffer *body, const struct http_header *headers)
{
    struct MHD_Response *response = response_make(request, type, packed, body, headers);
    if (!response) {
        http_send_in_need(request, request->connection, is_markup(type));
        return;
    }
    http_response_queue(request, status, response);
    MHD_destroy_response(response);
}

void http_send_record(struct http_request *request, int status, const struct record *record, const void *from,
                      const struct http_header *headers)
{
    struct buffer body = BUFFER(4u << 20);
    record_write(record, from, 0, &body);
    buffer_char(&body, '\n');
    http_send(request, status,
              names_header(headers, MHD_HTTP_HEADER_CONTENT_TYPE) ? NULL : "application/json", &body,
              headers);
}

void http_move(struct http_request *request, const char *path)
{
    struct buffer body = BUFFER(1);
    const char *location =
        request->query ? arena_printf(&request->arena, "%s?%s", path, request->query) : path;
    const struct http_header headers[] = {{MHD_HTTP_HEADER_LOCATION, location}, {0}};
    body.failed = !location;
    http_send(request, 308, NULL, &body, headers);
}

void http_redirect(struct http_request *request, const char *location)
{
    struct buffer body = BUFFER(1);
    const struct http_header headers[] = {{MHD_HTTP_HEADER_LOCATION, location}, {0}};
    http_send(request, 303, NULL, &body, headers);
}
