#include "web/page_context.h"

/* GET /: the open events */
void page_home(struct request *request)
{
    struct error error = {0};
    scope_json json_t *events = event_catalogue_list(request->application->catalogue, &error);
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
    response_page(request, 200, PAGE_HOME, json_pack("{s:o}", "events", list), NULL);
}
