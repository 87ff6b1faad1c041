/* Which event a command means where it is not said. */
#include "event/event.h"

#define CHOOSE_SHOWN 8 /* events that a message names */

/* "first, second (closed), and 3 more"; only those that are open, or all. */
static void choose_append(const struct event_summary_list *events, bool only_open, struct buffer *names)
{
    size_t shown = 0, more = 0;
    for (size_t i = 0; i < events->count; i++) {
        const struct event_summary *event = &events->items[i];
        bool open = event->state == EVENT_OPEN;
        if (only_open && !open)
            continue;
        if (shown == CHOOSE_SHOWN) {
            more++;
            continue;
        }
        buffer_printf(names, "%s%s", shown++ ? ", " : "", event->slug);
        if (!open)
            buffer_printf(names, " (%s)", record_word(&event_state_words, (int)event->state));
    }
    if (more)
        buffer_printf(names, " and %zu more", more);
}

/* The one that is open; where none is, the only one there is. NULL, and how many are open. */
static const char *choose_only(const struct event_summary_list *events, size_t *open)
{
    const char *slug = events->count == 1 ? events->items[0].slug : NULL;
    *open = 0;
    for (size_t i = 0; i < events->count; i++)
        if (events->items[i].state == EVENT_OPEN && ++*open == 1)
            slug = events->items[i].slug;
    return *open <= 1 ? slug : NULL;
}

static bool choose_refuse(const struct event_summary_list *events, size_t open, struct error *error)
{
    scope_buffer struct buffer names = BUFFER(4096);
    if (events->count == 0)
        return error_set(error, ERROR_CALLER, NULL,
                         "there is no event yet: lanyard-admin event apply FILE makes one");
    choose_append(events, open > 0, &names);
    if (open)
        return error_set(error, ERROR_CALLER, "--event",
                         "%zu events are open; say which with --event SLUG or LANYARD_EVENT: %s", open,
                         names.data ? names.data : "");
    return error_set(error, ERROR_CALLER, "--event",
                     "no event is open; say which with --event SLUG or LANYARD_EVENT: %s",
                     names.data ? names.data : "");
}

static bool choose_check(struct store *store, const char *given, struct arena *arena, struct error *error)
{
    struct event_summary_list events;
    uint16_t number;
    struct error unknown = {0};
    if (event_number(store, given, &number, &unknown))
        return true;
    if (unknown.kind != ERROR_NOT_FOUND) {
        if (error)
            *error = unknown;
        return false;
    }
    if (!event_summary_read(store, arena, &events, error))
        return false;
    scope_buffer struct buffer names = BUFFER(4096);
    choose_append(&events, false, &names);
    return error_set(error, ERROR_NOT_FOUND, "--event", "there is no event %.60s; there %s%s", given,
                     events.count ? "are: " : "is none yet", names.data ? names.data : "");
}

const char *event_choose(struct store *store, const char *given, struct arena *arena, struct error *error)
{
    struct event_summary_list events;
    size_t open;
    if (given && *given)
        return choose_check(store, given, arena, error) ? given : NULL;
    if (!event_summary_read(store, arena, &events, error))
        return NULL;
    const char *slug = choose_only(&events, &open);
    if (!slug)
        choose_refuse(&events, open, error);
    return slug;
}
