#include "event/event.h"
#include "event/event_private.h"

#include <unicode/ucal.h>
#include <unicode/ustring.h>

#define FILE_MAX (1u << 20)
#define PATH_SIZE 256

/* What a schema cannot say. Each check gets the whole document. */
struct checker {
    const json_t *event;
    struct error *error;
};

static bool wrong(const struct checker *checker, const char *path, const char *reason)
{
    return error_set(checker->error, ERROR_CALLER, NULL, "%s: %s", path, reason);
}

static bool is_date(const char *text)
{
    char instant[40];
    int64_t ignored;
    snprintf(instant, sizeof instant, "%.10sT00:00:00Z", text);
    return strlen(text) >= 10 && strncmp(text, "0000", 4) != 0 && clock_parse(instant, &ignored);
}

static bool check_dates(const struct checker *c)
{
    static const char *const days[] = {"starts_on", "ends_on"};
    for (size_t i = 0; i < 2; i++)
        if (!is_date(json_text(c->event, days[i], "")))
            return wrong(c, days[i], "is no day of the calendar");
    if (strcmp(json_text(c->event, "starts_on", ""), json_text(c->event, "ends_on", "")) > 0)
        return wrong(c, "ends_on", "lies before starts_on");
    const json_t *registration = json_object_get(c->event, "registration");
    const char *opens = json_text(registration, "opens", NULL);
    const char *closes = json_text(registration, "closes", NULL);
    if ((opens && !is_date(opens)) || (closes && !is_date(closes)))
        return wrong(c, "registration", "has a date that is no day of the calendar");
    return !opens || !closes || strcmp(opens, closes) <= 0 ||
           wrong(c, "registration.closes", "lies before registration.opens");
}

/* ICU takes more than IANA has, and PostgreSQL something else by it: for "GMT+8" eight hours west instead of
 * east, for "IST" Israel instead of India. Names of area and place are the same to both. */
static bool check_zone(const struct checker *c)
{
    const char *zone = json_text(c->event, "time_zone", "");
    UChar name[65];
    UChar canonical[65];
    UErrorCode status = U_ZERO_ERROR;
    int32_t length;
    u_strFromUTF8(name, 65, &length, zone, -1, &status);
    ucal_getCanonicalTimeZoneID(name, length, canonical, 65, NULL, &status);
    return (U_SUCCESS(status) && strcmp(zone, "Etc/Unknown") != 0 &&
            (strchr(zone, '/') || strcmp(zone, "UTC") == 0)) ||
           wrong(c, "time_zone",
                 "is no IANA time zone of area and place, such as Asia/Kuala_Lumpur, nor UTC");
}

static bool check_currency(const struct checker *c)
{
    return money_digits(json_text(c->event, "currency", "")) >= 0 ||
           wrong(c, "currency", "is no ISO 4217 currency");
}

static bool check_country(const struct checker *c)
{
    const char *country = json_text(json_object_get(c->event, "venue"), "country", NULL);
    return !country || text_is_country(country) || wrong(c, "venue.country", "is no ISO 3166-1 country");
}

static bool check_codes(const struct checker *c)
{
    static const char *const lists[] = {"windows", "categories", "sessions", "points", "consents"};
    for (size_t l = 0; l < sizeof lists / sizeof *lists; l++) {
        const json_t *list = json_object_get(c->event, lists[l]);
        size_t i;
        const json_t *entry;
        json_array_foreach(list, i, entry)
        {
            char path[96];
            snprintf(path, sizeof path, "%s[%zu].code", lists[l], i);
            if (json_find(list, "code", json_text(entry, "code", "")) != entry)
                return wrong(c, path, "stands twice in the list");
        }
    }
    return true;
}

static bool check_windows(const struct checker *c)
{
    const json_t *windows = json_object_get(c->event, "windows");
    const char *before = "";
    size_t i;
    const json_t *window;
    json_array_foreach(windows, i, window)
    {
        char path[64];
        snprintf(path, sizeof path, "windows[%zu].until", i);
        const char *until = json_text(window, "until", NULL);
        if (!until && i + 1 < json_array_size(windows))
            return wrong(c, path, "only the last window may have no end");
        if (until && !is_date(until))
            return wrong(c, path, "is no day of the calendar");
        if (until && strcmp(until, before) <= 0)
            return wrong(c, path, "does not lie after the window before it");
        before = until ? until : before;
    }
    return true;
}

