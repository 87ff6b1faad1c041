/* An attendee's own routes: whose link it is, which registration it names, where an old address went. */
#include "web/self/self.h"

/* Whether the address has the secret that belongs to this code of this event; event NULL: of an address from
 * before. */
static bool has_secret(struct http_request *request, const char *event, const char *code)
{
    const char *given = http_query(request, "k");
    return given && holder_has_secret(request, given, event, code);
}

/* --- addresses from before, which named no event */

/* Which events have a registration with the code, and which is meant. */
struct old_link {
    struct order_events found;
    const char *event;
};

/* The event whose registration the address means: that whose secret it has. A secret from before, when a code
 * was one event's alone, still opens the only one there is. */
static const char *meant_event(struct http_request *request, const struct order_events *found)
{
    const char *code = request->captures[0];
    const char *event = NULL;
    for (size_t i = 0; i < found->events.count; i++)
        if (has_secret(request, found->events.items[i], code))
            event = found->events.items[i];
    if (!event && found->events.count == 1 && has_secret(request, NULL, code))
        event = found->events.items[0];
    return event;
}

static void events_came(struct http_request *request)
{
    struct web_request *own = web_request(request);
    struct old_link *link = own->work;
    if (own->error.kind != ERROR_NONE && own->error.kind != ERROR_NOT_FOUND) {
        response_error(request, &own->error);
        return;
    }
    link->event = own->error.kind == ERROR_NONE ? meant_event(request, &link->found) : NULL;
    if (link->event)
        http_pass(request);
    else
        response_problem(request, 404, "problem.lost", NULL);
}

static void check_old_link(struct http_request *request)
{
    struct error error = {0};
    struct old_link *link = arena_alloc(&request->arena, sizeof *link);
    if (!link) {
        response_problem(request, 500, "problem.ours", NULL);
        return;
    }
    web_request(request)->work = link;
    http_suspend(request, events_came);
    if (!order_read_events(web_application(request)->reader, request->captures[0], &request->arena,
                           &link->found, later_came, request, &error))
        later_came(request, &error);
}

/* GET /r/{code}…?k={secret}: where it is now */
static void self_moved(struct http_request *request)
{
    const struct old_link *link = web_request(request)->work;
    const char *event = link->event;
    const char *language = http_query(request, "lang");
    char secret[ORDER_SECRET_SIZE];
    struct buffer url = BUFFER(512), body = BUFFER(1);
    order_manage_secret(web_application(request)->manage_key, event, request->captures[0], 0, secret);
    buffer_printf(&url, "/e/%s%s?k=%s", event, request->path, secret);
    if (language && strcmp(language, language_tag(web_language(request))) == 0)
        buffer_printf(&url, "&lang=%s", language);
    http_send(request, 308, NULL, &body,
              (const struct http_header[]){{MHD_HTTP_HEADER_LOCATION, url.data}, {0}});
    buffer_free(&url);
}

static const struct http_check right_old_link = {.name = "holder of a manage link from before",
                                                 .check = check_old_link};

static const struct http_route rows[] = {
    {.method = "GET",
     .pattern = "/e/{event}/r/{code}",
     .handler = self_attendee,
     .who = &right_link,
     .wants = &want_order,
     .listeners = ON_PUBLIC},
    {.method = "GET",
     .pattern = "/e/{event}/r/{code}/ticket.svg",
     .handler = self_ticket_svg,
     .who = &right_link,
     .wants = &want_order,
     .listeners = ON_PUBLIC},
    {.method = "GET",
     .pattern = "/e/{event}/r/{code}/ticket.png",
     .handler = self_ticket_png,
     .who = &right_link,
     .wants = &want_order,
     .listeners = ON_PUBLIC},
    {.method = "GET",
     .pattern = "/e/{event}/r/{code}/card.svg",
     .handler = self_ticket_card,
     .who = &right_link,
     .wants = &want_order,
     .listeners = ON_PUBLIC},
    {.method = "GET",
     .pattern = "/r/{code}",
     .handler = self_moved,
     .who = &right_old_link,
     .listeners = ON_PUBLIC},
    {.method = "GET",
     .pattern = "/r/{code}/ticket.svg",
     .handler = self_moved,
     .who = &right_old_link,
     .listeners = ON_PUBLIC},
    {.method = "GET",
     .pattern = "/r/{code}/ticket.png",
     .handler = self_moved,
     .who = &right_old_link,
     .listeners = ON_PUBLIC},
};

const struct web_page *const self_pages[] = {&self_attendee_page, NULL};
const struct http_area self_area = {rows, COUNT_OF(rows)};
