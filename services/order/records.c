/* The tables of what a registration is made of. */
#include "order/order_private.h"

static const char *const status_table[] = {[ORDER_NO_STATUS] = NULL,
                                           [ORDER_CONFIRMED] = "confirmed",
                                           [ORDER_PENDING_PAYMENT] = "pending_payment",
                                           [ORDER_PENDING_APPROVAL] = "pending_approval",
                                           [ORDER_WAITLISTED] = "waitlisted",
                                           [ORDER_DECLINED] = "declined",
                                           [ORDER_CANCELLED] = "cancelled"};
const struct record_words order_status_words = RECORD_WORDS(status_table);

/* Those that an order has; nobody's order has one for practice. */
static const char *const kind_table[] = {[TICKET_ADMISSION] = "ticket", [TICKET_BADGE] = "badge"};
static const struct record_words kind_words = RECORD_WORDS(kind_table);

static const struct record_member ticket_members[] = {RECORD_WORD(struct order_ticket, kind, kind_words),
                                                      RECORD_INT(struct order_ticket, serial),
                                                      RECORD_TEXT(struct order_ticket, token)};
const struct record order_ticket_record = RECORD(struct order_ticket, ticket_members);

static const struct record_member signed_members[] = {
    RECORD_WORD(struct order_signed, kind, kind_words), RECORD_INT(struct order_signed, serial),
    RECORD_INT(struct order_signed, key), RECORD_TEXT(struct order_signed, token)};
const struct record order_signed_record = RECORD(struct order_signed, signed_members);

/* In the order of their names, and left out where they are not there: order_write_canonical relies on it. */
static const struct record_member input_members[] = {
    RECORD_TEXT(struct order_input, affiliation, .presence = RECORD_LEFT_OUT, .most = 100),
    RECORD_INT(struct order_input, amount, .presence = RECORD_LEFT_OUT,
               .note = "In all and in the minor unit, as it was shown: if it costs more by now, nothing is "
                       "registered (409); if less, the less is charged."),
    RECORD_TEXT(struct order_input, badge_name, .presence = RECORD_LEFT_OUT, .most = 60),
    RECORD_TEXT(struct order_input, category, .presence = RECORD_LEFT_OUT),
    RECORD_PAIRS(struct order_input, consents, RECORD_IS_FLAG, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct order_input, country, .presence = RECORD_LEFT_OUT, .most = 2),
    RECORD_TEXT(struct order_input, email, .presence = RECORD_LEFT_OUT, .most = 254),
    RECORD_TEXT(struct order_input, name, .presence = RECORD_LEFT_OUT, .most = 100),
    RECORD_TEXTS(struct order_input, sessions, .presence = RECORD_OPTIONAL, .most = 200)};
const struct record order_input_record = RECORD(struct order_input, input_members);

static const char *const outcome_table[] = {
    [ORDER_CREATED] = "created",   [ORDER_REPEATED] = "repeated",    [ORDER_KEY_REUSED] = "key_reused",
    [ORDER_SOLD_OUT] = "sold_out", [ORDER_CLOSED] = "closed",        [ORDER_CHANGED] = "changed",
    [ORDER_DEARER] = "dearer",     [ORDER_CODE_TAKEN] = "code_taken"};
static const struct record_words outcome_words = RECORD_WORDS(outcome_table);

static const struct record_member answer_members[] = {
    RECORD_WORD(struct order_answer, outcome, outcome_words),
    RECORD_TEXT(struct order_answer, field, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct order_answer, detail, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct order_answer, code, .presence = RECORD_OPTIONAL),
    RECORD_WORD(struct order_answer, status, order_status_words, .presence = RECORD_OPTIONAL),
    RECORD_INT(struct order_answer, amount, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct order_answer, currency, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct order_answer, due_on, .presence = RECORD_OPTIONAL),
    RECORD_LIST(struct order_answer, tickets, order_ticket_record, .presence = RECORD_OPTIONAL)};
const struct record order_answer_record = RECORD(struct order_answer, answer_members);

static const struct record_member session_members[] = {
    RECORD_TEXT(struct order_session, code), RECORD_TEXT(struct order_session, title),
    RECORD_TEXT(struct order_session, room), RECORD_TEXT(struct order_session, starts),
    RECORD_TEXT(struct order_session, ends)};
static const struct record session_record = RECORD(struct order_session, session_members);

static const struct record_member registration_members[] = {
    RECORD_TEXT(struct registration, code),
    RECORD_WORD(struct registration, status, order_status_words),
    RECORD_TEXT(struct registration, event),
    RECORD_TEXT(struct registration, event_title),
    RECORD_TEXT(struct registration, time_zone),
    RECORD_TEXT(struct registration, category),
    RECORD_TEXT(struct registration, category_title),
    RECORD_TEXT(struct registration, name),
    RECORD_TEXT(struct registration, badge_name),
    RECORD_TEXT(struct registration, email),
    RECORD_TEXT(struct registration, affiliation, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct registration, country, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct registration, locale),
    RECORD_INT(struct registration, amount),
    RECORD_INT(struct registration, paid),
    RECORD_INT(struct registration, overpaid),
    RECORD_TEXT(struct registration, currency),
    RECORD_TEXT(struct registration, due_on, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct registration, created_at),
    RECORD_INT(struct registration, secret_version),
    RECORD_LIST(struct registration, sessions, session_record),
    RECORD_PAIRS(struct registration, consents, RECORD_IS_FLAG),
    RECORD_LIST(struct registration, tickets, order_ticket_record)};
const struct record registration_record = RECORD(struct registration, registration_members);

static const struct record_member decision_members[] = {
    RECORD_TEXT(struct order_decision, code), RECORD_WORD(struct order_decision, status, order_status_words),
    RECORD_TEXTS(struct order_decision, promoted)};
const struct record order_decision_record = RECORD(struct order_decision, decision_members);

static const struct record_member payment_members[] = {
    RECORD_TEXT(struct order_payment, code),
    RECORD_WORD(struct order_payment, status, order_status_words),
    RECORD_INT(struct order_payment, paid),
    RECORD_INT(struct order_payment, due),
    RECORD_INT(struct order_payment, overpaid),
    RECORD_TEXT(struct order_payment, currency),
    RECORD_FLAG(struct order_payment, repeated),
    RECORD_TEXTS(struct order_payment, elsewhere)};
const struct record order_payment_record = RECORD(struct order_payment, payment_members);

static const struct record_member events_members[] = {RECORD_TEXTS(struct order_events, events)};
const struct record order_events_record = RECORD(struct order_events, events_members);
