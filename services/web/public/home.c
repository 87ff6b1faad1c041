#include "web/public/context.h"

/* Where the next page begins, or null when this one is the last. */
static json_t *next_page(const json_t *events)
{
    const json_t *last = json_array_get(events, EVENT_LIST_MOST - 1);
    return last ? json_sprintf("%s.%s", json_text(last, "starts_on", ""), json_text(last, "slug", ""))
                : json_null();
}

/* GET /?after=: the open events, soonest first */
void page_home(struct request *request)
{
    struct error error = {0};
    const char *after = request_query(request, "after");
    scope_json json_t *events =
        event_catalogue_list(request->application->catalogue, after ? after : "", &error);
    if (!events) {
        response_error(request, &error);
        return;
    }
    json_t *list = json_array();
    size_t i;
    const json_t *event;
    json_array_foreach(events, i, event)
    {
        json_array_append_new(list, event_summary_context(request->locale, event));
    }
    response_page(request, 200, PAGE_HOME, json_pack("{s:o, s:o}", "events", list, "next", next_page(events)),
                  NULL);
}
