/* The page of one event. */
#include "web/public/context.h"
#include "web/public/public.h"

/* GET /e/{event}: what it is, what it costs today, what is left */
void public_event(struct http_request *request)
{
    const struct event *event = web_request(request)->event->event;
    response_page(request, 200, PAGE_EVENT,
                  json_pack("{s:o}", "event", event_context(web_locale(request), event, NULL)), NULL);
}
