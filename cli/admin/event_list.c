/* lanyard-admin event list */
#include "cli/admin/admin.h"

static int event_list_run(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct error error = {0};
    struct event_summary_list list;
    scope_arena struct arena arena = ARENA(EVENT_SUMMARIES_MOST);
    scope_store struct store *store = admin_store(&error);
    if (!store || !event_summary_read(store, &arena, &list, &error))
        return program_fail(&error);
    if (admin_wants_json())
        return admin_list(&event_summary_record, &list);
    for (size_t i = 0; i < list.count; i++) {
        const struct event_summary *event = &list.items[i];
        printf("%-20s %-7s %s  %6lld taken  %s\n", event->slug,
               record_word(&event_state_words, (int)event->state), event->starts_on, (long long)event->taken,
               event->title);
    }
    return EXIT_DONE;
}

const struct command admin_event_list = {
    .name = "event list", .arguments = "", .summary = "Lists the events.", .run = event_list_run};
