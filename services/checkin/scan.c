/* A scan on its way to the database and back: in form, as an item, as the door's answer. */
#include "checkin/checkin_private.h"

#include <ctype.h>
#include <sodium.h>

#define ITEM_MAX 4096
#define DIGEST_SIZE (2 + 2 * crypto_hash_sha256_BYTES + 1)

/* --- in form */

static bool scan_is_uuid(const char *text)
{
    if (strlen(text) != 36)
        return false;
    for (int i = 0; i < 36; i++)
        if (i == 8 || i == 13 || i == 18 || i == 23 ? text[i] != '-' : !isxdigit((unsigned char)text[i]))
            return false;
    return true;
}

static bool scan_check(const struct door_scan *scan, size_t index, struct error *error)
{
    int64_t at;
    char field[64];
    snprintf(field, sizeof field, "scans[%zu].id", index);
    if (!scan->id || !scan_is_uuid(scan->id))
        return error_refuse(error, ERROR_CALLER, field, "refusal.scans.id");
    snprintf(field, sizeof field, "scans[%zu].token", index);
    if (!scan->token || strlen(scan->token) > DOOR_TEXT_MAX)
        return error_refuse(error, ERROR_CALLER, field, "refusal.scans.token",
                            NUMBER_ARGUMENT("most", DOOR_TEXT_MAX));
    snprintf(field, sizeof field, "scans[%zu].at", index);
    return (scan->at && clock_parse(scan->at, &at)) ||
           error_refuse(error, ERROR_CALLER, field, "refusal.scans.at");
}

bool scan_check_all(const struct door_scans *scans, struct error *error)
{
    size_t count = scans->scans.count;
    if (count == 0 || count > SCANS_MAX)
        return error_refuse(error, ERROR_CALLER, "scans", "refusal.scans.count",
                            NUMBER_ARGUMENT("most", SCANS_MAX));
    for (size_t i = 0; i < count; i++)
        if (!scan_check(&scans->scans.items[i], i, error))
            return false;
    return true;
}

/* --- to the database */

/* sql/README.md, scan item. */
struct scan_item {
    const char *id;
    int64_t device;
    const char *at;
    const char *verdict;   /* NULL: the database's to find */
    enum ticket_kind kind; /* 0, as the next: it does not count */
    int64_t event, serial;
    const char *token;
    bool genuine;
    const char *digest;
    const char *code; /* NULL, as the next two: a token is there */
    int64_t person;
    const char *place;
};
static const struct record_member item_members[] = {
    RECORD_TEXT(struct scan_item, id),
    RECORD_INT(struct scan_item, device),
    RECORD_TEXT(struct scan_item, at),
    RECORD_TEXT(struct scan_item, verdict, .presence = RECORD_LEFT_OUT),
    RECORD_WORD(struct scan_item, kind, ticket_kind_words, .presence = RECORD_LEFT_OUT),
    RECORD_INT(struct scan_item, event, .presence = RECORD_LEFT_OUT),
    RECORD_INT(struct scan_item, serial, .presence = RECORD_LEFT_OUT),
    RECORD_TEXT(struct scan_item, token, .presence = RECORD_LEFT_OUT),
    RECORD_FLAG(struct scan_item, genuine),
    RECORD_TEXT(struct scan_item, digest),
    RECORD_TEXT(struct scan_item, code, .presence = RECORD_LEFT_OUT),
    RECORD_INT(struct scan_item, person, .presence = RECORD_LEFT_OUT),
    RECORD_TEXT(struct scan_item, place, .presence = RECORD_LEFT_OUT)};
static const struct record item_record = RECORD(struct scan_item, item_members);

/* As PostgreSQL reads bytes. */
static void scan_digest(const char *text, char digest[static DIGEST_SIZE])
{
    uint8_t hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, (const uint8_t *)text, strlen(text));
    digest[0] = '\\', digest[1] = 'x';
    hex_encode(hash, sizeof hash, digest + 2);
}

void scan_read(const char *text, struct scan_reading *reading)
{
    enum ticket_parse_result form = ticket_read(text, strlen(text), &reading->ticket, reading->token);
    bool by_code = form != TICKET_PARSED && code_read(text, &reading->code);
    reading->state = form == TICKET_PARSED     ? SCAN_READ
                     : by_code                 ? SCAN_BY_CODE
                     : form == TICKET_NOT_OURS ? SCAN_NOT_OURS
                                               : SCAN_UNREADABLE;
}

