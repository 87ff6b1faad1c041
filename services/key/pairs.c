/* Key pairs in the store: made, sealed, listed, retired; the signer and the keyring out of them. */
#include "key/key.h"

#include <sodium.h>

#define NONCE_BYTES crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define SEALED_BYTES (NONCE_BYTES + TICKET_PRIVATE_KEY_BYTES + crypto_aead_xchacha20poly1305_ietf_ABYTES)

#define MOST_BYTES (1u << 20) /* of what the store says of all 256 */

static const struct record_member pair_members[] = {
    RECORD_INT(struct key_pair, number), RECORD_TEXT(struct key_pair, public),
    RECORD_TEXT(struct key_pair, sealed), RECORD_TEXT(struct key_pair, created_at),
    RECORD_TEXT(struct key_pair, retired_at, .presence = RECORD_OPTIONAL)};
const struct record key_pair_record = RECORD(struct key_pair, pair_members);

static const struct record_member line_members[] = {
    RECORD_INT(struct key_pair, number), RECORD_TEXT(struct key_pair, public),
    RECORD_TEXT(struct key_pair, created_at),
    RECORD_TEXT(struct key_pair, retired_at, .presence = RECORD_OPTIONAL)};
const struct record key_line_record = RECORD(struct key_pair, line_members);

static const struct record_member made_members[] = {RECORD_INT(struct key_made, number)};
const struct record key_made_record = RECORD(struct key_made, made_members);

static const struct record_member retired_members[] = {RECORD_INT(struct key_retired, number),
                                                       RECORD_TEXT(struct key_retired, retired_at),
                                                       RECORD_INT(struct key_retired, left)};
const struct record key_retired_record = RECORD(struct key_retired, retired_members);

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

enum attempt { ATTEMPT_FAILED, ATTEMPT_MADE, ATTEMPT_NUMBER_TAKEN };

static enum attempt pair_store(struct store *store, uint8_t number, const uint8_t *public_key,
                               const uint8_t *sealed, const char *actor, struct error *error)
{
    char number_text[4];
    char public_text[2 * TICKET_PUBLIC_KEY_BYTES + 1];
    char sealed_text[2 * SEALED_BYTES + 1];
    scope_arena struct arena arena = ARENA(4096);
    struct key_made made;
    snprintf(number_text, sizeof number_text, "%d", number);
    hex_encode(public_key, TICKET_PUBLIC_KEY_BYTES, public_text);
    hex_encode(sealed, SEALED_BYTES, sealed_text);
    scope_answer struct store_answer *answer =
        store_ask(store, SQL_KEY_ADD, STORE_PARAMS(number_text, public_text, sealed_text, actor), error);
    if (!answer)
        return ATTEMPT_FAILED;
    if (store_answer_is_none(answer))
        return ATTEMPT_NUMBER_TAKEN;
    return store_answer_record(answer, &key_made_record, &arena, &made, error) ? ATTEMPT_MADE
                                                                               : ATTEMPT_FAILED;
}

static enum attempt pair_make(struct store *store, const struct key_secret *secret, uint8_t number,
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
    return pair_store(store, number, public_key, sealed, actor, error);
}

static bool next_number(struct store *store, uint8_t *number, struct error *error)
{
    int64_t next;
    scope_answer struct store_answer *answer = store_ask(store, SQL_KEY_NEXT, NULL, error);
    if (!answer)
        return false;
    if (store_answer_is_none(answer))
        return error_refuse(error, ERROR_CONFLICT, NULL, "refusal.key.used_up",
                            NUMBER_ARGUMENT("most", UINT8_MAX + 1));
    if (!store_answer_number(answer, &next, error))
        return false;
    *number = (uint8_t)next;
    return (next >= 0 && next <= UINT8_MAX) ||
           error_set(error, ERROR_OURS, NULL, "%lld is no key's number", (long long)next);
}

bool key_new(struct store *store, const struct key_secret *secret, const char *actor, uint8_t *number,
             struct error *error)
{
    enum attempt attempt;
    do {
        if (!next_number(store, number, error))
            return false;
        attempt = pair_make(store, secret, *number, actor, error);
    } while (attempt == ATTEMPT_NUMBER_TAKEN);
    return attempt == ATTEMPT_MADE;
}

