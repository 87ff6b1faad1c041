/* Who is connected. MHD counts idle time only, which begins again with each byte, and IPv6 addresses one by
 * one: a few bytes a second from a single machine held every connection there is. */
#include "http/http_private.h"

#include <pthread.h>
#include <sys/socket.h>

#define HEAD_DURATION (30 * CLOCK_SECOND)
#define NOT_WAITING INT64_MAX

struct http_visit {
    struct http_visit *next;
    struct http_visit **link; /* what points to this one */
    char address[HTTP_ADDRESS_SIZE];
    int fd;
    _Atomic int64_t waiting_since; /* for the head of a request */
};

struct http_visitors {
    int64_t most;
    pthread_mutex_t lock; /* of the list; while it is held no descriptor in it is closed */
    struct http_visit *first;
};

struct http_visitors *http_visitors_new(int64_t most)
{
    struct http_visitors *visitors = calloc(1, sizeof *visitors);
    if (visitors) {
        visitors->most = most;
        pthread_mutex_init(&visitors->lock, NULL);
    }
    return visitors;
}

void http_visitors_free(struct http_visitors *visitors)
{
    if (!visitors)
        return;
    pthread_mutex_destroy(&visitors->lock);
    free(visitors);
}

static int64_t visitors_count_from(const struct http_visitors *visitors, const char *address)
{
    int64_t count = 0;
    for (const struct http_visit *visit = visitors->first; visit; visit = visit->next)
        count += strcmp(visit->address, address) == 0;
    return count;
}

struct http_visit *http_visitors_enter(struct http_visitors *visitors, const char *address, int fd,
                                       int64_t now)
{
    struct http_visit *visit = calloc(1, sizeof *visit);
    if (!visit)
        return NULL;
    text_copy(visit->address, sizeof visit->address, address);
    visit->fd = fd;
    atomic_init(&visit->waiting_since, now);
    pthread_mutex_lock(&visitors->lock);
    bool full = visitors->most && visitors_count_from(visitors, address) >= visitors->most;
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

void http_visitors_leave(struct http_visitors *visitors, struct http_visit *visit)
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

void http_visit_wait(struct http_visit *visit, int64_t now)
{
    if (visit)
        atomic_store(&visit->waiting_since, now);
}

void http_visit_head_came(struct http_visit *visit)
{
    if (visit)
        atomic_store(&visit->waiting_since, NOT_WAITING);
}

void http_visitors_sweep(struct http_visitors *visitors, int64_t now)
{
    pthread_mutex_lock(&visitors->lock);
    for (const struct http_visit *visit = visitors->first; visit; visit = visit->next)
        if (atomic_load(&visit->waiting_since) < now - HEAD_DURATION)
            shutdown(visit->fd, SHUT_RDWR);
    pthread_mutex_unlock(&visitors->lock);
}
