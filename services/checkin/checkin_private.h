/* What the files of room checkin share. */
#pragma once

#include "checkin/checkin.h"

#include <pthread.h>

/* --- known.c: which keys were devices' a moment ago; thread-safe */

struct known_device {
    uint8_t hash[32]; /* of its key */
    int64_t number;
    int64_t until; /* monotonic */
};

/* Two whose hashes begin alike drive each other out, and are asked for more often. */
struct known_devices {
    pthread_mutex_t lock;
    struct known_device devices[256];
};

void known_devices_note(struct known_devices *known, const uint8_t hash[static 32], int64_t number);
bool known_devices_find(struct known_devices *known, const uint8_t hash[static 32], int64_t *number);

/* --- desk.c: what it lends */

struct known_devices *desk_known(struct checkin_desk *desk);
struct store_reader *desk_reader(const struct checkin_desk *desk);

/* --- scan.c: a scan on its way to the database and back */

#define SCANS_MAX 500

/* The batch in form, as checkin_desk_submit says. */
bool scan_check_all(const struct door_scans *scans, struct error *error) CHECKED;

enum scan_state {
    SCAN_READ,       /* it has the form of a token; the database compares it with the stored one */
    SCAN_UNREADABLE, /* nearly: a keyboard layout may have done it, which only a signature tells */
    SCAN_BY_CODE,    /* a registration's code, typed: the database finds the ticket */
    SCAN_NOT_OURS,
    SCAN_GENUINE, /* the signature holds, whichever token is stored */
    SCAN_FORGED   /* it does not */
};

/* What was read, seen by itself. */
struct scan_reading {
    enum scan_state state;
    struct ticket ticket;          /* read or genuine; of a forged one what it says */
    char token[TICKET_TOKEN_SIZE]; /* read or genuine: as it was signed */
    struct code code;              /* by code */
};

/* By its form: one of the first four states. */
void scan_read(const char *text, struct scan_reading *reading);

/* By its signature: one of the last three. */
void scan_verify(const struct ticket_keyring *keyring, const char *text, struct scan_reading *reading);

/* The scan as the database takes it. NULL when memory is out. */
const char *scan_item(const struct door_scan *scan, int64_t device, const struct scan_reading *reading,
                      struct arena *arena) CHECKED;

/* What the database says of a scan, as the door is told. unchecked: it stored nothing, since the token is not
 * a stored one and its signature was not looked at. ERROR_NOT_FOUND: the device may not scan any more. */
bool scan_answer(const struct store_answer *stored, struct arena *arena, struct door_answer *answer,
                 bool *unchecked, struct error *error) CHECKED;
