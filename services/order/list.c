/* An event's registrations, one after the other. */
#include "order/order_private.h"

#include <inttypes.h>

#define LIST_FOLDS "2000"    /* people at each search: a fraction of a second */
#define LIST_LINE_MAX 100000 /* bytes of one line's texts */

static const struct record_member line_members[] = {
    RECORD_TEXT(struct registration_line, code),
    RECORD_WORD(struct registration_line, status, order_status_words),
    RECORD_TEXT(struct registration_line, name),
    RECORD_TEXT(struct registration_line, badge_name),
    RECORD_TEXT(struct registration_line, email),
    RECORD_TEXT(struct registration_line, category),
    RECORD_TEXT(struct registration_line, affiliation, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct registration_line, country, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct registration_line, locale),
    RECORD_TEXTS(struct registration_line, sessions),
    RECORD_TEXTS(struct registration_line, consents),
    RECORD_INT(struct registration_line, amount),
    RECORD_INT(struct registration_line, paid),
    RECORD_INT(struct registration_line, due),
    RECORD_INT(struct registration_line, overpaid),
    RECORD_TEXT(struct registration_line, currency),
    RECORD_TEXT(struct registration_line, created_at)};
const struct record registration_line_record = RECORD(struct registration_line, line_members);

struct list_reader {
    bool (*line)(void *context, const struct registration_line *line, struct error *error);
    void *context;
};

static bool list_row(void *context, const char *const *columns, struct error *error)
{
    const struct list_reader *reader = context;
    scope_arena struct arena arena = ARENA(LIST_LINE_MAX);
    struct registration_line line;
    must(columns[0]);
    return record_read(&registration_line_record, columns[0], strlen(columns[0]), "registration_list",
                       RECORD_EXACT, &arena, &line, error) &&
           reader->line(reader->context, &line, error);
}

bool order_list(struct store *store, const char *event, const struct order_list_choice *choice,
                bool (*line)(void *context, const struct registration_line *line, struct error *error),
                void *context, struct error *error)
{
    struct list_reader reader = {line, context};
    char limit[24];
    snprintf(limit, sizeof limit, "%" PRId64, choice->limit);
    struct store_session *session = store_take(store, error);
    if (!session)
        return false;
    /* A transaction of its own, since the list's only reads. */
    scope_answer struct store_answer *folded =
        choice->search
            ? store_session_ask(session, SQL_REGISTRATION_FOLD, STORE_PARAMS(event, LIST_FOLDS), error)
            : NULL;
    bool good =
        (folded || !choice->search) && store_stream(session, SQL_REGISTRATION_LIST,
                                                    STORE_PARAMS(event, choice->status, choice->search,
                                                                 choice->limit ? limit : NULL, choice->after),
                                                    list_row, &reader, error);
    store_give(session);
    return good;
}
