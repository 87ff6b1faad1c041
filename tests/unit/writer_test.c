/* The writer that commits in groups. */
#include "tests/unit/database.h"

struct taken {
    struct store_write write;
    char item[700];
    char sent[9]; /* the code that it asks for, and the one that the answer has */
    char answered[9];
    char outcome[32];
    enum error_kind failed;
    int calls;
};

static void note(struct store_write *write, const struct store_answer *given, const struct error *error)
{
    const json_t *answer = (const json_t *)given;
    struct taken *taken = (struct taken *)write;
    taken->calls++;
    if (answer) {
        snprintf(taken->outcome, sizeof taken->outcome, "%s", json_text(answer, "outcome", "?"));
        text_copy(taken->answered, sizeof taken->answered, json_text(answer, "code", ""));
    } else
        taken->failed = error->kind;
}

static void fill_as(struct taken *taken, const char *name)
{
    char code[9];
    char key[33];
    random_letters(code, 8, "23456789ABCDEFGHJKLMNPQRSTUVWXYZ");
    random_letters(key, 32, "0123456789abcdef");
    *taken = (struct taken){.write.done = note};
    text_copy(taken->sent, sizeof taken->sent, code);
    taken->write.item_length = (size_t)snprintf(
        taken->item, sizeof taken->item,
        "{\"event\":%lld,\"category\":\"member\",\"name\":\"%s\",\"email\":\"a@example.org\",\"badge_name\":"
        "\"N\","
        "\"sessions\":[],\"consents\":{},\"locale\":\"en\",\"code\":\"%s\",\"key\":\"\\\\x%s\",\"input\":"
        "\"0123456789abcdef\","
        "\"tickets\":[]}",
        (long long)event_id, name, code, key);
    taken->write.item = taken->item;
}

static void fill(struct taken *taken)
{
    fill_as(taken, "N");
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
    store_writer_free(writer); /* what is queued is finished first */
    for (size_t i = 0; i < WRITES; i++) {
        assert_int_equal(taken[i].calls, 1);
        if (i % 20 == 7)
            assert_int_equal(taken[i].failed, ERROR_CALLER);
        else
            assert_string_equal(taken[i].outcome, "created");
    }
    store_close(store);
}

static void each_item_gets_its_own_answer(void **state)
{
    (void)state;
    make_event(1000);
    static struct taken taken[WRITES];
    struct store_writer_usage usage;
    struct store *store = open_as("lanyard_web", NULL, 2, 0, 1000);
    struct store_writer *writer = start_writer(store, WRITES, WRITES);
    for (size_t i = 0; i < WRITES; i++) {
        fill(&taken[i]);
        assert_true(store_writer_submit(writer, &taken[i].write, NULL));
    }
    store_writer_usage(writer, &usage);
    assert_true(usage.groups <= usage.items && usage.items + (uint64_t)usage.queued == WRITES);
    store_writer_free(writer);
    for (size_t i = 0; i < WRITES; i++)
        assert_string_equal(taken[i].answered, taken[i].sent);
    store_close(store);
}

/* Whoever books a place waits until they are released. */
static struct store_session *hold_writers(struct store *owner)
{
    struct error error = {0};
    struct store_session *holder = store_take(owner, &error);
    assert_non_null(holder);
    PQclear(PQexec(holder->connection, "BEGIN; LOCK TABLE quota IN ACCESS EXCLUSIVE MODE"));
    return holder;
}

static void release_writers(struct store_session *holder)
{
    PQclear(PQexec(holder->connection, "ROLLBACK"));
    store_give(holder);
}

static void a_connection_lost_in_the_middle_costs_nobody_anything(void **state)
{
    (void)state;
    make_event(1000);
    static struct taken taken[10];
    struct error error = {0};
    struct store *owner = open_owner();
    struct store *another = open_as("lanyard_web", NULL, 1, 0, 1000);
    struct store *store = open_as("lanyard_web", NULL, 1, 0, 1000);
    struct store_writer *writer = start_writer(store, 10, 10);
    struct store_session *holder = hold_writers(owner);
    struct store_session *killer = store_take(another, &error);
    assert_non_null(killer);
    for (size_t i = 0; i < COUNT(taken); i++) {
        fill(&taken[i]);
        assert_true(store_writer_submit(writer, &taken[i].write, &error));
    }
    for (bool ended = false; !ended;) {
        scope_result PGresult *result =
            PQexec(killer->connection, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                                       "WHERE datname = current_database() AND wait_event_type = 'Lock'");
        if (PQresultStatus(result) != PGRES_TUPLES_OK)
            fail_msg("%s", PQresultErrorMessage(result));
        ended = PQntuples(result) > 0;
    }
    release_writers(holder);
    store_writer_free(writer);
    for (size_t i = 0; i < COUNT(taken); i++) {
        assert_int_equal(taken[i].calls, 1);
        assert_string_equal(taken[i].outcome, "created");
    }
    store_give(killer);
    store_close(store);
    store_close(another);
    store_close(owner);
}

