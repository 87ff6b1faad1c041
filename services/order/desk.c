/* Registrations on their way to the group commit. */
#include "order/order_private.h"

#include <sodium.h>

#define CODE_DRAWS 5
#define ITEM_MOST (256u * 1024)
#define HASH_SIZE 67 /* as PostgreSQL reads bytes: \\x and hexadecimal */

struct order_desk {
    struct store_writer *writer;
    struct key_issuer *issuer;
};

struct desk_write {
    struct store_write write; /* first: the writer knows no more of it */
    struct order_desk *desk;
    struct order_request request;
    struct buffer item;
    int draws;
};

/* What the database is sent. The code stands first, so that another can be written over it. */
struct item {
    const char *code;
    int64_t event;
    const char *category, *name, *badge_name, *email, *affiliation, *country;
    RECORD_LIST_OF(const char *) sessions;
    struct record_pairs consents;
    const char *locale;
    const char *key, *input; /* bytes, as PostgreSQL reads them */
    int64_t seen;            /* the amount that was shown */
    struct order_signed_list tickets;
};

static const struct record_member item_members[] = {
    RECORD_TEXT(struct item, code),
    RECORD_INT(struct item, event),
    RECORD_TEXT(struct item, category),
    RECORD_TEXT(struct item, name),
    RECORD_TEXT(struct item, badge_name),
    RECORD_TEXT(struct item, email),
    RECORD_TEXT(struct item, affiliation, .presence = RECORD_LEFT_OUT),
    RECORD_TEXT(struct item, country, .presence = RECORD_LEFT_OUT),
    RECORD_TEXTS(struct item, sessions),
    RECORD_PAIRS(struct item, consents, RECORD_IS_FLAG),
    RECORD_TEXT(struct item, locale),
    RECORD_TEXT(struct item, key),
    RECORD_TEXT(struct item, input),
    RECORD_INT(struct item, seen, .presence = RECORD_LEFT_OUT),
    RECORD_LIST(struct item, tickets, order_signed_record, .presence = RECORD_LEFT_OUT)};
static const struct record item_record = RECORD(struct item, item_members);

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
    buffer_free(&write->item);
    free(write);
}

static void draw_code(char code[static ORDER_CODE_SIZE])
{
    random_letters(code, ORDER_CODE_LENGTH, CODE_ALPHABET);
}

#define BEFORE_CODE "{\"code\":\""

static void draw_another(struct desk_write *write)
{
    char code[ORDER_CODE_SIZE];
    size_t at = sizeof BEFORE_CODE - 1;
    must(write->item.length > at + ORDER_CODE_LENGTH && strncmp(write->item.data, BEFORE_CODE, at) == 0);
    draw_code(code);
    memcpy(write->item.data + at, code, ORDER_CODE_LENGTH);
}

static void answer_fail(struct order_answer *answer, const struct error *error)
{
    *answer = (struct order_answer){.outcome = ORDER_FAILED, .error = *error};
}

static void answer_read(const struct store_answer *given, struct arena *arena, struct order_answer *answer)
{
    struct error problem = {0};
    if (!store_answer_record(given, &order_answer_record, arena, answer, &problem))
        answer_fail(answer, &problem);
}

/* True if the write is under way once more. */
static bool desk_try_another_code(struct desk_write *write)
{
    if (++write->draws == CODE_DRAWS)
        return false;
    draw_another(write);
    /* The queue refuses only when it is full or stops, which the answer then says. */
    return store_writer_submit(write->desk->writer, &write->write, NULL);
}

static void desk_written(struct store_write *base, const struct store_answer *given,
                         const struct error *error)
{
    struct desk_write *write = (struct desk_write *)base;
    struct order_answer *answer = write->request.answer;
    if (given)
        answer_read(given, write->request.arena, answer);
    else
        answer_fail(answer, error);
    if (answer->outcome == ORDER_CODE_TAKEN) {
        struct error problem = {0};
        if (desk_try_another_code(write))
            return;
        error_set(&problem, ERROR_BUSY, NULL, "no code was drawn that nobody has");
        answer_fail(answer, &problem);
    }
    write->request.done(write->request.context);
    desk_write_free(write);
}

static void bytes_text(const uint8_t *bytes, size_t length, char text[static HASH_SIZE])
{
    text[0] = '\\', text[1] = 'x';
    hex_encode(bytes, length, text + 2);
}

/* A UUID is 16 bytes however it is written; anything else is hashed, to a length that no UUID has. Whose key
 * it is the database knows: it is unique within the event. */
static void write_key(const char *key, char text[static HASH_SIZE])
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

static bool hash_input(const struct order_input *checked, char text[static HASH_SIZE])
{
    uint8_t hash[16];
    scope_buffer struct buffer canonical = BUFFER(ITEM_MOST);
    order_write_canonical(checked, &canonical);
    if (canonical.failed)
        return false;
    crypto_generichash(hash, sizeof hash, (const uint8_t *)canonical.data, canonical.length, NULL, 0);
    bytes_text(hash, sizeof hash, text);
    return true;
}

/* Whether it may be confirmed before anybody looks at it again, by what the event said a moment ago: at once,
 * as nothing is to be paid; or when a place becomes free that is waited for, as it has been paid by then or
 * what cost something is full. The database decides, and answers "changed" if this was wrong. */
static bool may_confirm(const struct event *event, const struct order_input *checked)
{
    const struct event_category *category = event_find_category(event, checked->category);
    if (!category || category->approval)
        return false;
    if (category->waiting_list)
        return true;
    if (category->price != 0)
        return false;
    for (size_t i = 0; i < checked->sessions.count; i++) {
        const struct event_session *session = event_find_session(event, checked->sessions.items[i]);
        if (session && session->price != 0)
            return false;
    }
    return true;
}

static bool write_item(struct order_desk *desk, const struct order_request *request, struct arena *arena,
                       struct buffer *out, struct error *error)
{
    const struct order_input *checked = request->checked;
    uint16_t event = (uint16_t)request->event->id;
    char code[ORDER_CODE_SIZE];
    char key[HASH_SIZE];
    char input[HASH_SIZE];
    struct order_signed_list tickets = {0};
    if (may_confirm(request->event, checked) && !order_sign(desk->issuer, event, arena, &tickets, error))
        return false;
    draw_code(code);
    write_key(request->key, key);
    if (!hash_input(checked, input))
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    record_write(&item_record,
                 &(struct item){.code = code,
                                .event = event,
                                .category = checked->category,
                                .name = checked->name,
                                .badge_name = checked->badge_name,
                                .email = checked->email,
                                .affiliation = checked->affiliation,
                                .country = checked->country,
                                .sessions = {checked->sessions.items, checked->sessions.count},
                                .consents = checked->consents,
                                .locale = request->locale,
                                .key = key,
                                .input = input,
                                .seen = checked->amount,
                                .tickets = tickets},
                 0, out);
    return !out->failed || error_set(error, ERROR_OURS, NULL, "out of memory");
}

bool order_desk_submit(struct order_desk *desk, const struct order_request *request, struct error *error)
{
    struct desk_write *write = calloc(1, sizeof *write);
    if (!write)
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    *write = (struct desk_write){
        .write.done = desk_written, .desk = desk, .request = *request, .item = BUFFER(ITEM_MOST)};
    if (!write_item(desk, request, request->arena, &write->item, error)) {
        desk_write_free(write);
        return false;
    }
    write->write.item = write->item.data;
    write->write.item_length = write->item.length;
    if (store_writer_submit(desk->writer, &write->write, error))
        return true;
    desk_write_free(write);
    return false;
}
