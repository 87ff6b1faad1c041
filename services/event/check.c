/* What a schema cannot say of an event: days in order, references that exist, names that the world knows. */
#include "event/event_private.h"

#include <unicode/ucal.h>
#include <unicode/ustring.h>

static bool is_wrong(struct error *error, const char *path, const char *reason)
{
    return error_set(error, ERROR_CALLER, NULL, "%s: %s", path, reason);
}

static bool is_day(const char *text)
{
    char instant[40];
    int64_t ignored;
    snprintf(instant, sizeof instant, "%.10sT00:00:00Z", text);
    return strlen(text) >= 10 && strncmp(text, "0000", 4) != 0 && clock_parse(instant, &ignored);
}

static bool is_time(const char *text)
{
    char instant[40];
    int64_t ignored;
    snprintf(instant, sizeof instant, "%.16s:00Z", text);
    return is_day(text) && clock_parse(instant, &ignored);
}

static bool is_day_or_time(const char *text)
{
    return text[strlen("2027-06-08")] ? is_time(text) : is_day(text);
}

/* A day as a beginning is its first minute, as an end its last. */
static int compare_bounds(const char *begins, const char *ends)
{
    char from[24];
    char to[24];
    snprintf(from, sizeof from, "%.16s%s", begins, strchr(begins, 'T') ? "" : "T00:00");
    snprintf(to, sizeof to, "%.16s%s", ends, strchr(ends, 'T') ? "" : "T24:00");
    return strcmp(from, to);
}

static bool check_days(const struct event *event, struct error *error)
{
    const char *opens = event->registration.opens;
    const char *closes = event->registration.closes;
    if (!is_day(event->starts_on))
        return is_wrong(error, "starts_on", "is no day of the calendar");
    if (!is_day(event->ends_on))
        return is_wrong(error, "ends_on", "is no day of the calendar");
    if (strcmp(event->starts_on, event->ends_on) > 0)
        return is_wrong(error, "ends_on", "lies before starts_on");
    if ((opens && !is_day_or_time(opens)) || (closes && !is_day_or_time(closes)))
        return is_wrong(error, "registration", "has a date that is no day of the calendar");
    return !opens || !closes || compare_bounds(opens, closes) <= 0 ||
           is_wrong(error, "registration.closes", "lies before registration.opens");
}

/* ICU takes more than IANA has, and PostgreSQL something else by it: for "GMT+8" eight hours west instead of
 * east, for "IST" Israel instead of India. Names of area and place are the same to both. */
static bool check_zone(const struct event *event, struct error *error)
{
    const char *zone = event->time_zone;
    UChar name[65];
    UChar canonical[65];
    UErrorCode status = U_ZERO_ERROR;
    int32_t length;
    u_strFromUTF8(name, 65, &length, zone, -1, &status);
    ucal_getCanonicalTimeZoneID(name, length, canonical, 65, NULL, &status);
    return (U_SUCCESS(status) && strcmp(zone, "Etc/Unknown") != 0 &&
            (strchr(zone, '/') || strcmp(zone, "UTC") == 0)) ||
           is_wrong(error, "time_zone",
                    "is no IANA time zone of area and place, such as Asia/Kuala_Lumpur, nor UTC");
}

static bool check_currency(const struct event *event, struct error *error)
{
    return money_digits(event->currency) >= 0 || is_wrong(error, "currency", "is no ISO 4217 currency");
}

static bool check_country(const struct event *event, struct error *error)
{
    const char *country = event->venue.country;
    return !country || text_is_country(country) ||
           is_wrong(error, "venue.country", "is no ISO 3166-1 country");
}

/* Of whichever list: the code of the one at this index. */
static const char *code_at(const void *items, size_t size, size_t index)
{
    return *(const char *const *)(const void *)((const char *)items + index * size);
}

static bool check_list(const char *list, const void *items, size_t count, size_t size, struct error *error)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp(code_at(items, size, i), code_at(items, size, j)) == 0)
                return error_set(error, ERROR_CALLER, NULL, "%s[%zu].code: stands twice in the list", list,
                                 i);
    return true;
}

