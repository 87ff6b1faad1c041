/* lanyard-checkin: what its commands share. One command a file; main.c has the table. */
#pragma once

#include "base/base.h"
#include "checkin/checkin.h"

struct door_options {
    const char *folder;
    const char *format; /* "text" or "json" */
};
extern struct door_options door_options;

/* The folder asked for, or the usual one. NULL with the error. The caller frees. */
char *door_folder(struct error *error);

/* Opens the paired door, to scan or only to look. */
struct checkin_door *door_open(bool scans, struct error *error);

static inline void door_close_scope(struct checkin_door **door)
{
    checkin_door_close(*door);
}
#define scope_door scope(door_close_scope)

bool door_wants_json(void);

/* show.c: text from a code or from elsewhere without what commands a terminal: C0, DEL, C1 and bidirectional
 * controls are left out. */
void door_append_plain(struct buffer *line, const char *text, size_t length);

/* One result for people (a coloured field on a terminal, with a bell unless it is good; else a line) or as
 * JSON; flushed. */
void door_show(const struct checkin_door *door, const json_t *result);

/* Decides and shows one code; *worst is raised to its verdict. False if the journal could not be written. */
bool door_decide(struct checkin_door *door, const char *text, size_t length, enum checkin_verdict *worst,
                 struct error *error);

/* 0, or with --strict 10 and the verdict's place in the list of --help. */
int door_exit(bool strict, enum checkin_verdict worst);

extern const struct command door_pair, door_scan, door_read, door_status, door_sync;
