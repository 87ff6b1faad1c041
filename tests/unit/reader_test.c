/* The reader: questions of those who must not wait. */
#include "tests/unit/database.h"

#include <semaphore.h>

struct asked {
    struct store_read read;
    sem_t came;
    bool good;
    struct error error;
    int calls;
};

static void note(struct store_read *read, const struct store_answer *given, const struct error *error)
{
    const json_t *answer = (const json_t *)given;
    struct asked *asked = (struct asked *)read;
    asked->calls++;
    asked->good = answer != NULL;
    if (error)
        asked->error = *error;
    sem_post(&asked->came);
}

static void fill(struct asked *asked, enum store_statement statement, const char *const *params)
{
    *asked = (struct asked){.read = {.statement = statement, .params = params, .done = note}};
    sem_init(&asked->came, 0, 0);
}

static struct store_reader *start_reader(struct store *store, int threads, int queued, int patience_ms)
{
    struct error error = {0};
    const struct store_reader_options options = {
        .threads = threads, .most_queued = queued, .patience_ms = patience_ms};
    struct store_reader *reader = store_reader_start(store, &options, &error);
    if (!reader)
        fail_msg("%s", error.message);
    return reader;
}

/* Holds the table until it is given back. */
static struct store_session *lock_orders(struct store *owner)
{
    struct error error = {0};
    struct store_session *session = store_take(owner, &error);
    PQclear(PQexec(session->connection, "BEGIN; LOCK TABLE orders IN ACCESS EXCLUSIVE MODE"));
    return session;
}

#define READS 50

static const char *const some_code[] = {"AAAAAAAA", store_params_end};

static void each_question_has_one_answer(void **state)
{
    (void)state;
    static struct asked asked[READS];
    static const char *const unknown[] = {"no-such-event", store_params_end};
    struct store *store = open_as("lanyard_web", NULL, 1, 0, 1000);
    struct store_reader *reader = start_reader(store, 3, READS, 60000);
    for (size_t i = 0; i < READS; i++) {
        fill(&asked[i], SQL_EVENT_PUBLIC, unknown);
        asked[i].read.of_schema = i % 2;
        if (i % 10 == 4)
            asked[i].read.params = NULL; /* too few */
        assert_true(store_reader_submit(reader, &asked[i].read, NULL));
    }
    store_reader_stop(reader); /* what is queued is answered first */
    struct store_reader_usage usage;
    store_reader_usage(reader, &usage);
    for (size_t i = 0; i < READS; i++) {
        assert_int_equal(asked[i].calls, 1);
        assert_int_equal(asked[i].good, i % 10 != 4);
    }
    assert_int_equal(usage.queued + usage.reading, 0);
    assert_int_equal(usage.reads, READS);
    assert_int_equal(usage.failed, READS / 10);
    struct error error = {0};
    fill(&asked[0], SQL_ORDER_EVENTS, some_code);
    assert_false(store_reader_submit(reader, &asked[0].read, &error));
    assert_int_equal(error.kind, ERROR_BUSY);
    store_reader_free(reader);
    store_close(store);
}

/* Somebody who waits for the table. */
static bool is_locked_out(struct store *owner)
{
    struct store_session *session = store_take(owner, NULL);
    assert_non_null(session);
    scope_result PGresult *found = PQexec(
        session->connection, "SELECT FROM pg_locks WHERE NOT granted AND relation = 'orders'::regclass");
    bool locked_out = PQntuples(found) > 0;
    store_give(session);
    return locked_out;
}

/* Until its one thread waits for the table. On a busy machine the question may be too old before the thread
 * comes to it; then it is asked again. */
static void hold_reader(struct store_reader *reader, struct store *owner, struct asked *asked)
{
    assert_true(store_reader_submit(reader, &asked->read, NULL));
    while (!is_locked_out(owner))
        if (sem_trywait(&asked->came) == 0) {
            assert_int_equal(asked->error.kind, ERROR_BUSY);
            fill(asked, SQL_ORDER_EVENTS, some_code);
            assert_true(store_reader_submit(reader, &asked->read, NULL));
        }
}

static void past_its_queue_it_refuses_and_who_waited_too_long_is_told(void **state)
{
    (void)state;
    static struct asked asked[4];
    struct error error = {0};
    struct store *owner = open_owner();
    struct store *store = open_as("lanyard_web", NULL, 1, 0, 1000);
    struct store *watcher = open_owner();
    struct store_reader *reader = start_reader(store, 1, 2, 50);
    struct store_session *holder = lock_orders(owner);
    for (size_t i = 0; i < COUNT(asked); i++)
        fill(&asked[i], SQL_ORDER_EVENTS, some_code);
    hold_reader(reader, watcher, &asked[0]);
    assert_true(store_reader_submit(reader, &asked[1].read, &error));
    assert_true(store_reader_submit(reader, &asked[2].read, &error));
    assert_false(store_reader_submit(reader, &asked[3].read, &error));
    assert_int_equal(error.kind, ERROR_BUSY);
    usleep(100000); /* longer than their patience */
    PQclear(PQexec(holder->connection, "ROLLBACK"));
    store_give(holder);
    for (size_t i = 0; i < 3; i++)
        sem_wait(&asked[i].came);
    assert_true(asked[0].good);
    assert_int_equal(asked[1].error.kind, ERROR_BUSY);
    assert_int_equal(asked[2].error.kind, ERROR_BUSY);
    assert_int_equal(asked[3].calls, 0);
    store_reader_free(reader);
    store_close(watcher);
    store_close(store);
    store_close(owner);
}

static void a_connection_that_was_cut_while_idle_costs_nobody_an_answer(void **state)
{
    (void)state;
    static struct asked asked[2];
    struct store *store = open_as("lanyard_web", NULL, 1, 0, 1000);
    struct store_reader *reader = start_reader(store, 1, 8, 60000);
    for (size_t i = 0; i < COUNT(asked); i++) {
        fill(&asked[i], SQL_ORDER_EVENTS, some_code);
        assert_true(store_reader_submit(reader, &asked[i].read, NULL));
        sem_wait(&asked[i].came);
        if (!asked[i].good)
            fail_msg("%s", asked[i].error.message);
        PGconn *killer = PQsetdbLogin(NULL, NULL, NULL, NULL, NULL, "postgres", NULL);
        PGresult *cut = PQexec(killer, "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                                       "WHERE usename = 'lanyard_web' AND datname = current_database()");
        assert_true(PQntuples(cut) >= 1);
        PQclear(cut);
        PQfinish(killer);
    }
    store_reader_free(reader);
    store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_question_has_one_answer),
        cmocka_unit_test(past_its_queue_it_refuses_and_who_waited_too_long_is_told),
        cmocka_unit_test(a_connection_that_was_cut_while_idle_costs_nobody_an_answer),
    };
    return cmocka_run_group_tests_name("reader", tests, NULL, NULL);
}