bool key_list(struct store *store, struct arena *arena, struct key_list *list, struct error *error)
{
    scope_answer struct store_answer *answer = store_ask(store, SQL_KEY_LIST, NULL, error);
    return answer && store_answer_list(answer, &key_pair_record, arena, list, error);
}

bool key_retire(struct store *store, uint8_t number, const char *actor, struct arena *arena,
                struct key_retired *retired, struct error *error)
{
    char text[4];
    snprintf(text, sizeof text, "%d", number);
    scope_answer struct store_answer *answer =
        store_ask(store, SQL_KEY_RETIRE, STORE_PARAMS(text, actor), error);
    return answer && store_answer_record(answer, &key_retired_record, arena, retired, error);
}

/* Opens the key, and makes sure that doors know its other half. */
static bool pair_open(const struct key_secret *secret, const struct key_pair *pair,
                      struct ticket_signer *signer, struct error *error)
{
    uint8_t sealed[SEALED_BYTES];
    uint8_t stored[TICKET_PUBLIC_KEY_BYTES], own[TICKET_PUBLIC_KEY_BYTES];
    signer->number = (uint8_t)pair->number;
    if (!hex_decode(pair->sealed, sealed, sizeof sealed) ||
        !unseal(secret, signer->number, sealed, signer->private_key))
        return error_set(
            error, ERROR_SETUP, NULL,
            "key %d was sealed with another secret than this one: give the secret that it was made "
            "with, or run lanyard-admin key new",
            signer->number);
    crypto_sign_ed25519_sk_to_pk(own, signer->private_key);
    return (hex_decode(pair->public, stored, sizeof stored) && memcmp(stored, own, sizeof own) == 0) ||
           error_set(
               error, ERROR_SETUP, NULL,
               "the public half of key %d in the database is another key's: restore it from a backup, or "
               "run lanyard-admin key new",
               signer->number);
}

bool key_signer_load(struct store *store, const struct key_secret *secret, struct ticket_signer *signer,
                     struct error *error)
{
    scope_arena struct arena arena = ARENA(MOST_BYTES);
    struct key_list list;
    if (!key_list(store, &arena, &list, error))
        return false;
    for (size_t i = 0; i < list.count; i++)
        if (!list.items[i].retired_at)
            return pair_open(secret, &list.items[i], signer, error);
    return error_set(error, ERROR_SETUP, NULL,
                     "there is no key to sign tickets with: run lanyard-admin key new");
}

static bool ring_fill(const struct store_answer *answer, struct ticket_keyring *keyring, struct error *error)
{
    scope_arena struct arena arena = ARENA(MOST_BYTES);
    struct key_list list;
    if (!store_answer_list(answer, &key_pair_record, &arena, &list, error))
        return false;
    keyring->count = 0;
    for (size_t i = 0; i < list.count; i++)
        if (!ticket_keyring_add(keyring, list.items[i].number, list.items[i].public))
            return error_set(error, ERROR_OURS, NULL, "the public half of key %lld is no key",
                             (long long)list.items[i].number);
    return true;
}

bool key_ring_load(struct store *store, struct ticket_keyring *keyring, struct error *error)
{
    scope_answer struct store_answer *answer = store_ask(store, SQL_KEY_LIST, NULL, error);
    return answer && ring_fill(answer, keyring, error);
}

static void ring_came(struct store_read *read, const struct store_answer *answer, const struct error *error)
{
    struct key_ring_ask *ask = (struct key_ring_ask *)read;
    struct ticket_keyring keyring = {0};
    struct error failed = {0};
    if (!answer)
        ask->done(ask, NULL, error);
    else if (!ring_fill(answer, &keyring, &failed))
        ask->done(ask, NULL, &failed);
    else
        ask->done(ask, &keyring, NULL);
}

bool key_ring_read(struct store_reader *reader, struct key_ring_ask *ask, struct error *error)
{
    ask->read = (struct store_read){.statement = SQL_KEY_LIST, .done = ring_came};
    return store_reader_submit(reader, &ask->read, error);
}
