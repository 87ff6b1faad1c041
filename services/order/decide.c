/* What organizers do with a registration: decisions, and money. */
#include "order/order_private.h"

#include <inttypes.h>

#define REFERENCE_MAX 200
#define REASON_MAX 1000
#define TICKETS_MOST (16u * 1024) /* as JSON */
#define WITHOUT_MOST (64u * 1024)

/* For use if it is confirmed now, as JSON. */
static bool write_tickets(struct store *store, struct key_issuer *issuer, const char *event,
                          struct arena *arena, struct buffer *tickets, struct error *error)
{
    uint16_t number;
    struct order_signed_list list;
    if (!event_number(store, event, &number, error) || !order_sign(issuer, number, arena, &list, error))
        return false;
    record_write_list(&order_signed_record, &list, 0, tickets);
    return !tickets->failed || error_set(error, ERROR_OURS, NULL, "out of memory");
}

static bool decide(struct store *store, enum store_statement statement, const char *const *params,
                   struct arena *arena, struct order_decision *decision, struct error *error)
{
    scope_answer struct store_answer *answer = store_ask(store, statement, params, error);
    return answer && store_answer_record(answer, &order_decision_record, arena, decision, error);
}

/* As the history shows it, for terminals too. False with the error when it cannot be shown, or is a book;
 * none stays none, of which the database says whether it may. */
static bool clean_reason(const char *reason, char **clean, struct error *error)
{
    *clean = reason ? text_clean(reason, strlen(reason)) : NULL;
    return !reason || (*clean && text_length(*clean) <= REASON_MAX) ||
           error_refuse(error, ERROR_CALLER, "reason", "refusal.order.reason_text",
                        NUMBER_ARGUMENT("most", REASON_MAX));
}

/* --- money */

static bool move_money(struct store *store, enum store_statement statement, const char *const *params,
                       struct arena *arena, struct order_payment *payment, struct error *error)
{
    scope_answer struct store_answer *answer = store_ask(store, statement, params, error);
    return answer && store_answer_record(answer, &order_payment_record, arena, payment, error);
}

/* As it is stored and compared: an odd space or another normal form would be another payment. */
static char *clean_reference(const char *reference, struct error *error)
{
    scope_free char *clean = text_clean(reference, strlen(reference));
    if (clean && *clean && text_length(clean) <= REFERENCE_MAX)
        return scope_take(&clean);
    error_refuse(error, ERROR_CALLER, "reference", "refusal.payment.reference",
                 NUMBER_ARGUMENT("most", REFERENCE_MAX));
    return NULL;
}

/* Minor units, as the database reads them. */
#define MINOR_SIZE 24
static bool write_minor(const char *amount, const char *currency, char minor[static MINOR_SIZE],
                        struct error *error)
{
    int64_t number;
    if (!money_parse(amount, currency, &number, error))
        return false;
    if (number == 0)
        return error_refuse(error, ERROR_CALLER, "amount", "refusal.payment.nothing");
    snprintf(minor, MINOR_SIZE, "%" PRId64, number);
    return true;
}

bool order_pay(struct store *store, struct key_issuer *issuer, const char *event, const char *code,
               const char *amount, const char *reference, const char *actor, struct arena *arena,
               struct order_payment *payment, struct error *error)
{
    struct registration registration = {0};
    char minor[MINOR_SIZE];
    if (!order_find(store, event, code, arena, &registration, error) ||
        !write_minor(amount, registration.currency, minor, error))
        return false;
    scope_free char *clean = clean_reference(reference, error);
    scope_buffer struct buffer tickets = BUFFER(TICKETS_MOST);
    return clean && write_tickets(store, issuer, registration.event, arena, &tickets, error) &&
           move_money(store, SQL_REGISTRATION_PAY,
                      STORE_PARAMS(registration.event, code, minor, clean, tickets.data, actor), arena,
                      payment, error);
}

bool order_reverse_payment(struct store *store, const char *event, const char *code, const char *reference,
                           const char *reason, const char *actor, struct arena *arena,
                           struct order_payment *payment, struct error *error)
{
    scope_free char *why = NULL;
    scope_free char *clean = clean_reference(reference, error);
    return clean && clean_reason(reason, &why, error) &&
           move_money(store, SQL_REGISTRATION_REVERSE, STORE_PARAMS(event, code, clean, why, actor), arena,
                      payment, error);
}

