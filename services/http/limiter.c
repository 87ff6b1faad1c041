/* How often an address may: a bucket of tokens for each, filled as time goes by. */
#include "http/http_private.h"

#include <pthread.h>

#define SETS 2048
#define WAYS 4

/* Addresses share a table of fixed size: a set's longest unused place goes to whoever comes. */
struct bucket {
    char address[HTTP_ADDRESS_SIZE];
    double tokens;
    int64_t filled_at;
};

struct http_limiter {
    int64_t a_minute;
    pthread_mutex_t lock;
    struct bucket buckets[SETS][WAYS];
};

struct http_limiter *http_limiter_new(int64_t a_minute)
{
    struct http_limiter *limiter = calloc(1, sizeof *limiter);
    if (limiter) {
        limiter->a_minute = a_minute;
        pthread_mutex_init(&limiter->lock, NULL);
    }
    return limiter;
}

void http_limiter_free(struct http_limiter *limiter)
{
    if (!limiter)
        return;
    pthread_mutex_destroy(&limiter->lock);
    free(limiter);
}

/* FNV-1a */
static size_t bucket_set_of(const char *address)
{
    uint32_t hash = 2166136261u;
    for (; *address; address++)
        hash = (hash ^ (uint8_t)*address) * 16777619u;
    return hash % SETS;
}

static struct bucket *bucket_find(struct http_limiter *limiter, const char *address, int64_t now)
{
    struct bucket *set = limiter->buckets[bucket_set_of(address)];
    struct bucket *oldest = set;
    for (int i = 0; i < WAYS; i++) {
        if (strcmp(set[i].address, address) == 0)
            return &set[i];
        if (set[i].filled_at < oldest->filled_at)
            oldest = &set[i];
    }
    *oldest = (struct bucket){.tokens = (double)limiter->a_minute, .filled_at = now};
    text_copy(oldest->address, sizeof oldest->address, address);
    return oldest;
}

bool http_limiter_admit(struct http_limiter *limiter, const char *address, int64_t now, int *retry_after)
{
    if (limiter->a_minute == 0)
        return true;
    double a_microsecond = (double)limiter->a_minute / (60.0 * (double)CLOCK_SECOND);
    pthread_mutex_lock(&limiter->lock);
    struct bucket *bucket = bucket_find(limiter, address, now);
    bucket->tokens += (double)(now - bucket->filled_at) * a_microsecond;
    if (bucket->tokens > (double)limiter->a_minute)
        bucket->tokens = (double)limiter->a_minute;
    bucket->filled_at = now;
    bool admit = bucket->tokens >= 1;
    if (admit)
        bucket->tokens -= 1;
    else
        *retry_after = 1 + (int)((1 - bucket->tokens) / a_microsecond / (double)CLOCK_SECOND);
    pthread_mutex_unlock(&limiter->lock);
    return admit;
}
