/* Serials from blocks of the database, and the tokens signed over them. */
#include "key/key.h"

#include <pthread.h>
#include <sodium.h>

#define BLOCK 4096 /* as in sql/: each value of ticket_serial_block stands for so many */

struct block {
    uint32_t next, left;
};

struct key_issuer {
    struct store_read read; /* first: of the block after the next */
    struct store *store;
    struct store_reader *reader; /* NULL: none */
    struct ticket_signer signer;
    pthread_mutex_t lock;
    struct block block, spare;
    bool being_read;
};

static bool block_read(const struct store_answer *answer, struct block *block, struct error *error)
{
    int64_t first;
    if (!store_answer_number(answer, &first, error))
        return false;
    if (first < 0 || first > (int64_t)UINT32_MAX + 1 - BLOCK)
        return error_set(error, ERROR_OURS, NULL, "%lld is no serial", (long long)first);
    *block = (struct block){.next = (uint32_t)first, .left = BLOCK};
    return true;
}

static bool block_fetch(struct key_issuer *issuer, struct error *error)
{
    scope_answer struct store_answer *answer = store_ask(issuer->store, SQL_TICKET_SERIALS, NULL, error);
    return answer && block_read(answer, &issuer->block, error);
}

struct key_issuer *key_issuer_open(struct store *store, struct store_reader *reader,
                                   const struct ticket_signer *signer, struct error *error)
{
    struct key_issuer *issuer = calloc(1, sizeof *issuer);
    if (!issuer) {
        error_set(error, ERROR_OURS, NULL, "out of memory");
        return NULL;
    }
    issuer->store = store;
    issuer->reader = reader;
    issuer->signer = *signer;
    pthread_mutex_init(&issuer->lock, NULL);
    if (!reader || block_fetch(issuer, error))
        return issuer;
    key_issuer_close(issuer);
    return NULL;
}

void key_issuer_close(struct key_issuer *issuer)
{
    if (!issuer)
        return;
    must(!issuer->being_read);
    sodium_memzero(&issuer->signer, sizeof issuer->signer);
    pthread_mutex_destroy(&issuer->lock);
    free(issuer);
}

static void spare_came(struct store_read *read, const struct store_answer *answer, const struct error *error)
{
    (void)error; /* whoever needs it asks again */
    struct key_issuer *issuer = (struct key_issuer *)read;
    struct block block = {0};
    bool good = answer && block_read(answer, &block, NULL);
    pthread_mutex_lock(&issuer->lock);
    issuer->being_read = false;
    if (good)
        issuer->spare = block;
    pthread_mutex_unlock(&issuer->lock);
}

/* Under the lock, as what follows. */
static void spare_ask(struct key_issuer *issuer)
{
    if (issuer->spare.left || issuer->being_read)
        return;
    issuer->read = (struct store_read){.statement = SQL_TICKET_SERIALS, .done = spare_came};
    issuer->being_read = store_reader_submit(issuer->reader, &issuer->read, NULL);
}

/* One block is fetched and not one a thread. */
static bool block_refill(struct key_issuer *issuer, struct error *error)
{
    if (!issuer->reader)
        return issuer->block.left || block_fetch(issuer, error);
    if (!issuer->block.left) {
        issuer->block = issuer->spare;
        issuer->spare = (struct block){0};
    }
    spare_ask(issuer);
    return issuer->block.left || error_set(error, ERROR_BUSY, NULL, "the next serials are not there yet");
}

static bool take_serial(struct key_issuer *issuer, uint32_t *serial, struct error *error)
{
    pthread_mutex_lock(&issuer->lock);
    bool good = block_refill(issuer, error);
    if (good) {
        *serial = issuer->block.next++;
        issuer->block.left--;
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
