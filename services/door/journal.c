/* The journal: every scan, durable before its verdict is shown (SQLite). */
#include "door/door_private.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUSY_MS 1000
#define DOCUMENT_MAX ((size_t)32 << 20) /* no more than the service can have said */

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
    "CREATE INDEX IF NOT EXISTS scan_unsent ON scan (number) WHERE acknowledged_at IS NULL;"
    "CREATE INDEX IF NOT EXISTS scan_unsent_text ON scan (text, number) WHERE acknowledged_at IS NULL;";

static bool journal_fail(struct journal *journal, struct error *error)
{
    int code = sqlite3_errcode(journal->database) & 0xff;
    bool busy = code == SQLITE_BUSY || code == SQLITE_LOCKED;
    return error_set(error, busy ? ERROR_BUSY : ERROR_OURS, NULL, "%s: %s",
                     busy ? "another program has the journal open" : "journal",
                     sqlite3_errmsg(journal->database));
}

/* Two programs that write would each believe that they know all. */
static bool journal_take_lock(struct journal *journal, const char *path, struct error *error)
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
static bool journal_open_database(struct journal *journal, const char *path, struct error *error)
{
    if (sqlite3_open(path, &journal->database) == SQLITE_OK && chmod(path, 0600) == 0 &&
        sqlite3_busy_timeout(journal->database, BUSY_MS) == SQLITE_OK &&
        sqlite3_exec(journal->database, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;", NULL, NULL,
                     NULL) == SQLITE_OK &&
        sqlite3_exec(journal->database, schema, NULL, NULL, NULL) == SQLITE_OK)
        return true;
    journal_fail(journal, error);
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
    if ((!writes || journal_take_lock(journal, path, error)) && journal_open_database(journal, path, error))
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
static bool journal_execute(struct journal *journal, const char *sql, const char *const *values, size_t count,
                            struct error *error)
{
    sqlite3_stmt *statement = NULL;
    bool good = sqlite3_prepare_v2(journal->database, sql, -1, &statement, NULL) == SQLITE_OK;
    for (size_t i = 0; good && i < count; i++)
        good = sqlite3_bind_text(statement, (int)i + 1, values[i], -1, SQLITE_STATIC) == SQLITE_OK;
    good = good && sqlite3_step(statement) == SQLITE_DONE;
    if (!good)
        journal_fail(journal, error);
    sqlite3_finalize(statement);
    return good;
}

/* NULL when it failed; the caller frees. */
static char *journal_document(struct buffer *document, struct error *error)
{
    char *text = buffer_take(document);
    if (!text)
        error_set(error, ERROR_OURS, NULL, "out of memory");
    return text;
}

bool journal_add(struct journal *journal, const struct door_scan *scan, const struct door_result *result,
                 struct error *error)
{
    scope_free char *document = NULL;
    if (result) {
        struct buffer text = BUFFER(DOCUMENT_MAX);
        door_result_write(result, &text);
        if (!(document = journal_document(&text, error)))
            return false;
    }
    const char *const values[] = {scan->id, scan->at, scan->token, result ? result->verdict : NULL, document};
    return journal_execute(journal, "INSERT INTO scan (id, at, text, decided, result) VALUES (?, ?, ?, ?, ?)",
                           values, COUNT_OF(values), error);
}

bool journal_begin(struct journal *journal, struct error *error)
{
    return journal_execute(journal, "BEGIN", NULL, 0, error);
}

bool journal_end(struct journal *journal, bool good, struct error *error)
{
    good = good && journal_execute(journal, "COMMIT", NULL, 0, error);
    /* A full disk may have ended the transaction by itself; then there is none to roll back. */
    if (!good)
        journal_execute(journal, "ROLLBACK", NULL, 0, NULL);
    return good;
}

bool journal_acknowledge(struct journal *journal, const struct door_answer *answer, struct error *error)
{
    char now[CLOCK_TEXT_SIZE];
    struct buffer text = BUFFER(DOCUMENT_MAX);
    clock_format(clock_now(), now);
    record_write(&door_answer_record, answer, 0, &text);
    scope_free char *document = journal_document(&text, error);
    const char *const values[] = {document, now, answer->id};
    return document &&
           journal_execute(journal, "UPDATE scan SET result = ?, acknowledged_at = ? WHERE id = ?", values,
                           COUNT_OF(values), error);
}

/* --- what it holds */

static void journal_finalize(sqlite3_stmt **statement)
{
    sqlite3_finalize(*statement);
}
#define scope_statement scope(journal_finalize)

static sqlite3_stmt *journal_prepare(struct journal *journal, const char *sql, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(journal->database, sql, -1, &statement, NULL) != SQLITE_OK)
        journal_fail(journal, error);
    return statement;
}

