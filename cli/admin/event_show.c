/* lanyard-admin event show */
#include "cli/admin/admin.h"

static int event_show_run(int argc, char **argv)
{
    (void)argc;
    struct error error = {0};
    struct event event;
    scope_arena struct arena arena = ARENA(EVENT_MOST);
    scope_store struct store *store = admin_store(&error);
    if (!store || !event_show(store, argv[0], &arena, &event, &error))
        return program_fail(&error);
    /* The file's form is JSON, so that is what is shown whatever the format. */
    return admin_record(&event_definition_record, &event);
}

const struct command admin_event_show = {.name = "event show",
                                         .arguments = "SLUG",
                                         .summary = "Prints an event in the form that event apply reads.",
                                         .least = 1,
                                         .most = 1,
                                         .run = event_show_run};
