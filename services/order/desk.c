#include "order/order_private.h"

#include <sodium.h>

#define CODE_ALPHABET "23456789ABCDEFGHJKLMNPQRSTUVWXYZ" /* no 0 and O, 1 and I */
#define CODE_DRAWS 5
#define HASH_SIZE 67 /* as PostgreSQL reads bytes: \\x and hexadecimal */

struct order_desk {
    struct store_writer *writer;
    struct key_issuer *issuer;
};

struct desk_write {
    struct store_write write; /* first: the writer knows no more of it */
    struct order_desk *desk;
    json_t *item;
    char *text;
    int draws;
    void (*done)(void *context, const struct order_answer *answer);
    void *context;
};

struct order_desk *order_desk_open(struct store *store, struct store_reader *reader,
                                   const struct ticket_signer *signer,
                                   const struct order_desk_options *options, struct error *error)
{
    struct order_desk *desk = calloc(1, sizeof *desk);
    if (!desk) {
        error_set(error, ERROR_OURS, NULL, "out of memory");
        return NULL;
    }
    const struct store_writer_options writer = {.statement = SQL_REGISTRATION_GROUP,
                                                .most_queued = options->most_queued,
                                                .most_grouped = options->most_grouped};
    desk->issuer = key_issuer_open(store, reader, signer, error);
    desk->writer = desk->issuer ? store_writer_start(store, &writer, error) : NULL;
    if (!desk->writer) {
        key_issuer_close(desk->issuer);
        free(desk);
        return NULL;
    }
    return desk;
}

void order_desk_usage(struct order_desk *desk, struct store_writer_usage *usage)
{
    store_writer_usage(desk->writer, usage);
}

void order_desk_stop(struct order_desk *desk)
{
    if (desk)
        store_writer_stop(desk->writer);
}

void order_desk_close(struct order_desk *desk)
{
    if (!desk)
        return;
    store_writer_free(desk->writer);
    key_issuer_close(desk->issuer);
    free(desk);
}

static void desk_write_free(struct desk_write *write)
{
    json_decref(write->item);
    free(write->text);
    free(write);
}

static const struct {
    const char *name;
    enum order_outcome outcome;
} outcomes[] = {
    {"created", ORDER_CREATED},   {"repeated", ORDER_REPEATED}, {"key_reused", ORDER_KEY_REUSED},
    {"sold_out", ORDER_SOLD_OUT}, {"closed", ORDER_CLOSED},     {"changed", ORDER_CHANGED},
};

static enum order_outcome outcome_of(const char *name)
{
    for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++)
        if (strcmp(outcomes[i].name, name) == 0)
            return outcomes[i].outcome;
    return ORDER_FAILED;
}

static void read_answer(const json_t *document, struct order_answer *answer)
{
    const char *name = json_text(document, "outcome", "");
    answer->outcome = outcome_of(name);
    text_copy(answer->code, sizeof answer->code, json_text(document, "code", ""));
    text_copy(answer->status, sizeof answer->status, json_text(document, "status", ""));
    text_copy(answer->field, sizeof answer->field, json_text(document, "field", ""));
    snprintf(answer->detail, sizeof answer->detail, "%s", json_text(document, "detail", ""));
    answer->tickets = json_object_get(document, "tickets");
    if (strcmp(name, "code_taken") == 0)
        error_set(&answer->error, ERROR_BUSY, NULL, "no code was drawn that nobody has");
    else if (answer->outcome == ORDER_FAILED)
        error_set(&answer->error, ERROR_OURS, NULL, "the database gave the outcome \"%s\"", name);
}

static bool draw_code(struct desk_write *write)
{
    char code[ORDER_CODE_SIZE];
    random_letters(code, ORDER_CODE_LENGTH, CODE_ALPHABET);
    json_object_set_new(write->item, "code", json_string(code));
    free(write->text);
    write->text = json_dumps(write->item, JSON_COMPACT);
    write->write.item = write->text;
    write->write.item_length = write->text ? strlen(write->text) : 0;
    return write->text != NULL;
}

