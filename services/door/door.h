/* door: the laptop's side. Device, deciding, the journal, its sync with the service.
 *
 * The service's word decides; where it cannot be had the door decides alone what needs no network (form,
 * signature, event, kind, practice). Every scan stands in the door's journal, durably, before its verdict is
 * shown. Links no PostgreSQL.
 *
 * What goes between laptop and service is declared in door/wire.h, for both sides. */
#pragma once

#include "base/base.h"
#include "door/wire.h"
#include "ticket/ticket.h"

struct door; /* a paired laptop: its device file and its journal; one thread */

/* Pairs with the service at url and writes the folder: device.json (0600) and journal.sqlite. authority: a
 * PEM file of who vouches for the service, copied there; NULL: whom the system knows. ERROR_CONFLICT if
 * paired already, unless replace; or if scans wait that were made as the old device. */
bool door_pair(const char *folder, const char *url, const char *code, const char *authority, bool replace,
               struct error *error) CHECKED;

/* Opens a paired door, to scan or sync, or (scans false) only to look at it while another program may scan.
 * ERROR_SETUP: not paired; ERROR_BUSY: another program has it open to scan. */
struct door *door_open(const char *folder, bool scans, struct error *error) CHECKED;
void door_close(struct door *door);

/* Device, event, point and keys as last heard from the service; borrowed until the next refresh or scan. */
const struct door_device *door_device(const struct door *door);

/* Asks the service for device, event, point and keys as they are now, and keeps them. False if it cannot be
 * had (the old ones still serve); ERROR_SETUP: the device is shut out. */
bool door_refresh(struct door *door, struct error *error);

/* Now by the service's clock, as far as it is known: a laptop's may be a day behind. Scans have this time. */
int64_t door_now(const struct door *door) CHECKED;

/* How far the service's clock is ahead of this laptop's; 0: they agree, or the service has not answered. */
int64_t door_skew(const struct door *door) CHECKED;

/* --- scans */

enum door_decider { DOOR_BY_DOOR, DOOR_BY_SERVICE };
extern const struct record_words door_decider_words;

/* What is shown of a scan. As in struct door_answer, which goes before what the door found out by itself;
 * where the service could not be asked, offline says why, and nothing from repeated to first is there. */
struct door_result {
    const char *id, *at;
    const char *verdict; /* see door_verdict_of */
    enum door_decider decided;
    const char *kind, *short_code, *hint;
    bool repeated;
    struct door_attendee *attendee;
    const char *status;
    struct door_revoked *revoked;
    struct door_first *first;
    const char *offline;
};

/* As one line of JSON. */
void door_result_write(const struct door_result *result, struct buffer *out);

/* Decides one scan: journal, what needs no network, then the service, before all that waits from earlier.
 * False only when the journal cannot be written, or memory is out: then nothing may be shown as good. */
bool door_scan(struct door *door, const char *text, size_t length, struct arena *arena,
               struct door_result *result, struct error *error) CHECKED;

/* Sends some of what waits, oldest first: for when nobody is being scanned. *more: there may be more. */
bool door_send_some(struct door *door, bool *more, struct error *error) CHECKED;

/* Sends what the service has not yet acknowledged, oldest first. *left: how many are still to send. */
bool door_sync(struct door *door, int64_t *sent, int64_t *left, struct error *error) CHECKED;

/* --- status: what is shown of a paired laptop */

struct door_paired {
    int64_t device;
    const char *name;
    struct door_event event;
    struct door_point point;
    const char *url;
};

struct door_counts {
    int64_t scans;
    int64_t unsent;
    int64_t conflicts;         /* the door let somebody in whom the service would not have */
    const char *oldest_unsent; /* when it was scanned; NULL: none waits */
};

struct door_status {
    struct door_paired paired;
    struct door_counts journal;
    struct record_pairs verdicts; /* word: how many */
};
extern const struct record door_paired_record, door_status_record;

/* Enough memory for one. */
#define DOOR_STATUS_MAX ((size_t)1 << 20)

/* paired alone borrows from the door, as door_device does. */
bool door_status(struct door *door, struct arena *arena, struct door_status *status,
                 struct error *error) CHECKED;
