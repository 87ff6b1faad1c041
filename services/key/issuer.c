#include "key/key.h"

#include <pthread.h>
#include <sodium.h>

#define BLOCK 4096 /* as in sql/: each value of ticket_serial_block stands for so many */

struct key_issuer {
    struct store *store;
    struct ticket_signer signer;
    pthread_mutex_t lock;
    uint32_t next;
    uint32_t left;
};

struct key_issuer *key_issuer_open(struct store *store, const struct ticket_signer *signer,
                                   struct error *error)
{
    struct key_issuer *issuer = calloc(1, sizeof *issuer);
    if (!issuer) {
        error_set(error, ERROR_OURS, NULL, "out of memory");
        return NULL;
    }
    issuer->store = store;
    issuer->signer = *signer;
    pthread_mutex_init(&issuer->lock, NULL);
    return issuer;
}

void key_issuer_close(struct key_issuer *issuer)
{
    if (!issuer)
        return;
    sodium_memzero(&issuer->signer, sizeof issuer->signer);
    pthread_mutex_destroy(&issuer->lock);
    free(issuer);
}

/* Under the lock, so that one block is fetched and not one a thread. */
static bool refill(struct key_issuer *issuer, struct error *error)
{
    if (issuer->left)
        return true;
    scope_json json_t *first = store_call(issuer->store, SQL_TICKET_SERIALS, NULL, error);
    if (!first)
        return false;
    issuer->next = (uint32_t)json_integer_value(first);
    issuer->left = BLOCK;
    return true;
}

static bool take_serial(struct key_issuer *issuer, uint32_t *serial, struct error *error)
{
    pthread_mutex_lock(&issuer->lock);
    bool good = refill(issuer, error);
    if (good) {
        *serial = issuer->next++;
        issuer->left--;
    }
    pthread_mutex_unlock(&issuer->lock);
    return good;
}

bool key_issue(struct key_issuer *issuer, enum ticket_kind kind, uint16_t event, struct ticket *ticket,
               char token[static TICKET_TOKEN_SIZE], struct error *error)
{
    uint32_t serial;
    if (!take_serial(issuer, &serial, error))
        return false;
    *ticket =
        (struct ticket){.kind = kind, .key_number = issuer->signer.number, .event = event, .serial = serial};
    ticket_sign(&issuer->signer, kind, event, serial, token);
    return true;
}
