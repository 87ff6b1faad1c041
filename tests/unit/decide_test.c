/* What organizers decide about registrations, and their money: what each decision leaves, and what undoes it.
 */
#include "tests/unit/registering.h"

#define STUDENTS 2

static struct event definition;
static struct order_decision decision;
static struct order_payment payment;
static struct error problem;

static struct event_category *category_of(const char *code)
{
    for (size_t i = 0; i < definition.categories.count; i++)
        if (strcmp(definition.categories.items[i].code, code) == 0)
            return &definition.categories.items[i];
    fail();
    return NULL;
}

static void set_price(const char *category, int64_t price)
{
    struct record_pairs *prices = &category_of(category)->prices;
    for (size_t i = 0; i < prices->count; i++)
        prices->items[i].number = price;
}

/* Two students, who wait; one speaker at a workshop, fellows too; press free of charge, one, who wait. */
static int open_small(void **state)
{
    struct error error = {0};
    open_all(state);
    check_that(event_show(owner, event_slug, &lasting, &definition, &error), &error);
    category_of("student")->capacity = STUDENTS;
    category_of("press")->capacity = 1;
    category_of("press")->waiting_list = true;
    definition.sessions.items[0].capacity = 1;
    apply_event(&definition);
    return 0;
}

static struct order_answer send_with(const char *category, const char *session)
{
    const char *sessions[] = {session};
    struct order_input input = bare(category);
    if (session) {
        input.sessions.items = sessions;
        input.sessions.count = 1;
    }
    return send(&input, NULL);
}

static struct order_history history_of(const char *code)
{
    struct error error = {0};
    struct order_history history;
    check_that(order_read_history(owner, event_slug, code, &lasting, &history, &error), &error);
    return history;
}

static struct order_change last_change(const char *code)
{
    struct order_history history = history_of(code);
    return history.changes.items[history.changes.count - 1];
}

/* Of the category's places. */
static int64_t taken(const char *code)
{
    struct error error = {0};
    struct event now;
    scope_answer struct store_answer *answer =
        store_ask(owner, SQL_EVENT_PUBLIC, STORE_PARAMS(event_slug), &error);
    check_that(answer && store_answer_record(answer, &event_record, &lasting, &now, &error), &error);
    const struct event_category *category = event_find_category(&now, code);
    return category->capacity - category->left;
}

static void pay(const char *code, const char *amount, const char *reference)
{
    struct error error = {0};
    check_that(
        order_pay(owner, issuer, event_slug, code, amount, reference, "unit", &lasting, &payment, &error),
        &error);
}

static void cancel(const char *code)
{
    struct error error = {0};
    check_that(order_cancel(owner, event_slug, code, "ill", "unit", &lasting, &decision, &error), &error);
}

static void refused(bool good, enum error_kind kind, const char *id)
{
    assert_false(good);
    assert_int_equal(problem.kind, kind);
    assert_string_equal(problem.refusal.id, id);
    problem = (struct error){0};
}

/* --- money */

static void money_that_arrives_is_recorded_whatever_it_is_for(void **state)
{
    (void)state;
    const struct order_answer answer = send_with("member", NULL);
    assert_int_equal(answer.amount, 35000);
    assert_string_equal(answer.currency, "USD");
    pay(answer.code, "700", "twice");
    assert_int_equal(payment.status, ORDER_CONFIRMED);
    assert_int_equal(payment.paid, 70000);
    assert_int_equal(payment.due, 0);
    assert_int_equal(payment.overpaid, 35000);
    assert_int_equal(find(answer.code).overpaid, 35000);
    pay(answer.code, "1", "more");
    assert_int_equal(payment.overpaid, 35100);
    const struct order_answer asked = send_with("fellow", NULL);
    pay(asked.code, "5", "early");
    assert_int_equal(payment.status, ORDER_PENDING_APPROVAL);
    assert_int_equal(payment.overpaid, 500);
    const struct order_answer gone = send_with("member", NULL);
    cancel(gone.code);
    pay(gone.code, "350", "late");
    assert_int_equal(payment.status, ORDER_CANCELLED);
    assert_int_equal(payment.due, 0);
    assert_int_equal(payment.overpaid, 35000);
}

struct listed {
    size_t count;
    bool has;
    const char *code;
};

static bool note_line(void *context, const struct registration_line *line, struct error *error)
{
    struct listed *listed = context;
    (void)error;
    listed->count++;
    listed->has = listed->has || strcmp(line->code, listed->code) == 0;
    return true;
}

