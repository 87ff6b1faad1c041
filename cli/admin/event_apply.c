#include "cli/admin/admin.h"

struct changes {
    json_t *list;
    bool shown;
};

static json_t *value_or_null(const json_t *value)
{
    return value ? json_incref((json_t *)(uintptr_t)value) : json_null();
}

static void report(void *context, const char *path, const json_t *before, const json_t *after)
{
    struct changes *changes = context;
    json_array_append_new(changes->list, json_pack("{s:s, s:o, s:o}", "path", path, "before",
                                                   value_or_null(before), "after", value_or_null(after)));
    if (!changes->shown)
        return;
    scope_free char *old = before ? json_dumps(before, JSON_COMPACT | JSON_ENCODE_ANY) : strdup("(none)");
    scope_free char *new = after ? json_dumps(after, JSON_COMPACT | JSON_ENCODE_ANY) : strdup("(removed)");
    printf("%s: %s -> %s\n", path, old, new);
}

static int run(int argc, char **argv)
{
    (void)argc;
    struct error error = {0};
    struct buffer schema = BUFFER(4096);
    buffer_printf(&schema, "%s/events/event.schema.json", admin_options.assets);
    scope_json json_t *event = event_read(argv[0], schema.data, &error);
    buffer_free(&schema);
    scope_store struct store *store = event ? admin_store(&error) : NULL;
    struct changes changes = {.list = json_array(), .shown = strcmp(admin_options.format, "text") == 0};
    bool created = false;
    if (!store || !event_apply(store, event, admin_actor(), report, &changes, &created, &error)) {
        json_decref(changes.list);
        return program_fail(&error);
    }
    const char *slug = json_text(event, "slug", "");
    size_t count = json_array_size(changes.list);
    scope_json json_t *result =
        json_pack("{s:s, s:b, s:o}", "event", slug, "created", (int)created, "changes", changes.list);
    if (!admin_json(result) && (created || !count))
        printf("event %s: %s\n", slug, created ? "created" : "no change");
    return EXIT_DONE;
}

const struct command admin_event_apply = {
    .name = "event apply",
    .arguments = "FILE",
    .summary = "Creates or updates an event from a file (\"-\": standard input); says what changed.",
    .least = 1,
    .most = 1,
    .run = run};