/* From now on whoever has that name takes longer to store than any writer here waits. */
static void make_slow(struct store *owner, const char *name)
{
    char trigger[400];
    snprintf(trigger, sizeof trigger,
             "CREATE SEQUENCE %s_tries;"
             "CREATE OR REPLACE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS "
             "'BEGIN PERFORM nextval(NEW.name || ''_tries''), pg_sleep(60); RETURN NEW; END';"
             "CREATE TRIGGER %s BEFORE INSERT ON attendee FOR EACH ROW WHEN (NEW.name = '%s') "
             "EXECUTE FUNCTION slow()",
             name, name, name);
    struct store_session *session = store_take(owner, NULL);
    assert_non_null(session);
    scope_result PGresult *made = PQexec(session->connection, trigger);
    if (PQresultStatus(made) != PGRES_COMMAND_OK)
        fail_msg("%s", PQresultErrorMessage(made));
    store_give(session);
}

static int tries_of(struct store *owner, const char *name)
{
    char query[100];
    snprintf(query, sizeof query, "SELECT last_value FROM %s_tries", name);
    struct store_session *session = store_take(owner, NULL);
    assert_non_null(session);
    scope_result PGresult *result = PQexec(session->connection, query);
    int64_t tries = 0;
    assert_true(text_to_int(PQgetvalue(result, 0, 0), 1, 1000, &tries));
    store_give(session);
    return (int)tries;
}

static void one_that_runs_out_of_time_fails_alone(void **state)
{
    (void)state;
    make_event(1000);
    static struct taken taken[10];
    struct store *owner = open_owner();
    make_slow(owner, "slow_one");
    struct store *store = open_as("lanyard_web", NULL, 1, 500, 1000);
    struct store_writer *writer = start_writer(store, 10, 10);
    for (size_t i = 0; i < COUNT(taken); i++) {
        fill_as(&taken[i], i == 4 ? "slow_one" : "N");
        assert_true(store_writer_submit(writer, &taken[i].write, NULL));
    }
    store_writer_free(writer);
    for (size_t i = 0; i < COUNT(taken); i++) {
        assert_int_equal(taken[i].calls, 1);
        if (i == 4)
            assert_int_equal(taken[i].failed, ERROR_BUSY);
        else
            assert_string_equal(taken[i].outcome, "created");
    }
    store_close(store);
    store_close(owner);
}

/* Were each to wait for the limit of its own, the last would be told after minutes. */
static void when_all_run_out_of_time_they_are_told_together(void **state)
{
    (void)state;
    make_event(1000);
    static struct taken taken[WRITES];
    struct store *owner = open_owner();
    make_slow(owner, "slow_all");
    struct store *store = open_as("lanyard_web", NULL, 1, 500, 1000);
    struct store_writer *writer = start_writer(store, WRITES, WRITES);
    struct store_session *holder = hold_writers(owner); /* so that most queue */
    for (size_t i = 0; i < WRITES; i++) {
        fill_as(&taken[i], "slow_all");
        assert_true(store_writer_submit(writer, &taken[i].write, NULL));
    }
    release_writers(holder);
    store_writer_free(writer);
    for (size_t i = 0; i < WRITES; i++) {
        assert_int_equal(taken[i].calls, 1);
        assert_int_equal(taken[i].failed, ERROR_BUSY);
    }
    /* Each group as a whole and two of it; what came first may be a group of its own. */
    assert_in_range(tries_of(owner, "slow_all"), 1, 6);
    store_close(store);
    store_close(owner);
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
    store_writer_free(writers[0]);
    store_writer_free(writers[1]);
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
    struct store *owner = open_owner();
    struct store *store = open_as("lanyard_web", NULL, 2, 0, 1000);
    struct store_writer *writer = start_writer(store, 5, 2);
    /* The writer waits for this lock, so that the queue fills. */
    struct store_session *holder = hold_writers(owner);
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
    release_writers(holder);
    store_writer_free(writer);
    for (size_t i = 0; i <= 5; i++)
        assert_string_equal(taken[i].outcome, "created");
    assert_int_equal(taken[6].calls, 0);
    store_close(store);
    store_close(owner);
}

/* Were each of them to wait for a while of its own, this would end by the suite's time limit. */
static void all_that_wait_for_a_lost_database_are_told_together(void **state)
{
    (void)state;
    static struct taken taken[WRITES];
    struct store *store = open_as("lanyard_web", "host=/nonexistent", 1, 0, 1000);
    struct store_writer *writer = start_writer(store, WRITES, 1);
    for (size_t i = 0; i < WRITES; i++) {
        fill(&taken[i]);
        assert_true(store_writer_submit(writer, &taken[i].write, NULL));
    }
    store_writer_free(writer);
    for (size_t i = 0; i < WRITES; i++) {
        assert_int_equal(taken[i].calls, 1);
        assert_int_equal(taken[i].failed, ERROR_BUSY);
    }
    store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_bad_item_fails_alone),
        cmocka_unit_test(each_item_gets_its_own_answer),
        cmocka_unit_test(a_connection_lost_in_the_middle_costs_nobody_anything),
        cmocka_unit_test(one_that_runs_out_of_time_fails_alone),
        cmocka_unit_test(when_all_run_out_of_time_they_are_told_together),
        cmocka_unit_test(the_last_places_go_to_as_many),
        cmocka_unit_test(a_full_queue_refuses),
        cmocka_unit_test(all_that_wait_for_a_lost_database_are_told_together),
    };
    return cmocka_run_group_tests_name("writer", tests, NULL, NULL);
}
