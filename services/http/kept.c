/* Answers that are made once and sent often. */
#include "http/http_private.h"

struct http_kept {
    struct MHD_Response *plain;
    struct MHD_Response *packed; /* gzip; NULL if that gains nothing */
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

struct http_kept *http_kept_new(const struct http_kept_content *content)
{
    struct http_kept *kept = calloc(1, sizeof *kept);
    struct buffer packed = BUFFER(content->length);
    buffer_append(&packed, content->bytes, content->length);
    if (kept)
        kept->plain = kept_response(content, content->bytes, content->length, NULL);
    if (kept && kept->plain && http_compress(&packed))
        kept->packed = kept_response(content, packed.data, packed.length, "gzip");
    buffer_free(&packed);
    if (kept && kept->plain)
        return kept;
    free(kept);
    return NULL;
}

void http_kept_free(struct http_kept *kept)
{
    if (!kept)
        return;
    MHD_destroy_response(kept->plain);
    if (kept->packed)
        MHD_destroy_response(kept->packed);
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
    struct MHD_Response *response =
        kept->packed && http_compress_accepted(request) ? kept->packed : kept->plain;
    const char *known = http_header(request, MHD_HTTP_HEADER_IF_NONE_MATCH);
    const char *etag = MHD_get_response_header(response, MHD_HTTP_HEADER_ETAG);
    if (known && etag && strstr(known, etag))
        send_unchanged(request, response, etag);
    else
        http_response_queue(request, 200, response);
}
