/* order: registering, what people pay, approval, cancelling.
 *
 * The rules stand in database functions (sql/), so that every program obeys the same ones; this room checks
 * what people typed against the event's own definition, carries it there, and brings the outcome back. Money
 * is in the currency's minor unit. What a struct points to lives in the arena that was given for it. */
#pragma once

#include "event/event.h"
#include "key/key.h"

#define ORDER_CODE_LENGTH 8
#define ORDER_CODE_SIZE (ORDER_CODE_LENGTH + 1)
#define ORDER_SECRET_SIZE 38 /* 16 bytes in base32; before it, once it was replaced, "NUMBER-" */

/* --- the nouns */

enum order_status {
    ORDER_NO_STATUS, /* nothing is stored */
    ORDER_CONFIRMED,
    ORDER_PENDING_PAYMENT,
    ORDER_PENDING_APPROVAL,
    ORDER_WAITLISTED,
    ORDER_DECLINED,
    ORDER_CANCELLED
};
extern const struct record_words order_status_words;

struct order_ticket {
    enum ticket_kind kind;
    int64_t serial;
    const char *token;
};
extern const struct record order_ticket_record;

struct order_tickets {
    struct order_ticket *items;
    size_t count;
};

/* What somebody sends who registers; the JSON of the API, and a form is turned into the same. All of it may
 * be missing: NULL, or an empty list. */
struct order_input {
    const char *affiliation;
    int64_t amount; /* in all, as it was shown: more is not taken without asking; RECORD_NO_INT: none was */
    const char *badge_name;
    const char *category;         /* code */
    struct record_pairs consents; /* flags by code */
    const char *country;          /* ISO 3166-1 alpha-2 */
    const char *email, *name;
    RECORD_LIST_OF(const char *) sessions; /* codes */
};
extern const struct record order_input_record;

struct order_session {
    const char *code, *title, *room;
    const char *starts, *ends; /* local to the event's time zone */
};

/* One registration as its attendee and organizers see it. */
struct registration {
    const char *code;
    enum order_status status;
    const char *event, *event_title; /* event: the slug */
    const char *time_zone;
    const char *category, *category_title;
    const char *name, *badge_name, *email;
    const char *affiliation, *country; /* each may be NULL */
    const char *locale;
    int64_t amount, paid;
    int64_t overpaid; /* of paid, what is more than is owed: all of it, once declined or cancelled */
    const char *currency;
    const char *due_on;     /* the day until which to pay, in the event's time zone; NULL: none is said */
    const char *created_at; /* RFC 3339 */
    int64_t secret_version; /* how often its secret was replaced: order_manage_secret */
    RECORD_LIST_OF(struct order_session) sessions;
    struct record_pairs consents; /* flags by code, all that the event asks for */
    struct order_tickets tickets; /* live ones */
};
extern const struct record registration_record;

/* What a decision left. */
struct order_decision {
    const char *code;
    enum order_status status;
    RECORD_LIST_OF(const char *) promoted; /* codes of those who waited and have what became free */
};
extern const struct record order_decision_record;

struct order_payment {
    const char *code;
    enum order_status status;
    int64_t paid, due; /* by now in all, and still */
    int64_t overpaid;  /* what was paid and is not owed: order_refund */
    const char *currency;
    bool repeated;                          /* this one was recorded before */
    RECORD_LIST_OF(const char *) elsewhere; /* codes of other orders with this reference, 20 at most */
};
extern const struct record order_payment_record;

/* --- registering */

/* Checks one registration's input against the event: missing and overlong fields, unknown category, session,
 * country, consent: each is a fault of its field, which names what the event has in the language. Gives the
 * cleaned input (NFC, canonical address, defaults filled, sessions once, given consents alone); its own texts
 * live in the arena, the rest is input's. False when there is a fault, of this or from before, or the arena
 * failed. */
bool order_check(const struct event *event, const char *language, const struct order_input *input,
                 struct arena *arena, struct order_input *checked, struct faults *faults) CHECKED;

enum order_outcome {
    ORDER_CREATED,
    ORDER_REPEATED,   /* the same key and input as before: the first answer again */
    ORDER_KEY_REUSED, /* the same key with another input */
    ORDER_SOLD_OUT,   /* field says of what: "category" or "sessions" */
    ORDER_CLOSED,     /* the event does not take registrations now */
    ORDER_DEARER,     /* it costs more than what was shown: amount, where that was input's */
    ORDER_CHANGED,    /* the event changed between the check and the commit: check again */
    ORDER_CODE_TAKEN, /* the desk's own: nobody is told, another code is drawn */
    ORDER_FAILED      /* see error; ERROR_BUSY: send it again with the same key */
};