static void what_is_overpaid_is_listed_until_it_is_refunded(void **state)
{
    (void)state;
    const struct order_answer answer = send_with("member", NULL);
    const struct order_list_choice all = {.status = "overpaid"};
    const struct order_list_choice one = {.status = "overpaid", .search = answer.code};
    struct listed listed = {.code = answer.code};
    pay(answer.code, "350", "in full");
    assert_true(order_list(owner, event_slug, &all, note_line, &listed, &problem));
    assert_false(listed.has);
    pay(answer.code, "350", "again");
    assert_true(order_list(owner, event_slug, &all, note_line, &listed, &problem));
    assert_true(listed.has && listed.count > 0);
    listed = (struct listed){.code = answer.code};
    assert_true(order_list(owner, event_slug, &one, note_line, &listed, &problem));
    assert_int_equal(listed.count, 1);

    refused(
        order_refund(owner, event_slug, answer.code, "350.01", "back", "unit", &lasting, &payment, &problem),
        ERROR_CONFLICT, "refusal.payment.refund");
    assert_true(
        order_refund(owner, NULL, answer.code, "100", "back 1", "unit", &lasting, &payment, &problem));
    assert_int_equal(payment.overpaid, 25000);
    for (int i = 0; i < 2; i++) {
        assert_true(
            order_refund(owner, NULL, answer.code, NULL, "back 2", "unit", &lasting, &payment, &problem));
        assert_int_equal(payment.overpaid, 0);
        assert_int_equal(payment.repeated, i);
        assert_int_equal(payment.status, ORDER_CONFIRMED);
    }
    refused(order_refund(owner, NULL, answer.code, NULL, "back 3", "unit", &lasting, &payment, &problem),
            ERROR_CONFLICT, "refusal.payment.refund");
    listed = (struct listed){.code = answer.code};
    assert_true(order_list(owner, event_slug, &all, note_line, &listed, &problem));
    assert_false(listed.has);
    assert_int_equal(last_change(answer.code).action, ORDER_REFUNDED);
    assert_int_equal(last_change(answer.code).amount, 25000);
}

static void one_bank_reference_on_two_orders_is_told(void **state)
{
    (void)state;
    const struct order_answer first = send_with("member", NULL);
    const struct order_answer second = send_with("member", NULL);
    pay(first.code, "350", "bank 1142");
    assert_int_equal(payment.elsewhere.count, 0);
    pay(second.code, "350", "bank 1142");
    assert_int_equal(payment.status, ORDER_CONFIRMED);
    assert_int_equal(payment.elsewhere.count, 1);
    assert_string_equal(payment.elsewhere.items[0], first.code);
    const struct order_history history = history_of(first.code);
    assert_int_equal(history.transfers.count, 1);
    assert_string_equal(history.transfers.items[0].elsewhere.items[0], second.code);
}

static void a_payment_on_the_wrong_order_is_reversed_and_recorded_on_the_right_one(void **state)
{
    (void)state;
    const struct order_answer wrong = send_with("member", NULL);
    const struct order_answer right = send_with("member", NULL);
    pay(wrong.code, "350", "bank 9");
    assert_int_equal(find(wrong.code).tickets.count, 1);
    refused(order_reverse_payment(owner, NULL, wrong.code, "bank 8", "typo", "unit", &lasting, &payment,
                                  &problem),
            ERROR_NOT_FOUND, "refusal.payment.unknown");
    refused(
        order_reverse_payment(owner, NULL, wrong.code, "bank 9", " ", "unit", &lasting, &payment, &problem),
        ERROR_CALLER, "refusal.order.reason");
    for (int i = 0; i < 2; i++) {
        assert_true(order_reverse_payment(owner, NULL, wrong.code, "bank 9", "of another", "unit", &lasting,
                                          &payment, &problem));
        assert_int_equal(payment.status, ORDER_PENDING_PAYMENT);
        assert_int_equal(payment.paid, 0);
        assert_int_equal(payment.due, 35000);
        assert_int_equal(payment.repeated, i);
    }
    assert_int_equal(find(wrong.code).tickets.count, 0);
    pay(right.code, "350", "bank 9");
    assert_int_equal(payment.elsewhere.count, 0);
    pay(wrong.code, "350", "bank 9"); /* it is free again here as well */
    assert_int_equal(payment.status, ORDER_CONFIRMED);
    assert_int_equal(payment.elsewhere.count, 1);
    const struct order_history history = history_of(wrong.code);
    assert_int_equal(history.transfers.count, 2);
    assert_string_equal(history.transfers.items[0].reversed_reason, "of another");
    assert_string_equal(history.transfers.items[0].reversed_by, "unit");
    assert_null(history.transfers.items[1].reversed_at);
    static const enum order_action actions[] = {ORDER_REGISTERED, ORDER_PAYMENT_RECORDED,
                                                ORDER_PAYMENT_REVERSED, ORDER_PAYMENT_RECORDED};
    assert_int_equal(history.changes.count, COUNT(actions));
    for (size_t i = 0; i < COUNT(actions); i++)
        assert_int_equal(history.changes.items[i].action, actions[i]);
    assert_int_equal(history.changes.items[2].from, ORDER_CONFIRMED);
    assert_int_equal(history.changes.items[2].to, ORDER_PENDING_PAYMENT);
    assert_string_equal(history.changes.items[0].actor, "attendee");
}

