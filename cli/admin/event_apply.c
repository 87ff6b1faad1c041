/* lanyard-admin event apply */
#include "cli/admin/admin.h"

#define MOST_OUTPUT ((size_t)64 << 20) /* bytes of changes */

struct event_change {
    const char *path;
    const char *before, *after; /* JSON; NULL: it was added, or removed */
};
static const struct record_member change_members[] = {
    RECORD_TEXT(struct event_change, path),
    RECORD_ANY(struct event_change, before, .presence = RECORD_OPTIONAL),
    RECORD_ANY(struct event_change, after, .presence = RECORD_OPTIONAL)};
static const struct record change_record = RECORD(struct event_change, change_members);

struct event_applied {
    const char *event;
    bool created;
    RECORD_LIST_OF(struct event_change) changes;
};
static const struct record_member applied_members[] = {
    RECORD_TEXT(struct event_applied, event), RECORD_FLAG(struct event_applied, created),
    RECORD_LIST(struct event_applied, changes, change_record)};
static const struct record applied_record = RECORD(struct event_applied, applied_members);

struct changes {
    struct arena *arena;
    struct event_applied applied;
    size_t room;
};

/* What does not fit fails the arena, and that the answer. */
static void changes_add(struct changes *changes, const struct event_change *change)
{
    if (changes->applied.changes.count == changes->room) {
        size_t room = changes->room ? 2 * changes->room : 64;
        struct event_change *larger = arena_array(changes->arena, room, sizeof *larger);
        if (!larger)
            return;
        if (changes->room)
            memcpy(larger, changes->applied.changes.items, changes->room * sizeof *larger);
        changes->applied.changes.items = larger;
        changes->room = room;
    }
    changes->applied.changes.items[changes->applied.changes.count++] = *change;
}

static void changes_report(void *context, const char *path, const char *before, const char *after)
{
    struct changes *changes = context;
    changes_add(changes, &(struct event_change){.path = arena_copy(changes->arena, path),
                                                .before = arena_copy(changes->arena, before),
                                                .after = arena_copy(changes->arena, after)});
    if (!admin_wants_json())
        printf("%s: %s -> %s\n", path, before ? before : "(none)", after ? after : "(removed)");
}

static int event_apply_run(int argc, char **argv)
{
    (void)argc;
    struct error error = {0};
    struct event event;
    scope_arena struct arena arena = ARENA(MOST_OUTPUT);
    scope_buffer struct buffer schema = BUFFER(4096);
    struct changes changes = {.arena = &arena};
    buffer_printf(&schema, "%s/events/event.schema.json", admin_options.assets);
    if (schema.failed)
        error_set(&error, ERROR_SETUP, "--assets", "is too long a name");
    if (schema.failed || !event_read(argv[0], schema.data, &arena, &event, &error))
        return program_fail(&error);
    changes.applied.event = event.slug;
    scope_store struct store *store = admin_store(&error);
    if (!store || !event_apply(store, &event, admin_actor(), changes_report, &changes,
                               &changes.applied.created, &error))
        return program_fail(&error);
    if (arena.failed) {
        error_set(&error, ERROR_OURS, NULL, "it is done, but no memory was left to list what changed");
        return program_fail(&error);
    }
    if (admin_wants_json())
        return admin_record(&applied_record, &changes.applied);
    if (changes.applied.created || !changes.applied.changes.count)
        printf("event %s: %s\n", event.slug, changes.applied.created ? "created" : "no change");
    return EXIT_DONE;
}

const struct command admin_event_apply = {
    .name = "event apply",
    .arguments = "FILE",
    .summary = "Creates or updates an event from a file (\"-\": standard input); says what changed.",
    .least = 1,
    .most = 1,
    .run = event_apply_run};