static bool check_prices(const struct checker *c)
{
    const json_t *windows = json_object_get(c->event, "windows");
    size_t i;
    size_t w;
    json_t *category;
    const json_t *window;
    json_array_foreach(json_object_get(c->event, "categories"), i, category)
    {
        json_t *prices = json_object_get(category, "prices");
        char path[128];
        const char *name;
        const json_t *amount;
        json_array_foreach(windows, w, window)
        {
            const char *code = json_text(window, "code", "");
            snprintf(path, sizeof path, "categories[%zu].prices", i);
            if (!json_object_get(prices, code))
                return error_set(c->error, ERROR_CALLER, NULL, "%s: lacks the price of window %s", path,
                                 code);
        }
        json_object_foreach(prices, name, amount)
        {
            snprintf(path, sizeof path, "categories[%zu].prices.%.40s", i, name);
            if (!json_find(windows, "code", name))
                return wrong(c, path, "names no window");
        }
    }
    return true;
}

static bool is_time(const char *text)
{
    char instant[40];
    int64_t ignored;
    snprintf(instant, sizeof instant, "%.16s:00Z", text);
    return is_date(text) && clock_parse(instant, &ignored);
}

static bool check_sessions(const struct checker *c)
{
    size_t i;
    const json_t *session;
    json_array_foreach(json_object_get(c->event, "sessions"), i, session)
    {
        char path[64];
        snprintf(path, sizeof path, "sessions[%zu]", i);
        const char *starts = json_text(session, "starts", "");
        const char *ends = json_text(session, "ends", "");
        if (!is_time(starts) || !is_time(ends))
            return wrong(c, path, "has a time that is none");
        if (strcmp(starts, ends) >= 0)
            return wrong(c, path, "ends before it starts");
    }
    return true;
}

static bool check_points(const struct checker *c)
{
    size_t i;
    const json_t *point;
    json_array_foreach(json_object_get(c->event, "points"), i, point)
    {
        const char *session = json_text(point, "session", NULL);
        char path[64];
        snprintf(path, sizeof path, "points[%zu].session", i);
        if (session && !json_find(json_object_get(c->event, "sessions"), "code", session))
            return wrong(c, path, "names no session");
    }
    return true;
}

static bool (*const checks[])(const struct checker *) = {check_dates,   check_zone,     check_currency,
                                                         check_country, check_codes,    check_windows,
                                                         check_prices,  check_sessions, check_points};

static bool clean_texts(json_t *value, const char *path, struct error *error);

/* What people read, as it is read: NFC, no control characters, which a terminal or a page would obey. */
static bool clean_text(json_t *text, const char *path, struct error *error)
{
    scope_free char *clean = text_clean(json_string_value(text), json_string_length(text));
    return clean ? json_string_set(text, clean) == 0
                 : error_set(error, ERROR_CALLER, NULL, "%s: holds characters that cannot be shown", path);
}

static bool clean_members(json_t *object, const char *path, struct error *error)
{
    const char *name;
    json_t *value;
    json_object_foreach(object, name, value)
    {
        char inner[PATH_SIZE];
        snprintf(inner, sizeof inner, "%s%s%s", path, *path ? "." : "", name);
        if (!clean_texts(value, inner, error))
            return false;
    }
    return true;
}

static bool clean_elements(json_t *array, const char *path, struct error *error)
{
    size_t i;
    json_t *value;
    json_array_foreach(array, i, value)
    {
        char inner[PATH_SIZE];
        snprintf(inner, sizeof inner, "%s[%zu]", path, i);
        if (!clean_texts(value, inner, error))
            return false;
    }
    return true;
}

static bool clean_texts(json_t *value, const char *path, struct error *error)
{
    return json_is_string(value)   ? clean_text(value, path, error)
           : json_is_object(value) ? clean_members(value, path, error)
           : json_is_array(value)  ? clean_elements(value, path, error)
                                   : true;
}

static bool check_event(json_t *event, const char *schema_path, struct error *error)
{
    scope_free char *schema = file_read(schema_path, FILE_MAX, NULL, error);
    if (!schema || !clean_texts(event, "", error))
        return false;
    scope_free char *text = json_dumps(event, 0);
    if (!text)
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    char fault[400];
    if (!event_schema_check(schema, text, fault, sizeof fault))
        return error_set(error, ERROR_CALLER, NULL, "%s", fault);
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        if (!checks[i](&(struct checker){event, error}))
            return false;
    return true;
}

/* Some editors put a mark in front of UTF-8 (RFC 8259, section 8.1, lets a reader ignore it). */
static const char *behind_mark(const char *text, size_t *length)
{
    size_t mark = *length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    *length -= mark;
    return text + mark;
}

json_t *event_read(const char *path, const char *schema, struct error *error)
{
    size_t length;
    scope_free char *text = file_read(path, FILE_MAX, &length, error);
    const char *start = text ? behind_mark(text, &length) : NULL;
    scope_json json_t *event = start ? json_read(start, length, path, error) : NULL;
    if (!event)
        return NULL;
    if (!check_event(event, schema, error)) {
        error_context(error, "%s", path);
        return NULL;
    }
    return scope_take(&event);
}
