/* Registrations against the database: what each statement gives is read into its record, to the last part. */
#include "tests/unit/registering.h"

#include <unicode/uchar.h>

/* The sample with places for nobody in the press, among students, who wait, and in one session. */
static void change_event(const char *closes)
{
    struct error error = {0};
    struct event definition;
    check_that(event_show(owner, event_slug, &lasting, &definition, &error), &error);
    definition.registration.closes = closes;
    for (size_t i = 0; i < definition.categories.count; i++) {
        struct event_category *category = &definition.categories.items[i];
        if (strcmp(category->code, "press") == 0 || strcmp(category->code, "student") == 0)
            category->capacity = 0;
    }
    definition.sessions.items[0].capacity = 0;
    apply_event(&definition);
}

static int open_changed(void **state)
{
    open_all(state);
    change_event(NULL);
    return 0;
}

static void a_registration_is_found_as_it_was_sent(void **state)
{
    (void)state;
    static const char *sessions[] = {"dnssec", "dinner"};
    static struct record_pair consents[] = {{.name = "photos", .flag = true}};
    struct order_input full = bare("member");
    full.affiliation = "Boğaziçi";
    full.country = "TR";
    full.sessions.items = sessions;
    full.sessions.count = 2;
    full.consents = (struct record_pairs){consents, 1};
    const struct order_answer answer = send(&full, NULL);
    assert_int_equal(answer.outcome, ORDER_CREATED);
    assert_int_equal(answer.status, ORDER_PENDING_PAYMENT);
    assert_int_equal(answer.tickets.count, 0);
    const struct registration found = find(answer.code);
    assert_string_equal(found.affiliation, "Boğaziçi");
    assert_string_equal(found.country, "TR");
    assert_int_equal(found.sessions.count, 2);
    assert_string_equal(found.sessions.items[0].code, "dnssec");
    assert_true(record_pair(&found.consents, "photos")->flag);
    assert_false(record_pair(&found.consents, "newsletter")->flag);
    assert_int_equal(found.tickets.count, 0);
    assert_true(found.amount > 0 && found.paid == 0);
}

static void what_is_free_is_confirmed_with_a_ticket_and_told_again(void **state)
{
    (void)state;
    struct order_input input = bare("speaker");
    const struct order_answer first = send(&input, "one key");
    assert_int_equal(first.status, ORDER_CONFIRMED);
    assert_int_equal(first.tickets.count, 1);
    assert_int_equal(first.tickets.items[0].kind, TICKET_ADMISSION);
    const struct registration found = find(first.code);
    assert_null(found.affiliation);
    assert_null(found.country);
    assert_string_equal(found.tickets.items[0].token, first.tickets.items[0].token);
    const struct order_answer again = send(&input, "one key");
    assert_int_equal(again.outcome, ORDER_REPEATED);
    assert_string_equal(again.code, first.code);
    assert_string_equal(again.tickets.items[0].token, first.tickets.items[0].token);
    input.name = "Bilal";
    const struct order_answer other = send(&input, "one key");
    assert_int_equal(other.outcome, ORDER_KEY_REUSED);
    assert_null(other.code);
    assert_int_equal(other.status, ORDER_NO_STATUS);
}

static void who_is_turned_away_is_told_of_what(void **state)
{
    (void)state;
    static const char *full_session[] = {"ntw"};
    struct order_input input = bare("press");
    struct order_answer answer = send(&input, NULL);
    assert_int_equal(answer.outcome, ORDER_SOLD_OUT);
    assert_string_equal(answer.field, "category");
    assert_string_equal(answer.detail,
                        event_text_in(&event_find_category(&event, "press")->title, "en", "en").words);
    input = bare("speaker");
    input.sessions.items = full_session;
    input.sessions.count = 1;
    answer = send(&input, NULL);
    assert_int_equal(answer.outcome, ORDER_SOLD_OUT);
    assert_string_equal(answer.field, "sessions");
    input = bare("student");
    assert_int_equal(send(&input, NULL).status, ORDER_WAITLISTED);
    input = bare("gone");
    answer = send(&input, NULL);
    assert_int_equal(answer.outcome, ORDER_CHANGED);
    assert_null(answer.field);
    change_event("2020-01-01");
    input = bare("speaker");
    assert_int_equal(send(&input, NULL).outcome, ORDER_CLOSED);
    change_event(NULL);
}

