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

json_t *checkin_device_pair(struct store *store, const char *code, const char *key, struct error *error)
{
    char code_hash[HASH_SIZE];
    char key_hash[HASH_SIZE];
    if (!hash_code(code, code_hash)) {
        error_set(error, ERROR_NOT_FOUND, "code", "a pairing code has 8 letters and digits");
        return NULL;
    }
    if (!hash_key(key, key_hash)) {
        error_set(error, ERROR_CALLER, "key", "a device's key has 64 hexadecimal digits");
        return NULL;
    }
    return store_call(store, SQL_DEVICE_PAIR, STORE_PARAMS(code_hash, key_hash), error);
}

static json_t *ask_by_key(struct store *store, enum store_statement statement, const char *key,
                          struct error *error)
{
    char hash[HASH_SIZE];
    scope_json json_t *answer =
        hash_key(key, hash) ? store_call(store, statement, STORE_PARAMS(hash), error) : json_null();
    if (json_is_null(answer)) {
        error_set(error, ERROR_NOT_FOUND, NULL, "no device has this key, or it was revoked");
        return NULL;
    }
    return scope_take(&answer);
}

json_t *checkin_device_find(struct store *store, const char *key, struct error *error)
{
    return ask_by_key(store, SQL_DEVICE_FIND, key, error);
}

bool checkin_device_number(struct store *store, const char *key, int64_t *number, struct error *error)
{
    scope_json json_t *answer = ask_by_key(store, SQL_DEVICE_NUMBER, key, error);
    if (answer)
        *number = json_integer_value(answer);
    return answer != NULL;
}
