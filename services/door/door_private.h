/* What the files of the door share. They touch neither the store nor what needs it: the door links no libpq.
 */
#pragma once

#include "door/door.h"

#define DOOR_KEY_BYTES 32
#define DOOR_KEY_SIZE (2 * DOOR_KEY_BYTES + 1)
#define DOOR_URL_SIZE 512
#define DOOR_PATH_SIZE 600
#define DOOR_FILE_MAX ((size_t)1 << 20)
#define DOOR_ARENA_MAX ((size_t)16 << 20) /* of a document that the service sent, or a file */

struct door {
    char folder[512];
    char url[DOOR_URL_SIZE];
    char key[DOOR_KEY_SIZE];
    struct arena memory; /* the device's */
    struct door_device device;
    struct ticket_keyring keyring;
    struct journal *journal;
    struct service *service;
};

/* `short`, which C has for itself: the one member whose name is not the struct's. */
#define DOOR_SHORT(type)                                                                                     \
    {                                                                                                        \
        "short", RECORD_IS_TEXT, RECORD_LEFT_OUT, .offset = RECORD_OFFSET(type, short_code, const char *)    \
    }

/* --- reading.c: what was read, looked at by the door alone */

/* It may be a token, typed on a keyboard of other letters, or with a prefix that is damaged too. */
bool reading_is_other_layout(const char *text) CHECKED;

/* What the journal keeps and the service takes: the text, bounded, as UTF-8; of what is no code of ours a
 * digest; of a registration's code the code alone, for an address has its secret. NULL when memory is out. */
const char *reading_text(const char *text, size_t length, struct arena *arena) CHECKED;
const char *reading_digest(const char *text, struct arena *arena) CHECKED;
const char *reading_code(const struct code *code, struct arena *arena) CHECKED;

/* --- file.c: what stands in the folder */

/* device.json */
struct door_file {
    const char *url, *key;
    struct door_device device;
};

bool door_file_path(const char *folder, const char *name, char path[static DOOR_PATH_SIZE],
                    struct error *error) CHECKED;
bool door_file_write(const char *folder, const struct door_file *file, struct error *error) CHECKED;
/* ERROR_SETUP where there is none, or it is damaged. */
bool door_file_read(const char *folder, struct arena *arena, struct door_file *file,
                    struct error *error) CHECKED;

/* pairing.json: the key is on disk before the service hears of it. If the answer is lost, asking again with
 * the same code gives the same key. */
bool door_file_pairing_key(const char *folder, const char *url, const char *code,
                           char key[static DOOR_KEY_SIZE], struct error *error) CHECKED;
/* authority.pem: a copy of the file, or, of NULL, none any more. And where it is, "" if there is none. */
bool door_file_keep_authority(const char *folder, const char *authority, struct error *error) CHECKED;
bool door_file_find_authority(const char *folder, char path[static DOOR_PATH_SIZE],
                              struct error *error) CHECKED;

void door_file_forget_pairing(const char *folder);

/* --- journal.c: every scan, durable before it is shown */

struct journal;

/* Opens (or makes) the file. One program at a time writes: ERROR_BUSY; others may look meanwhile. */
struct journal *journal_open(const char *path, bool writes, struct error *error) CHECKED;
void journal_close(struct journal *journal);

/* Durable when it returns true. result: what the door decided by itself, or NULL. */
bool journal_add(struct journal *journal, const struct door_scan *scan, const struct door_result *result,
                 struct error *error) CHECKED;

/* What is acknowledged between them is one write to the disk; unless good, none of it counts. journal_end
 * gives whether all of it is durable. */
bool journal_begin(struct journal *journal, struct error *error) CHECKED;
bool journal_end(struct journal *journal, bool good, struct error *error) CHECKED;

/* Notes the service's answer: the scan need not be sent again. */
bool journal_acknowledge(struct journal *journal, const struct door_answer *answer,
                         struct error *error) CHECKED;

/* The oldest scans that the service has not acknowledged, at most `most`. */
bool journal_unsent(struct journal *journal, size_t most, struct arena *arena, struct door_scans *scans,
                    struct error *error) CHECKED;

/* The newest of this code, newest first. */
bool journal_unsent_of(struct journal *journal, const char *text, size_t most, struct arena *arena,
                       struct door_scans *scans, struct error *error) CHECKED;

bool journal_count(struct journal *journal, struct arena *arena, struct door_counts *counts,
                   struct error *error) CHECKED;
bool journal_count_verdicts(struct journal *journal, struct arena *arena, struct record_pairs *verdicts,
                            struct error *error) CHECKED;

/* --- service.c: the service, over HTTPS */

struct service;

struct service_call {
    const char *path;
    const char *key;            /* the device's; NULL: none yet */
    const struct record *sends; /* POST; NULL: GET */
    const void *body;
    const struct record *gives;
};

/* authority: a PEM file of who vouches for the service; NULL: those whom the system knows. */
struct service *service_open(const char *base_url, const char *authority, struct error *error) CHECKED;
void service_close(struct service *service);

/* Asks, and reads the answer. ERROR_BUSY: away, overloaded (5xx, 429), or what answered is not the service,
 * or lacks what it should say; ERROR_NOT_FOUND: 404; ERROR_SETUP: 401, 403, the device is shut out;
 * ERROR_CALLER: another 4xx. */
bool service_ask(struct service *service, const struct service_call *call, struct arena *arena, void *into,
                 struct error *error) CHECKED;

/* How far the service's clock is ahead of this laptop's, by its last answer; 0: less than a few seconds, or
 * nothing is known. */
int64_t service_skew(const struct service *service) CHECKED;
