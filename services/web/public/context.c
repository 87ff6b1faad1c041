/* What pages show of an event, made ready for people. */
#include "web/public/context.h"

#define FEW 50 /* a number is worth telling when it is small */

static json_t *category_context(const struct locale *locale, const struct event *event,
                                const struct event_category *category, const char *chosen)
{
    bool waiting = !category->available && category->waiting_list;
    bool full = !category->available && !waiting; /* shown unchosen: browsers do not send what is disabled */
    json_t *context = json_pack("{s:s, s:s, s:s, s:s, s:b, s:b, s:b, s:b, s:b}", "code", category->code,
                                "title", category->title, "description", category->description, "color",
                                category->color, "approval", (int)category->approval, "waiting", (int)waiting,
                                "full", (int)full, "available", (int)category->available, "chosen",
                                (int)(!full && chosen && strcmp(chosen, category->code) == 0));
    if (category->price != RECORD_NO_INT && category->price != 0)
        json_object_set_new(context, "price", locale_money(locale, category->price, event->currency));
    if (category->available && category->left != RECORD_NO_INT && category->left <= FEW)
        json_object_set_new(context, "few", json_integer(category->left));
    return context;
}

static bool is_chosen(const struct order_input *input, const char *code)
{
    for (size_t i = 0; input && i < input->sessions.count; i++)
        if (strcmp(input->sessions.items[i], code) == 0)
            return true;
    return false;
}

static json_t *session_context(const struct locale *locale, const struct event *event,
                               const struct event_session *session, const struct order_input *input)
{
    bool is_limited = session->left != RECORD_NO_INT;
    bool full = is_limited && session->left <= 0;
    json_t *context =
        json_pack("{s:s, s:s, s:s, s:o, s:b, s:b}", "code", session->code, "title", session->title, "room",
                  session->room, "time", locale_time(locale, session->starts, session->ends), "full",
                  (int)full, "chosen", (int)(!full && is_chosen(input, session->code)));
    if (session->price)
        json_object_set_new(context, "price", locale_money(locale, session->price, event->currency));
    if (!full && is_limited && session->left <= FEW)
        json_object_set_new(context, "few", json_integer(session->left));
    return context;
}

static json_t *window_context(const struct locale *locale, const struct event *event)
{
    const struct event_window *window = event->window ? event_find_window(event, event->window) : NULL;
    if (!window)
        return json_null();
    json_t *context = json_pack("{s:s}", "title", window->title);
    if (window->until)
        json_object_set_new(context, "until", locale_day(locale, window->until));
    return context;
}

json_t *event_listed_context(const struct locale *locale, const struct event_listed *event)
{
    /* The event's texts are in the language that its file names first, whatever the page's. */
    const char *language = event->languages.count ? event->languages.items[0] : "";
    const struct event_venue *venue = &event->venue;
    return json_pack("{s:s, s:s, s:s, s:s, s:o, s:s, s:s, s:o, s:s, s:b}", "slug", event->slug, "title",
                     event->title, "summary", event->summary, "language", language, "days",
                     locale_days(locale, event->starts_on, event->ends_on), "place",
                     venue->name ? venue->name : "", "address", venue->address ? venue->address : "",
                     "time_zone", locale_zone(locale, event->time_zone), "contact", event->contact, "open",
                     (int)event->open);
}

/* The day that registration opens, while that is to come; else null. Where a day begins before UTC's, the
 * event is open by then. */
static json_t *opening_day(const struct locale *locale, const struct event *event)
{
    char today[CLOCK_TEXT_SIZE];
    const char *opens = event->registration.opens;
    clock_format(clock_now(), today);
    bool expected = event->state == EVENT_OPEN && !event->open && opens;
    return expected && strncmp(opens, today, 10) >= 0 ? locale_day(locale, opens) : json_null();
}

json_t *event_context(const struct locale *locale, const struct event *event, const struct order_input *input)
{
    json_t *categories = json_array();
    json_t *sessions = json_array();
    for (size_t i = 0; i < event->categories.count; i++)
        json_array_append_new(categories, category_context(locale, event, &event->categories.items[i],
                                                           input ? input->category : NULL));
    for (size_t i = 0; i < event->sessions.count; i++)
        json_array_append_new(sessions, session_context(locale, event, &event->sessions.items[i], input));
    const struct event_listed listed = event_list_one(event);
    json_t *context = event_listed_context(locale, &listed);
    json_object_set_new(context, "opens", opening_day(locale, event));
    json_object_set_new(context, "window", window_context(locale, event));
    json_object_set_new(context, "categories", categories);
    json_object_set_new(context, "has_sessions", json_boolean(json_array_size(sessions) > 0));
    json_object_set_new(context, "sessions", sessions);
    return context;
}
