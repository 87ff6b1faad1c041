/* The page of one registration. */
#include "web/public/context.h"
#include "web/self/self.h"

static json_t *sessions_context(const struct locale *locale, const struct registration *registration)
{
    json_t *list = json_array();
    for (size_t i = 0; i < registration->sessions.count; i++) {
        const struct order_session *session = &registration->sessions.items[i];
        json_array_append_new(list,
                              json_pack("{s:s, s:s, s:o}", "title", session->title, "room", session->room,
                                        "time", locale_time(locale, session->starts, session->ends)));
    }
    return list;
}

static json_t *tickets_context(const struct registration *registration)
{
    json_t *list = json_array();
    for (size_t i = 0; i < registration->tickets.count; i++) {
        const struct order_ticket *ticket = &registration->tickets.items[i];
        char code[TICKET_SHORT_SIZE];
        ticket_short_code((uint32_t)ticket->serial, code);
        json_array_append_new(list, json_pack("{s:I, s:s, s:s}", "serial", (json_int_t)ticket->serial,
                                              "token", ticket->token, "short", code));
    }
    return list;
}

static void add_amount(json_t *context, const struct locale *locale, const struct registration *registration)
{
    const char *currency = registration->currency;
    json_object_set_new(context, "due_text",
                        locale_money(locale, registration->amount - registration->paid, currency));
    if (registration->amount)
        json_object_set_new(context, "amount_text", locale_money(locale, registration->amount, currency));
    if (registration->paid)
        json_object_set_new(context, "paid_text", locale_money(locale, registration->paid, currency));
}

static json_t *registration_context(const struct locale *locale, const struct registration *registration)
{
    json_t *context = json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s?, s:o, s:b, s:o, s:o}", "code", registration->code,
        "status", record_word(&order_status_words, (int)registration->status), "event", registration->event,
        "event_title", registration->event_title, "category_title", registration->category_title, "name",
        registration->name, "badge_name", registration->badge_name, "email", registration->email,
        "affiliation", registration->affiliation, "sessions", sessions_context(locale, registration),
        "has_sessions", (int)(registration->sessions.count > 0), "time_zone",
        locale_zone(locale, registration->time_zone), "tickets", tickets_context(registration));
    add_amount(context, locale, registration);
    return context;
}

/* When, where and whom to ask; a draft's page goes without. */
static void add_event(struct http_request *request, json_t *context)
{
    const struct event_kept *kept = web_request(request)->came;
    if (!kept)
        return;
    const struct event_listed listed = event_list_one(kept->event);
    json_object_set_new(context, "about", event_listed_context(web_locale(request), &listed));
}

static void attendee_show(struct http_request *request)
{
    const struct registration *registration = web_request(request)->order;
    bool is_over = registration->status == ORDER_DECLINED || registration->status == ORDER_CANCELLED;
    json_t *context =
        json_pack("{s:o, s:s, s:b, s:b}", "registration",
                  registration_context(web_locale(request), registration), "secret", http_query(request, "k"),
                  "is_over", (int)is_over, "is_due", (int)(registration->status == ORDER_PENDING_PAYMENT));
    add_event(request, context);
    response_page(request, 200, PAGE_ATTENDEE, context, NULL);
}

/* GET /e/{event}/r/{code}?k={secret} */
void self_attendee(struct http_request *request)
{
    later_event(request, web_request(request)->order->event, attendee_show);
}
