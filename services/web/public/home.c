#include "web/public/context.h"
#include "web/public/public.h"

/* Where the next page begins, or null when this one is the last. */
static json_t *next_page(const json_t *events)
{
    const json_t *last = json_array_get(events, EVENT_LIST_MOST - 1);
    return last ? json_sprintf("%s.%s", json_text(last, "starts_on", ""), json_text(last, "slug", ""))
                : json_null();
}

/* GET /?after=: the open events, soonest first */
void public_home(struct http_request *request)
{
    const json_t *events = web_request(request)->event;
    json_t *list = json_array();
    size_t i;
    const json_t *event;
    json_array_foreach(events, i, event)
    {
        json_array_append_new(list, event_summary_context(web_locale(request), event));
    }
    response_page(request, 200, PAGE_HOME, json_pack("{s:o, s:o}", "events", list, "next", next_page(events)),
                  NULL);
}
