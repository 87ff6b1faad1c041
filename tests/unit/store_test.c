/* PostgreSQL as C sees it: statements, streams, the pool. */
#include "tests/unit/database.h"

#include <pthread.h>

static void every_statement_fits_the_schema(void **state)
{
    (void)state;
    struct error error = {0};
    struct store *store = open_owner();
    struct store_session *session = store_take(store, &error);
    if (!session)
        fail_msg("%s", error.message);
    for (int i = 0; i < SQL_STATEMENTS; i++)
        if (!store_session_prepare(session, (enum store_statement)i, &error))
            fail_msg("%s: %s", store_statement_texts[i].name, error.message);
    store_give(session);
    store_close(store);
}

static void values_come_as_what_they_are(void **state)
{
    (void)state;
    struct error error = {0};
    struct store *store = open_as("lanyard_web", NULL, 2, 0, 1000);
    scope_json json_t *ready = store_call(store, SQL_READY, NULL, &error);
    assert_true(json_is_true(ready));
    scope_json json_t *serial = store_call(store, SQL_TICKET_SERIALS, NULL, &error);
    assert_true(json_is_integer(serial));
    assert_int_equal(json_integer_value(serial) % 4096, 0);
    scope_json json_t *none = store_call(store, SQL_EVENT_PUBLIC, STORE_PARAMS("no-such-event"), &error);
    assert_true(json_is_null(none));
    store_close(store);
}

struct listed_event {
    const char *slug;
};
static const struct record_member listed_event_members[] = {RECORD_TEXT(struct listed_event, slug)};
static const struct record listed_event_record = RECORD(struct listed_event, listed_event_members);

static void answers_are_read_and_none_is_no_answer(void **state)
{
    (void)state;
    struct error error = {0};
    struct listed_event event;
    int64_t number = 0;
    scope_arena struct arena arena = ARENA(1 << 16);
    struct store *store = open_as("lanyard_web", NULL, 2, 0, 1000);
    scope_answer struct store_answer *serial = store_ask(store, SQL_TICKET_SERIALS, NULL, &error);
    assert_true(store_answer_number(serial, &number, &error));
    assert_int_equal(number % 4096, 0);
    assert_null(store_answer_text(serial));
    scope_answer struct store_answer *none =
        store_ask(store, SQL_EVENT_PUBLIC, STORE_PARAMS("no-such-event"), &error);
    assert_true(store_answer_is_none(none));
    assert_false(store_answer_number(none, &number, &error));
    assert_false(store_answer_record(none, &listed_event_record, &arena, &event, &error));
    assert_int_equal(error.kind, ERROR_OURS);
    make_event(10);
    scope_answer struct store_answer *whole =
        store_ask(store, SQL_EVENT_PUBLIC, STORE_PARAMS(event_slug), &error);
    assert_false(store_answer_is_none(whole));
    /* What the record does not know would be lost without a word. */
    assert_false(store_answer_record(whole, &listed_event_record, &arena, &event, &error));
    assert_non_null(strstr(error.message, "is not known"));
    store_close(store);
}

static void a_superuser_is_shown_the_door(void **state)
{
    (void)state;
    struct error error = {0};
    struct store *store = open_as("postgres", NULL, 1, 0, 1000);
    assert_null(store_take(store, &error));
    assert_int_equal(error.kind, ERROR_SETUP);
    assert_non_null(strstr(error.message, "superuser"));
    store_close(store);
}

static void a_full_pool_is_busy_and_a_given_session_serves_again(void **state)
{
    (void)state;
    struct error error = {0};
    int used;
    int open;
    struct store *store = open_as("lanyard_web", NULL, 2, 0, 20);
    struct store_session *a = store_take(store, &error);
    struct store_session *b = store_take(store, &error);
    assert_true(a && b);
    assert_null(store_take(store, &error));
    assert_int_equal(error.kind, ERROR_BUSY);
    store_usage(store, &used, &open);
    assert_int_equal(used, 2);
    store_give(a);
    struct store_session *c = store_take(store, &error);
    assert_ptr_equal(c, a);
    store_give(b);
    store_give(c);
    store_usage(store, &used, &open);
    assert_int_equal(used, 0);
    store_close(store);
}

static void *give_later(void *context)
{
    usleep(20000);
    store_give(context);
    return NULL;
}

static void whoever_waits_for_a_session_gets_the_one_given_back(void **state)
{
    (void)state;
    struct error error = {0};
    pthread_t thread;
    struct store *store = open_as("lanyard_web", NULL, 1, 0, 60000);
    struct store_session *session = store_take(store, &error);
    assert_non_null(session);
    assert_int_equal(pthread_create(&thread, NULL, give_later, session), 0);
    assert_ptr_equal(store_take(store, &error), session);
    pthread_join(thread, NULL);
    store_give(session);
    store_close(store);
}

