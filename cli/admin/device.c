/* What the device commands share: which event. */
#include "cli/admin/device.h"

const char *admin_device_event(struct store *store, const char *given, struct arena *arena,
                               struct error *error)
{
    struct event_summary_list events;
    if (given)
        return given;
    if (!event_summary_read(store, arena, &events, error))
        return NULL;
    if (events.count == 1)
        return events.items[0].slug;
    error_set(error, ERROR_CALLER, NULL, "there are %zu events: say which with --event SLUG", events.count);
    return NULL;
}
