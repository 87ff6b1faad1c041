/* What the files of store share; store's own. */
#pragma once

#include "store/embedded.h"
#include "store/store.h"

#include <libpq-fe.h>
#include <pthread.h>

struct store_session {
    struct store *store; /* whose pool it goes back to; NULL for a writer's own */
    PGconn *connection;  /* NULL until first used */
    bool prepared[SQL_STATEMENTS];
    bool forgetful; /* lost what was prepared on it once: nothing is any more, until it is closed */
    struct store_session *next; /* in the pool's list of idle ones */
};

#define STORE_SCHEMA_SIZE 24

struct store {
    struct store_options options;
    char schema[STORE_SCHEMA_SIZE]; /* of this build's functions */
    PGconn *unused;
    pthread_mutex_t lock;
    pthread_cond_t freed;
    struct store_session *idle;
    int used, open;
    int64_t away_until; /* monotonic; until then nobody tries to connect again; 0: it was there last time */
};

/* Makes sure the session has a working connection. */
bool store_session_connect(struct store_session *session, struct error *error);

/* Sets what every connection has set: the time limit, and the search path with this build's functions first.
 */
bool store_session_settle(struct store_session *session, struct error *error);

/* "lanyard_" and 12 digits of the hash of all functions' texts. */
void store_schema_name(char name[static STORE_SCHEMA_SIZE]);

/* Whether who needs a new connection is told at once that the database is away. */
bool store_is_away(struct store *store);

/* Closes the connection; the session can connect again. */
void store_session_close(struct store_session *session);

/* Takes what PQsend… returned, and waits for the answer: the last result, whatever its status, for the caller
 * to clear. The server itself ends a statement after timeout_ms; one that is frozen, or whose network
 * swallows all, does not, so a little later the connection is given up. NULL with ERROR_BUSY when it is lost.
 */
PGresult *store_session_await(struct store_session *session, int sent, struct error *error);

/* Prepares the statement on this connection unless it is, or the connection is forgetful. */
bool store_session_prepare(struct store_session *session, enum store_statement statement,
                           struct error *error);

/* Sets the error from a failed result (owned by the caller) or, with NULL, from the connection. Returns
 * false. */
bool store_error(const struct store_session *session, const PGresult *result, struct error *error);

/* True for a failure after which the same transaction may succeed (SQLSTATE 40001, 40P01). */
bool store_is_retryable(const PGresult *result);

/* A new connection after a first, with the pool's options. For the writer and the reader. */
struct store_session *store_session_new(struct store *store);

#define scope_result __attribute__((cleanup(store_result_clear)))
static inline void store_result_clear(PGresult **result)
{
    PQclear(*result);
}
