/* What the build brings for the database: tables, applied once and recorded; functions, in a schema of the
 * build's own, so that two releases can run on one database. */
#include "store/store_private.h"

#include <sodium.h>

#define CHECKSUM_SIZE 65
#define LOCK "SELECT pg_advisory_lock(hashtext('lanyard migrations'))"
#define UNLOCK "SELECT pg_advisory_unlock(hashtext('lanyard migrations'))"
#define LOADER "1" /* another number for other clauses: what is loaded is more than the texts */
#define PATTERN "'^lanyard_[0-9a-f]{12}$'"

static const char ledger[] =
    "CREATE TABLE IF NOT EXISTS lanyard_migration ("
    "name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());"
    "GRANT SELECT ON lanyard_migration TO lanyard_web, lanyard_badges";

/* What migrate tells of, and to whom. */
struct teller {
    void (*report)(void *context, const struct store_migration *migration);
    void *context;
};

static void tell(const struct teller *teller, const char *name, bool functions,
                 enum store_migration_state state)
{
    const struct store_migration migration = {name, functions, state};
    if (teller->report)
        teller->report(teller->context, &migration);
}

static void checksum(const char *text, char hex[static CHECKSUM_SIZE])
{
    uint8_t hash[32];
    crypto_generichash(hash, sizeof hash, (const uint8_t *)text, strlen(text), NULL, 0);
    hex_encode(hash, sizeof hash, hex);
}

void store_schema_name(char name[static STORE_SCHEMA_SIZE])
{
    crypto_generichash_state state;
    uint8_t hash[16];
    char hex[2 * sizeof hash + 1];
    crypto_generichash_init(&state, NULL, 0, sizeof hash);
    crypto_generichash_update(&state, (const uint8_t *)LOADER, sizeof LOADER);
    for (const struct store_function_text *f = store_function_texts; f->name; f++) {
        crypto_generichash_update(&state, (const uint8_t *)f->name, strlen(f->name) + 1);
        crypto_generichash_update(&state, (const uint8_t *)f->text, strlen(f->text) + 1);
    }
    crypto_generichash_final(&state, hash, sizeof hash);
    hex_encode(hash, sizeof hash, hex);
    snprintf(name, STORE_SCHEMA_SIZE, "lanyard_%.12s", hex);
}

static bool execute(struct store_session *session, const char *sql, struct error *error)
{
    scope_result PGresult *result = PQexec(session->connection, sql);
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || store_error(session, result, error);
}

static PGresult *query(struct store_session *session, const char *sql, struct error *error)
{
    /* A server that keeps silent is given up: who asks whether the schema is current must know soon. */
    PGresult *result = store_session_await(session, PQsendQuery(session->connection, sql), error);
    if (!result || PQresultStatus(result) == PGRES_TUPLES_OK)
        return result;
    store_error(session, result, error);
    PQclear(result);
    return NULL;
}

