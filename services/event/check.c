/* What a schema cannot say of an event: days in order, references that exist, names that the world knows.
 * What is missing or of another form the schema has told; it is passed over here. */
#include "event/event_private.h"

#define DAY_LENGTH 10

static bool has_form(const char *text, const char *form)
{
    for (; *form; text++, form++)
        if (*form == '0' ? *text < '0' || *text > '9' : *text != *form)
            return false;
    return !*text;
}

static bool is_moment(const char *text, const char *rest)
{
    char instant[40];
    int64_t ignored;
    snprintf(instant, sizeof instant, "%.16s%s", text, rest);
    return strncmp(text, "0000", 4) != 0 && clock_parse(instant, &ignored);
}

bool event_is_day(const char *text)
{
    return !text || !has_form(text, "0000-00-00") || is_moment(text, "T00:00:00Z");
}

bool event_is_time(const char *text)
{
    return !text || !has_form(text, "0000-00-00T00:00") || is_moment(text, ":00Z");
}

static void check_bound(struct event_findings *findings, const char *path, const char *text)
{
    if (!event_is_day(text))
        event_find(findings, EVENT_FAULT, path, "is no day of the calendar");
    else if (!event_is_time(text))
        event_find(findings, EVENT_FAULT, path, "is no time of a day of the calendar");
}

/* A day as a beginning is its first minute, as an end the first of the next: "2027-02-28" ends with
 * "2027-03-01T00:00". */
static struct event_path bound_of(const char *text, bool is_end)
{
    char next[CLOCK_TEXT_SIZE];
    int64_t instant;
    struct event_path first = event_path("%.16s%s", text, strchr(text, 'T') ? "" : "T00:00");
    if (!is_end || strchr(text, 'T') || !clock_parse(event_path("%.16s:00Z", first.text).text, &instant))
        return first;
    clock_format(instant + 24 * 3600 * CLOCK_SECOND, next);
    return event_path("%.16s", next);
}

static void check_days(const struct event *event, struct event_findings *findings)
{
    const struct event_registration *registration = &event->registration;
    check_bound(findings, "starts_on", event->starts_on);
    check_bound(findings, "ends_on", event->ends_on);
    check_bound(findings, "registration.opens", registration->opens);
    check_bound(findings, "registration.closes", registration->closes);
    if (event->starts_on && event->ends_on && strcmp(event->starts_on, event->ends_on) > 0)
        event_find(findings, EVENT_FAULT, "ends_on", "lies before starts_on");
    if (registration->opens && registration->closes &&
        strcmp(bound_of(registration->opens, false).text, bound_of(registration->closes, true).text) >= 0)
        event_find(findings, EVENT_FAULT, "registration.closes", "lies before registration.opens");
}

static void check_names(const struct event *event, struct event_findings *findings)
{
    const char *country = event->venue.country;
    if (event->currency && strlen(event->currency) == 3 && money_digits(event->currency) < 0)
        event_find(findings, EVENT_FAULT, "currency",
                   "three letters of ISO 4217, such as USD (%s is no current currency there)",
                   event->currency);
    if (country && strlen(country) == 2 && !text_is_country(country))
        event_find(findings, EVENT_FAULT, "venue.country",
                   "two letters of ISO 3166-1, such as MY (%s is none)", country);
}

/* Of whichever list: the code of the one at this index. */
static const char *code_at(const void *items, size_t size, size_t index)
{
    return *(const char *const *)(const void *)((const char *)items + index * size);
}

static void check_list(struct event_findings *findings, const char *list, const void *items, size_t count,
                       size_t size)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++) {
            const char *code = code_at(items, size, i);
            const char *other = code_at(items, size, j);
            if (code && other && strcmp(code, other) == 0)
                event_find(findings, EVENT_FAULT, event_path("%s[%zu].code", list, i).text,
                           "stands twice in the list");
        }
}

