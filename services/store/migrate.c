#include "store/store_private.h"

#include <sodium.h>

#define CHECKSUM_SIZE 65
#define LOCK "SELECT pg_advisory_lock(hashtext('lanyard migrations'))"
#define UNLOCK "SELECT pg_advisory_unlock(hashtext('lanyard migrations'))"

static const char ledger[] =
    "CREATE TABLE IF NOT EXISTS lanyard_migration ("
    "name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());"
    "GRANT SELECT ON lanyard_migration TO lanyard_web, lanyard_badges";

static void checksum(const char *text, char hex[static CHECKSUM_SIZE])
{
    uint8_t hash[32];
    crypto_generichash(hash, sizeof hash, (const uint8_t *)text, strlen(text), NULL, 0);
    hex_encode(hash, sizeof hash, hex);
}

static bool execute(struct store_session *session, const char *sql, struct error *error)
{
    scope_result PGresult *result = PQexec(session->connection, sql);
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || store_error(session, result, error);
}

static PGresult *query(struct store_session *session, const char *sql, struct error *error)
{
    PGresult *result = PQexec(session->connection, sql);
    if (PQresultStatus(result) == PGRES_TUPLES_OK)
        return result;
    store_error(session, result, error);
    PQclear(result);
    return NULL;
}

/* The migrations on record: name and checksum; no rows before the first one. */
static PGresult *applied_migrations(struct store_session *session, struct error *error)
{
    scope_result PGresult *exists =
        query(session, "SELECT to_regclass('lanyard_migration') IS NOT NULL", error);
    if (!exists)
        return NULL;
    bool any = *PQgetvalue(exists, 0, 0) == 't';
    return query(session,
                 any ? "SELECT name, checksum FROM lanyard_migration ORDER BY name"
                     : "SELECT '', '' WHERE false",
                 error);
}

static int find_row(const PGresult *applied, const char *name)
{
    for (int row = 0; row < PQntuples(applied); row++)
        if (strcmp(PQgetvalue(applied, row, 0), name) == 0)
            return row;
    return -1;
}

static const struct store_migration_text *find_migration(const char *name)
{
    for (const struct store_migration_text *m = store_migration_texts; m->name; m++)
        if (strcmp(m->name, name) == 0)
            return m;
    return NULL;
}

/* What is on record must be what we know: otherwise this program and that database do not belong together. */
static bool check_applied(const PGresult *applied, struct error *error)
{
    for (int row = 0; row < PQntuples(applied); row++) {
        const char *name = PQgetvalue(applied, row, 0);
        const struct store_migration_text *known = find_migration(name);
        char sum[CHECKSUM_SIZE];
        if (!known)
            return error_set(
                error, ERROR_CONFLICT, NULL,
                "the database has migration %s, which this version does not know: use the newer version",
                name);
        checksum(known->text, sum);
        if (strcmp(sum, PQgetvalue(applied, row, 1)) != 0)
            return error_set(
                error, ERROR_CONFLICT, NULL,
                "migration %s has changed since it was applied: restore it and add a new one instead", name);
    }
    return true;
}

static bool apply(struct store_session *session, const struct store_migration_text *migration,
                  struct error *error)
{
    char sum[CHECKSUM_SIZE];
    checksum(migration->text, sum);
    if (!execute(session, "BEGIN", error))
        return false;
    bool good = execute(session, migration->text, error);
    if (good) {
        scope_result PGresult *recorded = PQexecParams(
            session->connection, "INSERT INTO lanyard_migration (name, checksum) VALUES ($1, $2)", 2, NULL,
            (const char *const[]){migration->name, sum}, NULL, NULL, 0);
        good = PQresultStatus(recorded) == PGRES_COMMAND_OK || store_error(session, recorded, error);
    }
    if (!execute(session, good ? "COMMIT" : "ROLLBACK", good ? error : NULL) || !good)
        return error_context(error, "migration %s", migration->name);
    return true;
}

static bool apply_pending(struct store_session *session, bool dry_run,
                          void (*report)(void *, const char *, enum store_migration_state), void *context,
                          struct error *error)
{
    scope_result PGresult *applied = applied_migrations(session, error);
    if (!applied || !check_applied(applied, error))
        return false;
    if (!dry_run && !execute(session, ledger, error))
        return false;
    for (const struct store_migration_text *m = store_migration_texts; m->name; m++) {
        bool done = find_row(applied, m->name) >= 0;
        if (report)
            report(context, m->name, done ? MIGRATION_APPLIED : MIGRATION_PENDING);
        if (!done && !dry_run && !apply(session, m, error))
            return false;
    }
    return true;
}

bool store_migrate(struct store_session *session, bool dry_run,
                   void (*report)(void *context, const char *name, enum store_migration_state state),
                   void *context, struct error *error)
{
    if (!execute(session, "SET client_min_messages = warning; SET statement_timeout = 0", error) ||
        !execute(session, LOCK, error))
        return false;
    bool good = apply_pending(session, dry_run, report, context, error);
    return execute(session, UNLOCK, good ? error : NULL) && good;
}

bool store_schema_current(struct store_session *session, struct error *error)
{
    scope_result PGresult *applied = applied_migrations(session, error);
    if (!applied)
        return false;
    if (!check_applied(applied, error)) {
        error->kind = ERROR_SETUP;
        return false;
    }
    for (const struct store_migration_text *m = store_migration_texts; m->name; m++)
        if (find_row(applied, m->name) < 0)
            return error_set(error, ERROR_SETUP, NULL,
                             "the database lacks migration %s: run lanyard-admin migrate", m->name);
    return true;
}
