/* lanyard-admin event diff */
#include "cli/admin/event_file.h"

static int event_diff_run(int argc, char **argv)
{
    (void)argc;
    int status = EXIT_FAILED;
    struct error error = {0};
    struct admin_event_file file;
    struct event_applied applied;
    scope_arena struct arena arena = ARENA(ADMIN_EVENT_FILE_MOST);
    scope_store struct store *store = admin_event_file_read(argv[0], &arena, &file, &status);
    if (!store)
        return status;
    if (!event_compare(store, &file.event, &arena, &applied, &error))
        return program_fail(&error);
    return admin_event_changes(&applied, true);
}

const struct command admin_event_diff = {.name = "event diff",
                                         .arguments = "FILE",
                                         .summary = "Tells what differs between the event and a file.",
                                         .least = 1,
                                         .most = 1,
                                         .run = event_diff_run};
