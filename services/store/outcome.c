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

bool store_error(const struct store_session *session, const PGresult *result, struct error *error)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    if (!state)
        return connection_error(session, error);
    const char *field = PQresultErrorField(result, PG_DIAG_COLUMN_NAME);
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    enum error_kind kind = kind_of(state);
    if (strncmp(state, "LY", 2) == 0)
        return error_set(error, kind, field, "%s", message);
    return error_set(error, kind, NULL, "database: %s (SQLSTATE %s)", message, state);
}

bool store_is_retryable(const PGresult *result)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    return state && (strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0);
}
