/* Devices: pairing codes, keys, who may scan. */
#include "checkin/checkin_private.h"

#include <ctype.h>
#include <sodium.h>

#define CODE_LENGTH 8
#define CODE_ALPHABET "23456789ABCDEFGHJKLMNPQRSTUVWXYZ" /* no 0 and O, 1 and I: it is read aloud */
#define HASH_BYTES 32
#define HASH_SIZE (2 * HASH_BYTES + 1)
#define KEY_BYTES 32
#define NAME_MOST 60

static void device_hash_hex(const void *bytes, size_t length, char hex[static HASH_SIZE])
{
    uint8_t hash[HASH_BYTES];
    crypto_generichash(hash, sizeof hash, bytes, length, NULL, 0);
    hex_encode(hash, sizeof hash, hex);
}

/* As people type it: either case, with spaces or hyphens between. */
static bool device_hash_code(const char *code, char hex[static HASH_SIZE])
{
    char plain[CODE_LENGTH];
    size_t length = 0;
    for (; *code; code++) {
        if (*code == ' ' || *code == '-')
            continue;
        if (length == CODE_LENGTH || !isalnum((unsigned char)*code))
            return false;
        plain[length++] = (char)toupper((unsigned char)*code);
    }
    device_hash_hex(plain, length, hex);
    return length == CODE_LENGTH;
}

static bool device_hash_key(const char *key, char hex[static HASH_SIZE])
{
    uint8_t bytes[KEY_BYTES];
    bool good = hex_decode(key, bytes, sizeof bytes);
    if (good)
        device_hash_hex(bytes, sizeof bytes, hex);
    sodium_memzero(bytes, sizeof bytes);
    return good;
}

/* --- the office's */

#define PAIRING_STORED                                                                                       \
    RECORD_TEXT(struct checkin_pairing, name), RECORD_TEXT(struct checkin_pairing, point),                   \
        RECORD_TEXT(struct checkin_pairing, expires_at)

/* The database has the code's hash alone. */
static const struct record_member stored_members[] = {PAIRING_STORED};
static const struct record stored_record = RECORD(struct checkin_pairing, stored_members);
static const struct record_member pairing_members[] = {PAIRING_STORED,
                                                       RECORD_TEXT(struct checkin_pairing, code)};
const struct record checkin_pairing_record = RECORD(struct checkin_pairing, pairing_members);

static const char *const states[] = {[CHECKIN_DEVICE_WAITING] = "waiting",
                                     [CHECKIN_DEVICE_EXPIRED] = "expired",
                                     [CHECKIN_DEVICE_PAIRED] = "paired",
                                     [CHECKIN_DEVICE_REVOKED] = "revoked"};
const struct record_words checkin_device_state_words = RECORD_WORDS(states);

static const struct record_member device_members[] = {
    RECORD_TEXT(struct checkin_device, name), RECORD_TEXT(struct checkin_device, point),
    RECORD_WORD(struct checkin_device, state, checkin_device_state_words),
    RECORD_TEXT(struct checkin_device, paired_at, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct checkin_device, last_seen_at, .presence = RECORD_OPTIONAL)};
const struct record checkin_device_record = RECORD(struct checkin_device, device_members);

bool checkin_device_new(struct store *store, const char *event_slug, const char *name, const char *point,
                        const char *actor, struct arena *arena, struct checkin_pairing *pairing,
                        struct error *error)
{
    scope_free char *clean = text_clean(name, strlen(name));
    if (!clean || !*clean || text_length(clean) > NAME_MOST)
        return error_refuse(error, ERROR_CALLER, "name", "refusal.device.name",
                            NUMBER_ARGUMENT("most", NAME_MOST));
    char code[CODE_LENGTH + 1];
    char hash[HASH_SIZE];
    random_letters(code, CODE_LENGTH, CODE_ALPHABET);
    bool is_code = device_hash_code(code, hash);
    must(is_code);
    scope_answer struct store_answer *answer =
        store_ask(store, SQL_DEVICE_NEW, STORE_PARAMS(event_slug, clean, point, hash, actor), error);
    if (!answer || !store_answer_record(answer, &stored_record, arena, pairing, error))
        return false;
    pairing->code = arena_copy(arena, code);
    return pairing->code || error_set(error, ERROR_OURS, NULL, "out of memory");
}

bool checkin_device_list_read(struct store *store, const char *event_slug, struct arena *arena,
                              struct checkin_device_list *list, struct error *error)
{
    scope_answer struct store_answer *answer =
        store_ask(store, SQL_DEVICE_LIST, STORE_PARAMS(event_slug), error);
    return answer && store_answer_list(answer, &checkin_device_record, arena, list, error);
}

struct device_revoked {
    const char *name;
};
static const struct record_member device_revoked_members[] = {RECORD_TEXT(struct device_revoked, name)};
static const struct record device_revoked_record = RECORD(struct device_revoked, device_revoked_members);

bool checkin_device_revoke(struct store *store, const char *event_slug, const char *name, const char *actor,
                           struct error *error)
{
    scope_answer struct store_answer *answer =
        store_ask(store, SQL_DEVICE_REVOKE, STORE_PARAMS(event_slug, name, actor), error);
    struct device_revoked revoked;
    scope_arena struct arena arena = ARENA(4096);
    return answer && store_answer_record(answer, &device_revoked_record, &arena, &revoked, error);
}

