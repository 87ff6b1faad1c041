#include "web/public/context.h"

/* GET /e/{event}: what it is, what it costs today, what is left */
void page_event(struct request *request)
{
    struct error error = {0};
    scope_json json_t *event =
        event_catalogue_event(request->application->catalogue, request->captures[0], &error);
    if (event)
        response_page(request, 200, PAGE_EVENT,
                      json_pack("{s:o}", "event", event_context(request->locale, event, NULL)), NULL);
    else
        response_error(request, &error);
}