static void written(struct store_write *base, const struct store_answer *given, const struct error *error)
{
    const json_t *document = (const json_t *)given;
    struct desk_write *write = (struct desk_write *)base;
    /* Somebody has this code: draw again. The queue refuses only when it is full or stops, which the answer
     * then says. */
    if (document && strcmp(json_text(document, "outcome", ""), "code_taken") == 0 &&
        ++write->draws < CODE_DRAWS && draw_code(write) &&
        store_writer_submit(write->desk->writer, base, NULL))
        return;
    struct order_answer answer = {.outcome = ORDER_FAILED};
    if (document)
        read_answer(document, &answer);
    else
        answer.error = *error;
    write->done(write->context, &answer);
    desk_write_free(write);
}

static void bytes_text(const uint8_t *bytes, size_t length, char text[static HASH_SIZE])
{
    text[0] = '\\', text[1] = 'x';
    hex_encode(bytes, length, text + 2);
}

/* A UUID is 16 bytes however it is written; anything else is hashed, to a length that no UUID has. Whose key
 * it is the database knows: it is unique within the event. */
static void idempotency(const char *key, char text[static HASH_SIZE])
{
    uint8_t bytes[32];
    size_t length = RANDOM_UUID_BYTES;
    if (!key) {
        random_uuid7_bytes(bytes); /* the write needs one to be safe to send again */
    } else if (!uuid_parse(key, bytes)) {
        length = sizeof bytes;
        crypto_generichash(bytes, length, (const uint8_t *)key, strlen(key), NULL, 0);
    }
    bytes_text(bytes, length, text);
}

static void hash_input(const char *canonical, char text[static HASH_SIZE])
{
    uint8_t hash[16];
    crypto_generichash(hash, sizeof hash, (const uint8_t *)canonical, strlen(canonical), NULL, 0);
    bytes_text(hash, sizeof hash, text);
}

/* Whether it may be confirmed at once, by what the event said a moment ago. The database decides, and answers
 * "changed" if this was wrong. */
static bool may_confirm(const json_t *event, const json_t *checked)
{
    const json_t *category =
        json_find(json_object_get(event, "categories"), "code", json_text(checked, "category", ""));
    if (json_flag(category, "approval", false) || json_int(category, "price", 1) != 0)
        return false;
    size_t i;
    const json_t *chosen;
    json_array_foreach(json_object_get(checked, "sessions"), i, chosen)
    {
        const json_t *session =
            json_find(json_object_get(event, "sessions"), "code", json_string_value(chosen));
        if (json_int(session, "price", 0) != 0)
            return false;
    }
    return true;
}

static json_t *make_item(struct order_desk *desk, const json_t *event, const json_t *checked, const char *key,
                         const char *locale, struct error *error)
{
    int64_t number = json_int(event, "id", 0);
    scope_free char *canonical = json_dumps(checked, JSON_COMPACT | JSON_SORT_KEYS);
    scope_json json_t *item = json_copy((json_t *)(uintptr_t)checked);
    if (!canonical || !item) {
        error_set(error, ERROR_OURS, NULL, "out of memory");
        return NULL;
    }
    char hash[HASH_SIZE];
    idempotency(key, hash);
    json_object_set_new(item, "key", json_string(hash));
    hash_input(canonical, hash);
    json_object_set_new(item, "input", json_string(hash));
    json_object_set_new(item, "event", json_integer(number));
    json_object_set_new(item, "locale", json_string(locale));
    if (may_confirm(event, checked)) {
        json_t *tickets = order_tickets(desk->issuer, (uint16_t)number, error);
        if (!tickets)
            return NULL;
        json_object_set_new(item, "tickets", tickets);
    }
    return scope_take(&item);
}

bool order_desk_submit(struct order_desk *desk, const json_t *event, const json_t *checked,
                       const char *idempotency_key, const char *locale,
                       void (*done)(void *context, const struct order_answer *answer), void *context,
                       struct error *error)
{
    json_t *item = make_item(desk, event, checked, idempotency_key, locale, error);
    if (!item)
        return false;
    struct desk_write *write = calloc(1, sizeof *write);
    if (!write) {
        json_decref(item);
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    }
    *write = (struct desk_write){
        .write.done = written, .desk = desk, .item = item, .done = done, .context = context};
    if (draw_code(write) ? store_writer_submit(desk->writer, &write->write, error)
                         : error_set(error, ERROR_OURS, NULL, "out of memory"))
        return true;
    desk_write_free(write);
    return false;
}
