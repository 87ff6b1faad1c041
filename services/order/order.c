/* One registration: found, paid, approved, declined, cancelled. */
#include "order/order_private.h"

#include <sodium.h>

#define REFERENCE_MAX 200
#define TICKETS_MOST (16u * 1024) /* as JSON */

void order_manage_secret(const uint8_t manage_key[static 32], const char *event, const char *code,
                         char secret[static ORDER_SECRET_SIZE])
{
    uint8_t hash[16];
    crypto_generichash_state state;
    crypto_generichash_init(&state, manage_key, 32, sizeof hash);
    if (event) {
        crypto_generichash_update(&state, (const uint8_t *)event, strlen(event));
        crypto_generichash_update(&state, (const uint8_t *)"/", 1); /* which neither of the two has */
    }
    crypto_generichash_update(&state, (const uint8_t *)code, strlen(code));
    crypto_generichash_final(&state, hash, sizeof hash);
    base32_encode(hash, sizeof hash, secret);
}

static bool order_refuse_unknown(const char *code, struct error *error)
{
    return error_refuse(error, ERROR_NOT_FOUND, "code", "refusal.order.unknown", TEXT_ARGUMENT("code", code));
}

bool order_find(struct store *store, const char *event, const char *code, struct arena *arena,
                struct registration *registration, struct error *error)
{
    scope_answer struct store_answer *answer =
        store_ask(store, SQL_REGISTRATION_FIND, STORE_PARAMS(event, code), error);
    if (!answer)
        return false;
    if (store_answer_is_none(answer))
        return order_refuse_unknown(code, error);
    return store_answer_record(answer, &registration_record, arena, registration, error);
}

struct order_ask {
    struct store_read read; /* first: the reader knows no more of it */
    char event[EVENT_NAME_SIZE];
    char code[ORDER_CODE_SIZE];
    const char *params[3];
    const struct record *record;
    struct arena *arena;
    void *into;
    void (*done)(void *context, const struct error *error);
    void *context;
};

static bool ask_fill(const struct order_ask *ask, const struct store_answer *answer, struct error *error)
{
    if (store_answer_is_none(answer))
        return order_refuse_unknown(ask->code, error);
    return store_answer_record(answer, ask->record, ask->arena, ask->into, error);
}

static void ask_came(struct store_read *read, const struct store_answer *answer, const struct error *error)
{
    scope_free struct order_ask *ask = (struct order_ask *)read;
    struct error problem = {0};
    if (!answer)
        ask->done(ask->context, error);
    else
        ask->done(ask->context, ask_fill(ask, answer, &problem) ? NULL : &problem);
}

/* event NULL: the statement takes the code alone. */
static bool ask_submit(struct store_reader *reader, const struct order_ask *wanted, const char *event,
                       const char *code, struct error *error)
{
    if (strlen(code) >= ORDER_CODE_SIZE || (event && strlen(event) >= EVENT_NAME_SIZE))
        return order_refuse_unknown(code, error);
    scope_free struct order_ask *ask = calloc(1, sizeof *ask);
    if (!ask)
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    *ask = *wanted;
    text_copy(ask->code, sizeof ask->code, code);
    text_copy(ask->event, sizeof ask->event, event ? event : "");
    const char **param = ask->params;
    if (event)
        *param++ = ask->event;
    *param++ = ask->code;
    *param++ = store_params_end;
    must(param <= ask->params + COUNT_OF(ask->params));
    ask->read.params = ask->params;
    ask->read.done = ask_came;
    if (!store_reader_submit(reader, &ask->read, error))
        return false;
    scope_take(&ask); /* the reader's now */
    return true;
}

bool order_read(struct store_reader *reader, const char *event, const char *code, struct arena *arena,
                struct registration *registration, void (*done)(void *context, const struct error *error),
                void *context, struct error *error)
{
    const struct order_ask ask = {.read.statement = SQL_REGISTRATION_FIND,
                                  .record = &registration_record,
                                  .arena = arena,
                                  .into = registration,
                                  .done = done,
                                  .context = context};
    return ask_submit(reader, &ask, event, code, error);
}

bool order_read_events(struct store_reader *reader, const char *code, struct arena *arena,
                       struct order_events *events, void (*done)(void *context, const struct error *error),
                       void *context, struct error *error)
{
    const struct order_ask ask = {.read.statement = SQL_ORDER_EVENTS,
                                  .record = &order_events_record,
                                  .arena = arena,
                                  .into = events,
                                  .done = done,
                                  .context = context};
    return ask_submit(reader, &ask, NULL, code, error);
}

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

static bool ask_for_record(struct store *store, enum store_statement statement, const char *const *params,
                           const struct record *record, struct arena *arena, void *into, struct error *error)
{
    scope_answer struct store_answer *answer = store_ask(store, statement, params, error);
    return answer && store_answer_record(answer, record, arena, into, error);
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

static bool parse_amount(const char *amount, const char *currency, int64_t *minor, struct error *error)
{
    return money_parse(amount, currency, minor, error) &&
           (*minor != 0 || error_refuse(error, ERROR_CALLER, "amount", "refusal.payment.nothing"));
}

bool order_pay(struct store *store, struct key_issuer *issuer, const char *event, const char *code,
               const char *amount, const char *reference, const char *actor, struct arena *arena,
               struct order_payment *payment, struct error *error)
{
    struct registration registration = {0};
    int64_t minor;
    if (!order_find(store, event, code, arena, &registration, error) ||
        !parse_amount(amount, registration.currency, &minor, error))
        return false;
    scope_free char *clean = clean_reference(reference, error);
    scope_buffer struct buffer tickets = BUFFER(TICKETS_MOST);
    if (!clean || !write_tickets(store, issuer, registration.event, arena, &tickets, error))
        return false;
    char minor_text[24];
    snprintf(minor_text, sizeof minor_text, "%lld", (long long)minor);
    return ask_for_record(store, SQL_REGISTRATION_PAY,
                          STORE_PARAMS(registration.event, code, minor_text, clean, tickets.data, actor),
                          &order_payment_record, arena, payment, error);
}

bool order_approve(struct store *store, struct key_issuer *issuer, const char *event, const char *code,
                   const char *actor, struct arena *arena, struct order_decision *decision,
                   struct error *error)
{
    struct registration registration = {0};
    scope_buffer struct buffer tickets = BUFFER(TICKETS_MOST);
    return order_find(store, event, code, arena, &registration, error) &&
           write_tickets(store, issuer, registration.event, arena, &tickets, error) &&
           ask_for_record(store, SQL_REGISTRATION_APPROVE,
                          STORE_PARAMS(registration.event, code, tickets.data, actor), &order_decision_record,
                          arena, decision, error);
}

bool order_decline(struct store *store, const char *event, const char *code, const char *reason,
                   const char *actor, struct arena *arena, struct order_decision *decision,
                   struct error *error)
{
    return ask_for_record(store, SQL_REGISTRATION_DECLINE, STORE_PARAMS(event, code, reason, actor),
                          &order_decision_record, arena, decision, error);
}

bool order_cancel(struct store *store, const char *event, const char *code, const char *reason,
                  const char *actor, struct arena *arena, struct order_decision *decision,
                  struct error *error)
{
    return ask_for_record(store, SQL_REGISTRATION_CANCEL, STORE_PARAMS(event, code, reason, actor),
                          &order_decision_record, arena, decision, error);
}