/* --- the devices' */

/* A question of a device: the hashes that stand for its code and key. In the asker's arena. */
struct device_ask {
    struct store_read read; /* first: the reader knows no more of it */
    struct arena *arena;
    struct checkin_desk *desk; /* that is told its number; NULL: none */
    char code[HASH_SIZE], key[HASH_SIZE];
    const char *params[3];
    /* One of them. */
    void (*found)(void *context, const struct door_device *device, const struct error *error);
    void (*numbered)(void *context, const int64_t *device, const struct error *error);
    void *context;
};

static bool device_is_unknown(struct error *error)
{
    return error_refuse(error, ERROR_NOT_FOUND, NULL, "problem.device");
}

static void device_found(const struct device_ask *ask, const struct store_answer *answer,
                         const struct error *failed)
{
    struct error error = failed ? *failed : (struct error){0};
    struct door_device *device = answer ? arena_alloc(ask->arena, sizeof *device) : NULL;
    bool good = device && store_answer_record(answer, &door_device_record, ask->arena, device, &error);
    if (answer && !device)
        error_set(&error, ERROR_OURS, NULL, "out of memory");
    ask->found(ask->context, good ? device : NULL, good ? NULL : &error);
}

static void device_numbered(const struct device_ask *ask, const struct store_answer *answer,
                            const struct error *failed)
{
    struct error error = failed ? *failed : (struct error){0};
    int64_t number = 0;
    bool good = answer && store_answer_number(answer, &number, &error);
    uint8_t hash[HASH_BYTES];
    if (good && hex_decode(ask->key, hash, sizeof hash))
        known_devices_note(desk_known(ask->desk), hash, number);
    ask->numbered(ask->context, good ? &number : NULL, good ? NULL : &error);
}

static void device_came(struct store_read *read, const struct store_answer *answer, const struct error *error)
{
    const struct device_ask *ask = (const struct device_ask *)read;
    struct error unknown = {0};
    if (answer && store_answer_is_none(answer)) {
        device_is_unknown(&unknown);
        answer = NULL;
        error = &unknown;
    }
    if (ask->found)
        device_found(ask, answer, error);
    else
        device_numbered(ask, answer, error);
}

/* The hashes are copied; code may be NULL. */
static bool device_ask(struct store_reader *reader, enum store_statement statement, const char *code,
                       const char *key, const struct device_ask *asker, struct error *error)
{
    must(!asker->found != !asker->numbered);
    struct device_ask *ask = arena_alloc(asker->arena, sizeof *ask);
    if (!ask)
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    *ask = *asker;
    ask->read = (struct store_read){.statement = statement, .params = ask->params, .done = device_came};
    size_t count = 0;
    if (code) {
        text_copy(ask->code, sizeof ask->code, code);
        ask->params[count++] = ask->code;
    }
    text_copy(ask->key, sizeof ask->key, key);
    ask->params[count++] = ask->key;
    ask->params[count] = store_params_end;
    return store_reader_submit(reader, &ask->read, error);
}

bool checkin_device_pair(struct store_reader *reader, const struct door_pairing *pairing, struct arena *arena,
                         void (*done)(void *context, const struct door_device *device,
                                      const struct error *error),
                         void *context, struct error *error)
{
    char code[HASH_SIZE];
    char key[HASH_SIZE];
    if (!device_hash_code(pairing->code ? pairing->code : "", code))
        return error_refuse(error, ERROR_NOT_FOUND, "code", "refusal.pairing.form",
                            NUMBER_ARGUMENT("length", CODE_LENGTH));
    if (!device_hash_key(pairing->key ? pairing->key : "", key))
        return error_refuse(error, ERROR_CALLER, "key", "refusal.pairing.key_form",
                            NUMBER_ARGUMENT("length", 2 * KEY_BYTES));
    const struct device_ask ask = {.arena = arena, .found = done, .context = context};
    return device_ask(reader, SQL_DEVICE_PAIR, code, key, &ask, error);
}

bool checkin_device_find(struct store_reader *reader, const char *key, struct arena *arena,
                         void (*done)(void *context, const struct door_device *device,
                                      const struct error *error),
                         void *context, struct error *error)
{
    char hash[HASH_SIZE];
    const struct device_ask ask = {.arena = arena, .found = done, .context = context};
    return device_hash_key(key, hash) ? device_ask(reader, SQL_DEVICE_FIND, NULL, hash, &ask, error)
                                      : device_is_unknown(error);
}

bool checkin_device_number(struct checkin_desk *desk, const char *key, struct arena *arena,
                           void (*done)(void *context, const int64_t *device, const struct error *error),
                           void *context, struct error *error)
{
    char hash[HASH_SIZE];
    const struct device_ask ask = {.arena = arena, .desk = desk, .numbered = done, .context = context};
    return device_hash_key(key, hash)
               ? device_ask(desk_reader(desk), SQL_DEVICE_NUMBER, NULL, hash, &ask, error)
               : device_is_unknown(error);
}

bool checkin_device_known(struct checkin_desk *desk, const char *key, int64_t *device)
{
    char hex[HASH_SIZE];
    uint8_t hash[HASH_BYTES];
    return device_hash_key(key, hex) && hex_decode(hex, hash, sizeof hash) &&
           known_devices_find(desk_known(desk), hash, device);
}
