/* The page of one event. */
#include "web/public/context.h"
#include "web/public/public.h"

struct event_page {
    struct web_frame page;
    struct about_event about;
    struct event_offer offer;
};

static const struct record_member members[] = {RECORD_ONE(struct event_page, page, web_frame_record),
                                               RECORD_ONE(struct event_page, about, about_event_record),
                                               RECORD_ONE(struct event_page, offer, event_offer_record)};
static const struct record event_page_record = RECORD(struct event_page, members);
const struct web_page public_event_page = {"event", &event_page_record};

/* GET /e/{event}: what it is, what it costs today, what is left */
void public_event(struct http_request *request)
{
    const struct event *event = web_request(request)->event->event;
    const struct event_listed listed = event_list_one(event);
    struct event_page page = {.about = about_event_make(web_language(request), &listed, &request->arena),
                              .offer = event_offer_make(web_language(request), event, NULL, &request->arena)};
    response_page(request, 200, &public_event_page, &page, NULL);
}