static void a_session_left_in_a_transaction_starts_afresh(void **state)
{
    (void)state;
    struct error error = {0};
    struct store *store = open_as("lanyard_web", NULL, 1, 0, 1000);
    struct store_session *session = store_take(store, &error);
    assert_non_null(session);
    PQclear(PQexec(session->connection, "BEGIN"));
    store_give(session);
    assert_ptr_equal(store_take(store, &error), session);
    assert_int_equal(PQtransactionStatus(session->connection), PQTRANS_IDLE);
    scope_json json_t *ready = store_json(session, SQL_READY, NULL, &error);
    assert_true(json_is_true(ready));
    store_give(session);
    store_close(store);
}

static void a_broken_session_is_replaced(void **state)
{
    (void)state;
    struct error error = {0};
    struct store *store = open_as("lanyard_web", NULL, 1, 0, 1000);
    struct store_session *session = store_take(store, &error);
    assert_non_null(session);
    PQclear(PQexec(session->connection, "SELECT pg_terminate_backend(pg_backend_pid())"));
    assert_null(store_json(session, SQL_READY, NULL, &error));
    assert_int_equal(error.kind, ERROR_BUSY);
    store_give(session);
    scope_json json_t *ready = store_call(store, SQL_READY, NULL, &error);
    assert_true(json_is_true(ready));
    store_close(store);
}

static void a_statement_that_takes_too_long_is_busy(void **state)
{
    (void)state;
    struct error error = {0};
    struct store *owner = open_owner();
    struct store *store = open_as("lanyard_owner", NULL, 1, 50, 1000);
    struct store_session *holder = store_take(owner, &error);
    assert_non_null(holder);
    PQclear(PQexec(holder->connection, "BEGIN; LOCK TABLE ticket_key IN ACCESS EXCLUSIVE MODE"));
    assert_null(store_call(store, SQL_KEY_LIST, NULL, &error));
    assert_int_equal(error.kind, ERROR_BUSY);
    PQclear(PQexec(holder->connection, "ROLLBACK"));
    store_give(holder);
    store_close(store);
    store_close(owner);
}

struct counted {
    int rows, stop_after;
};

static bool count_row(void *context, const char *const *columns, struct error *error)
{
    struct counted *counted = context;
    assert_non_null(columns[0]);
    if (++counted->rows == counted->stop_after)
        return error_set(error, ERROR_OURS, NULL, "enough");
    return true;
}

/* So many who are confirmed, each with a badge. */
static void fill_event(struct store_session *session, int count)
{
    struct buffer sql = BUFFER(4096);
    buffer_printf(
        &sql,
        "WITH o AS (INSERT INTO orders (event_id, code, status, first_status, currency, amount, locale, "
        "idempotency_key, input_hash) SELECT %lld, translate(lpad(upper(to_hex(g)), 8, 'Z'), '01', 'XY') || "
        "'', "
        "'confirmed', 'confirmed', 'USD', 0, 'en', sha256(g::text::bytea), decode(repeat('00', 16), 'hex') "
        "FROM generate_series(1, %d) g "
        "ON CONFLICT DO NOTHING RETURNING order_id), "
        "k AS (INSERT INTO ticket_key VALUES (9, decode(repeat('00', 32), 'hex'), '', now(), now()) ON "
        "CONFLICT "
        "DO NOTHING), a AS (INSERT INTO attendee (event_id, order_id, category, price_window, price, name, "
        "badge_name, email) SELECT %lld, order_id, 'speaker', 'early', 0, 'N', 'N', 'n@example.org' FROM o "
        "RETURNING attendee_id) INSERT INTO ticket (event_id, serial, kind, attendee_id, key_number, token) "
        "SELECT %lld, row_number() OVER (), 'badge', attendee_id, 9, 'LY' FROM a",
        (long long)event_id, count, (long long)event_id, (long long)event_id);
    scope_result PGresult *filled = PQexec(session->connection, sql.data);
    if (PQresultStatus(filled) != PGRES_COMMAND_OK)
        fail_msg("%s", PQresultErrorMessage(filled));
    buffer_free(&sql);
}

static bool count_slowly(void *context, const char *const *columns, struct error *error)
{
    struct counted *counted = context;
    if (counted->rows == 0)
        nanosleep(&(struct timespec){.tv_nsec = 300000000}, NULL); /* three times what a statement may take */
    return count_row(counted, columns, error);
}

static void a_stream_may_be_read_for_longer_than_a_statement_may_take(void **state)
{
    (void)state;
    struct error error = {0};
    make_event(1000);
    struct store *store = open_as("lanyard_owner", NULL, 1, 100, 1000);
    struct store *owner = open_owner();
    struct store_session *filler = store_take(owner, &error);
    fill_event(filler, 300);
    /* More than fits between the two. */
    PQclear(PQexec(filler->connection, "UPDATE attendee SET badge_name = repeat('N', 10000)"));
    store_give(filler);
    store_close(owner);

    struct store_session *session = store_take(store, &error);
    char number[24];
    snprintf(number, sizeof number, "%lld", (long long)event_id);
    struct counted all = {0};
    if (!store_stream(session, SQL_BADGE_ROWS, STORE_PARAMS(number, NULL, NULL, "name", NULL), count_slowly,
                      &all, &error))
        fail_msg("%s", error.message);
    assert_int_equal(all.rows, 300);
    store_give(session);
    store_close(store);
}

