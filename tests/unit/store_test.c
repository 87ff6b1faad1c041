/* PostgreSQL as C sees it: statements, streams, errors, the pool and the writer that commits in groups. */
#include "tests/unit/unit.h"

#include "store/store_private.h"

#include <pthread.h>

static struct store *open_as(const char *role, const char *url, int connections, int timeout_ms, int wait_ms)
{
    struct error error = {0};
    const struct store_options options = {.url = url,
                                          .role = role,
                                          .program = "unit",
                                          .connections = connections,
                                          .timeout_ms = timeout_ms,
                                          .wait_ms = wait_ms};
    struct store *store = store_open(&options, &error);
    if (!store)
        fail_msg("%s", error.message);
    return store;
}

static void every_statement_fits_the_schema(void **state)
{
    (void)state;
    struct error error = {0};
    struct store *store = open_as("lanyard_owner", NULL, 1, 0, 1000);
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

static void errors_are_told_apart_by_sqlstate(void **state)
{
    (void)state;
    struct store *owner = open_as("lanyard_owner", NULL, 1, 0, 1000);
    struct store *web = open_as("lanyard_web", NULL, 1, 0, 1000);
    const struct {
        struct store *store;
        enum store_statement statement;
        const char *params[5];
        enum error_kind kind;
        const char *field;
    } cases[] = {
        {owner, SQL_REGISTRATION_APPROVE, {"ZZZZZZZZ", "[]", "x"}, ERROR_NOT_FOUND, "code"},
        {owner, SQL_KEY_RETIRE, {"255"}, ERROR_NOT_FOUND, NULL},
        {owner, SQL_KEY_RETIRE, {"many"}, ERROR_CALLER, NULL},
        {web, SQL_REGISTRATION_APPROVE, {"ZZZZZZZZ", "[]", "x"}, ERROR_SETUP, NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error error = {0};
        assert_null(store_call(cases[i].store, cases[i].statement, cases[i].params, &error));
        if (error.kind != cases[i].kind)
            fail_msg("case %zu: kind %d, %s", i, error.kind, error.message);
        if (cases[i].field)
            assert_string_equal(error.field, cases[i].field);
        assert_string_not_equal(error.message, "");
    }
    store_close(owner);
    store_close(web);
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
    struct store *owner = open_as("lanyard_owner", NULL, 1, 0, 1000);
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

/* --- an event to register for */

static char event_slug[40];
static int64_t event_id;

static void make_event(int capacity)
{
    struct error error = {0};
    struct store *owner = open_as("lanyard_owner", NULL, 1, 0, 1000);
    snprintf(event_slug, sizeof event_slug, "unit-");
    random_letters(event_slug + 5, 10, "abcdefghijklmnopqrstuvwxyz");
    scope_free char *sample = file_read("assets/events/inet2027.json", 1 << 20, NULL, &error);
    scope_json json_t *event = json_loads(sample, 0, NULL);
    json_object_set_new(event, "slug", json_string(event_slug));
    json_object_set_new(event, "capacity", json_integer(capacity));
    scope_free char *definition = json_dumps(event, 0);
    scope_json json_t *applied = store_call(owner, SQL_EVENT_APPLY, STORE_PARAMS(definition, "unit"), &error);
    scope_json json_t *number = store_call(owner, SQL_EVENT_NUMBER, STORE_PARAMS(event_slug), &error);
    if (!applied || !json_is_integer(number))
        fail_msg("%s", error.message);
    event_id = json_integer_value(number);
    store_close(owner);
}

struct taken {
    struct store_write write;
    char item[700];
    char outcome[32];
    enum error_kind failed;
    int calls;
};

static void note(struct store_write *write, const json_t *answer, const struct error *error)
{
    struct taken *taken = (struct taken *)write;
    taken->calls++;
    if (answer)
        snprintf(taken->outcome, sizeof taken->outcome, "%s", json_text(answer, "outcome", "?"));
    else
        taken->failed = error->kind;
}

static void fill(struct taken *taken)
{
    char code[9];
    char key[33];
    random_letters(code, 8, "23456789ABCDEFGHJKLMNPQRSTUVWXYZ");
    random_letters(key, 32, "0123456789abcdef");
    *taken = (struct taken){.write.done = note};
    taken->write.item_length = (size_t)snprintf(
        taken->item, sizeof taken->item,
        "{\"event\":%lld,\"category\":\"member\",\"name\":\"N\",\"email\":\"a@example.org\",\"badge_name\":"
        "\"N\","
        "\"sessions\":[],\"consents\":{},\"locale\":\"en\",\"code\":\"%s\",\"key\":\"%s\",\"input\":\"00\","
        "\"tickets\":[]}",
        (long long)event_id, code, key);
    taken->write.item = taken->item;
}

static struct store_writer *start_writer(struct store *store, int queued, int grouped)
{
    struct error error = {0};
    const struct store_writer_options options = {
        .statement = SQL_REGISTRATION_GROUP, .most_queued = queued, .most_grouped = grouped};
    struct store_writer *writer = store_writer_start(store, &options, &error);
    if (!writer)
        fail_msg("%s", error.message);
    return writer;
}

#define WRITES 60

static void one_bad_item_fails_alone(void **state)
{
    (void)state;
    make_event(1000);
    static struct taken taken[WRITES];
    struct store *store = open_as("lanyard_web", NULL, 2, 0, 1000);
    struct store_writer *writer = start_writer(store, WRITES, 16);
    for (size_t i = 0; i < WRITES; i++) {
        fill(&taken[i]);
        if (i % 20 == 7)
            taken[i].write.item = "{\"event\":\"none\"}", taken[i].write.item_length = 16;
        assert_true(store_writer_submit(writer, &taken[i].write, NULL));
    }
    store_writer_stop(writer); /* what is queued is finished first */
    for (size_t i = 0; i < WRITES; i++) {
        assert_int_equal(taken[i].calls, 1);
        if (i % 20 == 7)
            assert_int_equal(taken[i].failed, ERROR_CALLER);
        else
            assert_string_equal(taken[i].outcome, "created");
    }
    store_close(store);
}

static void the_last_places_go_to_as_many(void **state)
{
    (void)state;
    make_event(10);
    static struct taken taken[WRITES];
    struct store *store = open_as("lanyard_web", NULL, 2, 0, 1000);
    struct store_writer *writers[2] = {start_writer(store, WRITES, 8), start_writer(store, WRITES, 8)};
    for (size_t i = 0; i < WRITES; i++) {
        fill(&taken[i]);
        assert_true(store_writer_submit(writers[i % 2], &taken[i].write, NULL));
    }
    store_writer_stop(writers[0]);
    store_writer_stop(writers[1]);
    int created = 0;
    for (size_t i = 0; i < WRITES; i++) {
        created += strcmp(taken[i].outcome, "created") == 0;
        assert_true(strcmp(taken[i].outcome, "created") == 0 || strcmp(taken[i].outcome, "sold_out") == 0);
    }
    assert_int_equal(created, 10);
    store_close(store);
}

static void a_full_queue_refuses(void **state)
{
    (void)state;
    make_event(1000);
    static struct taken taken[WRITES];
    struct error error = {0};
    struct store_writer_usage usage;
    struct store *owner = open_as("lanyard_owner", NULL, 1, 0, 1000);
    struct store *store = open_as("lanyard_web", NULL, 2, 0, 1000);
    struct store_writer *writer = start_writer(store, 5, 2);
    /* The writer waits for this lock, so that the queue fills. */
    struct store_session *holder = store_take(owner, &error);
    PQclear(PQexec(holder->connection, "BEGIN; LOCK TABLE quota IN ACCESS EXCLUSIVE MODE"));
    for (size_t i = 0; i < 7; i++)
        fill(&taken[i]);
    assert_true(store_writer_submit(writer, &taken[0].write, &error));
    do {
        usleep(1000);
        store_writer_usage(writer, &usage);
    } while (usage.groups == 0);
    for (size_t i = 1; i <= 5; i++)
        assert_true(store_writer_submit(writer, &taken[i].write, &error));
    assert_false(store_writer_submit(writer, &taken[6].write, &error));
    assert_int_equal(error.kind, ERROR_BUSY);
    store_writer_usage(writer, &usage);
    assert_int_equal(usage.queued, 5);
    PQclear(PQexec(holder->connection, "ROLLBACK"));
    store_give(holder);
    store_writer_stop(writer);
    for (size_t i = 0; i <= 5; i++)
        assert_string_equal(taken[i].outcome, "created");
    assert_int_equal(taken[6].calls, 0);
    store_close(store);
    store_close(owner);
}

/* --- streams */

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

static void a_stream_stops_when_told_and_the_session_serves_on(void **state)
{
    (void)state;
    struct error error = {0};
    make_event(1000);
    struct store *owner = open_as("lanyard_owner", NULL, 1, 0, 1000);
    struct store_session *session = store_take(owner, &error);
    struct buffer sql = BUFFER(4096);
    buffer_printf(
        &sql,
        "WITH o AS (INSERT INTO orders (event_id, code, status, first_status, currency, amount, locale, "
        "idempotency_key, input_hash) SELECT %lld, translate(lpad(upper(to_hex(g)), 8, 'Z'), '01', 'XY') || "
        "'', "
        "'confirmed', 'confirmed', 'USD', 0, 'en', g::text, '' FROM generate_series(1, 300) g "
        "ON CONFLICT (code) DO NOTHING RETURNING order_id), "
        "k AS (INSERT INTO ticket_key VALUES (9, decode(repeat('00', 32), 'hex'), '', now(), now()) ON "
        "CONFLICT "
        "DO NOTHING), a AS (INSERT INTO attendee (event_id, order_id, category, price_window, price, name, "
        "badge_name, email) SELECT %lld, order_id, 'speaker', 'early', 0, 'N', 'N', 'n@example.org' FROM o "
        "RETURNING attendee_id) INSERT INTO ticket (event_id, serial, kind, attendee_id, key_number, token) "
        "SELECT %lld, row_number() OVER (), 'badge', attendee_id, 9, 'LY' FROM a",
        (long long)event_id, (long long)event_id, (long long)event_id);
    scope_result PGresult *filled = PQexec(session->connection, sql.data);
    if (PQresultStatus(filled) != PGRES_COMMAND_OK)
        fail_msg("%s", PQresultErrorMessage(filled));
    buffer_free(&sql);

    const char *const params[] = {event_slug, NULL, NULL, "name", NULL};
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_statement_fits_the_schema),
        cmocka_unit_test(values_come_as_what_they_are),
        cmocka_unit_test(errors_are_told_apart_by_sqlstate),
        cmocka_unit_test(a_database_that_is_away_is_busy_and_names_no_password),
        cmocka_unit_test(a_full_pool_is_busy_and_a_given_session_serves_again),
        cmocka_unit_test(a_broken_session_is_replaced),
        cmocka_unit_test(a_statement_that_takes_too_long_is_busy),
        cmocka_unit_test(one_bad_item_fails_alone),
        cmocka_unit_test(the_last_places_go_to_as_many),
        cmocka_unit_test(a_full_queue_refuses),
        cmocka_unit_test(a_stream_stops_when_told_and_the_session_serves_on),
    };
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
