/* The list of open events. */
#include "web/public/context.h"
#include "web/public/public.h"

struct home_page {
    struct web_frame page;
    RECORD_LIST_OF(struct about_event) events;
    const char *next; /* where the next page begins; NULL: this one is the last */
};

static const struct record_member members[] = {
    RECORD_ONE(struct home_page, page, web_frame_record),
    RECORD_LIST(struct home_page, events, about_event_record),
    RECORD_TEXT(struct home_page, next, .presence = RECORD_OPTIONAL)};
static const struct record home_page_record = RECORD(struct home_page, members);
const struct web_page public_home_page = {"home", &home_page_record};

static const char *next_page(const struct event_kept *events, struct arena *arena)
{
    if (events->count < EVENT_LIST_MOST)
        return NULL;
    const struct event_listed *last = &events->list[EVENT_LIST_MOST - 1];
    return arena_printf(arena, "%s.%s", last->starts_on, last->slug);
}

static void home_fill(struct http_request *request, const struct web_common_page *common, void *context)
{
    const struct event_kept *events = common->given;
    struct home_page *page = context;
    page->next = next_page(events, &request->arena);
    page->events.items = arena_array(&request->arena, events->count, sizeof *page->events.items);
    for (size_t i = 0; page->events.items && i < events->count; i++)
        page->events.items[page->events.count++] =
            about_event_make(web_language(request), &events->list[i], &request->arena);
}

/* GET /?after=: the open events, soonest first */
void public_home(struct http_request *request)
{
    const struct event_kept *events = web_request(request)->event;
    response_common_page(request, &(struct web_common_page){.page = &public_home_page,
                                                            .content = events->serial,
                                                            .variant = "",
                                                            .fill = home_fill,
                                                            .given = events});
}