static void a_stream_stops_when_told_and_the_session_serves_on(void **state)
{
    (void)state;
    struct error error = {0};
    make_event(1000);
    struct store *owner = open_owner();
    struct store_session *session = store_take(owner, &error);
    fill_event(session, 300);

    char number[24];
    snprintf(number, sizeof number, "%lld", (long long)event_id);
    const char *const *params = STORE_PARAMS(number, NULL, NULL, "name", NULL);
    struct counted all = {0};
    if (!store_stream(session, SQL_BADGE_ROWS, params, count_row, &all, &error))
        fail_msg("%s", error.message);
    assert_int_equal(all.rows, 300);
    struct counted some = {.stop_after = 5};
    assert_false(store_stream(session, SQL_BADGE_ROWS, params, count_row, &some, &error));
    assert_string_equal(error.message, "enough");
    assert_int_equal(some.rows, 5);
    scope_json json_t *ready = store_json(session, SQL_READY, NULL, &error);
    assert_true(json_is_true(ready));
    store_give(session);
    store_close(owner);
}

/* The server forgets all, or has the name from somebody else: as behind a pooler that changes connections. */
static void what_was_prepared_and_is_lost_does_not_fail_the_call(void **state)
{
    (void)state;
    static const char *const losses[] = {"DEALLOCATE ALL", "DISCARD ALL"};
    struct error error = {0};
    struct store *store = open_as("lanyard_web", NULL, 1, 0, 1000);
    for (size_t i = 0; i < COUNT(losses); i++) {
        struct store_session *session = store_take(store, &error);
        scope_json json_t *first = store_json(session, SQL_READY, NULL, &error);
        PQclear(PQexec(session->connection, losses[i]));
        scope_json json_t *second = store_json(session, SQL_READY, NULL, &error);
        if (!json_is_true(first) || !json_is_true(second))
            fail_msg("%s: %s", losses[i], error.message);
        store_session_close(session);
        assert_true(store_session_connect(session, &error));
        PQclear(PQexec(session->connection, "PREPARE ready AS SELECT false"));
        scope_json json_t *ours = store_json(session, SQL_READY, NULL, &error);
        if (!json_is_true(ours))
            fail_msg("of the same name: %s", error.message);
        store_session_close(session);
        assert_true(store_session_connect(session, &error));
        scope_json json_t *prepared = store_json(session, SQL_READY, NULL, &error);
        assert_true(json_is_true(prepared) && session->prepared[SQL_READY]);
        store_give(session);
    }
    store_close(store);
}

static void a_stream_whose_statement_is_lost_begins_once_more(void **state)
{
    (void)state;
    static const char *const losses[] = {"DEALLOCATE ALL", "DISCARD ALL",
                                         "DEALLOCATE ALL; PREPARE badge_rows AS SELECT 'not ours'"};
    struct error error = {0};
    make_event(10);
    struct store *owner = open_owner();
    struct store_session *session = store_take(owner, &error);
    fill_event(session, 3);
    char number[24];
    snprintf(number, sizeof number, "%lld", (long long)event_id);
    const char *const *params = STORE_PARAMS(number, NULL, NULL, "name", NULL);
    for (size_t i = 0; i < COUNT(losses); i++) {
        struct counted before = {0}, after = {0}, stopped = {.stop_after = 1};
        assert_true(store_stream(session, SQL_BADGE_ROWS, params, count_row, &before, &error));
        PQclear(PQexec(session->connection, losses[i]));
        if (i == 2)
            memset(session->prepared, 0, sizeof session->prepared);
        error = (struct error){0};
        if (!store_stream(session, SQL_BADGE_ROWS, params, count_row, &after, &error))
            fail_msg("%s: %s", losses[i], error.message);
        assert_int_equal(error.kind, ERROR_NONE); /* the first try's is forgotten */
        assert_int_equal(before.rows, 3);
        assert_int_equal(after.rows, 3);
        assert_false(store_stream(session, SQL_BADGE_ROWS, params, count_row, &stopped, &error));
        assert_int_equal(stopped.rows, 1);
        store_session_close(session);
        assert_true(store_session_connect(session, &error));
    }
    store_give(session);
    store_close(owner);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_statement_fits_the_schema),
        cmocka_unit_test(values_come_as_what_they_are),
        cmocka_unit_test(answers_are_read_and_none_is_no_answer),
        cmocka_unit_test(a_superuser_is_shown_the_door),
        cmocka_unit_test(a_full_pool_is_busy_and_a_given_session_serves_again),
        cmocka_unit_test(whoever_waits_for_a_session_gets_the_one_given_back),
        cmocka_unit_test(a_session_left_in_a_transaction_starts_afresh),
        cmocka_unit_test(a_broken_session_is_replaced),
        cmocka_unit_test(a_statement_that_takes_too_long_is_busy),
        cmocka_unit_test(a_stream_stops_when_told_and_the_session_serves_on),
        cmocka_unit_test(a_stream_may_be_read_for_longer_than_a_statement_may_take),
        cmocka_unit_test(what_was_prepared_and_is_lost_does_not_fail_the_call),
        cmocka_unit_test(a_stream_whose_statement_is_lost_begins_once_more),
    };
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
