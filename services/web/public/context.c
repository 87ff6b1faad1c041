#include "web/public/context.h"

static json_t *member_text(const json_t *object, const char *name)
{
    return json_string(json_text(object, name, ""));
}

static json_t *category_context(const struct locale *locale, const json_t *event, const json_t *category,
                                const char *chosen)
{
    const char *code = json_text(category, "code", "");
    const json_t *left = json_object_get(category, "left");
    bool available = json_flag(category, "available", false);
    bool waiting = !available && json_flag(category, "waiting_list", false);
    bool full = !available && !waiting; /* shown unchosen: browsers do not send what is disabled */
    int64_t price = json_int(category, "price", 0);
    json_t *context =
        json_pack("{s:s, s:o, s:o, s:s, s:b, s:b, s:b, s:b, s:b}", "code", code, "title",
                  member_text(category, "title"), "description", member_text(category, "description"),
                  "color", json_text(category, "color", "#444444"), "approval",
                  (int)json_flag(category, "approval", false), "waiting", (int)waiting, "full", (int)full,
                  "available", (int)available, "chosen", (int)(!full && chosen && strcmp(chosen, code) == 0));
    if (price)
        json_object_set_new(context, "price", locale_money(locale, price, json_text(event, "currency", "")));
    /* A number is worth telling when it is small. */
    if (available && json_is_integer(left) && json_integer_value(left) <= 50)
        json_object_set_new(context, "few", json_incref((json_t *)(uintptr_t)left));
    return context;
}

static bool listed(const json_t *list, const char *code)
{
    size_t i;
    const json_t *entry;
    json_array_foreach(list, i, entry)
    {
        if (json_is_string(entry) && strcmp(json_string_value(entry), code) == 0)
            return true;
    }
    return false;
}

static json_t *session_context(const struct locale *locale, const json_t *event, const json_t *session,
                               const json_t *chosen)
{
    const char *code = json_text(session, "code", "");
    const json_t *left = json_object_get(session, "left");
    int64_t price = json_int(session, "price", 0);
    bool full = json_is_integer(left) && json_integer_value(left) <= 0;
    json_t *context =
        json_pack("{s:s, s:o, s:o, s:o, s:b, s:b}", "code", code, "title", member_text(session, "title"),
                  "room", member_text(session, "room"), "time",
                  locale_time(locale, json_text(session, "starts", ""), json_text(session, "ends", "")),
                  "full", (int)full, "chosen", (int)(!full && listed(chosen, code)));
    if (price)
        json_object_set_new(context, "price", locale_money(locale, price, json_text(event, "currency", "")));
    if (!full && json_is_integer(left) && json_integer_value(left) <= 50)
        json_object_set_new(context, "few", json_incref((json_t *)(uintptr_t)left));
    return context;
}

static json_t *window_context(const struct locale *locale, const json_t *event)
{
    size_t i;
    const json_t *window;
    json_array_foreach(json_object_get(event, "windows"), i, window)
    {
        if (strcmp(json_text(window, "code", ""), json_text(event, "window", "")) != 0)
            continue;
        const char *until = json_text(window, "until", NULL);
        json_t *context = json_pack("{s:o}", "title", member_text(window, "title"));
        if (until)
            json_object_set_new(context, "until", locale_day(locale, until));
        return context;
    }
    return json_null();
}

/* The event's texts are in the language that its file names first, whatever the page's. */
static const char *language_of(const json_t *event)
{
    const char *language = json_string_value(json_array_get(json_object_get(event, "languages"), 0));
    return language ? language : "";
}

json_t *event_summary_context(const struct locale *locale, const json_t *event)
{
    const json_t *venue = json_object_get(event, "venue");
    return json_pack("{s:o, s:o, s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:b}", "slug", member_text(event, "slug"),
                     "title", member_text(event, "title"), "summary", member_text(event, "summary"),
                     "language", language_of(event), "days",
                     locale_days(locale, json_text(event, "starts_on", ""), json_text(event, "ends_on", "")),
                     "place", member_text(venue, "name"), "address", member_text(venue, "address"),
                     "time_zone", locale_zone(locale, json_text(event, "time_zone", "")), "contact",
                     member_text(event, "contact"), "open", (int)json_flag(event, "open", false));
}

/* The day that registration opens, while that is to come; else null. Where a day begins before UTC's, the
 * event is open by then. */
static json_t *opening_day(const struct locale *locale, const json_t *event)
{
    char today[CLOCK_TEXT_SIZE];
    const char *opens = json_text(json_object_get(event, "registration"), "opens", "");
    clock_format(clock_now(), today);
    bool expected = strcmp(json_text(event, "state", ""), "open") == 0 && !json_flag(event, "open", false);
    return expected && strncmp(opens, today, 10) >= 0 ? locale_day(locale, opens) : json_null();
}

json_t *event_context(const struct locale *locale, const json_t *event, const json_t *input)
{
    json_t *categories = json_array();
    json_t *sessions = json_array();
    size_t i;
    const json_t *entry;
    json_array_foreach(json_object_get(event, "categories"), i, entry)
    {
        json_array_append_new(categories,
                              category_context(locale, event, entry, json_text(input, "category", NULL)));
    }
    json_array_foreach(json_object_get(event, "sessions"), i, entry)
    {
        json_array_append_new(sessions,
                              session_context(locale, event, entry, json_object_get(input, "sessions")));
    }
    json_t *context = event_summary_context(locale, event);
    json_object_set_new(context, "opens", opening_day(locale, event));
    json_object_set_new(context, "window", window_context(locale, event));
    json_object_set_new(context, "categories", categories);
    json_object_set_new(context, "has_sessions", json_boolean(json_array_size(sessions) > 0));
    json_object_set_new(context, "sessions", sessions);
    return context;
}
