#include "door/door_private.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUSY_MS 1000

struct journal {
    sqlite3 *database;
    int lock; /* held by the one that writes; -1 by those that look */
};

/* `result` is the last word on a scan: the door's own until the service has answered. `decided` keeps what
 * the door showed, so that an answer at odds with it can be counted. */
static const char schema[] =
    "CREATE TABLE IF NOT EXISTS scan ("
    " number INTEGER PRIMARY KEY AUTOINCREMENT,"
    " id TEXT NOT NULL UNIQUE,"
    " at TEXT NOT NULL,"
    " text TEXT NOT NULL,"
    " decided TEXT,"
    " result TEXT,"
    " acknowledged_at TEXT);"
    "CREATE INDEX IF NOT EXISTS scan_unsent ON scan (number) WHERE acknowledged_at IS NULL;";

static bool fail(struct journal *journal, struct error *error)
{
    int code = sqlite3_errcode(journal->database) & 0xff;
    bool busy = code == SQLITE_BUSY || code == SQLITE_LOCKED;
    return error_set(error, busy ? ERROR_BUSY : ERROR_OURS, NULL, "%s: %s",
                     busy ? "another program has the journal open" : "journal",
                     sqlite3_errmsg(journal->database));
}

/* Two programs that write would each believe that they know all. */
static bool take_lock(struct journal *journal, const char *path, struct error *error)
{
    char name[1024];
    snprintf(name, sizeof name, "%s-lock", path);
    journal->lock = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (journal->lock >= 0 && flock(journal->lock, LOCK_EX | LOCK_NB) == 0)
        return true;
    if (errno == EWOULDBLOCK)
        return error_set(error, ERROR_BUSY, NULL, "%s: another program has the journal open", path);
    return error_set(error, ERROR_OURS, NULL, "%s: journal: %s", path, strerror(errno));
}

/* FULL: what is committed survives a power cut. 0600 before anything is in it: the codes of tickets are. */
static bool open_database(struct journal *journal, const char *path, struct error *error)
{
    if (sqlite3_open(path, &journal->database) == SQLITE_OK && chmod(path, 0600) == 0 &&
        sqlite3_busy_timeout(journal->database, BUSY_MS) == SQLITE_OK &&
        sqlite3_exec(journal->database, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;", NULL, NULL,
                     NULL) == SQLITE_OK &&
        sqlite3_exec(journal->database, schema, NULL, NULL, NULL) == SQLITE_OK)
        return true;
    fail(journal, error);
    return error_context(error, "%s", path);
}

struct journal *journal_open(const char *path, bool writes, struct error *error)
{
    struct journal *journal = calloc(1, sizeof *journal);
    if (!journal) {
        error_set(error, ERROR_OURS, NULL, "out of memory");
        return NULL;
    }
    journal->lock = -1;
    if ((!writes || take_lock(journal, path, error)) && open_database(journal, path, error))
        return journal;
    journal_close(journal);
    return NULL;
}

void journal_close(struct journal *journal)
{
    if (!journal)
        return;
    sqlite3_close_v2(journal->database);
    if (journal->lock >= 0)
        close(journal->lock);
    free(journal);
}

/* Runs one statement with texts as parameters (NULL for SQL NULL). */
static bool execute(struct journal *journal, const char *sql, const char *const *values, size_t count,
                    struct error *error)
{
    sqlite3_stmt *statement = NULL;
    bool good = sqlite3_prepare_v2(journal->database, sql, -1, &statement, NULL) == SQLITE_OK;
    for (size_t i = 0; good && i < count; i++)
        good = sqlite3_bind_text(statement, (int)i + 1, values[i], -1, SQLITE_STATIC) == SQLITE_OK;
    good = good && sqlite3_step(statement) == SQLITE_DONE;
    if (!good)
        fail(journal, error);
    sqlite3_finalize(statement);
    return good;
}

bool journal_add(struct journal *journal, const char *id, const char *at, const char *text,
                 const json_t *result, struct error *error)
{
    scope_free char *document = result ? json_dumps(result, JSON_COMPACT) : NULL;
    const char *verdict = json_text(result, "verdict", NULL);
    const char *const values[] = {id, at, text, verdict, document};
    return execute(journal, "INSERT INTO scan (id, at, text, decided, result) VALUES (?, ?, ?, ?, ?)", values,
                   sizeof values / sizeof *values, error);
}

