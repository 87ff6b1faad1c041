/* What the commands that take an event's file have in common. */
#include "cli/admin/event_file.h"

static void tell_findings(const char *path, const struct event_findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        const struct event_finding *finding = &findings->items[i];
        fprintf(stderr, "lanyard-admin: %s%s: %s: %s\n", finding->weight == EVENT_WARNING ? "warning: " : "",
                path, finding->path, finding->says);
    }
    if (findings->more)
        fprintf(stderr, "lanyard-admin: %s: and %zu more\n", path, findings->more);
}

static bool read_and_check(const char *path, struct arena *arena, struct admin_event_file *file,
                           struct event_findings *findings, struct error *error)
{
    scope_buffer struct buffer schema = BUFFER(4096);
    buffer_printf(&schema, "%s/events/event.schema.json", admin_options.assets);
    if (schema.failed)
        return error_set(error, ERROR_SETUP, "--assets", "is too long a name");
    return event_read(path, schema.data, arena, &file->event, findings, error) &&
           event_files_read(path, &file->event, arena, &file->files, findings, error);
}

struct store *admin_event_file_read(const char *path, struct arena *arena, struct admin_event_file *file,
                                    int *status)
{
    struct error error = {0};
    struct error unreached = {0};
    struct event_findings findings = {.arena = arena};
    bool good = read_and_check(path, arena, file, &findings, &error);
    if (!good && !findings.faults) { /* it could not be read at all */
        *status = program_fail(&error);
        return NULL;
    }
    scope_store struct store *store = admin_store(&unreached);
    /* Faults are told whether or not the database adds its own. */
    bool judged = store && event_judge(store, &file->event, &findings, &unreached);
    tell_findings(path, &findings);
    if (findings.faults) {
        *status = EXIT_FAILED;
        return NULL;
    }
    if (!judged) {
        *status = program_fail(&unreached);
        return NULL;
    }
    return scope_take(&store);
}

int admin_event_changes(const struct event_applied *applied, bool is_try)
{
    if (admin_wants_json())
        return admin_record(&event_applied_record, applied);
    for (size_t i = 0; i < applied->changes.count; i++) {
        const struct event_change *change = &applied->changes.items[i];
        printf("%s: %s -> %s\n", change->path, change->before ? change->before : "(none)",
               change->after ? change->after : "(removed)");
    }
    if (applied->created)
        printf("event %s: %s\n", applied->event, is_try ? "would be created" : "created");
    else if (!applied->changes.count)
        printf("event %s: no change\n", applied->event);
    return EXIT_DONE;
}
