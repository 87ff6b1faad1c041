/* checkin: the service's side of doors. Devices, and the verdict on a scan with all that is stored.
 *
 * The append-only scan log is the truth. A scan has a UUID of its own, so sending it twice changes nothing.
 */
#pragma once

#include "door/door.h"
#include "key/key.h"

/* The scans' own writer, apart from the registrations' so that a rush on one does not slow the other. */
struct checkin_desk;

struct checkin_desk_options {
    int most_queued, most_grouped;
};

/* The reader fetches keys that were made since. */
struct checkin_desk *checkin_desk_open(struct store *store, struct store_reader *reader,
                                       const struct checkin_desk_options *options,
                                       struct error *error) CHECKED;

/* Checks and queues a device's batch of 1 to 500 scans, as it was sent: members may be missing (NULL). done
 * is called once, from another thread, with the answers in the same order, or NULL and the error. Scans and
 * arena are the batch's until then; the answers live in the arena. An id that stands for another scan already
 * gets "undecided" with the hint "id_reused", and is not stored. False with the field in the error
 * ("scans[3].at") when the batch is wrong in form; nothing is queued then, and done not called. A token is
 * genuine when it is the stored one; the signature of any other is looked at by the writer's thread, and it
 * goes to the database once more. Done's ERROR_NOT_FOUND: the device was revoked. Thread-safe. */
bool checkin_desk_submit(struct checkin_desk *desk, int64_t device, const struct door_scans *scans,
                         struct arena *arena,
                         void (*done)(void *context, const struct door_answers *answers,
                                      const struct error *error),
                         void *context, struct error *error) CHECKED;

void checkin_desk_usage(struct checkin_desk *desk, struct store_writer_usage *usage);

/* Finishes what is queued; what is submitted from now on is refused. NULL and a second call change nothing.
 */
void checkin_desk_stop(struct checkin_desk *desk);

/* The same, then frees. The reader has stopped before, and nobody submits. */
void checkin_desk_close(struct checkin_desk *desk);

/* --- devices
 *
 * A pairing code is good once and for 30 minutes; the device makes its own key (32 bytes in
 * hexadecimal) and the store keeps its BLAKE2b hash only. */

struct checkin_pairing {
    const char *name, *point;
    const char *expires_at; /* RFC 3339, as all times here */
    const char *code;       /* for people to type; not stored */
};
extern const struct record checkin_pairing_record;

/* What it gives lives in the arena, here and below. */
bool checkin_device_new(struct store *store, const char *event_slug, const char *name, const char *point,
                        const char *actor, struct arena *arena, struct checkin_pairing *pairing,
                        struct error *error) CHECKED;

enum checkin_device_state {
    CHECKIN_DEVICE_WAITING, /* for its code to be typed */
    CHECKIN_DEVICE_EXPIRED, /* nobody typed it in time */
    CHECKIN_DEVICE_PAIRED,
    CHECKIN_DEVICE_REVOKED
};
extern const struct record_words checkin_device_state_words;

struct checkin_device {
    const char *name, *point;
    enum checkin_device_state state;
    const char *paired_at;    /* NULL: not yet */
    const char *last_seen_at; /* NULL: never */
};
extern const struct record checkin_device_record;

struct checkin_device_list {
    struct checkin_device *items;
    size_t count;
};
bool checkin_device_list_read(struct store *store, const char *event_slug, struct arena *arena,
                              struct checkin_device_list *list, struct error *error) CHECKED;

bool checkin_device_revoke(struct store *store, const char *event_slug, const char *name, const char *actor,
                           struct error *error) CHECKED;

/* What a device asks. Nobody waits in a call: done is called once, from the reader's thread, with the answer
 * or NULL and the error; the arena is the question's until then. False with the error if it cannot be asked,
 * or is wrong in form; then done is not called.
 *
 * Pairs. Repeating it with the same code and key gives the same answer: what checkin_device_find gives.
 * ERROR_NOT_FOUND: no such code or it is old. Of what a stranger sent code and key may be NULL. */
bool checkin_device_pair(struct store_reader *reader, const struct door_pairing *pairing, struct arena *arena,
                         void (*done)(void *context, const struct door_device *device,
                                      const struct error *error),
                         void *context, struct error *error) CHECKED;

/* The device of this key; ERROR_NOT_FOUND if revoked or unknown. */
bool checkin_device_find(struct store_reader *reader, const char *key, struct arena *arena,
                         void (*done)(void *context, const struct door_device *device,
                                      const struct error *error),
                         void *context, struct error *error) CHECKED;

/* Its number alone, as checkin_desk_submit takes it: a tenth of the work, for what is asked with every batch.
 * NULL with the error. */
bool checkin_device_number(struct checkin_desk *desk, const char *key, struct arena *arena,
                           void (*done)(void *context, const int64_t *device, const struct error *error),
                           void *context, struct error *error) CHECKED;

/* The same without asking, of a key that was a device's less than a second ago. Who was revoked meanwhile
 * checkin_desk_submit's done is told: ERROR_NOT_FOUND. Thread-safe. */
bool checkin_device_known(struct checkin_desk *desk, const char *key, int64_t *device) CHECKED;
