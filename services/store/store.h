/* store: PostgreSQL. A pool of connections, statements called by name, streams of rows, migrations, the
 * writer that commits in groups, and the reader that asks for those who must not wait. A session finds the
 * functions of the build that it belongs to before all else.
 *
 * Every statement stands in sql/statements/NAME.sql and is embedded at build time; C calls it by the
 * enumerator SQL_NAME (generated header store/statements.h, part of this public header). Parameters are
 * always text and always apart from the statement. Most statements call one database function and give one
 * JSON document back.
 *
 * Errors: ERROR_BUSY when PostgreSQL is away, silent, overloaded or shutting down (SQLSTATE 08xxx, 53xxx,
 * 57P0x) or a statement timed out; ERROR_SETUP when the schema is not current, the role lacks a right or is a
 * superuser; ERROR_CALLER, ERROR_NOT_FOUND, ERROR_CONFLICT when a database function raised one of ours
 * (SQLSTATE LY400, LY404, LY409): a refusal of base/refusal.h, with the field; ERROR_OURS otherwise.
 * 40001 and 40P01 are retried here, up to five times.
 *
 * A pooler between must keep one connection to the server for each of ours (PgBouncer: session mode):
 * statements are prepared, and time limit and search path are the session's. Where prepared ones are lost all
 * the same (26000, 42P05), the session is settled anew and goes on with statements that are not. */
#pragma once

#include "base/base.h"
#include "store/statements.h"

struct store;         /* a pool; thread-safe */
struct store_session; /* one connection; used by one thread at a time */

struct store_options {
    const char *url;     /* DATABASE_URL; NULL: libpq's own PG* variables */
    const char *role;    /* user where neither the URL nor PGUSER names one: "lanyard_web" */
    const char *program; /* application_name */
    int connections;     /* most at once, 1..64 */
    int timeout_ms;      /* statement_timeout, past which a silent server is given up; 0 for none */
    int wait_ms;         /* how long store_take may wait for a free connection before ERROR_BUSY */
};

/* Makes the pool. Connects to nothing yet, so it succeeds while PostgreSQL is away. The strings must outlive
 * it. */
struct store *store_open(const struct store_options *options, struct error *error);
void store_close(struct store *store);

/* How many connections are in use and open, for metrics. */
void store_usage(struct store *store, int *used, int *open);

/* Takes a connection, (re)connecting as needed; NULL with ERROR_BUSY if there is none in time.
 * A session that broke is replaced at the next take. Give every session back. */
struct store_session *store_take(struct store *store, struct error *error);
void store_give(struct store_session *session);

/* --- answers: what a statement gave, the first column of the first row */

struct store_answer; /* immutable; may be used by several threads at once */

/* Runs a statement with a connection of the pool, or of the caller's own. NULL on error. Params are text,
 * NULL for SQL NULL. Free the answer. */
struct store_answer *store_ask(struct store *store, enum store_statement statement, const char *const *params,
                               struct error *error) CHECKED;
struct store_answer *store_session_ask(struct store_session *session, enum store_statement statement,
                                       const char *const *params, struct error *error) CHECKED;
void store_answer_free(struct store_answer *answer);
/* The same once more, for another who frees it. */
struct store_answer *store_answer_hold(const struct store_answer *answer) CHECKED;
#define scope_answer scope(store_answer_free_scope)
static inline void store_answer_free_scope(struct store_answer **answer)
{
    store_answer_free(*answer);
}

/* There was no row, or it is NULL. */
bool store_answer_is_none(const struct store_answer *answer);

/* A JSON object, read into the record, or an array of them into a RECORD_LIST_OF its struct: exactly, for
 * statements and records are of one build. ERROR_OURS names the member at fault; none is a fault too. */
bool store_answer_record(const struct store_answer *answer, const struct record *record, struct arena *arena,
                         void *into, struct error *error) CHECKED;
bool store_answer_list(const struct store_answer *answer, const struct record *record, struct arena *arena,
                       void *list, struct error *error) CHECKED;

/* An integer; a text, which lives as long as the answer. ERROR_OURS, or NULL, where it is something else. */
bool store_answer_number(const struct store_answer *answer, int64_t *number, struct error *error) CHECKED;
const char *store_answer_text(const struct store_answer *answer);

/* Runs a statement that gives one JSON (or text or number) value: first column of the first row.
 * New reference; json_null() when there is no row or it is NULL; NULL on error.
 * Params are text, NULL for SQL NULL. */
json_t *store_json(struct store_session *session, enum store_statement statement, const char *const *params,
                   struct error *error);

/* The same with a connection of the pool, taken and given back. */
json_t *store_call(struct store *store, enum store_statement statement, const char *const *params,
                   struct error *error);

/* For all: STORE_PARAMS(a, b, c), or NULL for none. Any of them may be NULL, so an end of their own tells how
 * many there are; another number than the statement's is ERROR_OURS. */
#define STORE_PARAMS(...) ((const char *const[]){__VA_ARGS__, store_params_end})
extern const char store_params_end[];

/* Streams rows in single-row mode within one REPEATABLE READ READ ONLY transaction; memory does not grow with
 * the rows. `row` gets the columns as text (NULL for SQL NULL), valid during the call; returning false stops
 * the stream, and its error is passed on. Rows may have come before an error does. The options' timeout does
 * not count: rows come as fast as they are taken. */
bool store_stream(struct store_session *session, enum store_statement statement, const char *const *params,
                  bool (*row)(void *context, const char *const *columns, struct error *error), void *context,
                  struct error *error);

