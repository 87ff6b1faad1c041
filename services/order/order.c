#include "order/order_private.h"

#include <sodium.h>

#define REFERENCE_MAX 200

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

static bool refuse_unknown(const char *code, struct error *error)
{
    return error_set(error, ERROR_NOT_FOUND, "code", "there is no registration %.20s", code);
}

json_t *order_find(struct store *store, const char *event, const char *code, struct error *error)
{
    scope_json json_t *found = store_call(store, SQL_REGISTRATION_FIND, STORE_PARAMS(event, code), error);
    if (json_is_null(found)) {
        refuse_unknown(code, error);
        return NULL;
    }
    return scope_take(&found);
}

struct order_ask {
    struct store_read read; /* first: the reader knows no more of it */
    char event[EVENT_NAME_SIZE];
    char code[ORDER_CODE_SIZE];
    const char *params[3];
    void (*done)(void *context, const json_t *order, const struct error *error);
    void *context;
};

static void order_came(struct store_read *read, const struct store_answer *given, const struct error *error)
{
    const json_t *order = (const json_t *)given;
    scope_free struct order_ask *ask = (struct order_ask *)read;
    struct error unknown = {0};
    bool is_there = order && !json_is_null(order);
    refuse_unknown(ask->code, &unknown);
    ask->done(ask->context, is_there ? order : NULL, is_there ? NULL : order ? &unknown : error);
}

/* event NULL: the statement takes the code alone. */
static bool order_ask(struct store_reader *reader, enum store_statement statement, const char *event,
                      const char *code,
                      void (*done)(void *context, const json_t *order, const struct error *error),
                      void *context, struct error *error)
{
    if (strlen(code) >= ORDER_CODE_SIZE || (event && strlen(event) >= EVENT_NAME_SIZE))
        return refuse_unknown(code, error);
    scope_free struct order_ask *ask = calloc(1, sizeof *ask);
    if (!ask)
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    text_copy(ask->code, sizeof ask->code, code);
    text_copy(ask->event, sizeof ask->event, event ? event : "");
    const char **param = ask->params;
    if (event)
        *param++ = ask->event;
    *param++ = ask->code;
    *param++ = store_params_end;
    must(param <= ask->params + COUNT_OF(ask->params));
    ask->read = (struct store_read){.statement = statement, .params = ask->params, .done = order_came};
    ask->done = done;
    ask->context = context;
    if (!store_reader_submit(reader, &ask->read, error))
        return false;
    scope_take(&ask); /* the reader's now */
    return true;
}

bool order_read(struct store_reader *reader, const char *event, const char *code,
                void (*done)(void *context, const json_t *order, const struct error *error), void *context,
                struct error *error)
{
    return order_ask(reader, SQL_REGISTRATION_FIND, event, code, done, context, error);
}

bool order_read_events(struct store_reader *reader, const char *code,
                       void (*done)(void *context, const json_t *events, const struct error *error),
                       void *context, struct error *error)
{
    return order_ask(reader, SQL_ORDER_EVENTS, NULL, code, done, context, error);
}

/* The event's number, which the signature covers. */
static bool event_of(struct store *store, const char *slug, uint16_t *event, struct error *error)
{
    scope_json json_t *number = store_call(store, SQL_EVENT_NUMBER, STORE_PARAMS(slug), error);
    if (!number)
        return false;
    if (!json_is_integer(number))
        return error_set(error, ERROR_NOT_FOUND, "event", "there is no event %s", slug);
    *event = (uint16_t)json_integer_value(number);
    return true;
}

static char *tickets_for(struct store *store, struct key_issuer *issuer, const json_t *registration,
                         struct error *error)
{
    uint16_t event = 0;
    if (!event_of(store, json_text(registration, "event", ""), &event, error))
        return NULL;
    scope_json json_t *tickets = order_tickets(issuer, event, error);
    return tickets ? json_dumps(tickets, JSON_COMPACT) : NULL;
}

/* As it is stored and compared: an odd space or another normal form would be another payment. */
static char *clean_reference(const char *reference, struct error *error)
{
    scope_free char *clean = text_clean(reference, strlen(reference));
    if (clean && *clean && text_length(clean) <= REFERENCE_MAX)
        return scope_take(&clean);
    error_set(error, ERROR_CALLER, "reference",
              "a payment needs a reference of 1 to %d characters, so that recording it twice changes nothing",
              REFERENCE_MAX);
    return NULL;
}

/* The database says in a refusal that it is too much; here it is said for people how much it may be. */
static void explain_amount(const json_t *registration, struct error *error)
{
    if (!error || error->kind != ERROR_CONFLICT || strcmp(error->field, "amount") != 0)
        return;
    char due[MONEY_TEXT_SIZE];
    money_format(json_int(registration, "amount", 0) - json_int(registration, "paid", 0),
                 json_text(registration, "currency", ""), due);
    error_set(error, ERROR_CONFLICT, "amount", "registration %s owes %s, which is less",
              json_text(registration, "code", ""), due);
}

json_t *order_pay(struct store *store, struct key_issuer *issuer, const char *event, const char *code,
                  const char *amount, const char *reference, const char *actor, struct error *error)
{
    scope_json json_t *registration = order_find(store, event, code, error);
    int64_t minor;
    if (!registration || !money_parse(amount, json_text(registration, "currency", ""), &minor, error))
        return NULL;
    if (minor == 0) {
        error_set(error, ERROR_CALLER, "amount", "a payment of nothing is none");
        return NULL;
    }
    scope_free char *clean = clean_reference(reference, error);
    if (!clean)
        return NULL;
    scope_free char *tickets = tickets_for(store, issuer, registration, error);
    char minor_text[24];
    snprintf(minor_text, sizeof minor_text, "%lld", (long long)minor);
    json_t *paid = tickets ? store_call(store, SQL_REGISTRATION_PAY,
                                        STORE_PARAMS(json_text(registration, "event", ""), code, minor_text,
                                                     clean, tickets, actor),
                                        error)
                           : NULL;
    if (!paid)
        explain_amount(registration, error);
    return paid;
}

json_t *order_approve(struct store *store, struct key_issuer *issuer, const char *event, const char *code,
                      const char *actor, struct error *error)
{
    scope_json json_t *registration = order_find(store, event, code, error);
    scope_free char *tickets = registration ? tickets_for(store, issuer, registration, error) : NULL;
    return tickets
               ? store_call(store, SQL_REGISTRATION_APPROVE,
                            STORE_PARAMS(json_text(registration, "event", ""), code, tickets, actor), error)
               : NULL;
}

json_t *order_decline(struct store *store, const char *event, const char *code, const char *reason,
                      const char *actor, struct error *error)
{
    return store_call(store, SQL_REGISTRATION_DECLINE, STORE_PARAMS(event, code, reason, actor), error);
}

json_t *order_cancel(struct store *store, const char *event, const char *code, const char *reason,
                     const char *actor, struct error *error)
{
    return store_call(store, SQL_REGISTRATION_CANCEL, STORE_PARAMS(event, code, reason, actor), error);
}

json_t *order_list(struct store *store, const char *slug, const char *status, const char *search, int limit,
                   struct error *error)
{
    char limit_text[16];
    uint16_t event;
    if (!event_of(store, slug, &event, error))
        return NULL;
    snprintf(limit_text, sizeof limit_text, "%d", limit);
    return store_call(store, SQL_REGISTRATION_LIST, STORE_PARAMS(slug, status, search, limit_text, NULL),
                      error);
}
