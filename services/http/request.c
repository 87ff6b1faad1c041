#include "web/web.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <netinet/in.h>

const char *request_header(const struct request *request, const char *name)
{
    return MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND, name);
}

const char *request_cookie(const struct request *request, const char *name)
{
    return MHD_lookup_connection_value(request->connection, MHD_COOKIE_KIND, name);
}

const char *request_query(struct request *request, const char *name)
{
    if (!request->query)
        return NULL;
    if (!request->fields) {
        request->fields = json_object();
        if (!form_parse(request->query, strlen(request->query), request->fields))
            json_object_clear(request->fields);
    }
    return json_text(request->fields, name, NULL);
}

const json_t *request_form(struct request *request)
{
    json_decref(request->fields);
    request->fields = json_object();
    if (request->body.length == 0 || form_parse(request->body.data, request->body.length, request->fields))
        return request->fields;
    response_problem(request, 400, "problem.form", NULL);
    return NULL;
}

json_t *request_json(struct request *request)
{
    struct error error = {0};
    json_t *json =
        json_read(request->body.data ? request->body.data : "", request->body.length, "body", &error);
    if (json)
        return json;
    struct faults faults = {0};
    faults_add(&faults, "body", "fault.json", error.message);
    response_problem(request, 400, "problem.json", &faults);
    return NULL;
}

bool request_wants_page(const struct request *request)
{
    const char *accept = request_header(request, "Accept");
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

bool request_base_url_usable(const char *url)
{
    char host[260];
    size_t scheme = strncmp(url, "https://", 8) == 0 ? 8 : strncmp(url, "http://", 7) == 0 ? 7 : 0;
    size_t length = base_url_length(url);
    if (!scheme || length < scheme || length - scheme >= sizeof host)
        return false;
    snprintf(host, sizeof host, "%.*s", (int)(length - scheme), url + scheme);
    return plain_host(host);
}

void request_base_url(const struct request *request, struct buffer *url)
{
    const char *base = request->application->options.base_url;
    const char *host = request_header(request, "Host");
    if (base)
        buffer_append(url, base, base_url_length(base));
    else
        buffer_printf(url, "http://%s", host && plain_host(host) ? host : "localhost");
}

/* One subscriber has a /64 of IPv6 addresses, so that is what counts. */
static void print_address(const struct sockaddr *address, char text[static REQUEST_ADDRESS_SIZE])
{
    const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)(const void *)address;
    const struct sockaddr_in *four = (const struct sockaddr_in *)(const void *)address;
    text_copy(text, REQUEST_ADDRESS_SIZE, "unknown");
    if (address->sa_family == AF_INET) {
        inet_ntop(AF_INET, &four->sin_addr, text, REQUEST_ADDRESS_SIZE);
    } else if (address->sa_family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(&six->sin6_addr)) {
        inet_ntop(AF_INET, &six->sin6_addr.s6_addr[12], text, REQUEST_ADDRESS_SIZE);
    } else if (address->sa_family == AF_INET6) {
        struct in6_addr network = six->sin6_addr;
        memset(&network.s6_addr[8], 0, 8);
        inet_ntop(AF_INET6, &network, text, REQUEST_ADDRESS_SIZE);
    }
}

void request_peer(struct MHD_Connection *connection, char text[static REQUEST_ADDRESS_SIZE])
{
    print_address(MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr, text);
}

/* A proxy may add a line of its own rather than lengthen the client's. */
static request_result keep_last_forwarded(void *context, enum MHD_ValueKind kind, const char *name,
                                          const char *value)
{
    (void)kind;
    const char **last = context;
    if (text_equal_nocase(name, "X-Forwarded-For"))
        *last = value;
    return MHD_YES;
}

/* The last hop of X-Forwarded-For is what our own proxy saw; those before it are the client's word. */
static bool forwarded_address(const char *list, char text[static REQUEST_ADDRESS_SIZE])
{
    const char *last = list ? strrchr(list, ',') : NULL;
    last = last ? last + 1 : list;
    if (!last)
        return false;
    last += strspn(last, " ");
    char hop[INET6_ADDRSTRLEN];
    struct sockaddr_in four = {.sin_family = AF_INET};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6};
    if (!text_copy(hop, sizeof hop, last))
        return false;
    if (inet_pton(AF_INET, hop, &four.sin_addr) == 1)
        print_address((const struct sockaddr *)&four, text);
    else if (inet_pton(AF_INET6, hop, &six.sin6_addr) == 1)
        print_address((const struct sockaddr *)&six, text);
    else
        return false;
    return true;
}

void request_address(const struct request *request, char text[static REQUEST_ADDRESS_SIZE])
{
    const char *hops = NULL;
    if (request->application->options.trust_proxy)
        MHD_get_connection_values(request->connection, MHD_HEADER_KIND, keep_last_forwarded, &hops);
    if (forwarded_address(hops, text))
        return;
    request_peer(request->connection, text);
}

void request_suspend(struct request *request, void (*finish)(struct request *request))
{
    request->finish = finish;
    request->suspended = true;
    request->state = REQUEST_WAITING;
    MHD_suspend_connection(request->connection);
}

void request_resume(struct request *request)
{
    /* The last touch from this thread: once resumed, MHD's may finish and free it. */
    struct MHD_Connection *connection = request->connection;
    request->state = REQUEST_RESUMED;
    MHD_resume_connection(connection);
}
