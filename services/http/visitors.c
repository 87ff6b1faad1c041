/* Who is connected. MHD counts idle time only, which begins again with each byte, and IPv6 addresses one by
 * one: a few bytes a second from a single machine held every connection there is. */
#include "web/web.h"

#include <pthread.h>
#include <sys/socket.h>

#define HEAD_DURATION (30 * CLOCK_SECOND)
#define NOT_WAITING INT64_MAX

struct visit {
    struct visit *next;
    struct visit **link; /* what points to this one */
    char address[REQUEST_ADDRESS_SIZE];
    int fd;
    _Atomic int64_t waiting_since; /* for the head of a request */
};

struct visitors {
    int64_t most;
    pthread_mutex_t lock; /* of the list; while it is held no descriptor in it is closed */
    struct visit *first;
};

struct visitors *visitors_new(int64_t most)
{
    struct visitors *visitors = calloc(1, sizeof *visitors);
    if (visitors) {
        visitors->most = most;
        pthread_mutex_init(&visitors->lock, NULL);
    }
    return visitors;
}

void visitors_free(struct visitors *visitors)
{
    if (!visitors)
        return;
    pthread_mutex_destroy(&visitors->lock);
    free(visitors);
}

static int64_t visits_from(const struct visitors *visitors, const char *address)
{
    int64_t count = 0;
    for (const struct visit *visit = visitors->first; visit; visit = visit->next)
        count += strcmp(visit->address, address) == 0;
    return count;
}

struct visit *visitors_enter(struct visitors *visitors, const char *address, int fd, int64_t now)
{
    struct visit *visit = calloc(1, sizeof *visit);
    if (!visit)
        return NULL;
    text_copy(visit->address, sizeof visit->address, address);
    visit->fd = fd;
    atomic_init(&visit->waiting_since, now);
    pthread_mutex_lock(&visitors->lock);
    bool full = visitors->most && visits_from(visitors, address) >= visitors->most;
    visit->next = visitors->first;
    visit->link = &visitors->first;
    if (visit->next)
        visit->next->link = &visit->next;
    visitors->first = visit;
    pthread_mutex_unlock(&visitors->lock);
    if (full)
        shutdown(fd, SHUT_RDWR);
    return visit;
}

void visitors_leave(struct visitors *visitors, struct visit *visit)
{
    if (!visit)
        return;
    pthread_mutex_lock(&visitors->lock);
    *visit->link = visit->next;
    if (visit->next)
        visit->next->link = visit->link;
    pthread_mutex_unlock(&visitors->lock);
    free(visit);
}

void visit_wait(struct visit *visit, int64_t now)
{
    if (visit)
        atomic_store(&visit->waiting_since, now);
}

void visit_head_came(struct visit *visit)
{
    if (visit)
        atomic_store(&visit->waiting_since, NOT_WAITING);
}

void visitors_sweep(struct visitors *visitors, int64_t now)
{
    pthread_mutex_lock(&visitors->lock);
    for (const struct visit *visit = visitors->first; visit; visit = visit->next)
        if (atomic_load(&visit->waiting_since) < now - HEAD_DURATION)
            shutdown(visit->fd, SHUT_RDWR);
    pthread_mutex_unlock(&visitors->lock);
}