void scan_verify(const struct ticket_keyring *keyring, const char *text, struct scan_reading *reading)
{
    enum ticket_parse_result form;
    bool genuine = ticket_verify_token(keyring, text, strlen(text), &reading->ticket, reading->token, &form);
    reading->state = genuine ? SCAN_GENUINE : form == TICKET_PARSED ? SCAN_FORGED : SCAN_NOT_OURS;
}

const char *scan_item(const struct door_scan *scan, int64_t device, const struct scan_reading *reading,
                      struct arena *arena)
{
    char digest[DIGEST_SIZE];
    char at[CLOCK_TEXT_SIZE];
    int64_t instant;
    scan_digest(scan->token, digest);
    bool is_instant = clock_parse(scan->at, &instant);
    must(is_instant);
    /* Written anew: RFC 3339 has offsets and years that PostgreSQL has not. */
    clock_format(instant, at);
    struct scan_item item = {.id = scan->id,
                             .device = device,
                             .at = at,
                             .event = RECORD_NO_INT,
                             .serial = RECORD_NO_INT,
                             .person = RECORD_NO_INT,
                             .genuine = reading->state == SCAN_GENUINE,
                             .digest = digest};
    if (reading->state == SCAN_READ || reading->state == SCAN_GENUINE) {
        item.kind = reading->ticket.kind;
        item.event = reading->ticket.event;
        item.serial = reading->ticket.serial;
        item.token = reading->token;
    } else if (reading->state == SCAN_BY_CODE) {
        item.code = reading->code.text;
        item.person = reading->code.person;
        item.place = *reading->code.place ? reading->code.place : NULL;
    } else if (reading->state != SCAN_UNREADABLE) {
        enum door_verdict verdict = reading->state == SCAN_FORGED ? DOOR_FORGED : DOOR_NOT_OURS;
        item.verdict = record_word(&door_verdict_words, (int)verdict);
    }
    scope_buffer struct buffer text = BUFFER(ITEM_MAX);
    record_write(&item_record, &item, 0, &text);
    return text.failed ? NULL : arena_text(arena, text.data, text.length);
}

/* --- and back */

/* sql/README.md, scan result: what the door is told, but for the serial, and with its own words. */
struct scan_result {
    const char *id;
    enum door_verdict verdict;
    enum ticket_kind kind; /* 0: unknown */
    int64_t serial;
    enum door_hint hint;
    bool repeated;
    bool unchecked;
    struct door_attendee *attendee;
    const char *status;
    struct door_revoked *revoked;
    struct door_first *first;
};
static const struct record_member result_members[] = {
    RECORD_TEXT(struct scan_result, id),
    RECORD_WORD(struct scan_result, verdict, door_verdict_words),
    RECORD_WORD(struct scan_result, kind, ticket_kind_words, .presence = RECORD_LEFT_OUT),
    RECORD_INT(struct scan_result, serial, .presence = RECORD_LEFT_OUT),
    RECORD_WORD(struct scan_result, hint, door_hint_words, .presence = RECORD_LEFT_OUT),
    RECORD_FLAG(struct scan_result, repeated),
    RECORD_FLAG(struct scan_result, unchecked, .presence = RECORD_LEFT_OUT),
    RECORD_IF_ANY(struct scan_result, attendee, door_attendee_record),
    RECORD_TEXT(struct scan_result, status, .presence = RECORD_LEFT_OUT),
    RECORD_IF_ANY(struct scan_result, revoked, door_revoked_record),
    RECORD_IF_ANY(struct scan_result, first, door_first_record)};
static const struct record result_record = RECORD(struct scan_result, result_members);

bool scan_answer(const struct store_answer *stored, struct arena *arena, struct door_answer *answer,
                 bool *unchecked, struct error *error)
{
    struct scan_result result;
    if (store_answer_is_none(stored))
        return error_refuse(error, ERROR_NOT_FOUND, NULL, "problem.device");
    if (!store_answer_record(stored, &result_record, arena, &result, error))
        return false;
    *unchecked = result.unchecked;
    *answer = (struct door_answer){.id = result.id,
                                   .verdict = record_word(&door_verdict_words, (int)result.verdict),
                                   .kind = record_word(&ticket_kind_words, (int)result.kind),
                                   .hint = record_word(&door_hint_words, (int)result.hint),
                                   .repeated = result.repeated,
                                   .attendee = result.attendee,
                                   .status = result.status,
                                   .revoked = result.revoked,
                                   .first = result.first};
    if (result.serial != RECORD_NO_INT) {
        char code[TICKET_SHORT_SIZE];
        ticket_short_code((uint32_t)result.serial, code);
        answer->short_code = arena_copy(arena, code);
    }
    return !arena->failed || error_set(error, ERROR_OURS, NULL, "out of memory");
}
