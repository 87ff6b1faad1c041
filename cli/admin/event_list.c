#include "cli/admin/admin.h"

static int run(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct error error = {0};
    scope_store struct store *store = admin_store(&error);
    scope_json json_t *events = store ? store_call(store, SQL_EVENT_SUMMARY, NULL, &error) : NULL;
    if (!events)
        return program_fail(&error);
    if (admin_json(events))
        return EXIT_DONE;
    size_t i;
    const json_t *event;
    json_array_foreach(events, i, event)
    {
        printf("%-20s %-7s %s  %6lld taken  %s\n", json_text(event, "slug", ""),
               json_text(event, "state", ""), json_text(event, "starts_on", ""),
               (long long)json_int(event, "taken", 0), json_text(event, "title", ""));
    }
    return EXIT_DONE;
}

const struct command admin_event_list = {
    .name = "event list", .arguments = "", .summary = "Lists the events.", .run = run};
