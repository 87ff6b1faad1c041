/* What organizers do with events: apply a file, show one. */
#include "event/event_private.h"

#define WRITTEN_MOST (2u << 20) /* of a definition as JSON */

struct applied {
    bool created;
};
static const struct record_member applied_members[] = {RECORD_FLAG(struct applied, created)};
static const struct record applied_record = RECORD(struct applied, applied_members);

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

static bool put_definition(struct store *store, const struct event *definition, const char *actor,
                           struct applied *applied, struct error *error)
{
    scope_arena struct arena arena = ARENA(1024);
    scope_buffer struct buffer text = BUFFER(WRITTEN_MOST);
    record_write(&event_definition_record, definition, 0, &text);
    if (text.failed)
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    scope_answer struct store_answer *answer =
        store_ask(store, SQL_EVENT_APPLY, STORE_PARAMS(text.data, actor), error);
    return answer && store_answer_record(answer, &applied_record, &arena, applied, error);
}

bool event_apply(struct store *store, const struct event *definition, const char *actor,
                 void (*report)(void *context, const char *path, const char *before, const char *after),
                 void *context, bool *created, struct error *error)
{
    scope_arena struct arena arena = ARENA(2 * EVENT_MOST);
    struct event before;
    struct event after;
    struct applied applied = {0};
    bool found;
    if (!find_definition(store, definition->slug, &arena, &before, &found, error) ||
        !put_definition(store, definition, actor, &applied, error) ||
        !event_show(store, definition->slug, &arena, &after, error))
        return false;
    before.version = after.version = RECORD_NO_INT; /* which every change changes */
    if (created)
        *created = applied.created;
    return !found || !report ||
           record_diff(&event_definition_record, &before, &after, report, context, error);
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
