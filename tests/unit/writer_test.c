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

static void note(struct store_write *write, const json_t *answer, const struct error *error)
{
    struct taken *taken = (struct taken *)write;
    taken->calls++;
    if (answer) {
        snprintf(taken->outcome, sizeof taken->outcome, "%s", json_text(answer, "outcome", "?"));
        text_copy(taken->answered, sizeof taken->answered, json_text(answer, "code", ""));
    } else
        taken->failed = error->kind;
}

static void fill(struct taken *taken)
{
    char code[9];
    char key[33];
    random_letters(code, 8, "23456789ABCDEFGHJKLMNPQRSTUVWXYZ");
    random_letters(key, 32, "0123456789abcdef");
    *taken = (struct taken){.write.done = note};
    text_copy(taken->sent, sizeof taken->sent, code);
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
    store_writer_stop(writer);
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
    store_writer_stop(writer);
    for (size_t i = 0; i < COUNT(taken); i++) {
        assert_int_equal(taken[i].calls, 1);
        assert_string_equal(taken[i].outcome, "created");
    }
    store_give(killer);
    store_close(store);
    store_close(another);
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
    store_writer_stop(writer);
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
    store_writer_stop(writer);
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
        cmocka_unit_test(the_last_places_go_to_as_many),
        cmocka_unit_test(a_full_queue_refuses),
        cmocka_unit_test(all_that_wait_for_a_lost_database_are_told_together),
    };
    return cmocka_run_group_tests_name("writer", tests, NULL, NULL);
}