#define CHECK_LIST(event, list, findings)                                                                    \
    ({                                                                                                       \
        must_at_compile(offsetof(__typeof__(*(event)->list.items), code) == 0, "the code comes first");      \
        check_list(findings, #list, (event)->list.items, (event)->list.count, sizeof *(event)->list.items);  \
    })

static void check_codes(const struct event *event, struct event_findings *findings)
{
    CHECK_LIST(event, quotas, findings);
    CHECK_LIST(event, windows, findings);
    CHECK_LIST(event, categories, findings);
    CHECK_LIST(event, sessions, findings);
    CHECK_LIST(event, points, findings);
    CHECK_LIST(event, consents, findings);
}

static void check_windows(const struct event *event, struct event_findings *findings)
{
    const char *before = NULL;
    for (size_t i = 0; i < event->windows.count; i++) {
        struct event_path path = event_path("windows[%zu].until", i);
        const char *until = event->windows.items[i].until;
        check_bound(findings, path.text, until);
        if (!until && i + 1 < event->windows.count)
            event_find(findings, EVENT_FAULT, path.text, "only the last window may have no end");
        if (until && before && strcmp(bound_of(until, true).text, bound_of(before, true).text) <= 0)
            event_find(findings, EVENT_FAULT, path.text, "does not lie after the window before it");
        before = until ? until : before;
    }
}

static bool has_window(const struct event *event, const char *code)
{
    for (size_t i = 0; i < event->windows.count; i++)
        if (event->windows.items[i].code && strcmp(event->windows.items[i].code, code) == 0)
            return true;
    return false;
}

static void check_prices_of(const struct event *event, size_t index, struct event_findings *findings)
{
    const struct record_pairs *prices = &event->categories.items[index].prices;
    if (!prices->items)
        return; /* the schema tells it */
    for (size_t w = 0; w < event->windows.count; w++) {
        const char *code = event->windows.items[w].code;
        if (code && !record_pair(prices, code))
            event_find(findings, EVENT_FAULT, event_path("categories[%zu].prices.%.40s", index, code).text,
                       "is missing: the price of that window, a whole number in the minor unit");
    }
    for (size_t p = 0; p < prices->count; p++)
        if (!has_window(event, prices->items[p].name))
            event_find(findings, EVENT_FAULT,
                       event_path("categories[%zu].prices.%.40s", index, prices->items[p].name).text,
                       "names no window");
}

static void check_prices(const struct event *event, struct event_findings *findings)
{
    for (size_t i = 0; i < event->categories.count; i++)
        check_prices_of(event, i, findings);
}

static bool has_category(const struct event *event, const char *code)
{
    for (size_t i = 0; i < event->categories.count; i++)
        if (event->categories.items[i].code && strcmp(event->categories.items[i].code, code) == 0)
            return true;
    return false;
}

static void check_quotas(const struct event *event, struct event_findings *findings)
{
    for (size_t i = 0; i < event->quotas.count; i++)
        for (size_t k = 0; k < event->quotas.items[i].categories.count; k++)
            if (!has_category(event, event->quotas.items[i].categories.items[k]))
                event_find(findings, EVENT_FAULT, event_path("quotas[%zu].categories[%zu]", i, k).text,
                           "names no category");
}

static void check_sessions(const struct event *event, struct event_findings *findings)
{
    for (size_t i = 0; i < event->sessions.count; i++) {
        const struct event_session *session = &event->sessions.items[i];
        check_bound(findings, event_path("sessions[%zu].starts", i).text, session->starts);
        check_bound(findings, event_path("sessions[%zu].ends", i).text, session->ends);
        if (session->starts && session->ends && strcmp(session->starts, session->ends) >= 0)
            event_find(findings, EVENT_FAULT, event_path("sessions[%zu].ends", i).text,
                       "does not lie after its start");
    }
}

static bool has_session(const struct event *event, const char *code)
{
    for (size_t i = 0; i < event->sessions.count; i++)
        if (event->sessions.items[i].code && strcmp(event->sessions.items[i].code, code) == 0)
            return true;
    return false;
}

static void check_points(const struct event *event, struct event_findings *findings)
{
    for (size_t i = 0; i < event->points.count; i++) {
        const char *session = event->points.items[i].session;
        if (session && !has_session(event, session))
            event_find(findings, EVENT_FAULT, event_path("points[%zu].session", i).text, "names no session");
    }
}

static void check_contact(const struct event *event, struct event_findings *findings)
{
    const char *contact = event->contact;
    scope_free char *canonical = contact && *contact ? email_canonical(contact, NULL) : NULL;
    if (contact && *contact && !canonical)
        event_find(findings, EVENT_FAULT, "contact", "a mail address (%.80s is none)", contact);
}

/* {code}, {amount} and {due} are all that an order has to say. */
static void check_instructions(const struct event *event, struct event_findings *findings)
{
    static const char *const places[] = {"{code}", "{amount}", "{due}"};
    const struct record_pairs *instructions = &event->payment.instructions;
    for (size_t i = 0; i < instructions->count; i++) {
        const struct record_pair *pair = &instructions->items[i];
        for (const char *brace = pair->text ? strchr(pair->text, '{') : NULL; brace;
             brace = strchr(brace + 1, '{')) {
            bool known = false;
            for (size_t k = 0; k < COUNT_OF(places); k++)
                known = known || strncmp(brace, places[k], strlen(places[k])) == 0;
            if (!known)
                event_find(findings, EVENT_FAULT,
                           event_path("payment.instructions%s%.40s", *pair->name ? "." : "", pair->name).text,
                           "{code}, {amount} and {due} are what can stand in braces (there is %.*s)",
                           (int)strcspn(brace, "} ") + 1, brace);
        }
    }
}

void event_check(const struct event *event, struct event_findings *findings)
{
    static void (*const checks[])(const struct event *, struct event_findings *) = {
        check_contact, check_days,   check_names,    check_codes,  check_windows,
        check_prices,  check_quotas, check_sessions, check_points, check_instructions};
    for (size_t i = 0; i < COUNT_OF(checks); i++)
        checks[i](event, findings);
}
