/* Tickets as pictures, made once and kept. */
#include "web/self/self.h"

#include "web/kept.h"

#define PNG_SCALE 8

struct ticket_picture {
    const char *token;
    bool is_png;
};

static struct http_kept *make_picture(struct http_request *request, const void *context)
{
    const struct ticket_picture *picture = context;
    size_t length = 0;
    scope_free char *svg = picture->is_png ? NULL : ticket_symbol_svg(picture->token);
    scope_free uint8_t *png = picture->is_png ? ticket_symbol_png(picture->token, PNG_SCALE, &length) : NULL;
    if (!svg && !png)
        return NULL;
    const struct http_kept_content content = {.type = svg ? "image/svg+xml" : "image/png",
                                              .bytes = svg ? (const void *)svg : png,
                                              .length = svg ? strlen(svg) : length,
                                              .headers = web_application(request)->kept_headers};
    return http_kept_new(&content);
}

static void send_kept(struct http_request *request, const struct http_kept *answer, const void *context)
{
    (void)context;
    http_send_kept(request, answer);
}

static void send_picture(struct http_request *request, bool is_png)
{
    const struct order_tickets *tickets = &web_request(request)->order->tickets;
    const struct ticket_picture picture = {tickets->count ? tickets->items[0].token : NULL, is_png};
    char name[KEPT_NAME_SIZE];
    if (!picture.token) {
        response_problem(request, 404, "problem.lost", NULL);
        return;
    }
    snprintf(name, sizeof name, "%s %.*s", is_png ? "png" : "svg", TICKET_TOKEN_LENGTH, picture.token);
    if (!kept_send(web_application(request)->kept_pictures, request, name, make_picture, send_kept, &picture))
        response_problem(request, 500, "problem.ours", NULL);
}

/* GET /e/{event}/r/{code}/ticket.svg?k={secret} */
void self_ticket_svg(struct http_request *request)
{
    send_picture(request, false);
}

/* GET /e/{event}/r/{code}/ticket.png?k={secret} */
void self_ticket_png(struct http_request *request)
{
    send_picture(request, true);
}
