#include "store/store_private.h"

#include <errno.h>
#include <signal.h>

#define RETRY_AFTER (CLOCK_SECOND / 2)

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

struct store_session *store_session_new(struct store *store)
{
    struct store_session *session = calloc(1, sizeof *session);
    if (session)
        session->store = store;
    return session;
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

void store_session_close(struct store_session *session)
{
    PQfinish(session->connection);
    session->connection = NULL;
    memset(session->prepared, 0, sizeof session->prepared);
}

/* The role fills in for a user that nobody named. */
static bool user_is_named(const char *url)
{
    if (getenv("PGUSER") || getenv("PGSERVICE"))
        return true;
    bool named = false;
    PQconninfoOption *parsed = url ? PQconninfoParse(url, NULL) : NULL;
    for (const PQconninfoOption *option = parsed; option && option->keyword; option++)
        named = named || (strcmp(option->keyword, "user") == 0 && option->val);
    PQconninfoFree(parsed);
    return named;
}

static PGconn *connect_with(const struct store_options *options)
{
    const char *names[] = {"dbname",
                           "fallback_application_name",
                           "client_encoding",
                           "connect_timeout",
                           "keepalives_idle",
                           "tcp_user_timeout",
                           "user",
                           NULL};
    const char *values[] = {
        options->url ? options->url : "", options->program, "UTF8", "5", "10", "10000", options->role, NULL};
    if (!options->role || user_is_named(options->url))
        names[6] = NULL;
    if (!options->url) /* libpq's own variables say it */
        names[0] = "fallback_application_name", values[0] = options->program;
    return PQconnectdbParams(names, values, 1);
}

static bool may_connect(struct store *store)
{
    pthread_mutex_lock(&store->lock);
    bool may = clock_monotonic() >= store->retry_at;
    pthread_mutex_unlock(&store->lock);
    return may;
}

static void connect_failed(struct store *store)
{
    pthread_mutex_lock(&store->lock);
    store->retry_at = clock_monotonic() + RETRY_AFTER;
    pthread_mutex_unlock(&store->lock);
}

bool store_session_connect(struct store_session *session, struct error *error)
{
    if (session->connection && PQstatus(session->connection) == CONNECTION_OK)
        return true;
    store_session_close(session);
    /* While it is away one thread in a while finds out, the others answer at once. */
    if (!may_connect(session->store))
        return error_set(error, ERROR_BUSY, NULL, "the database is away");
    session->connection = connect_with(&session->store->options);
    if (PQstatus(session->connection) != CONNECTION_OK) {
        store_error(session, NULL, error);
        store_session_close(session);
        connect_failed(session->store);
        return false;
    }
    char limit[24];
    snprintf(limit, sizeof limit, "%d", session->store->options.timeout_ms);
    scope_result PGresult *set =
        PQexecParams(session->connection, "SELECT set_config('statement_timeout', $1, false)", 1, NULL,
                     (const char *const[]){limit}, NULL, NULL, 0);
    return PQresultStatus(set) == PGRES_TUPLES_OK || store_error(session, set, error);
}
