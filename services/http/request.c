/* What came in: headers, the query, the form, and how the service is reached. */
#include "http/http_private.h"

#include <ctype.h>

const char *http_header(const struct http_request *request, const char *name)
{
    return MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND, name);
}

const char *http_cookie(const struct http_request *request, const char *name)
{
    return MHD_lookup_connection_value(request->connection, MHD_COOKIE_KIND, name);
}

const char *http_query(struct http_request *request, const char *name)
{
    if (!request->query)
        return NULL;
    if (!request->query_fields.items &&
        !http_fields_parse(request->query, strlen(request->query), &request->arena, &request->query_fields))
        request->query_fields = (struct http_fields){0};
    return http_fields_find(&request->query_fields, name);
}

const struct http_fields *http_form(struct http_request *request)
{
    struct http_fields *fields = &request->form_fields;
    if (fields->items)
        return fields;
    if (request->body.failed || !http_fields_parse(request->body.data ? request->body.data : "",
                                                   request->body.length, &request->arena, fields)) {
        *fields = (struct http_fields){0};
        return NULL;
    }
    return fields;
}

bool http_wants_page(const struct http_request *request)
{
    const char *accept = http_header(request, "Accept");
    return strncmp(request->path, "/api/", 5) != 0 && accept && strstr(accept, "text/html");
}

/* A host name, an address, and a port: nothing that could turn a link around. */
static bool plain_host(const char *host)
{
    size_t length = strlen(host);
    for (size_t i = 0; i < length; i++)
        if (!isalnum((unsigned char)host[i]) && !strchr(".-:[]", host[i]))
            return false;
    return length > 0 && length < 260;
}

/* Scheme, host and port, of which a slash may be the end: the service's addresses begin at the root. */
static size_t base_url_length(const char *url)
{
    size_t length = strlen(url);
    return length && url[length - 1] == '/' ? length - 1 : length;
}

bool http_base_url_usable(const char *url)
{
    char host[260];
    size_t scheme = strncmp(url, "https://", 8) == 0 ? 8 : strncmp(url, "http://", 7) == 0 ? 7 : 0;
    size_t length = base_url_length(url);
    if (!scheme || length < scheme || length - scheme >= sizeof host)
        return false;
    snprintf(host, sizeof host, "%.*s", (int)(length - scheme), url + scheme);
    return plain_host(host);
}

void http_base_url(const struct http_request *request, struct buffer *url)
{
    const char *base = request->server->options.base_url;
    const char *host = http_header(request, "Host");
    if (base)
        buffer_append(url, base, base_url_length(base));
    else
        buffer_printf(url, "http://%s", host && plain_host(host) ? host : "localhost");
}

bool http_is_secure(const struct http_request *request)
{
    const char *base = request->server->options.base_url;
    return base && strncmp(base, "https:", 6) == 0;
}