struct order_answer {
    enum order_outcome outcome;
    const char *field;  /* may be NULL */
    const char *detail; /* title of what is sold out, or NULL */
    const char *code;   /* created or repeated, as the next two */
    enum order_status status;
    int64_t amount; /* created or repeated: what it costs; dearer: what it would; else RECORD_NO_INT */
    const char *currency;
    const char *due_on;           /* the day until which to pay, in the event's time zone, or NULL */
    struct order_tickets tickets; /* those that go by mail */
    struct error error;           /* failed */
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
                                   const struct order_desk_options *options, struct error *error) CHECKED;

/* One who registers; the caller's own, with arena and answer, until done. */
struct order_request {
    const struct event *event;
    const struct order_input *checked;
    const char *key; /* the caller's, for idempotency: any text up to 255 bytes, or NULL for none */
    const char *locale;
    struct arena *arena;         /* of what the answer points to */
    struct order_answer *answer; /* filled before done */
    /* Called once, from the writer's thread, after the commit. */
    void (*done)(void *context);
    void *context;
};

/* Queues one checked registration. False with ERROR_BUSY if it cannot be; then done is not called.
 * Thread-safe. */
bool order_desk_submit(struct order_desk *desk, const struct order_request *request,
                       struct error *error) CHECKED;

void order_desk_usage(struct order_desk *desk, struct store_writer_usage *usage);

/* Finishes what is queued; what is submitted from now on is refused. NULL and a second call change nothing.
 */
void order_desk_stop(struct order_desk *desk);

/* The same, then frees. The reader has stopped before, and nobody submits. */
void order_desk_close(struct order_desk *desk);

/* --- the attendee's own page */

/* The secret in /e/{event}/r/{code}?k={secret}: keyed hash of both, and of how often it was replaced
 * (registration's secret_version), derived and never stored. manage_key: key_secret_derive "manage". event
 * NULL: the secret of an address from before, /r/{code}?k={secret}, which has version 0 alone. */
void order_manage_secret(const uint8_t manage_key[static 32], const char *event, const char *code,
                         int64_t version, char secret[static ORDER_SECRET_SIZE]);

/* Of which version a secret says it is; it may be wrong in all else. */
int64_t order_secret_version(const char *secret);

/* Everything the attendee's page shows; event as below. ERROR_NOT_FOUND. The caller has compared the secret
 * already, in constant time. */
bool order_find(struct store *store, const char *event, const char *code, struct arena *arena,
                struct registration *registration, struct error *error) CHECKED;

/* The slugs of the events that have a registration with this code. */
struct order_events {
    RECORD_LIST_OF(const char *) events;
};
extern const struct record order_events_record;

/* The same for those who must not wait: done is called once, from the reader's thread, with what was asked
 * for filled in, or the error set. Arena and struct are the reader's until then. False with the error if it
 * cannot be asked; then done is not called. */
bool order_read(struct store_reader *reader, const char *event, const char *code, struct arena *arena,
                struct registration *registration, void (*done)(void *context, const struct error *error),
                void *context, struct error *error) CHECKED;
bool order_read_events(struct store_reader *reader, const char *code, struct arena *arena,
                       struct order_events *events, void (*done)(void *context, const struct error *error),
                       void *context, struct error *error) CHECKED;

/* --- what organizers do. event: the slug, or NULL, where one event alone has the code (else ERROR_CONFLICT).
 * actor: who does it. reason: why, for the history; may be "" where it is not said to be wanted. Each refuses
 * with ERROR_CONFLICT what the order's status does not allow, and repeating it changes nothing. */

/* Records money that arrived, whatever the order's status and however much it is; confirms an order that is
 * paid in full and waits for it, with tickets from the issuer. amount: as people write it. What is more than
 * is owed is told as overpaid, which order_refund takes away. Safe to repeat: the same reference (1 to 200
 * characters, compared clean) with the same amount changes nothing; with another amount it is ERROR_CONFLICT.
 * A reference that another order has too is recorded, and told (elsewhere). */
bool order_pay(struct store *store, struct key_issuer *issuer, const char *event, const char *code,
               const char *amount, const char *reference, const char *actor, struct arena *arena,
               struct order_payment *payment, struct error *error) CHECKED;

/* Takes back a payment that was recorded by mistake, by its reference: it stays in the history, reversed, and
 * its reference can be recorded anew. A confirmed order that is no longer paid in full waits for its payment
 * again: it keeps its places, its tickets are revoked. reason: wanted. ERROR_NOT_FOUND: no such reference. */
bool order_reverse_payment(struct store *store, const char *event, const char *code, const char *reference,
                           const char *reason, const char *actor, struct arena *arena,
                           struct order_payment *payment, struct error *error) CHECKED;

/* Records money that went back, at most what is overpaid (else ERROR_CONFLICT). amount: as people write it;
 * NULL: all that is overpaid. reference: of the transfer, as with order_pay. */
bool order_refund(struct store *store, const char *event, const char *code, const char *amount,
                  const char *reference, const char *actor, struct arena *arena,
                  struct order_payment *payment, struct error *error) CHECKED;