/* --- taken back */

static void what_was_cancelled_by_mistake_is_restored_as_it_was(void **state)
{
    (void)state;
    const struct order_answer paid = send_with("member", "rpki");
    pay(paid.code, "350", "full");
    const char *before = find(paid.code).tickets.items[0].token;
    cancel(paid.code);
    assert_int_equal(find(paid.code).overpaid, 35000);
    refused(order_restore(owner, issuer, NULL, paid.code, NULL, "", "unit", &lasting, &decision, &problem),
            ERROR_CALLER, "refusal.order.reason");
    for (int i = 0; i < 2; i++) {
        assert_true(order_restore(owner, issuer, NULL, paid.code, NULL, "typo", "unit", &lasting, &decision,
                                  &problem));
        assert_int_equal(decision.status, ORDER_CONFIRMED);
    }
    const struct registration found = find(paid.code);
    assert_int_equal(found.overpaid, 0);
    assert_int_equal(found.tickets.count, 1);
    assert_string_not_equal(found.tickets.items[0].token, before);
    assert_int_equal(found.sessions.count, 1);
    assert_string_equal(last_change(paid.code).reason, "typo");
    assert_int_equal(last_change(paid.code).from, ORDER_CANCELLED);

    const struct order_answer unpaid = send_with("member", NULL);
    refused(order_restore(owner, issuer, NULL, unpaid.code, NULL, "x", "unit", &lasting, &decision, &problem),
            ERROR_CONFLICT, "refusal.order.restore");
    cancel(unpaid.code);
    assert_true(
        order_restore(owner, issuer, NULL, unpaid.code, NULL, "typo", "unit", &lasting, &decision, &problem));
    assert_int_equal(decision.status, ORDER_PENDING_PAYMENT);
}

static void what_was_declined_by_mistake_is_reconsidered(void **state)
{
    (void)state;
    const struct order_answer answer = send_with("fellow", NULL);
    refused(order_reconsider(owner, NULL, answer.code, "x", "unit", &lasting, &decision, &problem),
            ERROR_CONFLICT, "refusal.order.status");
    assert_true(order_decline(owner, NULL, answer.code, "no", "unit", &lasting, &decision, &problem));
    for (int i = 0; i < 2; i++)
        assert_true(
            order_reconsider(owner, NULL, answer.code, "mixed up", "unit", &lasting, &decision, &problem));
    assert_int_equal(decision.status, ORDER_PENDING_APPROVAL);
    assert_int_equal(history_of(answer.code).changes.count, 3);
    assert_true(order_approve(owner, issuer, NULL, answer.code, NULL, "unit", &lasting, &decision, &problem));
    assert_int_equal(decision.status, ORDER_CONFIRMED);
}

static void a_full_session_is_named_and_can_be_gone_without(void **state)
{
    (void)state;
    static const char *const without[] = {"ntw", NULL}, *const other[] = {"rpki", NULL};
    const struct order_answer asked = send_with("fellow", "ntw");
    assert_int_equal(send_with("speaker", "ntw").status, ORDER_CONFIRMED);
    refused(order_approve(owner, issuer, NULL, asked.code, NULL, "unit", &lasting, &decision, &problem),
            ERROR_CONFLICT, "refusal.order.full_sessions");
    refused(order_approve(owner, issuer, NULL, asked.code, other, "unit", &lasting, &decision, &problem),
            ERROR_CALLER, "refusal.order.not_booked");
    assert_int_equal(find(asked.code).sessions.count, 1);
    assert_true(
        order_approve(owner, issuer, NULL, asked.code, without, "unit", &lasting, &decision, &problem));
    assert_int_equal(decision.status, ORDER_CONFIRMED);
    assert_int_equal(find(asked.code).sessions.count, 0);
    assert_string_equal(last_change(asked.code).without.items[0], "ntw");
}