bool order_refund(struct store *store, const char *event, const char *code, const char *amount,
                  const char *reference, const char *actor, struct arena *arena,
                  struct order_payment *payment, struct error *error)
{
    struct registration registration = {0};
    char minor[MINOR_SIZE];
    if (!order_find(store, event, code, arena, &registration, error) ||
        (amount && !write_minor(amount, registration.currency, minor, error)))
        return false;
    scope_free char *clean = clean_reference(reference, error);
    return clean && move_money(store, SQL_REGISTRATION_REFUND,
                               STORE_PARAMS(registration.event, code, amount ? minor : NULL, clean, actor),
                               arena, payment, error);
}

/* --- decisions */

/* A JSON array of the codes. */
static bool write_without(const char *const *without, struct buffer *out, struct error *error)
{
    buffer_printf(out, "[");
    for (const char *const *code = without; code && *code; code++) {
        buffer_printf(out, code == without ? "" : ",");
        record_write_text(*code, out);
    }
    buffer_printf(out, "]");
    return !out->failed || error_refuse(error, ERROR_CALLER, "without", "refusal.order.not_booked",
                                        TEXT_ARGUMENT("code", ""), TEXT_ARGUMENT("session", "?"));
}

/* What a registration that is taken in wants: the sessions that it goes without, and its tickets. */
static bool write_taken(struct store *store, struct key_issuer *issuer,
                        const struct registration *registration, const char *const *without,
                        struct arena *arena, struct buffer *sessions, struct buffer *tickets,
                        struct error *error)
{
    return write_without(without, sessions, error) &&
           write_tickets(store, issuer, registration->event, arena, tickets, error);
}

bool order_approve(struct store *store, struct key_issuer *issuer, const char *event, const char *code,
                   const char *const *without, const char *actor, struct arena *arena,
                   struct order_decision *decision, struct error *error)
{
    struct registration registration = {0};
    scope_buffer struct buffer sessions = BUFFER(WITHOUT_MOST);
    scope_buffer struct buffer tickets = BUFFER(TICKETS_MOST);
    return order_find(store, event, code, arena, &registration, error) &&
           write_taken(store, issuer, &registration, without, arena, &sessions, &tickets, error) &&
           decide(store, SQL_REGISTRATION_APPROVE,
                  STORE_PARAMS(registration.event, code, sessions.data, tickets.data, actor), arena, decision,
                  error);
}

bool order_decline(struct store *store, const char *event, const char *code, const char *reason,
                   const char *actor, struct arena *arena, struct order_decision *decision,
                   struct error *error)
{
    scope_free char *why = NULL;
    return clean_reason(reason, &why, error) &&
           decide(store, SQL_REGISTRATION_DECLINE, STORE_PARAMS(event, code, why, actor), arena, decision,
                  error);
}

bool order_reconsider(struct store *store, const char *event, const char *code, const char *reason,
                      const char *actor, struct arena *arena, struct order_decision *decision,
                      struct error *error)
{
    scope_free char *why = NULL;
    return clean_reason(reason, &why, error) &&
           decide(store, SQL_REGISTRATION_RECONSIDER, STORE_PARAMS(event, code, why, actor), arena, decision,
                  error);
}

bool order_cancel(struct store *store, const char *event, const char *code, const char *reason,
                  const char *actor, struct arena *arena, struct order_decision *decision,
                  struct error *error)
{
    scope_free char *why = NULL;
    return clean_reason(reason, &why, error) &&
           decide(store, SQL_REGISTRATION_CANCEL, STORE_PARAMS(event, code, why, actor), arena, decision,
                  error);
}

bool order_restore(struct store *store, struct key_issuer *issuer, const char *event, const char *code,
                   const char *const *without, const char *reason, const char *actor, struct arena *arena,
                   struct order_decision *decision, struct error *error)
{
    struct registration registration = {0};
    scope_buffer struct buffer sessions = BUFFER(WITHOUT_MOST);
    scope_buffer struct buffer tickets = BUFFER(TICKETS_MOST);
    scope_free char *why = NULL;
    return clean_reason(reason, &why, error) && order_find(store, event, code, arena, &registration, error) &&
           write_taken(store, issuer, &registration, without, arena, &sessions, &tickets, error) &&
           decide(store, SQL_REGISTRATION_RESTORE,
                  STORE_PARAMS(registration.event, code, sessions.data, why, tickets.data, actor), arena,
                  decision, error);
}

bool order_replace_secret(struct store *store, const char *event, const char *code, const char *reason,
                          const char *actor, int64_t *version, struct error *error)
{
    scope_free char *why = NULL;
    if (!clean_reason(reason, &why, error))
        return false;
    scope_answer struct store_answer *answer =
        store_ask(store, SQL_REGISTRATION_REPLACE_SECRET, STORE_PARAMS(event, code, why, actor), error);
    return answer && store_answer_number(answer, version, error);
}
