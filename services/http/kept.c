/* Answers that are made once and sent often: whole, or but for a few places. */
#include "http/http_private.h"

struct http_kept {
    struct MHD_Response *plain;  /* NULL if it has places */
    struct MHD_Response *packed; /* gzip; NULL if that gains nothing */
    struct http_spliced *spliced;
};

/* One tag for one sequence of bytes: RFC 9110 section 8.8.3.3. */
static void add_tag(struct MHD_Response *response, const char *tag, const char *coding)
{
    char etag[64];
    snprintf(etag, sizeof etag, "\"%s%s%s\"", tag, coding ? "-" : "", coding ? coding : "");
    MHD_add_response_header(response, MHD_HTTP_HEADER_ETAG, etag);
}

static struct MHD_Response *kept_response(const struct http_kept_content *content, const void *bytes,
                                          size_t length, const char *coding)
{
    struct MHD_Response *response = http_response_keep(content->type, bytes, length, content->headers);
    if (!response)
        return NULL;
    MHD_add_response_header(response, MHD_HTTP_HEADER_VARY, MHD_HTTP_HEADER_ACCEPT_ENCODING);
    if (content->tag)
        add_tag(response, content->tag, coding);
    if (coding)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_ENCODING, coding);
    return response;
}

static void kept_fill(struct http_kept *kept, const struct http_kept_content *content)
{
    scope_buffer struct buffer packed = BUFFER(content->length);
    if (content->marks) {
        kept->spliced = http_spliced_new(content->type, content->bytes, content->marks);
        return;
    }
    kept->plain = kept_response(content, content->bytes, content->length, NULL);
    buffer_append(&packed, content->bytes, content->length);
    if (kept->plain && http_compress(&packed))
        kept->packed = kept_response(content, packed.data, packed.length, "gzip");
}

struct http_kept *http_kept_new(const struct http_kept_content *content)
{
    struct http_kept *kept = calloc(1, sizeof *kept);
    if (kept)
        kept_fill(kept, content);
    if (kept && (kept->plain || kept->spliced))
        return kept;
    free(kept);
    return NULL;
}

void http_kept_free(struct http_kept *kept)
{
    if (!kept)
        return;
    if (kept->plain)
        MHD_destroy_response(kept->plain);
    if (kept->packed)
        MHD_destroy_response(kept->packed);
    http_spliced_free(kept->spliced);
    free(kept);
}

static void send_unchanged(struct http_request *request, struct MHD_Response *response, const char *etag)
{
    struct buffer body = BUFFER(1);
    const struct http_header headers[] = {
        {MHD_HTTP_HEADER_ETAG, etag},
        {MHD_HTTP_HEADER_CACHE_CONTROL, MHD_get_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL)},
        {MHD_HTTP_HEADER_VARY, MHD_HTTP_HEADER_ACCEPT_ENCODING},
        {0}};
    http_send(request, 304, NULL, &body, headers);
}

void http_send_kept(struct http_request *request, const struct http_kept *kept)
{
    must(!kept->spliced);
    struct MHD_Response *response =
        kept->packed && http_compress_accepted(request) ? kept->packed : kept->plain;
    /* What is shared cannot say that the connection ends: whoever asks no more soon is let go. */
    if (request->server->stopping)
        MHD_set_connection_option(request->connection, MHD_CONNECTION_OPTION_TIMEOUT, 1u);
    const char *known = http_header(request, MHD_HTTP_HEADER_IF_NONE_MATCH);
    const char *etag = MHD_get_response_header(response, MHD_HTTP_HEADER_ETAG);
    if (known && etag && strstr(known, etag))
        send_unchanged(request, response, etag);
    else
        http_response_queue(request, 200, response);
}

void http_send_spliced(struct http_request *request, const struct http_kept *kept, const char *const *values,
                       const struct http_header *headers)
{
    must(kept->spliced);
    struct buffer body = BUFFER(4u << 20);
    bool packed = http_compress_accepted(request);
    http_splice(kept->spliced, packed, values, &body);
    http_send_ready(request, 200, http_spliced_type(kept->spliced), packed, &body, headers);
}
