#include "web/pictures.h"

#include "ticket/ticket.h"

#include <pthread.h>

#define SETS 256
#define WAYS 8 /* two thousand pictures of some kilobytes */
#define PNG_SCALE 8

struct picture {
    char token[TICKET_TOKEN_SIZE];
    enum picture_type type;
    struct http_kept *kept; /* NULL: the place is free */
    uint64_t used;
};

struct pictures {
    struct http_header headers[3];
    pthread_mutex_t lock; /* of what follows */
    uint64_t uses, made;
    struct picture places[SETS][WAYS];
};

struct pictures *pictures_open(bool secure, struct error *error)
{
    struct pictures *pictures = calloc(1, sizeof *pictures);
    if (!pictures) {
        error_set(error, ERROR_OURS, NULL, "out of memory");
        return NULL;
    }
    pictures->headers[0] = (struct http_header){MHD_HTTP_HEADER_CACHE_CONTROL, "no-store"};
    if (secure)
        pictures->headers[1] = (struct http_header){"Strict-Transport-Security", "max-age=31536000"};
    pthread_mutex_init(&pictures->lock, NULL);
    return pictures;
}

void pictures_close(struct pictures *pictures)
{
    if (!pictures)
        return;
    for (size_t set = 0; set < SETS; set++)
        for (size_t way = 0; way < WAYS; way++)
            http_kept_free(pictures->places[set][way].kept);
    pthread_mutex_destroy(&pictures->lock);
    free(pictures);
}

/* The end of a token is its signature: as good as random. */
static size_t set_of(const char *token)
{
    size_t length = strlen(token);
    size_t hash = 0;
    for (size_t i = length > 8 ? length - 8 : 0; i < length; i++)
        hash = hash * 31 + (unsigned char)token[i];
    return hash % SETS;
}

/* Under the lock, as the next. NULL if it is not there. */
static const struct http_kept *pictures_find(struct pictures *pictures, const char *token,
                                             enum picture_type type)
{
    struct picture *set = pictures->places[set_of(token)];
    for (size_t i = 0; i < WAYS; i++)
        if (set[i].kept && set[i].type == type && strcmp(set[i].token, token) == 0) {
            set[i].used = ++pictures->uses;
            return set[i].kept;
        }
    return NULL;
}

static void pictures_keep(struct pictures *pictures, const char *token, enum picture_type type,
                          struct http_kept *kept)
{
    struct picture *set = pictures->places[set_of(token)];
    struct picture *oldest = set;
    for (size_t i = 1; i < WAYS; i++)
        if (set[i].used < oldest->used)
            oldest = &set[i];
    http_kept_free(oldest->kept);
    *oldest = (struct picture){.type = type, .kept = kept, .used = ++pictures->uses};
    text_copy(oldest->token, sizeof oldest->token, token);
    pictures->made++;
}

static struct http_kept *make_picture(const struct pictures *pictures, const char *token,
                                      enum picture_type type)
{
    size_t length = 0;
    scope_free char *svg = type == PICTURE_SVG ? ticket_symbol_svg(token) : NULL;
    scope_free uint8_t *png = type == PICTURE_PNG ? ticket_symbol_png(token, PNG_SCALE, &length) : NULL;
    if (!svg && !png)
        return NULL;
    const struct http_kept_content content = {.type = svg ? "image/svg+xml" : "image/png",
                                              .bytes = svg ? (const void *)svg : png,
                                              .length = svg ? strlen(svg) : length,
                                              .headers = pictures->headers};
    return http_kept_new(&content);
}

static bool send_if_there(struct pictures *pictures, struct http_request *request, const char *token,
                          enum picture_type type)
{
    pthread_mutex_lock(&pictures->lock);
    const struct http_kept *kept = pictures_find(pictures, token, type);
    if (kept)
        http_send_kept(request, kept);
    pthread_mutex_unlock(&pictures->lock);
    return kept != NULL;
}

bool pictures_send(struct pictures *pictures, struct http_request *request, const char *token,
                   enum picture_type type)
{
    if (strlen(token) >= TICKET_TOKEN_SIZE)
        return false;
    if (send_if_there(pictures, request, token, type))
        return true;
    /* Without the lock: others need not wait, and that two make the same costs little. */
    struct http_kept *kept = make_picture(pictures, token, type);
    if (!kept)
        return false;
    http_send_kept(request, kept);
    pthread_mutex_lock(&pictures->lock);
    pictures_keep(pictures, token, type, kept);
    pthread_mutex_unlock(&pictures->lock);
    return true;
}

uint64_t pictures_made(struct pictures *pictures)
{
    pthread_mutex_lock(&pictures->lock);
    uint64_t made = pictures->made;
    pthread_mutex_unlock(&pictures->lock);
    return made;
}