/* The desk draws another then, so nobody but it sees this answer. */
static void a_code_that_somebody_has_is_said_to_be_taken(void **state)
{
    (void)state;
    struct order_input input = bare("member");
    const struct order_answer first = send(&input, NULL);
    RECORD_LIST_OF(struct order_answer) answers;
    struct error error = {0};
    char items[400];
    snprintf(items, sizeof items,
             "[{\"event\":%lld,\"category\":\"member\",\"name\":\"N\",\"email\":\"a@example.org\","
             "\"badge_name\":\"N\",\"sessions\":[],\"consents\":{},\"locale\":\"en\",\"code\":\"%s\","
             "\"key\":\"0123456789abcdeg\",\"input\":\"0123456789abcdef\"}]",
             (long long)event_id, first.code);
    scope_answer struct store_answer *answer =
        store_ask(web, SQL_REGISTRATION_GROUP, STORE_PARAMS(items), &error);
    check_that(answer && store_answer_list(answer, &order_answer_record, &lasting, &answers, &error), &error);
    assert_int_equal(answers.count, 1);
    assert_int_equal(answers.items[0].outcome, ORDER_CODE_TAKEN);
}

static void a_payment_says_what_is_still_due(void **state)
{
    (void)state;
    struct error error = {0};
    struct order_input input = bare("member");
    const struct order_answer answer = send(&input, NULL);
    struct order_payment payment;
    const struct registration found = find(answer.code);
    char rest[MONEY_TEXT_SIZE];
    for (int i = 0; i < 2; i++) {
        check_that(
            order_pay(owner, issuer, NULL, answer.code, "100", "part", "unit", &lasting, &payment, &error),
            &error);
        assert_int_equal(payment.repeated, i);
        assert_int_equal(payment.status, ORDER_PENDING_PAYMENT);
        assert_int_equal(payment.paid, 10000);
        assert_int_equal(payment.due, found.amount - 10000);
        assert_string_equal(payment.currency, "USD");
    }
    snprintf(rest, sizeof rest, "%lld", (long long)payment.due / 100);
    check_that(
        order_pay(owner, issuer, event_slug, answer.code, rest, "rest", "unit", &lasting, &payment, &error),
        &error);
    assert_int_equal(payment.status, ORDER_CONFIRMED);
    assert_int_equal(find(answer.code).tickets.count, 1);
}

static void decisions_say_what_they_left(void **state)
{
    (void)state;
    struct error error = {0};
    struct order_decision decision;
    struct order_input input = bare("fellow");
    const struct order_answer one = send(&input, NULL);
    const struct order_answer two = send(&input, NULL);
    assert_int_equal(one.status, ORDER_PENDING_APPROVAL);
    check_that(order_approve(owner, issuer, NULL, one.code, NULL, "unit", &lasting, &decision, &error),
               &error);
    assert_int_equal(decision.status, ORDER_CONFIRMED);
    assert_string_equal(decision.code, one.code);
    check_that(order_decline(owner, NULL, two.code, "no", "unit", &lasting, &decision, &error), &error);
    assert_int_equal(decision.status, ORDER_DECLINED);
    check_that(order_cancel(owner, NULL, one.code, "no", "unit", &lasting, &decision, &error), &error);
    assert_int_equal(decision.status, ORDER_CANCELLED);
    assert_int_equal(find(one.code).status, ORDER_CANCELLED);
    assert_false(order_cancel(owner, event_slug, "ZZZZZZZZ", "", "unit", &lasting, &decision, &error));
    assert_int_equal(error.kind, ERROR_NOT_FOUND);
}

