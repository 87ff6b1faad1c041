/* key: the installation's secret, key pairs in the store, serials, and issuing signed tokens. */
#pragma once

#include "base/base.h"
#include "store/store.h"
#include "ticket/ticket.h"

#define KEY_SECRET_BYTES 32

/* --- the installation's secret */

/* The 32 bytes from which all keys that must not lie in the database are derived. */
struct key_secret {
    uint8_t bytes[KEY_SECRET_BYTES];
};

/* Reads it from LANYARD_SECRET (64 hexadecimal digits) or the file that LANYARD_SECRET_FILE names (the same,
 * mode 0600 or stricter); a file that is named goes before. file: the --secret-file option or its variable,
 * NULL if neither is given. ERROR_SETUP says how to make one. */
bool key_secret_read(const char *file, struct key_secret *secret, struct error *error) CHECKED;

/* Derives a key for a purpose of its own (BLAKE2b keyed with the secret). Purposes: "seal", "manage", "form",
 * "preview".
 */
void key_secret_derive(const struct key_secret *secret, const char *purpose, uint8_t key[static 32]);

/* --- key pairs in the store */

/* As the store has it. Halves are hexadecimal; the private one is sealed (XChaCha20-Poly1305 with the "seal"
 * key, the number as associated data): nonce, ciphertext, tag. Times are RFC 3339, UTC. */
struct key_pair {
    int64_t number; /* 0 to 255 */
    const char *public;
    const char *sealed;
    const char *created_at;
    const char *retired_at; /* NULL: it may sign */
};
extern const struct record key_pair_record;
extern const struct record key_line_record; /* the same struct without `sealed`: for whoever looks */

struct key_list {
    struct key_pair *items;
    size_t count;
};

/* What making and retiring one tell to programs. */
struct key_made {
    int64_t number;
};
extern const struct record key_made_record;

struct key_retired {
    int64_t number;
    const char *retired_at;
    int64_t left; /* how many can still sign */
};
extern const struct record key_retired_record;

/* Makes a pair, seals the private half, stores both. The newest key that is not retired signs. *number is the
 * new key's. ERROR_CONFLICT when all 256 numbers are used. */
bool key_new(struct store *store, const struct key_secret *secret, const char *actor, uint8_t *number,
             struct error *error) CHECKED;

/* All of them, newest first, in the arena: less than a megabyte. */
bool key_list(struct store *store, struct arena *arena, struct key_list *list, struct error *error) CHECKED;

/* Takes a key out of use for signing; once more changes nothing. ERROR_NOT_FOUND. */
bool key_retire(struct store *store, uint8_t number, const char *actor, struct arena *arena,
                struct key_retired *retired, struct error *error) CHECKED;

/* The newest live key, unsealed. ERROR_SETUP when there is none, the secret is not the one it was sealed
 * with, or the stored public half is not its own. */
bool key_signer_load(struct store *store, const struct key_secret *secret, struct ticket_signer *signer,
                     struct error *error) CHECKED;

/* All public keys, retired ones too (what they signed stays valid until revoked). ERROR_OURS when one of them
 * is no key. */
bool key_ring_load(struct store *store, struct ticket_keyring *keyring, struct error *error) CHECKED;

/* The same for one who must not wait. The caller embeds it and fills in done, which is called once, from the
 * reader's thread: the keyring is borrowed, or NULL with the error set. False with ERROR_BUSY if it cannot be
 * asked; then done is not called. */
struct key_ring_ask {
    struct store_read read; /* first */
    void (*done)(struct key_ring_ask *ask, const struct ticket_keyring *keyring, const struct error *error);
};
bool key_ring_read(struct store_reader *reader, struct key_ring_ask *ask, struct error *error) CHECKED;

/* --- issuing: signed tokens ahead of the commit */

/* Hands out serials from blocks of the database's sequence and signs with them. Thread-safe. With a reader,
 * nobody waits for a block: the next one is fetched while the last is used, and the first before this
 * returns. reader may be NULL: then whoever needs a block fetches it. */
struct key_issuer;
struct key_issuer *key_issuer_open(struct store *store, struct store_reader *reader,
                                   const struct ticket_signer *signer, struct error *error) CHECKED;
/* The reader has stopped before. */
void key_issuer_close(struct key_issuer *issuer);

/* A fresh signed ticket of that kind. ERROR_BUSY if a new block was due and the database is away or slow. */
bool key_issue(struct key_issuer *issuer, enum ticket_kind kind, uint16_t event, struct ticket *ticket,
               char token[static TICKET_TOKEN_SIZE], struct error *error) CHECKED;