static bool journal_has_memory(const struct arena *arena, struct error *error)
{
    return !arena->failed || error_set(error, ERROR_OURS, NULL, "out of memory");
}

static const char *journal_text(sqlite3_stmt *statement, int index, struct arena *arena)
{
    return arena_copy(arena, (const char *)sqlite3_column_text(statement, index));
}

/* Takes the statement's rows, each a scan; its last parameter is how many. */
static bool journal_take_scans(struct journal *journal, sqlite3_stmt *statement, size_t most,
                               struct arena *arena, struct door_scans *scans, struct error *error)
{
    *scans = (struct door_scans){.scans.items = arena_array(arena, most, sizeof *scans->scans.items)};
    if (!journal_has_memory(arena, error))
        return false;
    int step = sqlite3_bind_int64(statement, sqlite3_bind_parameter_count(statement), (sqlite3_int64)most);
    while (step == SQLITE_OK || step == SQLITE_ROW) {
        step = sqlite3_step(statement);
        if (step != SQLITE_ROW)
            break;
        must(scans->scans.count < most);
        scans->scans.items[scans->scans.count++] =
            (struct door_scan){.id = journal_text(statement, 0, arena),
                               .token = journal_text(statement, 1, arena),
                               .at = journal_text(statement, 2, arena)};
    }
    return step == SQLITE_DONE ? journal_has_memory(arena, error) : journal_fail(journal, error);
}

bool journal_unsent(struct journal *journal, size_t most, struct arena *arena, struct door_scans *scans,
                    struct error *error)
{
    scope_statement sqlite3_stmt *statement = journal_prepare(
        journal, "SELECT id, text, at FROM scan WHERE acknowledged_at IS NULL ORDER BY number LIMIT ?",
        error);
    return statement && journal_take_scans(journal, statement, most, arena, scans, error);
}

bool journal_unsent_of(struct journal *journal, const char *text, size_t most, struct arena *arena,
                       struct door_scans *scans, struct error *error)
{
    scope_statement sqlite3_stmt *statement =
        journal_prepare(journal,
                        "SELECT id, text, at FROM scan WHERE acknowledged_at IS NULL AND text = ?"
                        " ORDER BY number DESC LIMIT ?",
                        error);
    if (!statement)
        return false;
    if (sqlite3_bind_text(statement, 1, text, -1, SQLITE_STATIC) != SQLITE_OK)
        return journal_fail(journal, error);
    return journal_take_scans(journal, statement, most, arena, scans, error);
}

bool journal_count(struct journal *journal, struct arena *arena, struct door_counts *counts,
                   struct error *error)
{
    /* A conflict: the door let somebody in whom the service would not have. */
    static const char sql[] =
        "SELECT count(*), count(*) FILTER (WHERE acknowledged_at IS NULL),"
        " count(*) FILTER (WHERE decided = 'admitted' AND json_extract(result, '$.verdict') <> 'admitted'),"
        " min(at) FILTER (WHERE acknowledged_at IS NULL) FROM scan";
    scope_statement sqlite3_stmt *statement = journal_prepare(journal, sql, error);
    *counts = (struct door_counts){0};
    if (!statement)
        return false;
    if (sqlite3_step(statement) != SQLITE_ROW)
        return journal_fail(journal, error);
    *counts = (struct door_counts){.scans = sqlite3_column_int64(statement, 0),
                                   .unsent = sqlite3_column_int64(statement, 1),
                                   .conflicts = sqlite3_column_int64(statement, 2),
                                   .oldest_unsent = journal_text(statement, 3, arena)};
    return journal_has_memory(arena, error);
}

/* Words that this program does not know are counted as they are. */
bool journal_count_verdicts(struct journal *journal, struct arena *arena, struct record_pairs *verdicts,
                            struct error *error)
{
    static const char sql[] = "SELECT coalesce(json_extract(result, '$.verdict'), 'undecided'), count(*),"
                              " count(*) OVER () FROM scan GROUP BY 1";
    scope_statement sqlite3_stmt *statement = journal_prepare(journal, sql, error);
    *verdicts = (struct record_pairs){0};
    if (!statement)
        return false;
    int step;
    while ((step = sqlite3_step(statement)) == SQLITE_ROW) {
        size_t all = (size_t)sqlite3_column_int64(statement, 2);
        if (!verdicts->items)
            verdicts->items = arena_array(arena, all, sizeof *verdicts->items);
        if (!journal_has_memory(arena, error))
            return false;
        must(verdicts->count < all);
        verdicts->items[verdicts->count++] = (struct record_pair){
            .name = journal_text(statement, 0, arena), .number = sqlite3_column_int64(statement, 1)};
    }
    return step == SQLITE_DONE ? journal_has_memory(arena, error) : journal_fail(journal, error);
}
