/* What is no fault of a file, and yet seldom meant. */
#include "event/event_private.h"

#include <math.h>

/* --- texts that a language lacks */

static bool is_day_within(const struct event *event, const char *text)
{
    return !text || !event->starts_on || !event->ends_on ||
           (strncmp(text, event->starts_on, 10) >= 0 && strncmp(text, event->ends_on, 10) <= 0);
}

static bool is_listed(const struct event *event, const char *tag)
{
    for (size_t i = 0; i < event->languages.count; i++)
        if (text_equal_nocase(event->languages.items[i], tag))
            return true;
    return false;
}

static bool has_language(const struct event *event, const struct record_pairs *wording, const char *tag)
{
    const char *first = event_first_language(event);
    const char *language = event_text_in(wording, first, tag).language;
    size_t length = strcspn(tag, "-");
    return strncasecmp(language, tag, length) == 0 && (language[length] == '\0' || language[length] == '-');
}

static void warn_wording(const struct event *event, const struct record_pairs *wording, const char *path,
                         struct event_findings *findings)
{
    char missing[128] = "";
    if (!wording->count || (wording->count == 1 && wording->items[0].text && !*wording->items[0].text))
        return;
    for (size_t i = 0; i < event->languages.count; i++) {
        const char *tag = event->languages.items[i];
        size_t used = strlen(missing);
        if (!has_language(event, wording, tag))
            snprintf(missing + used, sizeof missing - used, "%s%s", used ? ", " : "", tag);
    }
    if (*missing)
        event_find(findings, EVENT_WARNING, path, "has no text in %s", missing);
    for (size_t i = 0; event->languages.count && i < wording->count; i++)
        if (*wording->items[i].name && !is_listed(event, wording->items[i].name))
            event_find(findings, EVENT_WARNING, event_path("%.80s.%.35s", path, wording->items[i].name).text,
                       "is in a language that is not among languages");
}

#define WARN_LIST(event, list, member, findings)                                                             \
    for (size_t i = 0; i < (event)->list.count; i++)                                                         \
    warn_wording(event, &(event)->list.items[i].member, event_path(#list "[%zu]." #member, i).text, findings)

/* Names of places and people are mostly the same in all languages; these are not. */
static void warn_texts(const struct event *event, struct event_findings *findings)
{
    warn_wording(event, &event->title, "title", findings);
    warn_wording(event, &event->summary, "summary", findings);
    warn_wording(event, &event->payment.instructions, "payment.instructions", findings);
    WARN_LIST(event, quotas, title, findings);
    WARN_LIST(event, windows, title, findings);
    WARN_LIST(event, categories, title, findings);
    WARN_LIST(event, categories, badge, findings);
    WARN_LIST(event, categories, description, findings);
    WARN_LIST(event, sessions, title, findings);
    WARN_LIST(event, consents, title, findings);
}

/* --- days */

static void warn_bound(const struct event *event, const char *text, const char *path,
                       struct event_findings *findings)
{
    if (text && event->ends_on && strncmp(text, event->ends_on, 10) > 0 && !event->registration.after_end)
        event_find(findings, EVENT_WARNING, path,
                   "lies after the event's last day, when registration is over");
}

static void warn_days(const struct event *event, struct event_findings *findings)
{
    warn_bound(event, event->registration.opens, "registration.opens", findings);
    warn_bound(event, event->registration.closes, "registration.closes", findings);
    for (size_t i = 0; i < event->windows.count; i++)
        warn_bound(event, event->windows.items[i].until, event_path("windows[%zu].until", i).text, findings);
    for (size_t i = 0; i < event->sessions.count; i++) {
        const struct event_session *session = &event->sessions.items[i];
        if (!is_day_within(event, session->starts))
            event_find(findings, EVENT_WARNING, event_path("sessions[%zu].starts", i).text,
                       "lies outside the event's days");
        else if (!is_day_within(event, session->ends))
            event_find(findings, EVENT_WARNING, event_path("sessions[%zu].ends", i).text,
                       "lies outside the event's days");
    }
}

/* --- colours */

struct lab {
    double lightness, a, b; /* CIE L*a*b*, D65 */
};

/* As light, each part from 0 to 1. */
static struct color light_of(const char *text)
{
    struct color color = {0};
    must(color_read(text, &color)); /* the file was checked */
    return (struct color){color_linear(color.red), color_linear(color.green), color_linear(color.blue)};
}

static double lab_curve(double ratio)
{
    return ratio > 0.008856 ? cbrt(ratio) : 7.787 * ratio + 16.0 / 116;
}

static struct lab lab_of(struct color c)
{
    double x = lab_curve((0.4124 * c.red + 0.3576 * c.green + 0.1805 * c.blue) / 0.9505);
    double y = lab_curve(0.2126 * c.red + 0.7152 * c.green + 0.0722 * c.blue);
    double z = lab_curve((0.0193 * c.red + 0.1192 * c.green + 0.9505 * c.blue) / 1.089);
    return (struct lab){116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

/* As who lacks the cones for red, or for green, sees it (Viénot, Brettel and Mollon 1999). */
static struct color seen_without_red(struct color c)
{
    double mixed = 0.1124 * c.red + 0.8876 * c.green;
    return (struct color){mixed, mixed, 0.004 * c.red - 0.004 * c.green + c.blue};
}

static struct color seen_without_green(struct color c)
{
    double mixed = 0.2928 * c.red + 0.7072 * c.green;
    return (struct color){mixed, mixed, -0.0223 * c.red + 0.0223 * c.green + c.blue};
}

static double difference(struct lab a, struct lab b)
{
    return sqrt(pow(a.lightness - b.lightness, 2) + pow(a.a - b.a, 2) + pow(a.b - b.b, 2));
}

#define LEAST_IN_GREY 3  /* of L*: less looks the same on a black and white print */
#define LEAST_FOR_EYES 8 /* of the distance in L*a*b* */

static void warn_pair(const struct event *event, size_t i, size_t k, struct event_findings *findings)
{
    const struct event_category *one = &event->categories.items[i];
    const struct event_category *other = &event->categories.items[k];
    struct event_path path = event_path("categories[%zu].color", i);
    struct color a = light_of(one->color);
    struct color b = light_of(other->color);
    if (fabs(lab_of(a).lightness - lab_of(b).lightness) < LEAST_IN_GREY)
        event_find(findings, EVENT_WARNING, path.text, "is in grey like that of categories[%zu], %s", k,
                   other->code);
    else if (difference(lab_of(seen_without_red(a)), lab_of(seen_without_red(b))) < LEAST_FOR_EYES ||
             difference(lab_of(seen_without_green(a)), lab_of(seen_without_green(b))) < LEAST_FOR_EYES)
        event_find(findings, EVENT_WARNING, path.text,
                   "is for the colour-blind like that of categories[%zu], %s", k, other->code);
}

static void warn_colors(const struct event *event, struct event_findings *findings)
{
    for (size_t i = 0; i < event->categories.count; i++)
        for (size_t k = 0; k < i; k++)
            warn_pair(event, i, k, findings);
}

/* --- */

void event_warn(const struct event *event, struct event_findings *findings)
{
    warn_days(event, findings);
    warn_colors(event, findings);
    warn_texts(event, findings);
}
