/* All that the service answers, and what of each request is its own. */
#include "web/api/api.h"
#include "web/door/door.h"
#include "web/health/health.h"
#include "web/public/public.h"
#include "web/self/self.h"

#include <ctype.h>

const struct http_area *const web_areas[] = {&public_area, &self_area, &api_area, &doors_area, &health_area};
const size_t web_area_count = COUNT_OF(web_areas);

static const struct web_page *const everywhere[] = {&response_error_page, &preview_tried_page, NULL};
const struct web_page *const *const web_area_pages[] = {public_pages, self_pages, everywhere, NULL};

static void web_begin(struct http_request *request)
{
    web_offer_all_languages(request);
}

/* Names of events have no capitals; a chat or a keyboard may have given it some. */
static const char *web_right_path(struct http_request *request)
{
    const char *place = strstr(request->route->pattern, "{event}");
    const char *event = request->captures[0];
    size_t before = place ? (size_t)(place - request->route->pattern) : 0;
    char *path = NULL;
    if (place && strpbrk(event, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        path = arena_text(&request->arena, request->path, strlen(request->path));
    for (size_t i = 0; path && event[i]; i++)
        path[before + i] = (char)tolower((unsigned char)event[i]);
    return path;
}

static void web_end(struct http_request *request)
{
    struct web_request *own = web_request(request);
    if (own->work && own->work_free)
        own->work_free(own->work);
    event_kept_release(own->event);
    event_kept_release(own->came);
}

const struct http_application web_http = {.own_size = sizeof(struct web_request),
                                          .begin = web_begin,
                                          .right_path = web_right_path,
                                          .end = web_end,
                                          .refuse = response_refusal};