#define CHECK_LIST(event, list, error)                                                                       \
    ({                                                                                                       \
        must_at_compile(offsetof(__typeof__(*(event)->list.items), code) == 0, "the code comes first");      \
        check_list(#list, (event)->list.items, (event)->list.count, sizeof *(event)->list.items, error);     \
    })

static bool check_codes(const struct event *event, struct error *error)
{
    return CHECK_LIST(event, windows, error) && CHECK_LIST(event, categories, error) &&
           CHECK_LIST(event, quotas, error) && CHECK_LIST(event, sessions, error) &&
           CHECK_LIST(event, points, error) && CHECK_LIST(event, consents, error);
}

static int compare_ends(const char *a, const char *b)
{
    char from[24];
    snprintf(from, sizeof from, "%.16s%s", a, strchr(a, 'T') ? "" : "T24:00");
    return compare_bounds(from, b);
}

static bool check_windows(const struct event *event, struct error *error)
{
    const char *before = "";
    for (size_t i = 0; i < event->windows.count; i++) {
        char path[64];
        snprintf(path, sizeof path, "windows[%zu].until", i);
        const char *until = event->windows.items[i].until;
        if (!until && i + 1 < event->windows.count)
            return is_wrong(error, path, "only the last window may have no end");
        if (until && !is_day_or_time(until))
            return is_wrong(error, path, "is no day of the calendar");
        if (until && *before && compare_ends(until, before) <= 0)
            return is_wrong(error, path, "does not lie after the window before it");
        before = until ? until : before;
    }
    return true;
}

static bool check_prices_of(const struct event *event, size_t index, struct error *error)
{
    const struct record_pairs *prices = &event->categories.items[index].prices;
    for (size_t w = 0; w < event->windows.count; w++) {
        const char *code = event->windows.items[w].code;
        if (!record_pair(prices, code))
            return error_set(error, ERROR_CALLER, NULL,
                             "categories[%zu].prices: lacks the price of window %s", index, code);
    }
    for (size_t p = 0; p < prices->count; p++) {
        char path[128];
        const char *name = prices->items[p].name;
        snprintf(path, sizeof path, "categories[%zu].prices.%.40s", index, name);
        if (!event_find_window(event, name))
            return is_wrong(error, path, "names no window");
    }
    return true;
}

static bool check_prices(const struct event *event, struct error *error)
{
    for (size_t i = 0; i < event->categories.count; i++)
        if (!check_prices_of(event, i, error))
            return false;
    return true;
}

static bool check_sessions(const struct event *event, struct error *error)
{
    for (size_t i = 0; i < event->sessions.count; i++) {
        const struct event_session *session = &event->sessions.items[i];
        char path[64];
        snprintf(path, sizeof path, "sessions[%zu]", i);
        if (!is_time(session->starts) || !is_time(session->ends))
            return is_wrong(error, path, "has a time that is none");
        if (strcmp(session->starts, session->ends) >= 0)
            return is_wrong(error, path, "ends before it starts");
    }
    return true;
}

static bool check_quotas(const struct event *event, struct error *error)
{
    for (size_t i = 0; i < event->quotas.count; i++)
        for (size_t k = 0; k < event->quotas.items[i].categories.count; k++)
            if (!event_find_category(event, event->quotas.items[i].categories.items[k]))
                return error_set(error, ERROR_CALLER, NULL, "quotas[%zu].categories[%zu]: names no category",
                                 i, k);
    return true;
}

static bool check_points(const struct event *event, struct error *error)
{
    for (size_t i = 0; i < event->points.count; i++) {
        const char *session = event->points.items[i].session;
        char path[64];
        snprintf(path, sizeof path, "points[%zu].session", i);
        if (session && !event_find_session(event, session))
            return is_wrong(error, path, "names no session");
    }
    return true;
}

bool event_check(const struct event *event, struct error *error)
{
    static bool (*const checks[])(const struct event *, struct error *) = {
        check_days,    check_zone,   check_currency, check_country,  check_codes,
        check_windows, check_prices, check_quotas,   check_sessions, check_points};
    for (size_t i = 0; i < COUNT_OF(checks); i++)
        if (!checks[i](event, error))
            return false;
    return true;
}
