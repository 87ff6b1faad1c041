/* checkin: the verdict on a scan, the door's journal, its sync with the service, and the reading of QR codes.
 *
 * The server's append-only scan log is the truth. A scan has a UUID of its own, so sending it twice changes
 * nothing. The server's word decides; where it cannot be had the door decides alone what needs no network
 * (form, signature, event, kind, practice). Every scan stands in the door's journal, durably, before its
 * verdict is shown. */
#pragma once

#include "base/base.h"
#include "store/store.h"
#include "ticket/ticket.h"

/* In order of gravity, so that the worst of several is the greatest. */
enum checkin_verdict {
    CHECKIN_ADMITTED,
    CHECKIN_PRACTICE,      /* a test code: scanner and screen work */
    CHECKIN_UNDECIDED,     /* no answer from the service yet; the scan is kept and will be sent */
    CHECKIN_USED,          /* admitted before: when, where, by which device */
    CHECKIN_NOT_CONFIRMED, /* not paid, not approved, waiting or declined */
    CHECKIN_NOT_BOOKED,    /* this point is for a session or category that the attendee did not book */
    CHECKIN_WRONG_KIND,    /* a badge where a ticket is wanted, or the reverse */
    CHECKIN_WRONG_EVENT,
    CHECKIN_REVOKED,  /* cancelled, replaced or withdrawn: when and why */
    CHECKIN_UNKNOWN,  /* signed by us, yet not in the list */
    CHECKIN_NOT_OURS, /* some other code; or a hand scanner set to another keyboard layout */
    CHECKIN_FORGED,   /* the signature is wrong */
    CHECKIN_VERDICTS
};

/* "admitted", "practice", "undecided", "used", "not_confirmed", "not_booked", "wrong_kind", "wrong_event",
 * "revoked", "unknown", "not_ours", "forged". And back. */
const char *checkin_verdict_name(enum checkin_verdict verdict);
bool checkin_verdict_parse(const char *name, enum checkin_verdict *verdict);

/* Most bytes of a scan's text; the door cuts what is longer, the service refuses it. */
#define CHECKIN_TEXT_MAX 512

/* --- at the service */

/* The scans' own writer, apart from the registrations' so that a rush on one does not slow the other. */
struct checkin_desk;

struct checkin_desk_options {
    int most_queued, most_grouped;
};

struct checkin_desk *checkin_desk_open(struct store *store, const struct checkin_desk_options *options,
                                       struct error *error);

/* Checks and queues a device's batch: a JSON array of {"id": UUID, "token": text, "at": RFC 3339}, at most
 * 500. done is called once with a JSON array of results in the same order (borrowed), or NULL and the error:
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
void checkin_desk_close(struct checkin_desk *desk);

/* Devices. A pairing code is good once and for 30 minutes; the device makes its own key (32 bytes in
 * hexadecimal) and the store keeps its BLAKE2b hash only. */

/* Gives {"name","point","code","expires_at"}. */
json_t *checkin_device_new(struct store *store, const char *event_slug, const char *name, const char *point,
                           const char *actor, struct error *error);
json_t *checkin_device_list(struct store *store, const char *event_slug, struct error *error);
bool checkin_device_revoke(struct store *store, const char *event_slug, const char *name, const char *actor,
                           struct error *error);

/* Pairs. Repeating it with the same code and key gives the same answer: what checkin_device_find gives.
 * ERROR_NOT_FOUND: no such code or it is old. */
json_t *checkin_device_pair(struct store *store, const char *code, const char *key, struct error *error);

/* The device of this key: {"device": id, "name", "event": {"id","slug","title","time_zone"},
 * "point": {"code","title","kinds":["ticket"]}, "keys": [{"number","public"}]}; ERROR_NOT_FOUND if revoked or
 * unknown. */
json_t *checkin_device_find(struct store *store, const char *key, struct error *error);

/* Its id alone, as checkin_desk_submit takes it: a tenth of the work, for what is asked with every batch. */
bool checkin_device_number(struct store *store, const char *key, int64_t *number, struct error *error);

/* --- at the door */

struct checkin_door; /* a paired laptop: its device file and its journal; one thread */

/* Pairs with the service at url and writes the folder: device.json (0600) and journal.sqlite. ERROR_CONFLICT
 * if paired already, unless replace; or if scans wait that were made as the old device. */
bool checkin_door_pair(const char *folder, const char *url, const char *code, bool replace,
                       struct error *error);

/* Opens a paired door, to scan or sync, or (scans false) only to look at it while another program may scan.
 * ERROR_SETUP: not paired; ERROR_BUSY: another program has it open to scan. */
struct checkin_door *checkin_door_open(const char *folder, bool scans, struct error *error);
void checkin_door_close(struct checkin_door *door);

/* Device, event, point and keys as last heard from the service; borrowed. */
const json_t *checkin_door_device(const struct checkin_door *door);

/* Asks the service for device, event, point and keys as they are now, and keeps them. False if it cannot be
 * had (the old ones still serve); ERROR_SETUP: the device is shut out. */
bool checkin_door_refresh(struct checkin_door *door, struct error *error);

/* Decides one scan: journal, what needs no network, then the service. Gives a new JSON object, a result as
 * above with "verdict", "id", "at", and "decided": "service", or "door" with "offline": why the service could
 * not be asked. Never NULL but when the journal cannot be written (error set): then nothing may be shown as
 * good. */
json_t *checkin_door_scan(struct checkin_door *door, const char *text, size_t length, struct error *error);

/* Sends what the service has not yet acknowledged, oldest first. *left: how many are still to send. */
bool checkin_door_sync(struct checkin_door *door, int *sent, int *left, struct error *error);

/* {"paired": {...}, "journal": {"scans","unsent","conflicts","oldest_unsent"?}, "verdicts": {name: count}}.
 */
json_t *checkin_door_status(struct checkin_door *door, struct error *error);

/* --- reading codes from pictures */

/* A picture (struct checkin_picture: 8-bit grey) and checkin_picture_read, which finds QR codes with
 * ZXing-C++ and, where that finds none, ZBar; it calls found for each text, stops when that gives false, and
 * never throws. */
#include "checkin/picture.h"

/* Opens a PNG, JPEG or PDF file (by its content, not its name), each PDF page at `dpi`, and reads every
 * picture in it. Limits: 64 MiB a file for pictures, 100 million pixels a picture (a larger page of a PDF is
 * drawn more coarsely). page is 1 for pictures. */
bool checkin_file_read(const char *path, int dpi,
                       bool (*found)(void *context, int page, const char *text, size_t length), void *context,
                       struct error *error);
