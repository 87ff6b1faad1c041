/* QR symbols, made on other cores ahead of the pages. */
#include "badge/badge_private.h"

#include <pthread.h>
#include <unistd.h>

#define MOST_THREADS 8

enum slot_state {
    SLOT_EMPTY,
    SLOT_WAITING, /* for a thread */
    SLOT_READY    /* to be drawn */
};

struct slot {
    enum slot_state state;
    struct encoded badge;
};

/* A ring: put at head, encoded in order from next, drawn from tail. */
struct encoder {
    pthread_mutex_t lock;
    pthread_cond_t work, ready;
    struct slot slots[ENCODER_DEPTH];
    unsigned head, next, tail; /* count up for ever; index is modulo the depth */
    bool stop;
    int threads;
    pthread_t thread[MOST_THREADS];
};

static void *encode(void *argument)
{
    struct encoder *encoder = argument;
    pthread_mutex_lock(&encoder->lock);
    for (;;) {
        while (!encoder->stop && encoder->next == encoder->head)
            pthread_cond_wait(&encoder->work, &encoder->lock);
        if (encoder->stop)
            break;
        struct slot *slot = &encoder->slots[encoder->next++ % ENCODER_DEPTH];
        pthread_mutex_unlock(&encoder->lock);
        slot->badge.good =
            slot->badge.person.token && ticket_symbol_make(slot->badge.person.token, &slot->badge.symbol);
        pthread_mutex_lock(&encoder->lock);
        slot->state = SLOT_READY;
        pthread_cond_signal(&encoder->ready);
    }
    pthread_mutex_unlock(&encoder->lock);
    return NULL;
}

/* The pages have a core of their own, where there is another. */
static int threads_wanted(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    return cores <= 2 ? 1 : cores > MOST_THREADS ? MOST_THREADS : (int)cores - 1;
}

struct encoder *encoder_start(struct error *error)
{
    struct encoder *encoder = calloc(1, sizeof *encoder);
    if (!encoder) {
        error_set(error, ERROR_OURS, NULL, "out of memory");
        return NULL;
    }
    pthread_mutex_init(&encoder->lock, NULL);
    pthread_cond_init(&encoder->work, NULL);
    pthread_cond_init(&encoder->ready, NULL);
    int wanted = threads_wanted();
    while (encoder->threads < wanted &&
           pthread_create(&encoder->thread[encoder->threads], NULL, encode, encoder) == 0)
        encoder->threads++;
    if (encoder->threads)
        return encoder;
    error_set(error, ERROR_OURS, NULL, "cannot start a thread");
    encoder_stop(encoder);
    return NULL;
}

void encoder_stop(struct encoder *encoder)
{
    if (!encoder)
        return;
    pthread_mutex_lock(&encoder->lock);
    encoder->stop = true;
    pthread_cond_broadcast(&encoder->work);
    pthread_mutex_unlock(&encoder->lock);
    for (int i = 0; i < encoder->threads; i++)
        pthread_join(encoder->thread[i], NULL);
    for (size_t i = 0; i < ENCODER_DEPTH; i++)
        free(encoder->slots[i].badge.text);
    pthread_cond_destroy(&encoder->ready);
    pthread_cond_destroy(&encoder->work);
    pthread_mutex_destroy(&encoder->lock);
    free(encoder);
}

int encoder_waiting(const struct encoder *encoder)
{
    return (int)(encoder->head - encoder->tail);
}

/* Copies the person into one block: the texts one after another. */
static bool copy_person(struct encoded *badge, const struct badge_person *person)
{
    badge->person = *person;
    const char **const texts[] = {&badge->person.badge_name,     &badge->person.name,
                                  &badge->person.affiliation,    &badge->person.country,
                                  &badge->person.category_title, &badge->person.category_color,
                                  &badge->person.language,       &badge->person.token,
                                  &badge->person.code,           &badge->person.issued_at};
    size_t size = 0;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        size += *texts[i] ? strlen(*texts[i]) + 1 : 0;
    char *next = badge->text = malloc(size + 1);
    if (!next)
        return false;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (*texts[i])
            *texts[i] = memcpy(next, *texts[i], strlen(*texts[i]) + 1), next += strlen(next) + 1;
    return true;
}

bool encoder_put(struct encoder *encoder, const struct badge_person *person, struct error *error)
{
    struct slot *slot = &encoder->slots[encoder->head % ENCODER_DEPTH];
    if (!copy_person(&slot->badge, person))
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    pthread_mutex_lock(&encoder->lock);
    slot->state = SLOT_WAITING;
    encoder->head++;
    pthread_cond_signal(&encoder->work);
    pthread_mutex_unlock(&encoder->lock);
    return true;
}

struct encoded *encoder_oldest(struct encoder *encoder)
{
    struct slot *slot = &encoder->slots[encoder->tail % ENCODER_DEPTH];
    pthread_mutex_lock(&encoder->lock);
    while (slot->state != SLOT_READY)
        pthread_cond_wait(&encoder->ready, &encoder->lock);
    pthread_mutex_unlock(&encoder->lock);
    return &slot->badge;
}

void encoder_release(struct encoder *encoder)
{
    struct slot *slot = &encoder->slots[encoder->tail % ENCODER_DEPTH];
    free(slot->badge.text);
    slot->badge.text = NULL;
    slot->state = SLOT_EMPTY;
    encoder->tail++;
}