/* --- migrations: sql/tables/ are applied once, sql/functions/ are loaded into a schema of each build's own
 */

enum store_migration_state {
    MIGRATION_APPLIED,
    MIGRATION_PENDING,
    MIGRATION_OTHERS, /* there, but of another version; this one does not need it */
    MIGRATION_DROPPED
};

struct store_migration {
    const char *name; /* "0001_base"; of functions their schema, "lanyard_0123456789ab" */
    bool functions;
    enum store_migration_state state;
};

/* Applies the tables that are pending, in order, each in its own transaction, recorded with a checksum; then
 * loads this build's functions, in one transaction, unless they are there. All under an advisory lock.
 * Refuses (ERROR_CONFLICT) when applied tables differ from ours; those that we do not know are a newer
 * version's, which is no fault. With dry_run nothing is changed. `report` is called for each part, before it
 * is applied; may be NULL. */
bool store_migrate(struct store_session *session, bool dry_run,
                   void (*report)(void *context, const struct store_migration *migration), void *context,
                   struct error *error);

/* Drops the functions of all other builds, whose programs then no longer work; `report` is told of each.
 * Refuses (ERROR_CONFLICT) when the database has tables of a newer version. */
bool store_prune(struct store_session *session,
                 void (*report)(void *context, const struct store_migration *migration), void *context,
                 struct error *error);

/* True if all tables that we know are applied, unchanged, and our functions are there. Else false with
 * ERROR_SETUP and what to do. */
bool store_schema_current(struct store_session *session, struct error *error);

/* --- the writer: commits in groups */

/* One write waiting for its commit. The caller embeds it as the first member of its own structure and owns it
 * until submit returned true; then the writer does, until it calls done. */
struct store_write {
    struct store_write *next; /* the writer's */
    const char *item;         /* JSON object, the item's input; must stay valid until done */
    size_t item_length;
    /* Called once, from the writer's thread, after the commit (answer set) or when the write failed (answer
     * NULL, error set). answer is borrowed. An ERROR_BUSY here means: not known to be stored; sending it
     * again is safe. */
    void (*done)(struct store_write *write, const struct store_answer *answer, const struct error *error);
};

struct store_writer;

struct store_writer_options {
    enum store_statement
        statement;    /* takes $1: a JSON array of items; gives a JSON array of answers in the same order */
    int most_queued;  /* past this, submit refuses: ERROR_BUSY */
    int most_grouped; /* items in one transaction */
};

/* Starts the writer's thread, with a connection of its own made from the store's options. It takes, without a
 * timer, whatever queued during its last commit and passes it to the statement in one transaction. A group
 * that fails as a whole, or runs out of time, is retried item by item; a lost connection is retried with the
 * same items, whose own idempotency makes that harmless, until the database has been away for five seconds;
 * from then on each fails with ERROR_BUSY. */
struct store_writer *store_writer_start(struct store *store, const struct store_writer_options *options,
                                        struct error *error);

/* Queues a write. False with ERROR_BUSY when the queue is full or the writer stopping; then done is not
 * called. Thread-safe. */
bool store_writer_submit(struct store_writer *writer, struct store_write *write, struct error *error);

struct store_writer_usage {
    int queued;      /* now */
    uint64_t groups; /* transactions so far */
    uint64_t items;  /* writes so far */
    uint64_t failed; /* writes that ended with an error */
};
void store_writer_usage(struct store_writer *writer, struct store_writer_usage *usage);

/* Finishes what is queued and ends the thread; what is submitted from now on is refused. NULL and a second
 * call change nothing. */
void store_writer_stop(struct store_writer *writer);

/* The same if that was not done, and frees. No submit may run at the same time. May be NULL. */
void store_writer_free(struct store_writer *writer);

/* --- the reader: asks for those who must not wait themselves */

/* One question waiting for its answer. The caller embeds it and owns it until submit returned true; then the
 * reader does, until it calls done, which may free it. */
struct store_read {
    struct store_read *next; /* the reader's, as the next */
    int64_t queued_at;
    enum store_statement statement;
    const char *const *params; /* as for store_json; they must stay valid until done */
    /* No statement is asked but whether the schema is current: the answer is {"fault"}, null or a text that
     * says what an operator must do. */
    bool of_schema;
    /* Called once, from one of the reader's threads: answer is borrowed, or NULL with the error set. */
    void (*done)(struct store_read *read, const struct store_answer *answer, const struct error *error);
};

struct store_reader;

struct store_reader_options {
    int threads;     /* each with a connection of its own */
    int most_queued; /* past this, submit refuses: ERROR_BUSY */
    int patience_ms; /* who queued for longer gets ERROR_BUSY */
};

/* Starts the threads, which connect when first asked, with the store's options. */
struct store_reader *store_reader_start(struct store *store, const struct store_reader_options *options,
                                        struct error *error) CHECKED;

/* Queues a question. False with ERROR_BUSY when the queue is full or the reader stopping; then done is not
 * called. Thread-safe. */
bool store_reader_submit(struct store_reader *reader, struct store_read *read, struct error *error) CHECKED;

struct store_reader_usage {
    int queued;      /* now */
    int reading;     /* now */
    uint64_t reads;  /* so far */
    uint64_t failed; /* of these, those that ended with an error */
};
void store_reader_usage(struct store_reader *reader, struct store_reader_usage *usage);

/* Answers what is queued and ends the threads; what is submitted from now on is refused. NULL and a second
 * call change nothing. */
void store_reader_stop(struct store_reader *reader);

/* The same if that was not done, and frees. No submit may run at the same time. May be NULL. */
void store_reader_free(struct store_reader *reader);