struct asked {
    sem_t came;
    struct error error;
};

static void note(void *context, const struct error *error)
{
    struct asked *asked = context;
    asked->error = error ? *error : (struct error){0};
    sem_post(&asked->came);
}

static void who_must_not_wait_is_told_the_same(void **state)
{
    (void)state;
    struct asked asked = {.error.kind = ERROR_NONE};
    struct error error = {0};
    struct registration registration;
    struct order_events events;
    struct order_input input = bare("member");
    const struct order_answer answer = send(&input, NULL);
    sem_init(&asked.came, 0, 0);
    assert_true(order_read(reader, event_slug, answer.code, &lasting, &registration, note, &asked, &error));
    sem_wait(&asked.came);
    check_that(asked.error.kind == ERROR_NONE, &asked.error);
    assert_string_equal(registration.code, answer.code);
    assert_true(order_read_events(reader, answer.code, &lasting, &events, note, &asked, &error));
    sem_wait(&asked.came);
    assert_int_equal(events.events.count, 1);
    assert_string_equal(events.events.items[0], event_slug);
    assert_true(order_read_events(reader, "ZZZZZZZZ", &lasting, &events, note, &asked, &error));
    sem_wait(&asked.came);
    assert_int_equal(asked.error.kind, ERROR_NONE);
    assert_int_equal(events.events.count, 0);
    assert_true(order_read(reader, event_slug, "ZZZZZZZZ", &lasting, &registration, note, &asked, &error));
    sem_wait(&asked.came);
    assert_int_equal(asked.error.kind, ERROR_NOT_FOUND);
    sem_destroy(&asked.came);
}

static void the_tables_say_the_truth(void **state)
{
    (void)state;
    const struct record *const records[] = {
        &order_input_record,   &order_answer_record, &registration_record, &order_decision_record,
        &order_payment_record, &order_events_record, &order_signed_record};
    for (size_t i = 0; i < COUNT(records); i++)
        record_must_hold(records[i]);
}

/* What a text needs to be more than nothing, and what a search passes over, is one set. */
static void a_search_passes_over_what_is_not_seen(void **state)
{
    (void)state;
    struct error error = {0};
    struct store_session *session = store_take(owner, &error);
    check_that(session != NULL, &error);
    PGresult *result =
        PQexec(session->connection,
               "SELECT i FROM generate_series(161, 1114111) i WHERE NOT i BETWEEN 55296 AND 57343 "
               "AND search_fold('a' || chr(i) || 'b') = 'ab' ORDER BY i");
    if (PQresultStatus(result) != PGRES_TUPLES_OK)
        fail_msg("%s", PQresultErrorMessage(result));
    int row = 0;
    for (int32_t c = 161; c <= 0x10ffff; c++) {
        int64_t passed = -1;
        if (row < PQntuples(result))
            text_to_int(PQgetvalue(result, row, 0), 0, 0x10ffff, &passed);
        row += passed == c;
        if ((c < 0xd800 || c > 0xdfff) && !u_isUWhiteSpace(c) && (passed == c) == text_is_seen(c))
            fail_msg("U+%04X is %s by text_is_seen", (unsigned)c, text_is_seen(c) ? "seen" : "not seen");
    }
    PQclear(result);
    store_give(session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tables_say_the_truth),
        cmocka_unit_test(a_registration_is_found_as_it_was_sent),
        cmocka_unit_test(what_is_free_is_confirmed_with_a_ticket_and_told_again),
        cmocka_unit_test(who_is_turned_away_is_told_of_what),
        cmocka_unit_test(a_code_that_somebody_has_is_said_to_be_taken),
        cmocka_unit_test(a_payment_says_what_is_still_due),
        cmocka_unit_test(decisions_say_what_they_left),
        cmocka_unit_test(who_must_not_wait_is_told_the_same),
        cmocka_unit_test(a_search_passes_over_what_is_not_seen),
    };
    return cmocka_run_group_tests_name("registration", tests, open_changed, close_all);
}
