/* Who asks, as far as addresses tell. */
#include "http/http_private.h"

#include <arpa/inet.h>
#include <netinet/in.h>

/* One subscriber has a /64 of IPv6 addresses, so that is what counts. */
static void print_address(const struct sockaddr *address, char text[static HTTP_ADDRESS_SIZE])
{
    const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)(const void *)address;
    const struct sockaddr_in *four = (const struct sockaddr_in *)(const void *)address;
    text_copy(text, HTTP_ADDRESS_SIZE, "unknown");
    if (address->sa_family == AF_INET) {
        inet_ntop(AF_INET, &four->sin_addr, text, HTTP_ADDRESS_SIZE);
    } else if (address->sa_family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(&six->sin6_addr)) {
        inet_ntop(AF_INET, &six->sin6_addr.s6_addr[12], text, HTTP_ADDRESS_SIZE);
    } else if (address->sa_family == AF_INET6) {
        struct in6_addr network = six->sin6_addr;
        memset(&network.s6_addr[8], 0, 8);
        inet_ntop(AF_INET6, &network, text, HTTP_ADDRESS_SIZE);
    }
}

void http_peer(struct MHD_Connection *connection, char text[static HTTP_ADDRESS_SIZE])
{
    print_address(MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr, text);
}

/* A proxy may add a line of its own rather than lengthen the client's. */
static http_result keep_last_forwarded(void *context, enum MHD_ValueKind kind, const char *name,
                                       const char *value)
{
    (void)kind;
    const char **last = context;
    if (text_equal_nocase(name, "X-Forwarded-For"))
        *last = value;
    return MHD_YES;
}

/* The last hop of X-Forwarded-For is what our own proxy saw; those before it are the client's word. */
static bool forwarded_address(const char *list, char text[static HTTP_ADDRESS_SIZE])
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

void http_address(const struct http_request *request, char text[static HTTP_ADDRESS_SIZE])
{
    const char *hops = NULL;
    if (request->server->options.trust_proxy)
        MHD_get_connection_values(request->connection, MHD_HEADER_KIND, keep_last_forwarded, &hops);
    if (forwarded_address(hops, text))
        return;
    http_peer(request->connection, text);
}
