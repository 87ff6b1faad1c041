/* The catalogue that the public sees: what it lists, what it keeps, and for how many it asks once. */
#include "tests/unit/database.h"

#include <semaphore.h>

struct asked {
    struct event_ask ask;
    sem_t came;
    struct event_kept *event;
    struct error error;
};

static void note_event(void *context, struct event_kept *event, const struct error *error)
{
    struct asked *asked = context;
    asked->event = event ? event_kept_hold(event) : NULL;
    if (error)
        asked->error = *error;
    sem_post(&asked->came);
}

/* Waits, as no handler does. */
static struct event_kept *look_up(struct event_catalogue *catalogue, const char *slug, struct error *error)
{
    struct event_kept *event = NULL;
    if (event_catalogue_known(catalogue, slug, &event, error))
        return event;
    struct asked asked = {.ask = {.done = note_event, .context = &asked}};
    sem_init(&asked.came, 0, 0);
    if (!event_catalogue_ask(catalogue, slug, &asked.ask, error))
        return NULL;
    sem_wait(&asked.came);
    sem_destroy(&asked.came);
    if (!asked.event)
        *error = asked.error;
    return asked.event;
}

static bool is_listed(const struct event_kept *list, const char *slug)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->list[i].slug, slug) == 0)
            return true;
    return false;
}

/* More names than it keeps push the others out, not over. */
static void ask_for_strangers(struct event_catalogue *catalogue)
{
    for (int i = 0; i < 200; i++) {
        struct error error = {0};
        char slug[24];
        snprintf(slug, sizeof slug, "unit-none-%d", i);
        assert_null(look_up(catalogue, slug, &error));
        assert_int_equal(error.kind, ERROR_NOT_FOUND);
    }
}

static void apply_as(struct store *owner, const char *slug, enum event_state state, const char *closes)
{
    scope_arena struct arena arena = ARENA(EVENT_MOST);
    struct event event = sample_event(&arena);
    event.slug = slug;
    event.state = state;
    event.registration = (struct event_registration){.closes = closes};
    apply(owner, &event);
}

static void the_catalogue_lists_what_is_open_and_hides_drafts(void **state)
{
    (void)state;
    static const struct {
        const char *slug;
        enum event_state state;
        const char *closes;
        bool listed, found;
    } cases[] = {
        {"unit-open", EVENT_OPEN, NULL, true, true},
        {"unit-over", EVENT_OPEN, "2020-01-01", false, true},
        {"unit-closed", EVENT_CLOSED, NULL, false, true},
        {"unit-draft", EVENT_DRAFT, NULL, false, false},
    };
    struct error error = {0};
    struct store *owner = open_owner();
    struct store *web = open_as("lanyard_web", NULL, 1, 0, 1000);
    for (size_t i = 0; i < COUNT(cases); i++)
        apply_as(owner, cases[i].slug, cases[i].state, cases[i].closes);
    const struct store_reader_options two = {.threads = 2, .most_queued = 8, .patience_ms = 10000};
    struct store_reader *reader = store_reader_start(web, &two, &error);
    struct event_catalogue *catalogue = event_catalogue_open(reader, &error);
    scope_kept struct event_kept *list = look_up(catalogue, ".", &error);
    assert_non_null(list);
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < COUNT(cases); i++) {
            error = (struct error){0};
            scope_kept struct event_kept *event = look_up(catalogue, cases[i].slug, &error);
            assert_int_equal(is_listed(list, cases[i].slug), cases[i].listed);
            assert_int_equal(event != NULL, cases[i].found);
            assert_int_equal(error.kind, cases[i].found ? ERROR_NONE : ERROR_NOT_FOUND);
            if (event)
                assert_int_equal(event->event->open, cases[i].listed);
        }
        ask_for_strangers(catalogue);
    }
    assert_null(look_up(catalogue, "", &error));
    assert_null(look_up(catalogue, "a-name-that-is-longer-than-any-slug-may-be", &error));
    assert_int_equal(error.kind, ERROR_NOT_FOUND);
    scope_kept struct event_kept *again = look_up(catalogue, ".", &error);
    assert_true(again && !again->event && again->count > 0);
    store_reader_stop(reader);
    event_catalogue_close(catalogue);
    store_reader_free(reader);
    store_close(web);
    store_close(owner);
}

