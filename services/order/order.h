/* order: registering, what people pay, approval, cancelling.
 *
 * The rules stand in database functions (sql/), so that every program obeys the same ones; this room checks
 * what people typed against the event's own definition, carries it there, and brings the outcome back. All
 * JSON documents named here are described in sql/README.md. */
#pragma once

#include "event/event.h"
#include "key/key.h"

#define ORDER_CODE_LENGTH 8
#define ORDER_CODE_SIZE (ORDER_CODE_LENGTH + 1)
#define ORDER_SECRET_SIZE 27 /* 16 bytes in base32 */

/* --- registering */

/* Checks one registration's input (the JSON of the API; a form is turned into the same) against the event.
 * Unknown members, wrong types, missing and overlong fields, unknown category, session, country, consent:
 * each is a fault of its field. Gives the cleaned input (NFC, canonical address, defaults filled) or NULL
 * with at least one fault. */
json_t *order_check(const json_t *event, const json_t *input, struct faults *faults);

enum order_outcome {
    ORDER_CREATED,
    ORDER_REPEATED,   /* the same key and input as before: the first answer again */
    ORDER_KEY_REUSED, /* the same key with another input */
    ORDER_SOLD_OUT,   /* field says of what: "category" or "sessions" */
    ORDER_CLOSED,     /* the event does not take registrations now */
    ORDER_CHANGED,    /* the event changed between the check and the commit: check again */
    ORDER_FAILED      /* see error; ERROR_BUSY: send it again with the same key */
};

struct order_answer {
    enum order_outcome outcome;
    char field[64];
    char detail[128];           /* title of what is sold out */
    char code[ORDER_CODE_SIZE]; /* created or repeated */
    char status[24];            /* "confirmed", "pending_payment", "pending_approval", "waitlisted" */
    const json_t *tickets;      /* [{"kind","serial","token"}]; borrowed, valid during done */
    struct error error;         /* failed */
};

/* Turns registrations into writes. One per process. */
struct order_desk;

struct order_desk_options {
    int most_queued;  /* past this, submit refuses with ERROR_BUSY */
    int most_grouped; /* in one transaction */
};

/* The reader fetches serials while others are used. */
struct order_desk *order_desk_open(struct store *store, struct store_reader *reader,
                                   const struct ticket_signer *signer,
                                   const struct order_desk_options *options, struct error *error);

/* Queues one checked registration. idempotency_key: the caller's, any text up to 255 bytes, or NULL for none.
 * done is called once, from the writer's thread, after the commit; unless this returns false. Thread-safe. */
bool order_desk_submit(struct order_desk *desk, const json_t *event, const json_t *checked,
                       const char *idempotency_key, const char *locale,
                       void (*done)(void *context, const struct order_answer *answer), void *context,
                       struct error *error);

void order_desk_usage(struct order_desk *desk, struct store_writer_usage *usage);

/* Finishes what is queued; what is submitted from now on is refused. NULL and a second call change nothing.
 */
void order_desk_stop(struct order_desk *desk);

/* The same, then frees. The reader has stopped before, and nobody submits. */
void order_desk_close(struct order_desk *desk);

/* --- the attendee's own page */

/* The secret in /e/{event}/r/{code}?k={secret}: keyed hash of both, derived and never stored. manage_key:
 * key_secret_derive "manage". event NULL: the secret of an address from before, /r/{code}?k={secret}. */
void order_manage_secret(const uint8_t manage_key[static 32], const char *event, const char *code,
                         char secret[static ORDER_SECRET_SIZE]);

/* Everything the attendee's page shows; event as below. ERROR_NOT_FOUND. The caller has compared the secret
 * already, in constant time. */
json_t *order_find(struct store *store, const char *event, const char *code, struct error *error);

/* The same for those who must not wait, and the slugs of the events that have a registration with this code,
 * as a JSON array: done is called once, from the reader's thread, with the document (borrowed) or NULL and
 * the error. False with the error if it cannot be asked; then done is not called. */
bool order_read(struct store_reader *reader, const char *event, const char *code,
                void (*done)(void *context, const json_t *order, const struct error *error), void *context,
                struct error *error) CHECKED;
bool order_read_events(struct store_reader *reader, const char *code,
                       void (*done)(void *context, const json_t *events, const struct error *error),
                       void *context, struct error *error) CHECKED;

/* --- what organizers do. event: the slug, or NULL, where one event alone has the code (else ERROR_CONFLICT)
 */

/* Records a payment; confirms the order when it is paid in full, with tickets from the issuer. Safe to
 * repeat: the same reference (1 to 200 characters, compared clean) changes nothing. Gives
 * {"code","status","paid","due","repeated"}. ERROR_CONFLICT: wrong state, or more than is owed; the money is
 * not recorded then. */
json_t *order_pay(struct store *store, struct key_issuer *issuer, const char *event, const char *code,
                  const char *amount, const char *reference, const char *actor, struct error *error);

/* Approves an application or gives a place to one who waits: it takes its places (ERROR_CONFLICT when there
 * are none left) and goes on to confirmed or pending_payment. Repeating it changes nothing. Gives
 * {"code","status"}. */
json_t *order_approve(struct store *store, struct key_issuer *issuer, const char *event, const char *code,
                      const char *actor, struct error *error);

/* Declines an application. Gives {"code","status"}. */
json_t *order_decline(struct store *store, const char *event, const char *code, const char *reason,
                      const char *actor, struct error *error);

/* Cancels: gives its places back and revokes its tickets. Gives {"code","status"}. */
json_t *order_cancel(struct store *store, const char *event, const char *code, const char *reason,
                     const char *actor, struct error *error);

/* Registrations of an event, newest first, as a JSON array; status and search may be NULL. At most `limit`.
 * ERROR_NOT_FOUND: no such event. */
json_t *order_list(struct store *store, const char *slug, const char *status, const char *search, int limit,
                   struct error *error);