static void what_a_session_cost_goes_with_it(void **state)
{
    (void)state;
    static const char *const without[] = {"dinner", NULL};
    const struct order_answer asked = send_with("fellow", "dinner");
    assert_int_equal(asked.amount, 6000);
    assert_true(
        order_approve(owner, issuer, NULL, asked.code, without, "unit", &lasting, &decision, &problem));
    assert_int_equal(decision.status, ORDER_CONFIRMED);
    assert_int_equal(find(asked.code).amount, 0);
}

/* --- who waits */

static void a_place_that_becomes_free_goes_to_who_waits_longest(void **state)
{
    (void)state;
    struct order_answer in[STUDENTS], waiting[3];
    for (int i = 0; i < STUDENTS; i++)
        assert_int_equal((in[i] = send_with("student", NULL)).status, ORDER_PENDING_PAYMENT);
    for (int i = 0; i < 3; i++)
        assert_int_equal((waiting[i] = send_with("student", NULL)).status, ORDER_WAITLISTED);
    cancel(waiting[0].code); /* who goes has no turn */
    assert_int_equal(decision.promoted.count, 0);
    cancel(in[0].code);
    assert_int_equal(decision.promoted.count, 1);
    assert_string_equal(decision.promoted.items[0], waiting[1].code);
    assert_int_equal(find(waiting[1].code).status, ORDER_PENDING_PAYMENT);
    assert_int_equal(last_change(waiting[1].code).action, ORDER_PROMOTED);
    assert_int_equal(send_with("student", NULL).status, ORDER_WAITLISTED);
    assert_int_equal(taken("student"), STUDENTS);
    assert_true(order_restore(owner, issuer, NULL, waiting[0].code, NULL, "stays", "unit", &lasting,
                              &decision, &problem));
    assert_int_equal(decision.status, ORDER_WAITLISTED);
    cancel(in[1].code);
    assert_string_equal(decision.promoted.items[0], waiting[0].code); /* where he stood */
}

static void places_that_are_added_go_to_those_who_wait(void **state)
{
    (void)state;
    assert_int_equal(send_with("press", NULL).status, ORDER_CONFIRMED);
    const struct order_answer first = send_with("press", NULL), second = send_with("press", NULL),
                              third = send_with("press", NULL);
    assert_int_equal(first.status, ORDER_WAITLISTED);
    category_of("press")->capacity = 3;
    apply_event(&definition);
    assert_int_equal(find(first.code).status, ORDER_CONFIRMED);
    assert_int_equal(find(second.code).status, ORDER_CONFIRMED);
    assert_int_equal(find(second.code).tickets.count, 1);
    assert_int_equal(find(third.code).status, ORDER_WAITLISTED);
    assert_int_equal(send_with("press", NULL).status, ORDER_WAITLISTED);
    assert_int_equal(taken("press"), 3);
}

/* The dinner is full meanwhile. It costs something, the press nothing: so there is nothing left to pay. */
static void who_moves_up_goes_without_what_is_full_by_then(void **state)
{
    (void)state;
    static const char *sessions[] = {"dinner"};
    category_of("press")->capacity = 3;
    apply_event(&definition);
    struct order_input input = bare("press");
    input.sessions.items = sessions;
    input.sessions.count = 1;
    const struct order_answer waits = send(&input, NULL);
    assert_int_equal(waits.status, ORDER_WAITLISTED);
    assert_int_equal(waits.amount, 6000);
    definition.sessions.items[definition.sessions.count - 1].capacity = 0;
    category_of("press")->capacity = 10;
    apply_event(&definition);
    const struct registration found = find(waits.code);
    assert_int_equal(found.status, ORDER_CONFIRMED);
    assert_int_equal(found.amount, 0);
    assert_int_equal(found.sessions.count, 0);
    assert_int_equal(found.tickets.count, 1);
    assert_string_equal(last_change(waits.code).without.items[0], "dinner");
}

