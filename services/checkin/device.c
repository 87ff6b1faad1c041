#include "checkin/checkin.h"

#include <ctype.h>
#include <sodium.h>

#define CODE_LENGTH 8
#define CODE_ALPHABET "23456789ABCDEFGHJKLMNPQRSTUVWXYZ" /* no 0 and O, 1 and I: it is read aloud */
#define HASH_SIZE 65
#define KEY_BYTES 32

static void hash_hex(const void *bytes, size_t length, char hex[static HASH_SIZE])
{
    uint8_t hash[32];
    crypto_generichash(hash, sizeof hash, bytes, length, NULL, 0);
    hex_encode(hash, sizeof hash, hex);
}

/* As people type it: either case, with spaces or hyphens between. */
static bool hash_code(const char *code, char hex[static HASH_SIZE])
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
    hash_hex(plain, length, hex);
    return length == CODE_LENGTH;
}

static bool hash_key(const char *key, char hex[static HASH_SIZE])
{
    uint8_t bytes[KEY_BYTES];
    bool good = hex_decode(key, bytes, sizeof bytes);
    if (good)
        hash_hex(bytes, sizeof bytes, hex);
    sodium_memzero(bytes, sizeof bytes);
    return good;
}

json_t *checkin_device_new(struct store *store, const char *event_slug, const char *name, const char *point,
                           const char *actor, struct error *error)
{
    scope_free char *clean = text_clean(name, strlen(name));
    if (!clean || !*clean || text_length(clean) > 60) {
        error_set(error, ERROR_CALLER, "name", "a device's name has 1 to 60 characters");
        return NULL;
    }
    char code[CODE_LENGTH + 1];
    char hash[HASH_SIZE];
    random_letters(code, CODE_LENGTH, CODE_ALPHABET);
    hash_code(code, hash);
    json_t *device =
        store_call(store, SQL_DEVICE_NEW, STORE_PARAMS(event_slug, clean, point, hash, actor), error);
    if (device)
        json_object_set_new(device, "code", json_string(code));
    return device;
}

json_t *checkin_device_list(struct store *store, const char *event_slug, struct error *error)
{
    return store_call(store, SQL_DEVICE_LIST, STORE_PARAMS(event_slug), error);
}

bool checkin_device_revoke(struct store *store, const char *event_slug, const char *name, const char *actor,
                           struct error *error)
{
    scope_json json_t *revoked =
        store_call(store, SQL_DEVICE_REVOKE, STORE_PARAMS(event_slug, name, actor), error);
    return revoked != NULL;
}

/* A question about a device: the hashes that stand for its code and key. */
struct device_ask {
    struct store_read read; /* first: the reader knows no more of it */
    char code[HASH_SIZE], key[HASH_SIZE];
    const char *params[3];
    void (*done)(void *context, const json_t *answer, const struct error *error);
    void *context;
};

static bool refuse_unknown(struct error *error)
{
    return error_set(error, ERROR_NOT_FOUND, NULL, "no device has this key, or it was revoked");
}

static void device_came(struct store_read *read, const struct store_answer *given, const struct error *error)
{
    const json_t *answer = (const json_t *)given;
    scope_free struct device_ask *ask = (struct device_ask *)read;
    struct error unknown = {0};
    bool is_there = answer && !json_is_null(answer);
    refuse_unknown(&unknown);
    ask->done(ask->context, is_there ? answer : NULL, is_there ? NULL : answer ? &unknown : error);
}

/* The hashes are copied; code may be NULL. */
static bool device_ask(struct store_reader *reader, enum store_statement statement, const char *code,
                       const char *key, const struct device_ask *asker, struct error *error)
{
    scope_free struct device_ask *ask = calloc(1, sizeof *ask);
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
    if (!store_reader_submit(reader, &ask->read, error))
        return false;
    scope_take(&ask); /* the reader's now */
    return true;
}

bool checkin_device_pair(struct store_reader *reader, const char *code, const char *key,
                         void (*done)(void *context, const json_t *device, const struct error *error),
                         void *context, struct error *error)
{
    char code_hash[HASH_SIZE];
    char key_hash[HASH_SIZE];
    if (!hash_code(code, code_hash))
        return error_set(error, ERROR_NOT_FOUND, "code", "a pairing code has 8 letters and digits");
    if (!hash_key(key, key_hash))
        return error_set(error, ERROR_CALLER, "key", "a device's key has 64 hexadecimal digits");
    const struct device_ask ask = {.done = done, .context = context};
    return device_ask(reader, SQL_DEVICE_PAIR, code_hash, key_hash, &ask, error);
}

bool checkin_device_find(struct store_reader *reader, const char *key,
                         void (*done)(void *context, const json_t *device, const struct error *error),
                         void *context, struct error *error)
{
    char hash[HASH_SIZE];
    const struct device_ask ask = {.done = done, .context = context};
    return hash_key(key, hash) ? device_ask(reader, SQL_DEVICE_FIND, NULL, hash, &ask, error)
                               : refuse_unknown(error);
}

bool checkin_device_number(struct store_reader *reader, const char *key,
                           void (*done)(void *context, const json_t *number, const struct error *error),
                           void *context, struct error *error)
{
    char hash[HASH_SIZE];
    const struct device_ask ask = {.done = done, .context = context};
    return hash_key(key, hash) ? device_ask(reader, SQL_DEVICE_NUMBER, NULL, hash, &ask, error)
                               : refuse_unknown(error);
}
