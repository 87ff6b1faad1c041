#include "web/public/context.h"
#include "web/self/self.h"

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
static void add_event(struct http_request *request, json_t *context)
{
    const json_t *event = web_request(request)->answer;
    if (event)
        json_object_set_new(context, "about", event_summary_context(web_locale(request), event));
}

static void attendee_show(struct http_request *request)
{
    json_t *registration = web_request(request)->order;
    const char *status = json_text(registration, "status", "");
    add_sessions(web_locale(request), registration);
    add_tickets(registration);
    add_amount(web_locale(request), registration);
    json_t *context =
        json_pack("{s:O, s:s}", "registration", registration, "secret", http_query(request, "k"));
    add_event(request, context);
    json_object_set_new(context, "is_over",
                        json_boolean(strcmp(status, "declined") == 0 || strcmp(status, "cancelled") == 0));
    json_object_set_new(context, "is_due", json_boolean(strcmp(status, "pending_payment") == 0));
    response_page(request, 200, PAGE_ATTENDEE, context, NULL);
}

/* GET /e/{event}/r/{code}?k={secret} */
void self_attendee(struct http_request *request)
{
    later_event(request, json_text(web_request(request)->order, "event", ""), attendee_show);
}