/* Past the second for which what was read counts as fresh. */
static struct event_kept *look_again(struct event_catalogue *catalogue, const char *slug)
{
    struct error error = {0};
    const struct timespec second = {.tv_sec = 1, .tv_nsec = 50000000};
    nanosleep(&second, NULL);
    struct event_kept *kept = look_up(catalogue, slug, &error);
    if (!kept)
        fail_msg("%s", error.message);
    return kept;
}

static void what_did_not_change_stays_the_same_object(void **state)
{
    (void)state;
    struct error error = {0};
    struct store *owner = open_owner();
    struct store *web = open_as("lanyard_web", NULL, 1, 0, 1000);
    scope_arena struct arena arena = ARENA(EVENT_MOST);
    struct event event = sample_event(&arena);
    event.slug = "unit-same";
    event.state = EVENT_OPEN;
    apply(owner, &event);
    const struct store_reader_options one = {.threads = 1, .most_queued = 8, .patience_ms = 10000};
    struct store_reader *reader = store_reader_start(web, &one, &error);
    struct event_catalogue *catalogue = event_catalogue_open(reader, &error);
    scope_kept struct event_kept *first = look_up(catalogue, "unit-same", &error);
    scope_kept struct event_kept *same = look_again(catalogue, "unit-same");
    assert_ptr_equal(first, same);
    event.title =
        (struct record_pairs){.items = &(struct record_pair){.name = "", .text = "Changed"}, .count = 1};
    apply(owner, &event);
    scope_kept struct event_kept *other = look_again(catalogue, "unit-same");
    assert_ptr_not_equal(first, other);
    assert_true(other->serial != first->serial);
    assert_string_equal(other->event->title.items[0].text, "Changed");
    assert_string_not_equal(first->event->title.items[0].text, "Changed"); /* who holds it still may look */
    store_reader_stop(reader);
    event_catalogue_close(catalogue);
    store_reader_free(reader);
    store_close(web);
    store_close(owner);
}

static void while_one_goes_for_an_event_all_wait_for_that_one(void **state)
{
    (void)state;
    static struct asked asked[100];
    struct error error = {0};
    struct store *owner = open_owner();
    struct store *web = open_as("lanyard_web", NULL, 1, 0, 1000);
    const struct store_reader_options two = {.threads = 2, .most_queued = 8, .patience_ms = 10000};
    struct store_reader *reader = store_reader_start(web, &two, &error);
    struct event_catalogue *catalogue = event_catalogue_open(reader, &error);
    struct store_session *holder = store_take(owner, &error);
    PQclear(PQexec(holder->connection, "BEGIN; LOCK TABLE event IN ACCESS EXCLUSIVE MODE"));
    for (size_t i = 0; i < COUNT(asked); i++) {
        struct event_kept *event;
        asked[i].ask = (struct event_ask){.done = note_event, .context = &asked[i]};
        sem_init(&asked[i].came, 0, 0);
        assert_false(event_catalogue_known(catalogue, "unit-open", &event, &error));
        assert_true(event_catalogue_ask(catalogue, "unit-open", &asked[i].ask, &error));
    }
    PQclear(PQexec(holder->connection, "ROLLBACK"));
    store_give(holder);
    for (size_t i = 0; i < COUNT(asked); i++) {
        sem_wait(&asked[i].came);
        assert_ptr_equal(asked[i].event, asked[0].event);
        event_kept_release(asked[i].event);
    }
    struct store_reader_usage usage;
    store_reader_usage(reader, &usage);
    assert_int_equal(usage.reads, 1);
    store_reader_stop(reader);
    event_catalogue_close(catalogue);
    store_reader_free(reader);
    store_close(web);
    store_close(owner);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_catalogue_lists_what_is_open_and_hides_drafts),
        cmocka_unit_test(what_did_not_change_stays_the_same_object),
        cmocka_unit_test(while_one_goes_for_an_event_all_wait_for_that_one),
    };
    return cmocka_run_group_tests_name("catalogue", tests, NULL, NULL);
}
