/* door: the laptop's side. Device, deciding, the journal, its sync with the service.
 *
 * The service's word decides; where it cannot be had the door decides alone what needs no network (form,
 * signature, event, kind, practice). Every scan stands in the door's journal, durably, before its verdict is
 * shown. Links no PostgreSQL. */
#pragma once

#include "base/base.h"
#include "ticket/ticket.h"

/* In order of gravity, so that the worst of several is the greatest. */
enum door_verdict {
    DOOR_ADMITTED,
    DOOR_PRACTICE,      /* a test code: scanner and screen work */
    DOOR_UNDECIDED,     /* no answer from the service yet; the scan is kept and will be sent */
    DOOR_USED,          /* admitted before: when, where, by which device */
    DOOR_NOT_CONFIRMED, /* not paid, not approved, waiting or declined */
    DOOR_NOT_BOOKED,    /* this point is for a session or category that the attendee did not book */
    DOOR_WRONG_KIND,    /* a badge where a ticket is wanted, or the reverse */
    DOOR_WRONG_EVENT,
    DOOR_REVOKED,  /* cancelled, replaced or withdrawn: when and why */
    DOOR_UNKNOWN,  /* signed by us, yet not in the list */
    DOOR_NOT_OURS, /* some other code; or a hand scanner set to another keyboard layout */
    DOOR_FORGED,   /* the signature is wrong */
    DOOR_VERDICTS
};

/* "admitted", "practice", "undecided", "used", "not_confirmed", "not_booked", "wrong_kind", "wrong_event",
 * "revoked", "unknown", "not_ours", "forged". And back. */
const char *door_verdict_name(enum door_verdict verdict);
bool door_verdict_parse(const char *name, enum door_verdict *verdict);

/* Most bytes of a scan's text; the door cuts what is longer, the service refuses it. */
#define DOOR_TEXT_MAX 512

struct door; /* a paired laptop: its device file and its journal; one thread */

/* Pairs with the service at url and writes the folder: device.json (0600) and journal.sqlite. ERROR_CONFLICT
 * if paired already, unless replace; or if scans wait that were made as the old device. */
bool door_pair(const char *folder, const char *url, const char *code, bool replace, struct error *error);

/* Opens a paired door, to scan or sync, or (scans false) only to look at it while another program may scan.
 * ERROR_SETUP: not paired; ERROR_BUSY: another program has it open to scan. */
struct door *door_open(const char *folder, bool scans, struct error *error);
void door_close(struct door *door);

/* Device, event, point and keys as last heard from the service; borrowed. */
const json_t *door_device(const struct door *door);

/* Asks the service for device, event, point and keys as they are now, and keeps them. False if it cannot be
 * had (the old ones still serve); ERROR_SETUP: the device is shut out. */
bool door_refresh(struct door *door, struct error *error);

/* Decides one scan: journal, what needs no network, then the service. Gives a new JSON object, a result as
 * above with "verdict", "id", "at", and "decided": "service", or "door" with "offline": why the service could
 * not be asked. Never NULL but when the journal cannot be written (error set): then nothing may be shown as
 * good. */
json_t *door_scan(struct door *door, const char *text, size_t length, struct error *error);

/* Sends what the service has not yet acknowledged, oldest first. *left: how many are still to send. */
bool door_sync(struct door *door, int *sent, int *left, struct error *error);

/* {"paired": {...}, "journal": {"scans","unsent","conflicts","oldest_unsent"?}, "verdicts": {name: count}}.
 */
json_t *door_status(struct door *door, struct error *error);
