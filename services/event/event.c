#include "event/event.h"

json_t *event_show(struct store *store, const char *slug, struct error *error)
{
    scope_json json_t *event = store_call(store, SQL_EVENT_SHOW, STORE_PARAMS(slug), error);
    if (json_is_null(event)) {
        error_set(error, ERROR_NOT_FOUND, "event", "there is no event %s", slug);
        return NULL;
    }
    return scope_take(&event);
}

bool event_apply(struct store *store, const json_t *definition, const char *actor,
                 void (*report)(void *context, const char *path, const json_t *before, const json_t *after),
                 void *context, bool *created, struct error *error)
{
    const char *slug = json_text(definition, "slug", "");
    scope_free char *text = json_dumps(definition, JSON_COMPACT);
    scope_json json_t *before = store_call(store, SQL_EVENT_SHOW, STORE_PARAMS(slug), error);
    if (!before || !text)
        return false;
    scope_json json_t *applied = store_call(store, SQL_EVENT_APPLY, STORE_PARAMS(text, actor), error);
    scope_json json_t *after = applied ? store_call(store, SQL_EVENT_SHOW, STORE_PARAMS(slug), error) : NULL;
    if (!after)
        return false;
    if (created)
        *created = json_flag(applied, "created", false);
    if (!json_is_null(before))
        json_diff(before, after, report, context);
    return true;
}
