/* registration: events, categories, quotas, orders, payments, approval.
 *
 * The rules stand in database functions (sql/), so that every program obeys the same ones; this room checks
 * what people typed against the event's own definition, carries it there, and brings the outcome back. All
 * JSON documents named here are described in sql/README.md. */
#pragma once

#include "base/base.h"
#include "store/store.h"
#include "ticket/ticket.h"

#define REGISTRATION_CODE_LENGTH 8
#define REGISTRATION_CODE_SIZE (REGISTRATION_CODE_LENGTH + 1)
#define REGISTRATION_SECRET_SIZE 27 /* 16 bytes in base32 */

/* --- events */

/* Reads and checks an event file against event.schema.json (schema: its path) and what a schema cannot say
 * (dates in order, references that exist, an IANA time zone, an ISO 4217 currency, prices for every window).
 * ERROR_CALLER names the file and the line, or the path in the document, and the reason. */
json_t *registration_event_read(const char *path, const char *schema, struct error *error);

/* Creates or updates the event. Calls report for each leaf that changed (see json_diff); *created may be
 * NULL. ERROR_CONFLICT when the change would break what is registered already (capacity under what is taken,
 * a category in use removed). */
bool registration_event_apply(struct store *store, const json_t *definition, const char *actor,
                              void (*report)(void *context, const char *path, const json_t *before,
                                             const json_t *after),
                              void *context, bool *created, struct error *error);

/* The event in the file's form. ERROR_NOT_FOUND. */
json_t *registration_event_show(struct store *store, const char *slug, struct error *error);

/* Events as the public sees them, at most a second old: definition, today's prices, what is left.
 * Thread-safe. */
struct registration_catalogue;
struct registration_catalogue *registration_catalogue_open(struct store *store, struct error *error);
void registration_catalogue_close(struct registration_catalogue *catalogue);

/* New references; treat as read-only. The list holds open events only; a single event is found whatever its
 * state but "draft". */
json_t *registration_catalogue_list(struct registration_catalogue *catalogue, struct error *error);
json_t *registration_catalogue_event(struct registration_catalogue *catalogue, const char *slug,
                                     struct error *error);

/* --- registering */

/* Checks one registration's input (the JSON of the API; a form is turned into the same) against the event.
 * Unknown members, wrong types, missing and overlong fields, unknown category, session, country, consent:
 * each is a fault of its field. Gives the cleaned input (NFC, canonical address, defaults filled) or NULL
 * with at least one fault. */
json_t *registration_check(const json_t *event, const json_t *input, struct faults *faults);

enum registration_outcome {
    REGISTRATION_CREATED,
    REGISTRATION_REPEATED,   /* the same key and input as before: the first answer again */
    REGISTRATION_KEY_REUSED, /* the same key with another input */
    REGISTRATION_SOLD_OUT,   /* field says of what: "category" or "sessions" */
    REGISTRATION_CLOSED,     /* the event does not take registrations now */
    REGISTRATION_CHANGED,    /* the event changed between the check and the commit: check again */
    REGISTRATION_FAILED      /* see error; ERROR_BUSY: send it again with the same key */
};

struct registration_answer {
    enum registration_outcome outcome;
    char field[64];
    char detail[128];                  /* title of what is sold out */
    char code[REGISTRATION_CODE_SIZE]; /* created or repeated */
    char status[24];                   /* "confirmed", "pending_payment", "pending_approval", "waitlisted" */
    const json_t *tickets;             /* [{"kind","serial","token"}]; borrowed, valid during done */
    struct error error;                /* failed */
};

/* Turns registrations into writes. One per process. */
struct registration_desk;

struct registration_desk_options {
    int most_queued;  /* past this, submit refuses with ERROR_BUSY */
    int most_grouped; /* in one transaction */
};

struct registration_desk *registration_desk_open(struct store *store, const struct ticket_signer *signer,
                                                 const struct registration_desk_options *options,
                                                 struct error *error);

/* Queues one checked registration. idempotency_key: the caller's, any text up to 255 bytes, or NULL for none.
 * done is called once, from the writer's thread, after the commit; unless this returns false. Thread-safe. */
bool registration_desk_submit(struct registration_desk *desk, const json_t *event, const json_t *checked,
                              const char *idempotency_key, const char *locale,
                              void (*done)(void *context, const struct registration_answer *answer),
                              void *context, struct error *error);

void registration_desk_usage(struct registration_desk *desk, struct store_writer_usage *usage);

/* Finishes what is queued, then frees. */
void registration_desk_close(struct registration_desk *desk);

/* --- the attendee's own page */

/* The secret in /r/{code}?k={secret}: keyed hash of the code, derived and never stored. manage_key:
 * ticket_secret_derive "manage". */
void registration_manage_secret(const uint8_t manage_key[static 32], const char *code,
                                char secret[static REGISTRATION_SECRET_SIZE]);

/* Everything the attendee's page shows. ERROR_NOT_FOUND. The caller has compared the secret already, in
 * constant time. */
json_t *registration_find(struct store *store, const char *code, struct error *error);

/* --- what organizers do */

/* Records a payment; confirms the order when it is paid in full, with tickets from the issuer. Safe to
 * repeat: the same reference (1 to 200 characters, compared clean) changes nothing. Gives
 * {"code","status","paid","due","repeated"}. ERROR_CONFLICT: wrong state, or more than is owed; the money is
 * not recorded then. */
json_t *registration_pay(struct store *store, struct ticket_issuer *issuer, const char *code,
                         const char *amount, const char *reference, const char *actor, struct error *error);

/* Approves an application or gives a place to one who waits: it takes its places (ERROR_CONFLICT when there
 * are none left) and goes on to confirmed or pending_payment. Repeating it changes nothing. Gives
 * {"code","status"}. */
json_t *registration_approve(struct store *store, struct ticket_issuer *issuer, const char *code,
                             const char *actor, struct error *error);

/* Declines an application. Gives {"code","status"}. */
json_t *registration_decline(struct store *store, const char *code, const char *reason, const char *actor,
                             struct error *error);

/* Cancels: gives its places back and revokes its tickets. Gives {"code","status"}. */
json_t *registration_cancel(struct store *store, const char *code, const char *reason, const char *actor,
                            struct error *error);

/* Registrations of an event, newest first, as a JSON array; status and search may be NULL. At most `limit`.
 * ERROR_NOT_FOUND: no such event. */
json_t *registration_list(struct store *store, const char *slug, const char *status, const char *search,
                          int limit, struct error *error);
