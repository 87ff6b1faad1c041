#include "cli/admin/admin.h"

static int run(int argc, char **argv)
{
    (void)argc;
    struct error error = {0};
    scope_store struct store *store = admin_store(&error);
    scope_json json_t *event = store ? event_show(store, argv[0], &error) : NULL;
    if (!event)
        return program_fail(&error);
    /* The file's form is JSON, so that is what is shown whatever the format. */
    json_dumpf(event, stdout, JSON_INDENT(2));
    putchar('\n');
    return EXIT_DONE;
}

const struct command admin_event_show = {.name = "event show",
                                         .arguments = "SLUG",
                                         .summary = "Prints an event in the form that event apply reads.",
                                         .least = 1,
                                         .most = 1,
                                         .run = run};
