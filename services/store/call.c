/* Statements: prepared, sent, tried once more where that is right, and streamed. */
#include "store/store_private.h"

#define ATTEMPTS 5

/* Type numbers of pg_type.dat: fixed, as libpq's own clients take them. */
enum { TYPE_BOOL = 16, TYPE_INT8 = 20, TYPE_INT2 = 21, TYPE_INT4 = 23, TYPE_JSON = 114, TYPE_JSONB = 3802 };

const char store_params_end[] = "";

static bool are_as_many(const struct store_statement_text *text, const char *const *params,
                        struct error *error)
{
    int count = 0;
    while (params && count <= text->parameters && params[count] != store_params_end)
        count++;
    return count == text->parameters || error_set(error, ERROR_OURS, NULL, "statement %s takes %d parameters",
                                                  text->name, text->parameters);
}

/* The server's session is not the one that this connection prepared in: it knows none of the name (26000), or
 * knows it from somebody else (42P05). So it is with PgBouncer in transaction mode, and after DISCARD ALL. */
static bool call_is_lost(const PGresult *result)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    return state && (strcmp(state, "26000") == 0 || strcmp(state, "42P05") == 0);
}

/* From now on each statement goes with its text, which needs nothing of the session, and the session is
 * settled anew. */
static bool call_recover(struct store_session *session, struct error *error)
{
    session->forgetful = true;
    memset(session->prepared, 0, sizeof session->prepared);
    return store_session_settle(session, error);
}

static int call_send(struct store_session *session, const struct store_statement_text *text,
                     const char *const *params)
{
    if (session->forgetful)
        return PQsendQueryParams(session->connection, text->text, text->parameters, NULL, params, NULL, NULL,
                                 0);
    return PQsendQueryPrepared(session->connection, text->name, text->parameters, params, NULL, NULL, 0);
}

bool store_session_prepare(struct store_session *session, enum store_statement statement, struct error *error)
{
    if (session->prepared[statement] || session->forgetful)
        return true;
    const struct store_statement_text *text = &store_statement_texts[statement];
    int sent = PQsendPrepare(session->connection, text->name, text->text, text->parameters, NULL);
    scope_result PGresult *result = store_session_await(session, sent, error);
    if (call_is_lost(result))
        return call_recover(session, error);
    if (!result || (PQresultStatus(result) != PGRES_COMMAND_OK && !store_error(session, result, error)))
        return false;
    return session->prepared[statement] = true;
}

static json_t *parse_json(const char *text, int length, struct error *error)
{
    json_error_t problem;
    json_t *json = json_load(text, (size_t)length, JSON_DECODE_ANY, &problem);
    if (!json)
        error_set(error, ERROR_OURS, NULL, "what the database gave cannot be read: %s", problem.text);
    return json;
}

static json_t *value_or_error(json_t *value, struct error *error)
{
    if (!value)
        error_set(error, ERROR_OURS, NULL, "what the database gave is no UTF-8, or memory is out");
    return value;
}

static json_t *value_of(const PGresult *result, struct error *error)
{
    if (PQntuples(result) == 0 || PQgetisnull(result, 0, 0))
        return json_null();
    const char *text = PQgetvalue(result, 0, 0);
    int64_t number;
    switch (PQftype(result, 0)) {
    case TYPE_JSON:
    case TYPE_JSONB:
        return parse_json(text, PQgetlength(result, 0, 0), error);
    case TYPE_BOOL:
        return json_boolean(*text == 't');
    case TYPE_INT2:
    case TYPE_INT4:
    case TYPE_INT8:
        return text_to_int(text, INT64_MIN, INT64_MAX, &number) ? value_or_error(json_integer(number), error)
                                                                : json_null();
    default:
        return value_or_error(json_string(text), error);
    }
}