/* The tables' files on record: name and checksum; no rows before the first one. */
static PGresult *applied_tables(struct store_session *session, struct error *error)
{
    scope_result PGresult *exists =
        query(session, "SELECT to_regclass('public.lanyard_migration') IS NOT NULL", error);
    if (!exists)
        return NULL;
    bool any = *PQgetvalue(exists, 0, 0) == 't';
    return query(session,
                 any ? "SELECT name, checksum FROM public.lanyard_migration ORDER BY name"
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

/* NULL: a newer version's, with whose tables this one goes on working. */
static const struct store_table_text *find_table(const char *name)
{
    for (const struct store_table_text *table = store_table_texts; table->name; table++)
        if (strcmp(table->name, name) == 0)
            return table;
    return NULL;
}

/* What is on record and known must be what we know: otherwise this program and that database do not belong
 * together. */
static bool check_applied(const PGresult *applied, struct error *error)
{
    for (int row = 0; row < PQntuples(applied); row++) {
        const char *name = PQgetvalue(applied, row, 0);
        const struct store_table_text *known = find_table(name);
        char sum[CHECKSUM_SIZE];
        if (!known)
            continue;
        checksum(known->text, sum);
        if (strcmp(sum, PQgetvalue(applied, row, 1)) != 0)
            return error_set(
                error, ERROR_CONFLICT, NULL,
                "migration %s has changed since it was applied: restore it and add a new one instead", name);
    }
    return true;
}

static bool finish_transaction(struct store_session *session, bool good, struct error *error)
{
    return execute(session, good ? "COMMIT" : "ROLLBACK", good ? error : NULL) && good;
}

/* --- tables */

static bool apply_table(struct store_session *session, const struct store_table_text *table,
                        struct error *error)
{
    char sum[CHECKSUM_SIZE];
    checksum(table->text, sum);
    if (!execute(session, "BEGIN", error))
        return false;
    bool good = execute(session, table->text, error);
    if (good) {
        scope_result PGresult *recorded = PQexecParams(
            session->connection, "INSERT INTO lanyard_migration (name, checksum) VALUES ($1, $2)", 2, NULL,
            (const char *const[]){table->name, sum}, NULL, NULL, 0);
        good = PQresultStatus(recorded) == PGRES_COMMAND_OK || store_error(session, recorded, error);
    }
    return finish_transaction(session, good, error) || error_context(error, "migration %s", table->name);
}

static bool apply_tables(struct store_session *session, bool dry_run, const struct teller *teller,
                         struct error *error)
{
    scope_result PGresult *applied = applied_tables(session, error);
    if (!applied || !check_applied(applied, error))
        return false;
    if (!dry_run && !execute(session, ledger, error))
        return false;
    for (const struct store_table_text *table = store_table_texts; table->name; table++) {
        bool done = find_row(applied, table->name) >= 0;
        tell(teller, table->name, false, done ? MIGRATION_APPLIED : MIGRATION_PENDING);
        if (!done && !dry_run && !apply_table(session, table, error))
            return false;
    }
    for (int row = 0; row < PQntuples(applied); row++)
        if (!find_table(PQgetvalue(applied, row, 0)))
            tell(teller, PQgetvalue(applied, row, 0), false, MIGRATION_OTHERS);
    return true;
}

/* --- functions */

/* 1, 0, or -1 with the error. */
static int schema_is_there(struct store_session *session, const char *schema, struct error *error)
{
    scope_result PGresult *found = PQexecParams(session->connection, "SELECT to_regnamespace($1) IS NOT NULL",
                                                1, NULL, (const char *const[]){schema}, NULL, NULL, 0);
    if (PQresultStatus(found) == PGRES_TUPLES_OK)
        return *PQgetvalue(found, 0, 0) == 't';
    store_error(session, found, error);
    return -1;
}

/* What stands in no file of a function, so that none can forget it: whoever may call it does so with its
 * owner's rights, unless it is for the owner alone, and no name in it means something that the caller put in
 * the way. What nobody may call inherits both from what calls it. */
static void add_clauses(const struct store_function_text *function, const char *schema, struct buffer *sql)
{
    const char *what = function->kind == STORE_VIEW ? "TABLE" : "FUNCTION";
    if (function->kind == STORE_TYPE || !*function->roles)
        return;
    buffer_printf(sql, ";GRANT %s ON %s %s.%s TO %s", function->kind == STORE_VIEW ? "SELECT" : "EXECUTE",
                  what, schema, function->name, function->roles);
    if (function->kind == STORE_FUNCTION)
        buffer_printf(
            sql, ";ALTER FUNCTION %s.%s %s SET search_path = %s, public, pg_temp", schema, function->name,
            strcmp(function->roles, "lanyard_owner") == 0 ? "SECURITY INVOKER" : "SECURITY DEFINER", schema);
}

static bool load_function(struct store_session *session, const struct store_function_text *function,
                          const char *schema, struct error *error)
{
    struct buffer sql = BUFFER(1u << 20);
    buffer_text(&sql, function->text);
    if (function->kind == STORE_FUNCTION)
        buffer_printf(&sql, ";REVOKE ALL ON FUNCTION %s.%s FROM PUBLIC", schema, function->name);
    add_clauses(function, schema, &sql);
    bool good =
        sql.failed ? error_set(error, ERROR_OURS, NULL, "out of memory") : execute(session, sql.data, error);
    buffer_free(&sql);
    return good || error_context(error, "function %s", function->name);
}

/* Bodies are looked at when all are there, since they call each other. */
static const char check_bodies[] = "SET LOCAL check_function_bodies = on;"
                                   "SELECT CASE l.lanname WHEN 'plpgsql' THEN plpgsql_validator(p.oid)::text"
                                   " ELSE fmgr_sql_validator(p.oid)::text END"
                                   " FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang WHERE "
                                   "pronamespace = current_schema()::regnamespace";

static bool load_all(struct store_session *session, const char *schema, struct error *error)
{
    char sql[600];
    snprintf(sql, sizeof sql,
             "CREATE SCHEMA %s; GRANT USAGE ON SCHEMA %s TO lanyard_web, lanyard_badges;"
             "COMMENT ON SCHEMA %s IS 'functions of Lanyard " LANYARD_VERSION "';"
             "SET LOCAL search_path = %s, public, pg_temp; SET LOCAL check_function_bodies = off",
             schema, schema, schema, schema);
    bool good = execute(session, sql, error);
    for (const struct store_function_text *f = store_function_texts; good && f->name; f++)
        good = load_function(session, f, schema, error);
    return good && execute(session, check_bodies, error);
}

static bool tell_others(struct store_session *session, const char *schema, const struct teller *teller,
                        struct error *error)
{
    scope_result PGresult *others =
        query(session, "SELECT nspname FROM pg_namespace WHERE nspname ~ " PATTERN " ORDER BY oid", error);
    for (int row = 0; others && row < PQntuples(others); row++)
        if (strcmp(PQgetvalue(others, row, 0), schema) != 0)
            tell(teller, PQgetvalue(others, row, 0), true, MIGRATION_OTHERS);
    return others != NULL;
}

static bool load_functions(struct store_session *session, bool dry_run, const struct teller *teller,
                           struct error *error)
{
    const char *schema = session->store->schema;
    int there = schema_is_there(session, schema, error);
    if (there < 0 || !tell_others(session, schema, teller, error))
        return false;
    tell(teller, schema, true, there ? MIGRATION_APPLIED : MIGRATION_PENDING);
    if (there || dry_run)
        return true;
    return execute(session, "BEGIN", error) &&
           finish_transaction(session, load_all(session, schema, error), error);
}

/* --- both */

/* Alone, in the schema of the tables, and for as long as it takes. */
static bool begin_migrating(struct store_session *session, struct error *error)
{
    return execute(session,
                   "SET client_min_messages = warning; SET statement_timeout = 0; SET search_path = public",
                   error) &&
           execute(session, LOCK, error);
}

static bool end_migrating(struct store_session *session, bool good, struct error *error)
{
    struct error *told = good ? error : NULL;
    return execute(session, UNLOCK, told) && store_session_settle(session, told) && good;
}

bool store_migrate(struct store_session *session, bool dry_run,
                   void (*report)(void *context, const struct store_migration *migration), void *context,
                   struct error *error)
{
    const struct teller teller = {report, context};
    if (!begin_migrating(session, error))
        return false;
    bool good =
        apply_tables(session, dry_run, &teller, error) && load_functions(session, dry_run, &teller, error);
    return end_migrating(session, good, error);
}

/* A version that does not know the newest tables does not know either whose functions it would drop. */
static bool check_newest(struct store_session *session, struct error *error)
{
    scope_result PGresult *applied = applied_tables(session, error);
    for (int row = 0; applied && row < PQntuples(applied); row++)
        if (!find_table(PQgetvalue(applied, row, 0)))
            return error_set(error, ERROR_CONFLICT, NULL,
                             "the database has migration %s of a newer version: prune with that",
                             PQgetvalue(applied, row, 0));
    return applied != NULL;
}

static bool drop_others(struct store_session *session, const struct teller *teller, struct error *error)
{
    scope_result PGresult *others =
        query(session, "SELECT nspname FROM pg_namespace WHERE nspname ~ " PATTERN " ORDER BY oid", error);
    for (int row = 0; others && row < PQntuples(others); row++) {
        char sql[100];
        const char *schema = PQgetvalue(others, row, 0);
        if (strcmp(schema, session->store->schema) == 0)
            continue;
        snprintf(sql, sizeof sql, "DROP SCHEMA %.40s CASCADE", schema);
        if (!execute(session, sql, error))
            return false;
        tell(teller, schema, true, MIGRATION_DROPPED);
    }
    return others != NULL;
}

bool store_prune(struct store_session *session,
                 void (*report)(void *context, const struct store_migration *migration), void *context,
                 struct error *error)
{
    const struct teller teller = {report, context};
    if (!begin_migrating(session, error))
        return false;
    bool good = check_newest(session, error) && drop_others(session, &teller, error);
    return end_migrating(session, good, error);
}

bool store_schema_current(struct store_session *session, struct error *error)
{
    scope_result PGresult *applied = applied_tables(session, error);
    if (!applied)
        return false;
    if (!check_applied(applied, error)) {
        if (error)
            error->kind = ERROR_SETUP;
        return false;
    }
    for (const struct store_table_text *table = store_table_texts; table->name; table++)
        if (find_row(applied, table->name) < 0)
            return error_set(error, ERROR_SETUP, NULL,
                             "the database lacks migration %s: run lanyard-admin migrate", table->name);
    int there = schema_is_there(session, session->store->schema, error);
    return there > 0 ||
           (there == 0 &&
            error_set(error, ERROR_SETUP, NULL,
                      "the database lacks this version's functions, %s: run lanyard-admin migrate",
                      session->store->schema));
}
