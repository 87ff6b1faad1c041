/* Tickets as pictures, made once and kept. */
#include "web/self/self.h"

#include "web/kept.h"

#include <sodium.h>

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

/* --- with event, name and code, to be kept by its owner */

static struct http_kept *make_card(struct http_request *request, const void *context)
{
    scope_free char *svg = ticket_card_svg(context);
    if (!svg)
        return NULL;
    const struct http_kept_content content = {.type = "image/svg+xml",
                                              .bytes = svg,
                                              .length = strlen(svg),
                                              .headers = web_application(request)->kept_headers};
    return http_kept_new(&content);
}

/* Another name on a ticket is another picture. */
static void name_card(const struct ticket_card *card, char name[static KEPT_NAME_SIZE])
{
    uint8_t digest[8];
    char digits[2 * sizeof digest + 1];
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, crypto_generichash_BYTES_MIN);
    const char *const texts[] = {card->event, card->name, card->code};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        crypto_generichash_update(&state, (const uint8_t *)texts[i], strlen(texts[i]) + 1);
    uint8_t whole[crypto_generichash_BYTES_MIN];
    crypto_generichash_final(&state, whole, sizeof whole);
    memcpy(digest, whole, sizeof digest);
    hex_encode(digest, sizeof digest, digits);
    snprintf(name, KEPT_NAME_SIZE, "card %.*s %s", TICKET_TOKEN_LENGTH, card->token, digits);
}

/* GET /e/{event}/r/{code}/card.svg?k={secret} */
void self_ticket_card(struct http_request *request)
{
    const struct registration *registration = web_request(request)->order;
    const struct order_tickets *tickets = &registration->tickets;
    char name[KEPT_NAME_SIZE];
    if (!tickets->count) {
        response_problem(request, 404, "problem.lost", NULL);
        return;
    }
    const struct ticket_card card = {.event = registration->event_title,
                                     .name = registration->name,
                                     .code = registration->code,
                                     .token = tickets->items[0].token};
    name_card(&card, name);
    if (!kept_send(web_application(request)->kept_pictures, request, name, make_card, send_kept, &card))
        response_problem(request, 500, "problem.ours", NULL);
}
