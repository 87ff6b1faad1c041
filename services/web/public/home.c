/* The list of open events. */
#include "web/public/context.h"
#include "web/public/public.h"

/* Where the next page begins, or null when this one is the last. */
static json_t *next_page(const struct event_kept *events)
{
    if (events->count < EVENT_LIST_MOST)
        return json_null();
    const struct event_listed *last = &events->list[EVENT_LIST_MOST - 1];
    return json_sprintf("%s.%s", last->starts_on, last->slug);
}

/* GET /?after=: the open events, soonest first */
void public_home(struct http_request *request)
{
    const struct event_kept *events = web_request(request)->event;
    json_t *list = json_array();
    for (size_t i = 0; i < events->count; i++)
        json_array_append_new(list, event_listed_context(web_locale(request), &events->list[i]));
    response_page(request, 200, PAGE_HOME, json_pack("{s:o, s:o}", "events", list, "next", next_page(events)),
                  NULL);
}