json_t *store_json(struct store_session *session, enum store_statement statement, const char *const *params,
                   struct error *error)
{
    const struct store_statement_text *text = &store_statement_texts[statement];
    if (!are_as_many(text, params, error))
        return NULL;
    for (int attempt = 1;; attempt++) {
        if (!store_session_prepare(session, statement, error))
            return NULL;
        int sent = call_send(session, text, params);
        scope_result PGresult *result = store_session_await(session, sent, error);
        if (!result)
            return NULL;
        if (PQresultStatus(result) == PGRES_TUPLES_OK)
            return value_of(result, error);
        if (call_is_lost(result) && !session->forgetful) {
            if (!call_recover(session, error))
                return NULL;
            continue;
        }
        if (attempt == ATTEMPTS || !store_is_retryable(result)) {
            store_error(session, result, error);
            return NULL;
        }
    }
}

json_t *store_call(struct store *store, enum store_statement statement, const char *const *params,
                   struct error *error)
{
    struct store_session *session = store_take(store, error);
    if (!session)
        return NULL;
    json_t *json = store_json(session, statement, params, error);
    store_give(session);
    return json;
}

static bool command(struct store_session *session, const char *sql, struct error *error)
{
    scope_result PGresult *result = PQexec(session->connection, sql);
    return PQresultStatus(result) == PGRES_COMMAND_OK || store_error(session, result, error);
}

#define COLUMNS_MAX 32

static bool give_row(const PGresult *result, bool (*row)(void *, const char *const *, struct error *),
                     void *context, struct error *error)
{
    const char *columns[COLUMNS_MAX];
    int count = PQnfields(result);
    if (count > COLUMNS_MAX)
        return error_set(error, ERROR_OURS, NULL, "a row has %d columns, more than %d", count, COLUMNS_MAX);
    for (int i = 0; i < count; i++)
        columns[i] = PQgetisnull(result, 0, i) ? NULL : PQgetvalue(result, 0, i);
    return row(context, columns, error);
}

/* Goes on to the end whatever comes, or the connection could not be used again. *lost: nothing came, and once
 * more it may. */
static bool give_rows(struct store_session *session, bool (*row)(void *, const char *const *, struct error *),
                      void *context, bool *lost, struct error *error)
{
    bool good = true;
    bool wanted = true;
    PGresult *next;
    while ((next = PQgetResult(session->connection))) {
        scope_result PGresult *result = next;
        ExecStatusType status = PQresultStatus(result);
        *lost = *lost || call_is_lost(result);
        if (status == PGRES_SINGLE_TUPLE && wanted)
            good = wanted = give_row(result, row, context, error);
        else if (status != PGRES_SINGLE_TUPLE && status != PGRES_TUPLES_OK && good)
            good = store_error(session, result, error);
    }
    return good;
}

static bool stream_once(struct store_session *session, const struct store_statement_text *text,
                        const char *const *params, bool (*row)(void *, const char *const *, struct error *),
                        void *context, bool *lost, struct error *error)
{
    /* A stream goes as fast as its rows are wanted, on a pager perhaps, so no time limit is right for it. */
    if (!command(session,
                 "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;"
                 "SET LOCAL statement_timeout = 0",
                 error))
        return false;
    bool good = (call_send(session, text, params) && PQsetSingleRowMode(session->connection)) ||
                store_error(session, NULL, error);
    if (good)
        good = give_rows(session, row, context, lost, error);
    return command(session, "ROLLBACK", good ? error : NULL) && good;
}

bool store_stream(struct store_session *session, enum store_statement statement, const char *const *params,
                  bool (*row)(void *context, const char *const *columns, struct error *error), void *context,
                  struct error *error)
{
    const struct store_statement_text *text = &store_statement_texts[statement];
    bool lost = false;
    if (!are_as_many(text, params, error) || !store_session_prepare(session, statement, error))
        return false;
    if (stream_once(session, text, params, row, context, &lost, error))
        return true;
    if (!lost || session->forgetful)
        return false;
    if (error)
        *error = (struct error){0}; /* of the first try, which the second makes good */
    return call_recover(session, error) && stream_once(session, text, params, row, context, &lost, error);
}
