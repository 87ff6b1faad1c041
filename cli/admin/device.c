#include "cli/admin/device.h"

const char *admin_device_event(struct store *store, const char *given, json_t **events, struct error *error)
{
    if (given)
        return given;
    *events = store_call(store, SQL_EVENT_SUMMARY, NULL, error);
    if (!*events)
        return NULL;
    if (json_array_size(*events) == 1)
        return json_text(json_array_get(*events, 0), "slug", NULL);
    error_set(error, ERROR_CALLER, NULL, "there are %zu events: say which with --event SLUG",
              json_array_size(*events));
    return NULL;
}
