/* One registration: its secret, and finding it. */
#include "order/order_private.h"

#include <sodium.h>

#define SECRET_DIGITS 9
#define SECRET_VERSION_MOST 999999999

void order_manage_secret(const uint8_t manage_key[static 32], const char *event, const char *code,
                         int64_t version, char secret[static ORDER_SECRET_SIZE])
{
    char number[12] = "";
    must(version >= 0 && version <= SECRET_VERSION_MOST);
    if (version) /* else as it was before secrets could be replaced */
        snprintf(number, sizeof number, "%lld-", (long long)version);
    uint8_t hash[16];
    crypto_generichash_state state;
    crypto_generichash_init(&state, manage_key, 32, sizeof hash);
    if (event) {
        crypto_generichash_update(&state, (const uint8_t *)event, strlen(event));
        crypto_generichash_update(&state, (const uint8_t *)"/", 1); /* which neither of the two has */
    }
    crypto_generichash_update(&state, (const uint8_t *)number, strlen(number)); /* nor has a code a dash */
    crypto_generichash_update(&state, (const uint8_t *)code, strlen(code));
    crypto_generichash_final(&state, hash, sizeof hash);
    must(text_copy(secret, ORDER_SECRET_SIZE, number));
    base32_encode(hash, sizeof hash, secret + strlen(number));
}

int64_t order_secret_version(const char *secret)
{
    size_t digits = strspn(secret, "0123456789");
    if (digits == 0 || digits > SECRET_DIGITS || secret[digits] != '-')
        return 0;
    int64_t version = 0;
    for (size_t i = 0; i < digits; i++)
        version = version * 10 + (secret[i] - '0');
    return version;
}

bool order_refuse_unknown(const char *code, struct error *error)
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
