/* Who holds a registration's secret, and the registration: an attendee with a link, a program with the same
 * as a bearer token. */
#include "web/web.h"

#include <strings.h>

/* RFC 6750, section 2.1: in the header, and not in the address, which is written into logs. */
const char *holder_bearer(const struct http_request *request)
{
    const char *value = http_header(request, MHD_HTTP_HEADER_AUTHORIZATION);
    return value && strncasecmp(value, "Bearer ", 7) == 0 ? value + 7 : "";
}

static const char *holder_secret(struct http_request *request)
{
    const char *in_address = request->route->who->is_bearer ? NULL : http_query(request, "k");
    return request->route->who->is_bearer ? holder_bearer(request) : in_address ? in_address : "";
}

bool holder_has_secret(const struct http_request *request, const char *given, const char *event,
                       const char *code)
{
    char wanted[ORDER_SECRET_SIZE];
    order_manage_secret(web_application(request)->manage_key, event, code, order_secret_version(given),
                        wanted);
    return secret_equal(given, strlen(given), wanted, strlen(wanted));
}

/* One and the same, whatever was wrong: nobody learns which codes there are. */
static void holder_refuse(struct http_request *request)
{
    static const struct http_header challenge[] = {{MHD_HTTP_HEADER_WWW_AUTHENTICATE, "Bearer"}, {0}};
    if (request->route->who->is_bearer)
        response_refusal(request, 401, "problem.secret", NULL, challenge);
    else
        response_problem(request, 404, "problem.lost", NULL);
}

static void holder_check(struct http_request *request)
{
    if (holder_has_secret(request, holder_secret(request), request->captures[0], request->captures[1]))
        http_pass(request);
    else
        holder_refuse(request);
}

static void order_came(struct http_request *request)
{
    struct web_request *own = web_request(request);
    bool is_there = own->error.kind == ERROR_NONE;
    if (is_there && order_secret_version(holder_secret(request)) == own->order->secret_version)
        http_pass(request);
    else if (is_there || own->error.kind == ERROR_NOT_FOUND) /* there: it was right before it was replaced */
        holder_refuse(request);
    else
        response_error(request, &own->error);
}

static void fetch_order(struct http_request *request)
{
    struct error error = {0};
    struct web_request *own = web_request(request);
    own->order = arena_alloc(&request->arena, sizeof *own->order);
    if (!own->order) {
        response_problem(request, 500, "problem.ours", NULL);
        return;
    }
    http_suspend(request, order_came);
    if (!order_read(web_application(request)->reader, request->captures[0], request->captures[1],
                    &request->arena, own->order, later_came, request, &error))
        later_came(request, &error);
}

const struct http_check right_link = {.name = "holder of the manage link", .check = holder_check};
const struct http_check right_secret = {
    .name = "holder of the registration's secret", .check = holder_check, .is_bearer = true};
const struct http_check want_order = {.name = "registration", .check = fetch_order};
