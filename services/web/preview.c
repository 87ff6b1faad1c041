/* Previews: an event that is not open yet, as it will be, for who has its link. */
#include "web/web.h"

#define COOKIE "preview"

static bool is_secret_of(const struct http_request *request, const char *given)
{
    char wanted[EVENT_PREVIEW_SIZE];
    event_preview_secret(web_application(request)->preview_key, request->captures[0], wanted);
    return given && secret_equal(given, strlen(given), wanted, strlen(wanted));
}

bool preview_has_secret(struct http_request *request)
{
    return is_secret_of(request, http_query(request, "preview")) ||
           is_secret_of(request, http_cookie(request, COOKIE));
}

void preview_begin(struct http_request *request)
{
    struct buffer body = BUFFER(1);
    scope_buffer struct buffer cookie = BUFFER(512);
    const char *event = request->captures[0];
    buffer_printf(&cookie, COOKIE "=%s; Path=/e/%s; HttpOnly; SameSite=Lax; Max-Age=86400%s",
                  http_query(request, "preview"), event, http_is_secure(request) ? "; Secure" : "");
    http_send(request, 303, NULL, &body,
              (const struct http_header[]){{MHD_HTTP_HEADER_LOCATION, request->path},
                                           {MHD_HTTP_HEADER_SET_COOKIE, cookie.data},
                                           {MHD_HTTP_HEADER_CACHE_CONTROL, "no-store"},
                                           {0}});
}

struct tried_page {
    struct web_frame page;
    const char *slug;
};
static const struct record_member members[] = {RECORD_ONE(struct tried_page, page, web_frame_record),
                                               RECORD_TEXT(struct tried_page, slug)};
static const struct record tried_page_record = RECORD(struct tried_page, members);
const struct web_page preview_tried_page = {"tried", &tried_page_record};

void preview_tried(struct http_request *request)
{
    struct tried_page page = {.slug = request->captures[0]};
    if (http_wants_page(request))
        response_page(request, 200, &preview_tried_page, &page, NULL);
    else
        response_problem(request, 409, "preview.tried", NULL);
}
