#include "key/key.h"

#include <sodium.h>

#define NONCE_BYTES crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define SEALED_BYTES (NONCE_BYTES + TICKET_PRIVATE_KEY_BYTES + crypto_aead_xchacha20poly1305_ietf_ABYTES)

/* The nonce, then the private key under the "seal" key; the number is authenticated with it. */
static void seal(const struct key_secret *secret, uint8_t number, const uint8_t *private_key,
                 uint8_t sealed[static SEALED_BYTES])
{
    uint8_t key[32];
    key_secret_derive(secret, "seal", key);
    random_bytes(sealed, NONCE_BYTES);
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + NONCE_BYTES, NULL, private_key,
                                               TICKET_PRIVATE_KEY_BYTES, &number, 1, NULL, sealed, key);
    sodium_memzero(key, sizeof key);
}

static bool unseal(const struct key_secret *secret, uint8_t number, const uint8_t sealed[static SEALED_BYTES],
                   uint8_t *private_key)
{
    uint8_t key[32];
    key_secret_derive(secret, "seal", key);
    int status = crypto_aead_xchacha20poly1305_ietf_decrypt(
        private_key, NULL, NULL, sealed + NONCE_BYTES, SEALED_BYTES - NONCE_BYTES, &number, 1, sealed, key);
    sodium_memzero(key, sizeof key);
    return status == 0;
}

/* json_null() when another took the number meanwhile. */
static json_t *store_key(struct store *store, uint8_t number, const uint8_t *public_key,
                         const uint8_t *sealed, const char *actor, struct error *error)
{
    char number_text[4];
    char public_text[2 * TICKET_PUBLIC_KEY_BYTES + 1];
    char sealed_text[2 * SEALED_BYTES + 1];
    snprintf(number_text, sizeof number_text, "%d", number);
    hex_encode(public_key, TICKET_PUBLIC_KEY_BYTES, public_text);
    hex_encode(sealed, SEALED_BYTES, sealed_text);
    return store_call(store, SQL_KEY_ADD, STORE_PARAMS(number_text, public_text, sealed_text, actor), error);
}

static json_t *make_key(struct store *store, const struct key_secret *secret, uint8_t number,
                        const char *actor, struct error *error)
{
    uint8_t public_key[TICKET_PUBLIC_KEY_BYTES];
    uint8_t private_key[TICKET_PRIVATE_KEY_BYTES];
    uint8_t seed[crypto_sign_SEEDBYTES];
    uint8_t sealed[SEALED_BYTES];
    random_bytes(seed, sizeof seed);
    crypto_sign_seed_keypair(public_key, private_key, seed);
    seal(secret, number, private_key, sealed);
    sodium_memzero(seed, sizeof seed);
    sodium_memzero(private_key, sizeof private_key);
    return store_key(store, number, public_key, sealed, actor, error);
}

bool key_new(struct store *store, const struct key_secret *secret, const char *actor, uint8_t *number,
             struct error *error)
{
    for (;;) {
        scope_json json_t *next = store_call(store, SQL_KEY_NEXT, NULL, error);
        if (!next)
            return false;
        if (!json_is_integer(next))
            return error_set(error, ERROR_CONFLICT, NULL, "all 256 key numbers are used");
        *number = (uint8_t)json_integer_value(next);
        scope_json json_t *made = make_key(store, secret, *number, actor, error);
        if (!json_is_null(made))
            return made != NULL;
    }
}

/* Opens the key, and makes sure that doors know its other half. */
static bool open_key(const struct key_secret *secret, const json_t *key, struct ticket_signer *signer,
                     struct error *error)
{
    uint8_t sealed[SEALED_BYTES];
    uint8_t stored[TICKET_PUBLIC_KEY_BYTES], own[TICKET_PUBLIC_KEY_BYTES];
    signer->number = (uint8_t)json_int(key, "number", 0);
    if (!hex_decode(json_text(key, "sealed", ""), sealed, sizeof sealed) ||
        !unseal(secret, signer->number, sealed, signer->private_key))
        return error_set(
            error, ERROR_SETUP, NULL,
            "key %d was sealed with another secret than this one: give the secret that it was made "
            "with, or run lanyard-admin key new",
            signer->number);
    crypto_sign_ed25519_sk_to_pk(own, signer->private_key);
    return (hex_decode(json_text(key, "public", ""), stored, sizeof stored) &&
            memcmp(stored, own, sizeof own) == 0) ||
           error_set(
               error, ERROR_SETUP, NULL,
               "the public half of key %d in the database is another key's: restore it from a backup, or "
               "run lanyard-admin key new",
               signer->number);
}

bool key_signer_load(struct store *store, const struct key_secret *secret, struct ticket_signer *signer,
                     struct error *error)
{
    scope_json json_t *keys = store_call(store, SQL_KEY_LIST, NULL, error);
    if (!keys)
        return false;
    size_t i;
    json_t *key;
    json_array_foreach(keys, i, key)
    {
        if (!json_text(key, "retired_at", NULL))
            return open_key(secret, key, signer, error);
    }
    return error_set(error, ERROR_SETUP, NULL,
                     "there is no key to sign tickets with: run lanyard-admin key new");
}

static void ring_fill(const json_t *keys, struct ticket_keyring *keyring)
{
    keyring->count = 0;
    size_t i;
    json_t *key;
    json_array_foreach(keys, i, key)
    {
        ticket_keyring_add(keyring, json_int(key, "number", -1), json_text(key, "public", ""));
    }
}

bool key_ring_load(struct store *store, struct ticket_keyring *keyring, struct error *error)
{
    scope_json json_t *keys = store_call(store, SQL_KEY_LIST, NULL, error);
    if (keys)
        ring_fill(keys, keyring);
    return keys != NULL;
}

static void ring_came(struct store_read *read, const struct store_answer *given, const struct error *error)
{
    const json_t *keys = (const json_t *)given;
    struct key_ring_ask *ask = (struct key_ring_ask *)read;
    struct ticket_keyring keyring = {0};
    if (keys)
        ring_fill(keys, &keyring);
    ask->done(ask, keys ? &keyring : NULL, error);
}

bool key_ring_read(struct store_reader *reader, struct key_ring_ask *ask, struct error *error)
{
    ask->read = (struct store_read){.statement = SQL_KEY_LIST, .done = ring_came};
    return store_reader_submit(reader, &ask->read, error);
}
