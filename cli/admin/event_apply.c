/* lanyard-admin event apply */
#include "cli/admin/event_file.h"

static bool dry_run, force;
static const struct option_spec options[] = {
    {.name = "dry-run",
     .type = OPTION_FLAG,
     .target = &dry_run,
     .help = "tell what would change, and change nothing"},
    {.name = "force",
     .type = OPTION_FLAG,
     .target = &force,
     .help = "apply it though the event was changed since the file was made"},
    {0}};

static int event_apply_run(int argc, char **argv)
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
    const struct event_apply_options how = {.files = &file.files, .force = force, .dry_run = dry_run};
    if (!event_apply(store, &file.event, &how, admin_actor(), &arena, &applied, &error))
        return program_fail(&error);
    return admin_event_changes(&applied, dry_run);
}

const struct command admin_event_apply = {
    .name = "event apply",
    .arguments = "FILE",
    .summary = "Creates or updates an event from a file (\"-\": standard input); says what changed.",
    .options = options,
    .least = 1,
    .most = 1,
    .run = event_apply_run};