bool journal_begin(struct journal *journal, struct error *error)
{
    return execute(journal, "BEGIN", NULL, 0, error);
}

bool journal_end(struct journal *journal, bool good, struct error *error)
{
    good = good && execute(journal, "COMMIT", NULL, 0, error);
    /* A full disk may have ended the transaction by itself; then there is none to roll back. */
    if (!good)
        execute(journal, "ROLLBACK", NULL, 0, NULL);
    return good;
}

bool journal_acknowledge(struct journal *journal, const char *id, const json_t *result, struct error *error)
{
    char now[CLOCK_TEXT_SIZE];
    clock_format(clock_now(), now);
    scope_free char *document = json_dumps(result, JSON_COMPACT);
    const char *const values[] = {document, now, id};
    return execute(journal, "UPDATE scan SET result = ?, acknowledged_at = ? WHERE id = ?", values,
                   sizeof values / sizeof *values, error);
}

static const char *column(sqlite3_stmt *statement, int index)
{
    return (const char *)sqlite3_column_text(statement, index);
}

int journal_unsent(struct journal *journal, struct journal_scan *scans, int most, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    int count = 0;
    int step = sqlite3_prepare_v2(
        journal->database,
        "SELECT id, at, text FROM scan WHERE acknowledged_at IS NULL ORDER BY number LIMIT ?", -1, &statement,
        NULL);
    if (step == SQLITE_OK)
        step = sqlite3_bind_int(statement, 1, most) == SQLITE_OK ? sqlite3_step(statement) : SQLITE_ERROR;
    for (; step == SQLITE_ROW && count < most; step = sqlite3_step(statement)) {
        struct journal_scan *scan = &scans[count++];
        text_copy(scan->id, sizeof scan->id, column(statement, 0));
        text_copy(scan->at, sizeof scan->at, column(statement, 1));
        scan->text = strdup(column(statement, 2));
    }
    bool good = step == SQLITE_DONE || step == SQLITE_ROW;
    if (!good)
        fail(journal, error);
    sqlite3_finalize(statement);
    return good ? count : -1;
}

static bool count_verdicts(struct journal *journal, json_t *verdicts, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    int step = sqlite3_prepare_v2(
        journal->database,
        "SELECT coalesce(json_extract(result, '$.verdict'), 'undecided'), count(*) FROM scan GROUP BY 1", -1,
        &statement, NULL);
    if (step == SQLITE_OK)
        step = sqlite3_step(statement);
    for (; step == SQLITE_ROW; step = sqlite3_step(statement))
        json_object_set_new(verdicts, column(statement, 0), json_integer(sqlite3_column_int64(statement, 1)));
    bool good = step == SQLITE_DONE || fail(journal, error);
    sqlite3_finalize(statement);
    return good;
}

static bool count_scans(struct journal *journal, json_t *counts, struct error *error)
{
    /* A conflict: the door let somebody in whom the service would not have. */
    static const char sql[] =
        "SELECT count(*), count(*) FILTER (WHERE acknowledged_at IS NULL),"
        " count(*) FILTER (WHERE decided = 'admitted' AND json_extract(result, '$.verdict') <> 'admitted'),"
        " min(at) FILTER (WHERE acknowledged_at IS NULL) FROM scan";
    sqlite3_stmt *statement = NULL;
    bool good = sqlite3_prepare_v2(journal->database, sql, -1, &statement, NULL) == SQLITE_OK &&
                sqlite3_step(statement) == SQLITE_ROW;
    if (good) {
        json_object_set_new(counts, "scans", json_integer(sqlite3_column_int64(statement, 0)));
        json_object_set_new(counts, "unsent", json_integer(sqlite3_column_int64(statement, 1)));
        json_object_set_new(counts, "conflicts", json_integer(sqlite3_column_int64(statement, 2)));
        if (column(statement, 3))
            json_object_set_new(counts, "oldest_unsent", json_string(column(statement, 3)));
    } else {
        fail(journal, error);
    }
    sqlite3_finalize(statement);
    return good;
}

bool journal_counts(struct journal *journal, json_t **counts, json_t **verdicts, struct error *error)
{
    *counts = json_object();
    *verdicts = json_object();
    return count_scans(journal, *counts, error) && count_verdicts(journal, *verdicts, error);
}
