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
                                       const struct checkin_desk_options *options, struct error *error);

/* Checks and queues a device's batch: a JSON array of {"id": UUID, "token": text, "at": RFC 3339}, at most
 * 500. done is called once, from another thread, with a JSON array of results in the same order (borrowed),
 * or NULL and the error:
 * {"id","verdict","kind"?,"short"?,"attendee"?:
 * {"name","badge_name","affiliation","category","category_title"}, "first"?: {"at","device","point"},
 * "revoked"?: {"at","reason"}, "status"? (of an order that is not confirmed), "hint"?, "repeated": bool}.
 * An id that stands for another scan already gets "undecided" with the hint "id_reused", and is not stored.
 * False with faults in the error when the batch is
 * wrong in form; nothing is queued then. Thread-safe. */
bool checkin_desk_submit(struct checkin_desk *desk, int64_t device, const json_t *scans,
                         void (*done)(void *context, const json_t *results, const struct error *error),
                         void *context, struct error *error);

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

/* Gives {"name","point","code","expires_at"}. */
json_t *checkin_device_new(struct store *store, const char *event_slug, const char *name, const char *point,
                           const char *actor, struct error *error);
json_t *checkin_device_list(struct store *store, const char *event_slug, struct error *error);
bool checkin_device_revoke(struct store *store, const char *event_slug, const char *name, const char *actor,
                           struct error *error);

/* What a device asks. Nobody waits in a call: done is called once, from the reader's thread, with the answer
 * (borrowed) or NULL and the error. False with the error if it cannot be asked, or is wrong in form; then
 * done is not called.
 *
 * Pairs. Repeating it with the same code and key gives the same answer: what checkin_device_find gives.
 * ERROR_NOT_FOUND: no such code or it is old. */
bool checkin_device_pair(struct store_reader *reader, const char *code, const char *key,
                         void (*done)(void *context, const json_t *device, const struct error *error),
                         void *context, struct error *error) CHECKED;

/* The device of this key: {"device": id, "name", "event": {"id","slug","title","time_zone"},
 * "point": {"code","title","kinds":["ticket"]}, "keys": [{"number","public"}]}; ERROR_NOT_FOUND if revoked or
 * unknown. */
bool checkin_device_find(struct store_reader *reader, const char *key,
                         void (*done)(void *context, const json_t *device, const struct error *error),
                         void *context, struct error *error) CHECKED;

/* Its id alone, an integer, as checkin_desk_submit takes it: a tenth of the work, for what is asked with
 * every batch. */
bool checkin_device_number(struct store_reader *reader, const char *key,
                           void (*done)(void *context, const json_t *number, const struct error *error),
                           void *context, struct error *error) CHECKED;
