/* lanyard-admin event show */
#include "cli/admin/admin.h"

static const struct option_spec options[] = {ADMIN_EVENT_OPTION, {0}};

static int event_show_run(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct error error = {0};
    struct event event;
    scope_arena struct arena arena = ARENA(EVENT_MOST + ADMIN_EVENT_MOST);
    scope_store struct store *store = admin_store(&error);
    const char *slug = store ? admin_event(store, &arena, &error) : NULL;
    if (!slug || !event_show(store, slug, &arena, &event, &error))
        return program_fail(&error);
    /* The file's form is JSON, so that is what is shown whatever the format. */
    return admin_record(&event_definition_record, &event);
}

const struct command admin_event_show = {.name = "event show",
                                         .arguments = "",
                                         .summary = "Prints an event in the form that event apply reads.",
                                         .options = options,
                                         .instead = "event",
                                         .run = event_show_run};