/* Approves an application or gives a place to one who waits: it takes its places and goes on to confirmed or
 * pending_payment. ERROR_CONFLICT when there are none left, naming all that is full. without: codes of
 * sessions that it shall not have (they are taken out of it, and out of its amount), ends with NULL; may be
 * NULL. A code that the order has not booked is ERROR_CALLER. */
bool order_approve(struct store *store, struct key_issuer *issuer, const char *event, const char *code,
                   const char *const *without, const char *actor, struct arena *arena,
                   struct order_decision *decision, struct error *error) CHECKED;

/* Declines an application. */
bool order_decline(struct store *store, const char *event, const char *code, const char *reason,
                   const char *actor, struct arena *arena, struct order_decision *decision,
                   struct error *error) CHECKED;

/* Takes a decline back: the application waits for a decision again. reason: wanted. */
bool order_reconsider(struct store *store, const char *event, const char *code, const char *reason,
                      const char *actor, struct arena *arena, struct order_decision *decision,
                      struct error *error) CHECKED;

/* Cancels: gives its places back and revokes its tickets. Who waits for them longest has them, in the same
 * transaction: decision's promoted. */
bool order_cancel(struct store *store, const char *event, const char *code, const char *reason,
                  const char *actor, struct arena *arena, struct order_decision *decision,
                  struct error *error) CHECKED;

/* Takes a cancelling back: it becomes again what it was, takes its places (as order_approve, without too),
 * and has new tickets where it is confirmed. One who waited stands where he stood. reason: wanted. */
bool order_restore(struct store *store, struct key_issuer *issuer, const char *event, const char *code,
                   const char *const *without, const char *reason, const char *actor, struct arena *arena,
                   struct order_decision *decision, struct error *error) CHECKED;

/* Makes links that were given out worthless: from now on another secret opens its page, that of *version. */
bool order_replace_secret(struct store *store, const char *event, const char *code, const char *reason,
                          const char *actor, int64_t *version, struct error *error) CHECKED;

/* What became of it, and who did it. */
enum order_action {
    ORDER_REGISTERED,
    ORDER_APPROVED,
    ORDER_PROMOTED, /* from the waiting list, by a place that became free */
    ORDER_DID_DECLINE,
    ORDER_RECONSIDERED,
    ORDER_DID_CANCEL,
    ORDER_RESTORED,
    ORDER_PAYMENT_RECORDED,
    ORDER_PAYMENT_REVERSED,
    ORDER_REFUNDED,
    ORDER_SECRET_REPLACED
};
extern const struct record_words order_action_words;

/* One line of the history; each text but at and actor may be NULL. */
struct order_change {
    const char *at; /* RFC 3339 */
    const char *actor;
    enum order_action action;
    enum order_status from, to; /* ORDER_NO_STATUS where that did not change */
    const char *reason;
    int64_t amount; /* of money that came or went back; else RECORD_NO_INT */
    const char *reference;
    RECORD_LIST_OF(const char *) without; /* sessions that were taken out of it */
};

/* Money that came, or went back. */
struct order_transfer {
    int64_t amount; /* under 0: a refund */
    const char *reference;
    const char *recorded_at, *actor;
    const char *reversed_at, *reversed_by, *reversed_reason; /* each NULL while it holds */
    RECORD_LIST_OF(const char *) elsewhere;                  /* as in struct order_payment */
};

struct order_history {
    RECORD_LIST_OF(struct order_change) changes;     /* oldest first */
    RECORD_LIST_OF(struct order_transfer) transfers; /* oldest first */
};
extern const struct record order_history_record;

bool order_read_history(struct store *store, const char *event, const char *code, struct arena *arena,
                        struct order_history *history, struct error *error) CHECKED;

/* A registration as a list shows it. */
struct registration_line {
    const char *code;
    enum order_status status;
    const char *name, *badge_name, *email;
    const char *category;
    const char *affiliation, *country; /* each may be NULL */
    const char *locale;
    RECORD_LIST_OF(const char *) sessions, consents; /* codes of those booked, and given */
    int64_t amount, paid, due, overpaid;             /* minor units */
    const char *currency;
    const char *created_at; /* RFC 3339 */
};
extern const struct record registration_line_record;

struct order_list_choice {
    const char *status; /* a word of order_status_words, or "overpaid"; NULL: all */
    const char *search; /* a whole code, or a part of code, name, badge name, address or affiliation,
                           however its letters are written; NULL: all */
    const char *after;  /* the code of the last one seen, to go on from there; NULL: from the newest */
    int64_t limit;      /* 0: none */
};

/* An event's registrations, newest first, each given to `line`, valid during the call; memory does not grow
 * with them. Lines may have come before an error does; line returning false, with its error, stops the list.
 * A search first folds in some of those who came since the last one, which only makes the next one faster:
 * it finds everybody whatever is folded. ERROR_NOT_FOUND: no such event, or none in it to go on after. */
bool order_list(struct store *store, const char *event, const struct order_list_choice *choice,
                bool (*line)(void *context, const struct registration_line *line, struct error *error),
                void *context, struct error *error) CHECKED;
