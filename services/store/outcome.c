/* What the server's errors mean, and the refusals among them. */
#include "store/store_private.h"

#include <ctype.h>

/* What went wrong, by SQLSTATE (PostgreSQL appendix A), never by text. A prefix stands for its class; the
 * first match counts. */
static const struct {
    const char *state;
    enum error_kind kind;
} kinds[] = {
    {"LY400", ERROR_CALLER}, {"LY404", ERROR_NOT_FOUND}, {"LY409", ERROR_CONFLICT}, {"08", ERROR_BUSY},
    {"53", ERROR_BUSY},      {"57014", ERROR_BUSY},      {"57P0", ERROR_BUSY},      {"40", ERROR_BUSY},
    {"55P03", ERROR_BUSY},   {"25006", ERROR_BUSY},      {"28", ERROR_SETUP},       {"3D000", ERROR_SETUP},
    {"42501", ERROR_SETUP},  {"42P01", ERROR_SETUP},     {"42883", ERROR_SETUP},    {"42703", ERROR_SETUP},
    {"3F000", ERROR_SETUP},  {"22", ERROR_CALLER},
};

static enum error_kind kind_of(const char *state)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strncmp(state, kinds[i].state, strlen(kinds[i].state)) == 0)
            return kinds[i].kind;
    return ERROR_OURS;
}

/* libpq ends its messages with a newline and may give several lines; an error is one. */
static void one_line(const char *text, char *line, size_t size)
{
    size_t length = 0;
    for (; *text && length + 1 < size; text++)
        if (*text != '\n')
            line[length++] = *text;
        else if (text[1])
            line[length++] = ' ';
    line[length] = '\0';
}

static bool connection_error(const struct store_session *session, struct error *error)
{
    char message[400];
    one_line(session->connection ? PQerrorMessage(session->connection) : "not connected", message,
             sizeof message);
    /* A refused password or an unknown database is the operator's; libpq gives no SQLSTATE, so only the
     * server's own word tells. */
    bool setup = session->connection &&
                 (PQconnectionNeedsPassword(session->connection) || strstr(message, "does not exist") ||
                  strstr(message, "authentication failed"));
    return error_set(error, setup ? ERROR_SETUP : ERROR_BUSY, NULL, "the database is away: %s", message);
}

/* One argument as sql/functions/base/refuse.sql describes it. False where it is none of these. */
static bool outcome_read_argument(const char *name, const json_t *value, struct refusal_given *given)
{
    const char *currency = json_text(value, "currency", NULL);
    const char *word = json_text(value, "word", NULL);
    if (json_is_string(value))
        *given = (struct refusal_given)TEXT_ARGUMENT(name, json_string_value(value));
    else if (json_is_integer(value))
        *given = (struct refusal_given)NUMBER_ARGUMENT(name, json_integer_value(value));
    else if (json_object_size(value) == 1 && word)
        *given = (struct refusal_given)WORD_ARGUMENT(name, word);
    else if (json_object_size(value) == 2 && currency && json_is_integer(json_object_get(value, "amount")))
        *given = (struct refusal_given)MONEY_ARGUMENT(name, json_int(value, "amount", 0), currency);
    else
        return false;
    return true;
}

/* How many there are, more than are kept included; -1 where they cannot be read. */
static int outcome_read_arguments(json_t *arguments, struct refusal_given given[static REFUSAL_ARGUMENTS_MAX])
{
    int count = 0;
    const char *name;
    const json_t *value;
    if (!json_is_object(arguments))
        return -1;
    json_object_foreach(arguments, name, value)
    {
        if (count < REFUSAL_ARGUMENTS_MAX && !outcome_read_argument(name, value, &given[count]))
            return -1;
        count++;
    }
    return count;
}

/* Raised by refuse(): the message is the id, the detail an object of arguments. The guards of sql/tables are
 * the last ditch behind our own functions and speak English to whoever comes past those. */
static bool outcome_refuse(enum error_kind kind, const PGresult *result, struct error *error)
{
    static const char prefix[] = "refusal.";
    const char *field = PQresultErrorField(result, PG_DIAG_COLUMN_NAME);
    const char *id = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const char *detail = PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL);
    if (!id || strncmp(id, prefix, sizeof prefix - 1) != 0)
        return error_set(error, kind, field, "%s", id ? id : "refused, and nothing says why");
    struct refusal_given given[REFUSAL_ARGUMENTS_MAX];
    json_error_t problem;
    const char *text = detail ? detail : "{}";
    scope_json json_t *arguments = json_load(text, strlen(text), JSON_REJECT_DUPLICATES, &problem);
    int count = outcome_read_arguments(arguments, given);
    if (count < 0)
        return error_set(error, ERROR_OURS, field, "the arguments of %s are none: %s", id,
                         detail ? detail : "");
    return error_refuse_given(error, kind, field, id, given, (size_t)count);
}

bool store_error(const struct store_session *session, const PGresult *result, struct error *error)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    if (!state)
        return connection_error(session, error);
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    enum error_kind kind = kind_of(state);
    if (strncmp(state, "LY", 2) == 0)
        return outcome_refuse(kind, result, error);
    return error_set(error, kind, NULL, "database: %s (SQLSTATE %s)", message, state);
}

bool store_is_retryable(const PGresult *result)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    return state && (strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0);
}
