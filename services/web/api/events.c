/* Events, for programs. */
#include "web/api/api.h"

/* GET /api/v1/events/{event} */
void api_event(struct http_request *request)
{
    http_send_record(request, 200, &event_record, web_request(request)->event->event, NULL);
}
