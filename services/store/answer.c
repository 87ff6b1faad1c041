/* Answers: documents of the database, read into records. */
#include "store/store_private.h"

/* An answer is its document under another name, which the other rooms have no business with. */
static const json_t *answer_json(const struct store_answer *answer)
{
    return (const json_t *)answer;
}

struct store_answer *store_ask(struct store *store, enum store_statement statement, const char *const *params,
                               struct error *error)
{
    return (struct store_answer *)store_call(store, statement, params, error);
}

struct store_answer *store_session_ask(struct store_session *session, enum store_statement statement,
                                       const char *const *params, struct error *error)
{
    return (struct store_answer *)store_json(session, statement, params, error);
}

void store_answer_free(struct store_answer *answer)
{
    json_decref((json_t *)answer);
}

struct store_answer *store_answer_hold(const struct store_answer *answer)
{
    return (struct store_answer *)json_incref((json_t *)(uintptr_t)answer);
}

bool store_answer_is_none(const struct store_answer *answer)
{
    return json_is_null(answer_json(answer));
}

bool store_answer_record(const struct store_answer *answer, const struct record *record, struct arena *arena,
                         void *into, struct error *error)
{
    return record_from_json(record, answer_json(answer), RECORD_EXACT, arena, into, error);
}

bool store_answer_list(const struct store_answer *answer, const struct record *record, struct arena *arena,
                       void *list, struct error *error)
{
    return record_list_from_json(record, answer_json(answer), RECORD_EXACT, arena, list, error);
}

bool store_answer_number(const struct store_answer *answer, int64_t *number, struct error *error)
{
    if (!json_is_integer(answer_json(answer)))
        return error_set(error, ERROR_OURS, NULL, "the database gave no number");
    *number = json_integer_value(answer_json(answer));
    return true;
}

const char *store_answer_text(const struct store_answer *answer)
{
    return json_string_value(answer_json(answer));
}
