/* What went wrong in PostgreSQL, as C is told of it. */
#include "tests/unit/database.h"

static void errors_are_told_apart_by_sqlstate(void **state)
{
    (void)state;
    struct store *owner = open_owner();
    struct store *web = open_as("lanyard_web", NULL, 1, 0, 1000);
    const struct {
        struct store *store;
        enum store_statement statement;
        const char *const *params;
        enum error_kind kind;
        const char *field;
    } cases[] = {
        {owner, SQL_REGISTRATION_APPROVE, STORE_PARAMS(NULL, "ZZZZZZZZ", "[]", "[]", "x"), ERROR_NOT_FOUND,
         "code"},
        {owner, SQL_KEY_RETIRE, STORE_PARAMS("255", "x"), ERROR_NOT_FOUND, NULL},
        {owner, SQL_KEY_RETIRE, STORE_PARAMS("many", "x"), ERROR_CALLER, NULL},
        {owner, SQL_KEY_RETIRE, STORE_PARAMS("255"), ERROR_OURS, NULL},
        {owner, SQL_KEY_RETIRE, STORE_PARAMS("255", "x", "x"), ERROR_OURS, NULL},
        {owner, SQL_KEY_RETIRE, NULL, ERROR_OURS, NULL},
        {web, SQL_REGISTRATION_APPROVE, STORE_PARAMS(NULL, "ZZZZZZZZ", "[]", "[]", "x"), ERROR_SETUP, NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error error = {0};
        assert_null(store_call(cases[i].store, cases[i].statement, cases[i].params, &error));
        if (error.kind != cases[i].kind)
            fail_msg("case %zu: kind %d, %s", i, error.kind, error.message);
        if (cases[i].field)
            assert_string_equal(error.field, cases[i].field);
        assert_true(*error.message || error_is_refusal(&error));
    }
    store_close(owner);
    store_close(web);
}

/* By the server's own error, raised with this SQLSTATE. */
static void each_sqlstate_has_its_kind(void **state)
{
    (void)state;
    static const struct {
        const char *sqlstate;
        enum error_kind kind;
        bool again;
    } cases[] = {
        {"LY400", ERROR_CALLER, false}, {"LY404", ERROR_NOT_FOUND, false}, {"LY409", ERROR_CONFLICT, false},
        {"LY500", ERROR_OURS, false},   {"08006", ERROR_BUSY, false},      {"53300", ERROR_BUSY, false},
        {"57014", ERROR_BUSY, false},   {"57P01", ERROR_BUSY, false},      {"57P03", ERROR_BUSY, false},
        {"40001", ERROR_BUSY, true},    {"40P01", ERROR_BUSY, true},       {"55P03", ERROR_BUSY, false},
        {"25006", ERROR_BUSY, false},   {"28P01", ERROR_SETUP, false},     {"3D000", ERROR_SETUP, false},
        {"42501", ERROR_SETUP, false},  {"42P01", ERROR_SETUP, false},     {"42883", ERROR_SETUP, false},
        {"42703", ERROR_SETUP, false},  {"42601", ERROR_OURS, false},      {"22P02", ERROR_CALLER, false},
        {"23505", ERROR_OURS, false},   {"P0001", ERROR_OURS, false},      {"XX000", ERROR_OURS, false},
    };
    struct error error = {0};
    struct store *owner = open_owner();
    struct store_session *session = store_take(owner, &error);
    assert_non_null(session);
    for (size_t i = 0; i < COUNT(cases); i++) {
        char sql[200];
        snprintf(sql, sizeof sql,
                 "DO $$ BEGIN RAISE EXCEPTION USING MESSAGE = 'five%% left', ERRCODE = '%s', COLUMN = "
                 "'seat'; END $$",
                 cases[i].sqlstate);
        scope_result PGresult *result = PQexec(session->connection, sql);
        assert_string_equal(PQresultErrorField(result, PG_DIAG_SQLSTATE), cases[i].sqlstate);
        assert_false(store_error(session, result, &error));
        bool ours = strncmp(cases[i].sqlstate, "LY", 2) == 0;
        if (error.kind != cases[i].kind || store_is_retryable(result) != cases[i].again)
            fail_msg("%s: kind %d", cases[i].sqlstate, error.kind);
        assert_string_equal(error.field, ours ? "seat" : "");
        assert_int_equal(strcmp(error.message, "five% left") == 0, ours);
        assert_int_equal(strstr(error.message, cases[i].sqlstate) != NULL, !ours);
    }
    store_give(session);
    store_close(owner);
}

/* As refuse() does, from the server and back. */
static void raise_refusal(struct store_session *session, const char *id, const char *arguments,
                          struct error *error)
{
    char sql[600];
    snprintf(sql, sizeof sql, "DO $$ BEGIN PERFORM refuse('LY409', 'seat', '%s', '%s'); END $$", id,
             arguments);
    scope_result PGresult *result = PQexec(session->connection, sql);
    assert_false(store_error(session, result, error));
}

static void a_refusal_comes_with_its_arguments(void **state)
{
    (void)state;
    struct error error = {0};
    struct store *owner = open_owner();
    struct store_session *session = store_take(owner, &error);
    assert_non_null(session);
    raise_refusal(session, "refusal.x", "{}", &error);
    assert_int_equal(error.kind, ERROR_CONFLICT);
    assert_string_equal(error.field, "seat");
    assert_string_equal(error.message, "");
    assert_string_equal(error.refusal.id, "refusal.x");
    assert_int_equal(error.refusal.count, 0);

    raise_refusal(session, "refusal.y",
                  "{\"a\": \"five% {left}\", \"b\": -7, \"c\": {\"amount\": 1200, \"currency\": \"MYR\"}, "
                  "\"d\": {\"word\": \"status.confirmed\"}}",
                  &error);
    assert_int_equal(error.refusal.count, 4);
    assert_string_equal(refusal_find(&error.refusal, "a", sizeof "a" - 1)->text, "five% {left}");
    assert_int_equal(refusal_find(&error.refusal, "b", sizeof "b" - 1)->number, -7);
    assert_int_equal(refusal_find(&error.refusal, "b", sizeof "b" - 1)->type, REFUSAL_NUMBER);
    assert_int_equal(refusal_find(&error.refusal, "c", sizeof "c" - 1)->type, REFUSAL_MONEY);
    assert_int_equal(refusal_find(&error.refusal, "c", sizeof "c" - 1)->number, 1200);
    assert_string_equal(refusal_find(&error.refusal, "c", sizeof "c" - 1)->text, "MYR");
    assert_int_equal(refusal_find(&error.refusal, "d", sizeof "d" - 1)->type, REFUSAL_WORD);

    static const char *const wrong[] = {"{\"a\": null}",
                                        "[1]",
                                        "{\"a\": 1.5}",
                                        "{\"a\": {\"word\": 1}}",
                                        "{\"a\": {\"amount\": 1}}",
                                        "{\"a\": {\"amount\": \"1\", \"currency\": \"MYR\"}}",
                                        "{\"a\": 1, \"b\": 2, \"c\": 3, \"d\": 4, \"e\": 5}"};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        raise_refusal(session, "refusal.z", wrong[i], &error);
        if (error.kind != ERROR_OURS || error_is_refusal(&error) || !strstr(error.message, "refusal.z"))
            fail_msg("%s: kind %d, %s", wrong[i], error.kind, error.message);
    }
    store_give(session);
    store_close(owner);
}

static void a_database_that_is_away_is_busy_and_names_no_password(void **state)
{
    (void)state;
    struct error error = {0};
    struct store *store =
        open_as("lanyard_web", "postgresql://u:hunter2@/x?host=/nowhere&connect_timeout=1", 1, 0, 100);
    assert_null(store_call(store, SQL_READY, NULL, &error));
    assert_int_equal(error.kind, ERROR_BUSY);
    assert_null(strstr(error.message, "hunter2"));
    store_close(store);

    const struct store_options wrong = {
        .url = "postgresql://[", .role = "lanyard_web", .program = "unit", .connections = 1};
    assert_null(store_open(&wrong, &error));
    assert_int_equal(error.kind, ERROR_SETUP);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errors_are_told_apart_by_sqlstate),
        cmocka_unit_test(each_sqlstate_has_its_kind),
        cmocka_unit_test(a_refusal_comes_with_its_arguments),
        cmocka_unit_test(a_database_that_is_away_is_busy_and_names_no_password),
    };
    return cmocka_run_group_tests_name("outcome", tests, NULL, NULL);
}
