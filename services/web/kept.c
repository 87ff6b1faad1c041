/* Answers that are made once and kept, by a name. */
#include "web/kept.h"

#include <pthread.h>

#define WAYS 8

struct kept_place {
    char name[KEPT_NAME_SIZE];
    struct http_kept *answer; /* NULL: the place is free */
    uint64_t used;
};

struct kept {
    pthread_mutex_t lock; /* of what follows */
    uint64_t uses, made;
    size_t sets;
    struct kept_place places[]; /* WAYS a set */
};

struct kept *kept_open(size_t places, struct error *error)
{
    must(places >= WAYS && (places & (places - 1)) == 0);
    struct kept *kept = calloc(1, sizeof *kept + places * sizeof *kept->places);
    if (!kept) {
        error_set(error, ERROR_OURS, NULL, "out of memory");
        return NULL;
    }
    kept->sets = places / WAYS;
    pthread_mutex_init(&kept->lock, NULL);
    return kept;
}

void kept_close(struct kept *kept)
{
    if (!kept)
        return;
    for (size_t i = 0; i < kept->sets * WAYS; i++)
        http_kept_free(kept->places[i].answer);
    pthread_mutex_destroy(&kept->lock);
    free(kept);
}

static struct kept_place *set_of(struct kept *kept, const char *name)
{
    size_t hash = 0;
    for (; *name; name++)
        hash = hash * 31 + (unsigned char)*name;
    return &kept->places[hash % kept->sets * WAYS];
}

/* Under the lock, as the next. NULL if it is not there. */
static const struct http_kept *kept_find(struct kept *kept, const char *name)
{
    struct kept_place *set = set_of(kept, name);
    for (size_t i = 0; i < WAYS; i++)
        if (set[i].answer && strcmp(set[i].name, name) == 0) {
            set[i].used = ++kept->uses;
            return set[i].answer;
        }
    return NULL;
}

static void kept_put(struct kept *kept, const char *name, struct http_kept *answer)
{
    struct kept_place *set = set_of(kept, name);
    struct kept_place *oldest = set;
    for (size_t i = 1; i < WAYS; i++)
        if (set[i].used < oldest->used)
            oldest = &set[i];
    http_kept_free(oldest->answer);
    *oldest = (struct kept_place){.answer = answer, .used = ++kept->uses};
    text_copy(oldest->name, sizeof oldest->name, name);
    kept->made++;
}

bool kept_send(struct kept *kept, struct http_request *request, const char *name,
               struct http_kept *(*make)(struct http_request *request, const void *context),
               void (*send)(struct http_request *request, const struct http_kept *answer,
                            const void *context),
               const void *context)
{
    must(strlen(name) < KEPT_NAME_SIZE);
    pthread_mutex_lock(&kept->lock);
    const struct http_kept *found = kept_find(kept, name);
    if (found)
        send(request, found, context);
    pthread_mutex_unlock(&kept->lock);
    if (found)
        return true;
    /* Without the lock: others need not wait, and that two make the same costs little. */
    struct http_kept *made = make(request, context);
    if (!made)
        return false;
    send(request, made, context);
    pthread_mutex_lock(&kept->lock);
    kept_put(kept, name, made);
    pthread_mutex_unlock(&kept->lock);
    return true;
}

uint64_t kept_made(struct kept *kept)
{
    pthread_mutex_lock(&kept->lock);
    uint64_t made = kept->made;
    pthread_mutex_unlock(&kept->lock);
    return made;
}
