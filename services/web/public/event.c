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

static void event_fill(struct http_request *request, const struct web_common_page *common, void *context)
{
    const struct event *event = common->given;
    const struct event_listed listed = event_list_one(event);
    struct event_page *page = context;
    page->about = about_event_make(web_language(request), &listed, &request->arena);
    page->offer = event_offer_make(web_language(request), event, NULL, NULL, &request->arena);
}

/* GET /e/{event}: what it is, what it costs today, what is left */
void public_event(struct http_request *request)
{
    const struct event_kept *kept = web_request(request)->event;
    response_common_page(request, &(struct web_common_page){.page = &public_event_page,
                                                            .content = kept->serial,
                                                            .variant = "",
                                                            .fill = event_fill,
                                                            .given = kept->event});
}
