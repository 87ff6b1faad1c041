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

static void add_headers(struct MHD_Response *response, const struct http_header *headers)
{
    for (; headers && headers->name; headers++)
        MHD_add_response_header(response, headers->name, headers->value);
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

/* The response is NULL when out of memory. */
static struct MHD_Response *response_dress(struct MHD_Response *response, const char *type,
                                           const struct http_header *headers)
{
    if (!response)
        return NULL;
    add_headers(response, security_headers);
    add_headers(response, headers);
    if (type)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
    return response;
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

void http_send_ready(struct http_request *request, int status, const char *type, bool packed,
                     struct buffer *body, const struct http_header *headers)
{
    size_t length = body->length;
    char *bytes = buffer_take(body);
    if (!bytes) {
        status = 500;
        length = 0;
    }
    struct MHD_Response *response =
        response_dress(MHD_create_response_from_buffer(length, bytes, MHD_RESPMEM_MUST_FREE), type, headers);
    if (!response) {
        free(bytes);
        return;
    }
    if (is_markup(type))
        MHD_add_response_header(response, MHD_HTTP_HEADER_VARY, MHD_HTTP_HEADER_ACCEPT_ENCODING);
    if (packed)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_ENCODING, "gzip");
    if (!names_header(headers, MHD_HTTP_HEADER_CACHE_CONTROL))
        MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
    if (http_is_secure(request))
        MHD_add_response_header(response, "Strict-Transport-Security", "max-age=31536000");
    if (request->server->stopping)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
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

void http_send_json(struct http_request *request, int status, json_t *document,
                    const struct http_header *headers)
{
    struct buffer body = BUFFER(4u << 20);
    char *text = json_dumps(document, JSON_COMPACT);
    json_decref(document);
    if (text)
        buffer_text(&body, text);
    buffer_char(&body, '\n');
    free(text);
    http_send(request, status,
              names_header(headers, MHD_HTTP_HEADER_CONTENT_TYPE) ? NULL : "application/json", &body,
              headers);
}

void http_redirect(struct http_request *request, const char *location)
{
    struct buffer body = BUFFER(1);
    const struct http_header headers[] = {{MHD_HTTP_HEADER_LOCATION, location}, {0}};
    http_send(request, 303, NULL, &body, headers);
}
