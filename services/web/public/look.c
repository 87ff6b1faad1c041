/* An event's style sheet, logo and art: what its pages load of its own. */
#include "web/look.h"
#include "web/kept.h"
#include "web/public/public.h"

#define FOR_EVER "public, max-age=31536000, immutable"
#define PICTURE_MOST (64u * 1024)

static const struct http_header kept_for_ever[] = {{MHD_HTTP_HEADER_CACHE_CONTROL, FOR_EVER}, {0}};

struct asked_picture {
    const char *key;
    struct event_picture picture; /* empty until it came */
};

static void look_send(struct http_request *request, const struct http_kept *kept, const void *context)
{
    (void)context;
    http_send_kept(request, kept);
}

/* --- the style sheet */

static struct http_kept *make_style(struct http_request *request, const void *context)
{
    const struct event *event = context;
    scope_buffer struct buffer css = BUFFER(1u << 20);
    (void)request;
    look_write(event, &css);
    if (css.failed)
        return NULL;
    return http_kept_new(&(struct http_kept_content){.type = "text/css; charset=utf-8",
                                                     .bytes = css.data ? css.data : "",
                                                     .length = css.length,
                                                     .headers = kept_for_ever});
}

/* --- pictures */

static struct http_kept *make_look_picture(struct http_request *request, const void *context)
{
    const struct asked_picture *asked = context;
    uint8_t bytes[PICTURE_MOST];
    size_t length = asked->picture.bytes ? strlen(asked->picture.bytes) / 2 : 0;
    (void)request;
    if (!length || length > sizeof bytes || !hex_decode(asked->picture.bytes, bytes, length))
        return NULL;
    return http_kept_new(&(struct http_kept_content){
        .type = asked->picture.type, .bytes = bytes, .length = length, .headers = kept_for_ever});
}

static bool send_look_picture(struct http_request *request)
{
    const struct asked_picture *asked = web_request(request)->work;
    char name[KEPT_NAME_SIZE];
    snprintf(name, sizeof name, "look %s %s", request->captures[0], asked->key);
    return kept_send(web_application(request)->kept_pictures, request, name, make_look_picture, look_send,
                     asked);
}

static void picture_came(struct http_request *request)
{
    struct web_request *own = web_request(request);
    if (own->error.kind != ERROR_NONE)
        response_error(request, &own->error);
    else if (!send_look_picture(request))
        response_problem(request, 500, "problem.ours", NULL);
}

static void look_picture(struct http_request *request, const char *key)
{
    struct error error = {0};
    struct web_request *own = web_request(request);
    struct asked_picture *asked = arena_alloc(&request->arena, sizeof *asked);
    own->work = asked;
    if (!asked) {
        response_problem(request, 500, "problem.ours", NULL);
        return;
    }
    asked->key = key;
    if (send_look_picture(request))
        return;
    http_suspend(request, picture_came);
    if (!event_picture_ask(web_application(request)->reader, request->captures[0], key, &request->arena,
                           &asked->picture, later_came, request, &error))
        later_came(request, &error);
}

/* The key of the picture that is meant; NULL if the event has none of the name. */
static const char *picture_key(const struct event *event, const char *name)
{
    const char *const keys[LOOK_PICTURES] = {event->brand.logo_key, event->brand.art_key};
    for (enum look_picture i = 0; i < LOOK_PICTURES; i++) {
        size_t length = strlen(look_picture_names[i]);
        if (keys[i] && strncmp(name, look_picture_names[i], length) == 0 && name[length] == '.')
            return keys[i];
    }
    return NULL;
}

/* GET /e/{event}/look/{name}?v=: style.css; logo.svg, art.svg, or with another ending. Always those of now: v
 * only makes another look another address. */
void public_look(struct http_request *request)
{
    const struct event *event = web_request(request)->event->event;
    const char *name = request->captures[1];
    const char *key = picture_key(event, name);
    const char *style = strcmp(name, "style.css") == 0 ? look_address(event, &request->arena) : NULL;
    char kept[KEPT_NAME_SIZE];
    if (key) {
        look_picture(request, key);
        return;
    }
    if (!style) {
        response_problem(request, 404, "problem.lost", NULL);
        return;
    }
    snprintf(kept, sizeof kept, "%s", style);
    if (!kept_send(web_application(request)->kept_pictures, request, kept, make_style, look_send, event))
        response_problem(request, 500, "problem.ours", NULL);
}
