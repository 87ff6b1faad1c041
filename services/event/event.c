/* What organizers do with events: apply a file, show one. */
#include "event/event_private.h"

#define WRITTEN_MOST (2u << 20) /* of a definition as JSON */

static const struct record_member change_members[] = {
    RECORD_TEXT(struct event_change, path),
    RECORD_ANY(struct event_change, before, .presence = RECORD_OPTIONAL),
    RECORD_ANY(struct event_change, after, .presence = RECORD_OPTIONAL)};
const struct record event_change_record = RECORD(struct event_change, change_members);

static const struct record_member applied_members[] = {
    RECORD_TEXT(struct event_applied, event, .presence = RECORD_OPTIONAL),
    RECORD_FLAG(struct event_applied, created), RECORD_INT(struct event_applied, version),
    RECORD_LIST(struct event_applied, changes, event_change_record)};
const struct record event_applied_record = RECORD(struct event_applied, applied_members);

bool event_refuse_unknown(const char *slug, struct error *error)
{
    return error_refuse(error, ERROR_NOT_FOUND, "event", "refusal.event.unknown",
                        TEXT_ARGUMENT("event", slug));
}

/* *found: whether there is one, which need not be. */
static bool find_definition(struct store *store, const char *slug, struct arena *arena, struct event *event,
                            bool *found, struct error *error)
{
    scope_answer struct store_answer *answer = store_ask(store, SQL_EVENT_SHOW, STORE_PARAMS(slug), error);
    *found = answer && !store_answer_is_none(answer);
    return answer && (!*found || store_answer_record(answer, &event_definition_record, arena, event, error));
}

bool event_show(struct store *store, const char *slug, struct arena *arena, struct event *event,
                struct error *error)
{
    bool found;
    return find_definition(store, slug, arena, event, &found, error) &&
           (found || event_refuse_unknown(slug, error));
}

struct sent_options {
    struct event_files files;
    bool force, dry_run;
};
static const struct record_member sent_members[] = {
    RECORD_LIST(struct sent_options, files, event_file_record), RECORD_FLAG(struct sent_options, force),
    RECORD_FLAG(struct sent_options, dry_run)};
static const struct record sent_record = RECORD(struct sent_options, sent_members);

bool event_apply(struct store *store, const struct event *definition,
                 const struct event_apply_options *options, const char *actor, struct arena *arena,
                 struct event_applied *applied, struct error *error)
{
    scope_buffer struct buffer text = BUFFER(WRITTEN_MOST);
    scope_buffer struct buffer sent = BUFFER(WRITTEN_MOST);
    struct sent_options all = {0};
    if (options)
        all = (struct sent_options){.files = options->files ? *options->files : all.files,
                                    .force = options->force,
                                    .dry_run = options->dry_run};
    record_write(&event_definition_record, definition, 0, &text);
    record_write(&sent_record, &all, 0, &sent);
    if (text.failed || sent.failed)
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    scope_answer struct store_answer *answer =
        store_ask(store, SQL_EVENT_APPLY, STORE_PARAMS(text.data, sent.data, actor), error);
    if (!answer || !store_answer_record(answer, &event_applied_record, arena, applied, error))
        return false;
    applied->event = definition->slug;
    return true;
}

/* --- what differs */

struct comparison {
    struct arena *arena;
    struct event_applied *applied;
    size_t room;
};

/* What does not fit fails the arena, and that the answer. */
static void note_change(void *context, const char *path, const char *before, const char *after)
{
    struct comparison *comparison = context;
    struct event_applied *applied = comparison->applied;
    if (applied->changes.count == comparison->room) {
        size_t room = comparison->room ? 2 * comparison->room : 64;
        struct event_change *larger = arena_array(comparison->arena, room, sizeof *larger);
        if (!larger)
            return;
        if (comparison->room)
            memcpy(larger, applied->changes.items, comparison->room * sizeof *larger);
        applied->changes.items = larger;
        comparison->room = room;
    }
    applied->changes.items[applied->changes.count++] =
        (struct event_change){.path = arena_copy(comparison->arena, path),
                              .before = arena_copy(comparison->arena, before),
                              .after = arena_copy(comparison->arena, after)};
}

bool event_compare(struct store *store, const struct event *definition, struct arena *arena,
                   struct event_applied *applied, struct error *error)
{
    struct event before;
    struct event after = *definition;
    struct comparison comparison = {arena, applied, 0};
    bool found;
    *applied = (struct event_applied){.event = definition->slug};
    if (!find_definition(store, definition->slug, arena, &before, &found, error))
        return false;
    applied->created = !found;
    applied->version = found ? before.version : 0;
    before.version = after.version = RECORD_NO_INT; /* which every change changes */
    if (found && !record_diff(&event_definition_record, &before, &after, note_change, &comparison, error))
        return false;
    return !arena->failed || error_set(error, ERROR_OURS, NULL, "out of memory");
}

/* --- */

bool event_rename(struct store *store, const char *slug, const char *new_slug, const char *actor,
                  struct error *error)
{
    scope_answer struct store_answer *answer =
        store_ask(store, SQL_EVENT_RENAME, STORE_PARAMS(slug, new_slug, actor), error);
    return answer != NULL;
}

bool event_delete(struct store *store, const char *slug, const char *actor, struct error *error)
{
    scope_answer struct store_answer *answer =
        store_ask(store, SQL_EVENT_DELETE, STORE_PARAMS(slug, actor), error);
    return answer != NULL;
}

bool event_number(struct store *store, const char *slug, uint16_t *number, struct error *error)
{
    scope_answer struct store_answer *answer = store_ask(store, SQL_EVENT_NUMBER, STORE_PARAMS(slug), error);
    int64_t value = 0;
    if (!answer)
        return false;
    if (store_answer_is_none(answer))
        return event_refuse_unknown(slug, error);
    if (!store_answer_number(answer, &value, error))
        return false;
    must(value >= 0 && value <= UINT16_MAX); /* the table sees to it */
    *number = (uint16_t)value;
    return true;
}
