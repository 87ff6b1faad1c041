/* One connection's life: opened when first used, asked one thing at a time, closed when it breaks or keeps
 * silent. */
#include "store/store_private.h"

#include <errno.h>
#include <poll.h>

#define RETRY_AFTER (CLOCK_SECOND / 2)
#define CONNECT_SECONDS "3"
#define CONNECT_LIMIT (10 * CLOCK_SECOND) /* an attempt may try several addresses */
#define SILENCE_LIMIT (2 * CLOCK_SECOND)

struct store_session *store_session_new(struct store *store)
{
    struct store_session *session = calloc(1, sizeof *session);
    if (session)
        session->store = store;
    return session;
}

void store_session_close(struct store_session *session)
{
    PQfinish(session->connection);
    session->connection = NULL;
    memset(session->prepared, 0, sizeof session->prepared);
    session->forgetful = false;
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
    const char *values[] = {options->url ? options->url : "",
                            options->program,
                            "UTF8",
                            CONNECT_SECONDS,
                            "10",
                            "10000",
                            options->role,
                            NULL};
    if (!options->role || user_is_named(options->url))
        names[6] = NULL;
    if (!options->url) /* libpq's own variables say it */
        names[0] = "fallback_application_name", values[0] = options->program;
    return PQconnectdbParams(names, values, 1);
}

/* While the database is away one thread at a time finds out whether it still is; the others hear it at once.
 */
static bool may_connect(struct store *store)
{
    pthread_mutex_lock(&store->lock);
    int64_t now = clock_monotonic();
    bool may = now >= store->away_until;
    if (may && store->away_until)
        store->away_until = now + CONNECT_LIMIT;
    pthread_mutex_unlock(&store->lock);
    return may;
}

bool store_is_away(struct store *store)
{
    pthread_mutex_lock(&store->lock);
    bool away = clock_monotonic() < store->away_until;
    pthread_mutex_unlock(&store->lock);
    return away;
}

/* 0: it is there. */
static void set_away(struct store *store, int64_t until)
{
    pthread_mutex_lock(&store->lock);
    store->away_until = until;
    pthread_mutex_unlock(&store->lock);
}

/* How long a statement may take, and which build's functions it finds. */
bool store_session_settle(struct store_session *session, struct error *error)
{
    char limit[24], path[STORE_SCHEMA_SIZE + 24];
    snprintf(limit, sizeof limit, "%d", session->store->options.timeout_ms);
    snprintf(path, sizeof path, "%s, public, pg_temp", session->store->schema);
    int sent = PQsendQueryParams(session->connection,
                                 "SELECT set_config('statement_timeout', $1, false), "
                                 "set_config('search_path', $2, false)",
                                 2, NULL, (const char *const[]){limit, path}, NULL, NULL, 0);
    scope_result PGresult *set = store_session_await(session, sent, error);
    return set && (PQresultStatus(set) == PGRES_TUPLES_OK || store_error(session, set, error));
}

/* A fault in a program shall not be able to do more than the program. */
static bool is_modest(struct store_session *session, struct error *error)
{
    const char *superuser = PQparameterStatus(session->connection, "is_superuser");
    const char *role = session->store->options.role;
    return !superuser || strcmp(superuser, "on") != 0 ||
           error_set(error, ERROR_SETUP, NULL, "%s is a superuser of the database: connect as %s",
                     PQuser(session->connection), role ? role : "one who is none");
}

bool store_session_connect(struct store_session *session, struct error *error)
{
    if (session->connection && PQstatus(session->connection) == CONNECTION_OK)
        return true;
    store_session_close(session);
    if (!may_connect(session->store))
        return error_set(error, ERROR_BUSY, NULL, "the database is away");
    session->connection = connect_with(&session->store->options);
    bool good =
        (PQstatus(session->connection) == CONNECTION_OK && PQsetnonblocking(session->connection, 1) == 0) ||
        store_error(session, NULL, error);
    good = good && is_modest(session, error) && store_session_settle(session, error);
    if (!good)
        store_session_close(session);
    set_away(session->store, good ? 0 : clock_monotonic() + RETRY_AFTER);
    return good;
}

/* Waits until all is sent and there is a result, or it is known that none will come. False when time is up.
 */
static bool wait_for_result(PGconn *connection, int64_t end)
{
    int unsent = 1;
    for (;;) {
        if (unsent > 0 && (unsent = PQflush(connection)) < 0)
            return true;
        if (!unsent && !PQisBusy(connection))
            return true;
        int64_t left = end - clock_monotonic();
        if (left <= 0)
            return false;
        struct pollfd fd = {.fd = PQsocket(connection),
                            .events = (short)(unsent ? POLLIN | POLLOUT : POLLIN)};
        poll(&fd, 1, left < CLOCK_SECOND ? (int)(left / 1000) + 1 : 1000);
        if (fd.revents && !PQconsumeInput(connection))
            return true;
    }
}

/* Each is opened again at its next use. */
static void close_idle(struct store *store)
{
    pthread_mutex_lock(&store->lock);
    for (struct store_session *session = store->idle; session; session = session->next)
        store_session_close(session);
    pthread_mutex_unlock(&store->lock);
}

/* The connection, and those that lie idle beside it, were to a server that is no longer there. */
static void lost(struct store_session *session, int64_t away_until)
{
    store_session_close(session);
    close_idle(session->store);
    if (away_until)
        set_away(session->store, away_until);
}

PGresult *store_session_await(struct store_session *session, int sent, struct error *error)
{
    int64_t limit = (int64_t)session->store->options.timeout_ms * 1000;
    int64_t end = limit ? clock_monotonic() + limit + SILENCE_LIMIT : INT64_MAX;
    PGresult *last = NULL;
    PGresult *next = NULL;
    bool answered = true;
    while (sent && (answered = wait_for_result(session->connection, end)) &&
           (next = PQgetResult(session->connection))) {
        PQclear(last);
        last = next;
    }
    if (answered && last && PQstatus(session->connection) == CONNECTION_OK)
        return last;
    if (answered)
        store_error(session, last, error);
    else
        error_set(error, ERROR_BUSY, NULL, "the database keeps silent");
    PQclear(last);
    lost(session, answered ? 0 : clock_monotonic() + RETRY_AFTER);
    return NULL;
}
