/* What the files of the door share; checkin's own. They touch neither the store nor what needs it: the door
 * links no libpq. */
#pragma once

#include "door/door.h"

/* --- journal.c: every scan, durable before it is shown */

struct journal;

struct journal_scan {
    char id[RANDOM_UUID_SIZE];
    char at[CLOCK_TEXT_SIZE];
    char *text; /* the journal's; free */
};

/* Opens (or makes) the file. One program at a time writes: ERROR_BUSY; others may look meanwhile. */
struct journal *journal_open(const char *path, bool writes, struct error *error);
void journal_close(struct journal *journal);

/* Durable when it returns true. result: what the door decided by itself, or NULL. */
bool journal_add(struct journal *journal, const char *id, const char *at, const char *text,
                 const json_t *result, struct error *error);

/* What is acknowledged between them is one write to the disk; unless good, none of it counts. journal_end
 * gives whether all of it is durable. */
bool journal_begin(struct journal *journal, struct error *error);
bool journal_end(struct journal *journal, bool good, struct error *error);

/* Notes the service's answer: the scan need not be sent again. */
bool journal_acknowledge(struct journal *journal, const char *id, const json_t *result, struct error *error);

/* The oldest scans that the service has not acknowledged; fills at most `most`, gives how many, -1 on error.
 * Free each text. */
int journal_unsent(struct journal *journal, struct journal_scan *scans, int most, struct error *error);

/* {"scans","unsent","conflicts","oldest_unsent"?} and {verdict: count}. */
bool journal_counts(struct journal *journal, json_t **counts, json_t **verdicts, struct error *error);

/* --- http.c: the service */

struct http;

struct http *service_open(const char *base_url, struct error *error);
void service_close(struct http *http);

/* Sends (body NULL: GET, else POST of JSON) and gives the answer's JSON. ERROR_BUSY: away, overloaded, or
 * 5xx, 429; ERROR_NOT_FOUND: 404; ERROR_SETUP: 401, the device is shut out; ERROR_CALLER: another 4xx. key
 * may be NULL. */
json_t *service_send(struct http *http, const char *path, const char *key, const json_t *body,
                     struct error *error);
