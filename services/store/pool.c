/* The pool: connections taken and given back, and whether the database is away. */
#include "store/store_private.h"

#include <errno.h>

struct store *store_open(const struct store_options *options, struct error *error)
{
    struct store *store = calloc(1, sizeof *store);
    if (!store) {
        error_set(error, ERROR_OURS, NULL, "out of memory");
        return NULL;
    }
    char *problem = NULL;
    PQconninfoOption *parsed = options->url ? PQconninfoParse(options->url, &problem) : NULL;
    if (options->url && !parsed) {
        error_set(error, ERROR_SETUP, "DATABASE_URL", "%s", problem ? problem : "out of memory");
        PQfreemem(problem);
        free(store);
        return NULL;
    }
    PQconninfoFree(parsed);
    store->options = *options;
    store_schema_name(store->schema);
    pthread_mutex_init(&store->lock, NULL);
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&store->freed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    return store;
}

void store_close(struct store *store)
{
    if (!store)
        return;
    while (store->idle) {
        struct store_session *session = store->idle;
        store->idle = session->next;
        store_session_close(session);
        free(session);
    }
    pthread_cond_destroy(&store->freed);
    pthread_mutex_destroy(&store->lock);
    free(store);
}

void store_usage(struct store *store, int *used, int *open)
{
    pthread_mutex_lock(&store->lock);
    *used = store->used;
    *open = store->open;
    pthread_mutex_unlock(&store->lock);
}

/* Waits for an idle session or the right to open one. NULL with *may_open false: none came in time. */
static struct store_session *wait_for_session(struct store *store, bool *may_open)
{
    int64_t end = clock_monotonic() + (int64_t)store->options.wait_ms * 1000;
    struct timespec until = {.tv_sec = end / CLOCK_SECOND, .tv_nsec = end % CLOCK_SECOND * 1000};
    struct store_session *session = NULL;
    *may_open = false;
    pthread_mutex_lock(&store->lock);
    while (!store->idle && store->open >= store->options.connections)
        if (pthread_cond_timedwait(&store->freed, &store->lock, &until) == ETIMEDOUT)
            break;
    if (store->idle) {
        session = store->idle;
        store->idle = session->next;
        store->used++;
    } else if (store->open < store->options.connections) {
        store->open++;
        store->used++;
        *may_open = true;
    }
    pthread_mutex_unlock(&store->lock);
    return session;
}

static void forget_session(struct store *store, struct store_session *session)
{
    free(session);
    pthread_mutex_lock(&store->lock);
    store->open--;
    store->used--;
    pthread_cond_signal(&store->freed);
    pthread_mutex_unlock(&store->lock);
}

struct store_session *store_take(struct store *store, struct error *error)
{
    bool may_open;
    struct store_session *session = wait_for_session(store, &may_open);
    if (!session && !may_open) {
        error_set(error, ERROR_BUSY, NULL, "all %d database connections are in use",
                  store->options.connections);
        return NULL;
    }
    if (!session)
        session = store_session_new(store);
    if (!session) {
        forget_session(store, NULL);
        error_set(error, ERROR_OURS, NULL, "out of memory");
        return NULL;
    }
    if (!store_session_connect(session, error)) {
        forget_session(store, session);
        return NULL;
    }
    return session;
}

void store_give(struct store_session *session)
{
    struct store *store = session->store;
    /* A broken one, or one that a caller left inside a transaction, starts afresh. */
    if (PQstatus(session->connection) != CONNECTION_OK ||
        PQtransactionStatus(session->connection) != PQTRANS_IDLE)
        store_session_close(session);
    pthread_mutex_lock(&store->lock);
    session->next = store->idle;
    store->idle = session;
    store->used--;
    pthread_cond_signal(&store->freed);
    pthread_mutex_unlock(&store->lock);
}
