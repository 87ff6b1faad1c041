#include "web/public/context.h"

/* Whether the address has the secret that belongs to this code of this event; event NULL: of an address from
 * before. */
static bool has_secret(struct request *request, const char *event, const char *code)
{
    const char *given = request_query(request, "k");
    char wanted[ORDER_SECRET_SIZE];
    order_manage_secret(request->application->manage_key, event, code, wanted);
    return given && secret_equal(given, strlen(given), wanted, strlen(wanted));
}

/* One and the same 404, whatever was wrong. */
static void refuse(struct request *request, struct error *error)
{
    *error->field = '\0';
    response_error(request, error);
}

/* The registration that this address may see. */
static json_t *find(struct request *request)
{
    struct error error = {0};
    const char *event = request->captures[0];
    const char *code = request->captures[1];
    json_t *registration = NULL;
    if (!has_secret(request, event, code))
        error_set(&error, ERROR_NOT_FOUND, NULL, "wrong secret");
    else
        registration = order_find(request->application->store, event, code, &error);
    if (!registration)
        refuse(request, &error);
    return registration;
}

/* The event whose registration an address without one means: that whose secret it has. A secret from before,
 * when a code was one event's alone, still opens the only one there is. */
static const char *meant_event(struct request *request, const json_t *events)
{
    const char *code = request->captures[0];
    const char *event = NULL;
    size_t i;
    const json_t *one;
    json_array_foreach(events, i, one)
    {
        if (has_secret(request, json_string_value(one), code))
            event = json_string_value(one);
    }
    if (!event && json_array_size(events) == 1 && has_secret(request, NULL, code))
        event = json_string_value(json_array_get(events, 0));
    return event;
}

/* GET /r/{code}…?k={secret}: where it is now */
void page_attendee_moved(struct request *request)
{
    struct error error = {0};
    const char *code = request->captures[0];
    const char *language = request_query(request, "lang");
    scope_json json_t *events = order_events(request->application->store, code, &error);
    const char *event = events ? meant_event(request, events) : NULL;
    if (!event) {
        if (events)
            error_set(&error, ERROR_NOT_FOUND, NULL, "wrong secret");
        refuse(request, &error);
        return;
    }
    char secret[ORDER_SECRET_SIZE];
    struct buffer url = BUFFER(512), body = BUFFER(1);
    order_manage_secret(request->application->manage_key, event, code, secret);
    buffer_printf(&url, "/e/%s%s?k=%s", event, request->path, secret);
    if (language && strcmp(language, locale_tag(request->locale)) == 0)
        buffer_printf(&url, "&lang=%s", language);
    response_send(request, 308, NULL, &body,
                  (const struct header[]){{MHD_HTTP_HEADER_LOCATION, url.data}, {0}});
    buffer_free(&url);
}

static void add_sessions(const struct locale *locale, json_t *registration)
{
    json_t *sessions = json_object_get(registration, "sessions");
    size_t i;
    json_t *session;
    json_array_foreach(sessions, i, session)
    {
        json_object_set_new(
            session, "time",
            locale_time(locale, json_text(session, "starts", ""), json_text(session, "ends", "")));
    }
    json_object_set_new(registration, "time_zone",
                        locale_zone(locale, json_text(registration, "time_zone", "")));
    json_object_set_new(registration, "has_sessions", json_boolean(json_array_size(sessions) > 0));
}

static void add_tickets(const json_t *registration)
{
    size_t i;
    json_t *ticket;
    json_array_foreach(json_object_get(registration, "tickets"), i, ticket)
    {
        char code[TICKET_SHORT_SIZE];
        ticket_short_code((uint32_t)json_int(ticket, "serial", 0), code);
        json_object_set_new(ticket, "short", json_string(code));
    }
}

static void add_amount(const struct locale *locale, json_t *registration)
{
    const char *currency = json_text(registration, "currency", "");
    int64_t amount = json_int(registration, "amount", 0);
    int64_t paid = json_int(registration, "paid", 0);
    json_object_set_new(registration, "due_text", locale_money(locale, amount - paid, currency));
    if (amount)
        json_object_set_new(registration, "amount_text", locale_money(locale, amount, currency));
    if (paid)
        json_object_set_new(registration, "paid_text", locale_money(locale, paid, currency));
}

/* When, where and whom to ask; a draft's page goes without. */
static void add_event(struct request *request, const json_t *registration, json_t *context)
{
    scope_json json_t *event =
        event_catalogue_event(request->application->catalogue, json_text(registration, "event", ""), NULL);
    if (event)
        json_object_set_new(context, "about", event_summary_context(request->locale, event));
}

/* GET /e/{event}/r/{code}?k={secret} */
void page_attendee(struct request *request)
{
    scope_json json_t *registration = find(request);
    if (!registration)
        return;
    const char *status = json_text(registration, "status", "");
    add_sessions(request->locale, registration);
    add_tickets(registration);
    add_amount(request->locale, registration);
    json_t *context =
        json_pack("{s:O, s:s}", "registration", registration, "secret", request_query(request, "k"));
    add_event(request, registration, context);
    json_object_set_new(context, "is_over",
                        json_boolean(strcmp(status, "declined") == 0 || strcmp(status, "cancelled") == 0));
    json_object_set_new(context, "is_due", json_boolean(strcmp(status, "pending_payment") == 0));
    response_page(request, 200, PAGE_ATTENDEE, context, NULL);
}

static const char *first_token(const json_t *registration)
{
    return json_text(json_array_get(json_object_get(registration, "tickets"), 0), "token", NULL);
}

static void send_symbol(struct request *request, const char *type, void *image, size_t length)
{
    struct buffer body = BUFFER(1u << 20);
    if (image)
        buffer_append(&body, image, length);
    free(image);
    response_send(request, 200, type, &body, NULL);
}

/* GET /e/{event}/r/{code}/ticket.svg?k={secret} */
void page_ticket_svg(struct request *request)
{
    scope_json json_t *registration = find(request);
    const char *token = first_token(registration);
    char *svg = token ? ticket_symbol_svg(token) : NULL;
    if (svg)
        send_symbol(request, "image/svg+xml", svg, strlen(svg));
    else if (registration)
        response_problem(request, 404, "problem.lost", NULL);
}

/* GET /e/{event}/r/{code}/ticket.png?k={secret} */
void page_ticket_png(struct request *request)
{
    scope_json json_t *registration = find(request);
    const char *token = first_token(registration);
    size_t length = 0;
    uint8_t *png = token ? ticket_symbol_png(token, 8, &length) : NULL;
    if (png)
        send_symbol(request, "image/png", png, length);
    else if (registration)
        response_problem(request, 404, "problem.lost", NULL);
}