/* Places that an older release freed: nobody moved up. */
static void newcomers_never_pass_those_who_wait(void **state)
{
    (void)state;
    const struct order_answer waits = send_with("student", NULL);
    assert_int_equal(waits.status, ORDER_WAITLISTED);
    struct store_session *session = store_take(owner, &problem);
    PQclear(PQexec(session->connection,
                   "UPDATE public.quota SET capacity = 1000 WHERE quota = 'category:student'"));
    store_give(session);
    assert_int_equal(send_with("student", NULL).status, ORDER_WAITLISTED);
}

/* --- what was shown */

static void more_than_what_was_shown_is_not_taken(void **state)
{
    (void)state;
    struct order_input input = bare("member");
    input.amount = 35000;
    set_price("member", 99900);
    apply_event(&definition);
    struct order_answer answer = send(&input, "seen");
    assert_int_equal(answer.outcome, ORDER_DEARER);
    assert_int_equal(answer.amount, 99900);
    assert_string_equal(answer.currency, "USD");
    assert_null(answer.code);
    input.amount = 99900;
    answer = send(&input, "seen");
    assert_int_equal(answer.outcome, ORDER_CREATED);
    assert_int_equal(find(answer.code).amount, 99900);
    input.amount = 120000; /* the condition is none of what is asked */
    assert_int_equal(send(&input, "seen").outcome, ORDER_REPEATED);
    set_price("member", 30000);
    apply_event(&definition);
    answer = send(&input, NULL);
    assert_int_equal(answer.outcome, ORDER_CREATED);
    assert_int_equal(answer.amount, 30000);
    input.amount = RECORD_NO_INT;
    assert_int_equal(send(&input, NULL).amount, 30000);
    set_price("member", 35000);
    apply_event(&definition);
}

static void what_was_free_is_not_charged_for(void **state)
{
    (void)state;
    struct order_input input = bare("speaker");
    input.amount = 0;
    set_price("speaker", 100);
    apply_event(&definition);
    assert_int_equal(send(&input, NULL).outcome, ORDER_DEARER);
    set_price("speaker", 0);
    apply_event(&definition);
    assert_int_equal(send(&input, NULL).outcome, ORDER_CREATED);
}

/* --- links */

static void a_secret_that_was_replaced_has_another_version(void **state)
{
    (void)state;
    static const uint8_t key[32] = {1};
    char before[ORDER_SECRET_SIZE], after[ORDER_SECRET_SIZE];
    int64_t version;
    const struct order_answer answer = send_with("member", NULL);
    assert_int_equal(find(answer.code).secret_version, 0);
    for (int64_t i = 1; i <= 2; i++) {
        assert_true(order_replace_secret(owner, NULL, answer.code, "lost", "unit", &version, &problem));
        assert_int_equal(version, i);
    }
    assert_int_equal(find(answer.code).secret_version, 2);
    assert_int_equal(last_change(answer.code).action, ORDER_SECRET_REPLACED);
    order_manage_secret(key, event_slug, answer.code, 0, before);
    order_manage_secret(key, event_slug, answer.code, 2, after);
    assert_int_equal(order_secret_version(before), 0);
    assert_int_equal(order_secret_version(after), 2);
    assert_null(strstr(after, before));
    assert_int_equal(order_secret_version("9999999999-A"), 0);
    assert_int_equal(order_secret_version("-1"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(money_that_arrives_is_recorded_whatever_it_is_for),
        cmocka_unit_test(what_is_overpaid_is_listed_until_it_is_refunded),
        cmocka_unit_test(one_bank_reference_on_two_orders_is_told),
        cmocka_unit_test(a_payment_on_the_wrong_order_is_reversed_and_recorded_on_the_right_one),
        cmocka_unit_test(what_was_cancelled_by_mistake_is_restored_as_it_was),
        cmocka_unit_test(what_was_declined_by_mistake_is_reconsidered),
        cmocka_unit_test(a_full_session_is_named_and_can_be_gone_without),
        cmocka_unit_test(what_a_session_cost_goes_with_it),
        cmocka_unit_test(a_place_that_becomes_free_goes_to_who_waits_longest),
        cmocka_unit_test(places_that_are_added_go_to_those_who_wait),
        cmocka_unit_test(who_moves_up_goes_without_what_is_full_by_then),
        cmocka_unit_test(newcomers_never_pass_those_who_wait),
        cmocka_unit_test(more_than_what_was_shown_is_not_taken),
        cmocka_unit_test(what_was_free_is_not_charged_for),
        cmocka_unit_test(a_secret_that_was_replaced_has_another_version),
    };
    return cmocka_run_group_tests_name("decide", tests, open_small, close_all);
}
