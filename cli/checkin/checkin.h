/* lanyard-checkin: what its commands share. One command a file; main.c has the table. */
#pragma once

#include "door/door.h"
#include "program/program.h"

struct checkin_options {
    const char *folder;
    const char *format; /* "text" or "json" */
    bool json;          /* the same as "json" */
};
extern struct checkin_options checkin_options;

/* The folder asked for, or the usual one. NULL with the error. The caller frees. */
char *checkin_folder(struct error *error) CHECKED;

/* Opens the paired door, to scan or only to look. */
struct door *checkin_open(bool scans, struct error *error) CHECKED;

static inline void checkin_close_scope(struct door **door)
{
    door_close(*door);
}
#define scope_door scope(checkin_close_scope)

bool checkin_wants_json(void);

/* Prints the record as JSON and a newline, whole or not at all. indent: as record_write. */
bool checkin_print(const struct record *record, const void *from, int indent, struct error *error) CHECKED;

/* The same of a document that was written; frees it. */
bool checkin_print_document(struct buffer *document, struct error *error) CHECKED;

/* One result for people (a coloured field on a terminal, with a bell unless it is good; else a line) or as
 * JSON; flushed. False, and nothing of it was printed, when memory is out. */
bool checkin_show(const struct door *door, const struct door_result *result, struct error *error) CHECKED;

/* Whether that is its hint. */
bool checkin_hints(const struct door_result *result, enum door_hint hint);

/* Codes that are decided one after the other, by one door. */
struct checkin_session {
    struct door *door;
    bool holds;              /* the same ticket again within two seconds is the same scan */
    enum door_verdict worst; /* of all so far */
    bool answered;           /* the service gave a verdict; whoever looks at it sets it back */
    /* The last one: */
    struct arena memory;
    struct door_result last;
    char last_text[TICKET_TOKEN_SIZE];
    int64_t last_at; /* monotonic; 0: none */
};

/* Closes the door too. */
void checkin_session_end(struct checkin_session *session);
#define scope_session scope(checkin_session_end)

/* Decides and shows what was read at once, each code in it (lines_next_code). False if the journal could not
 * be written; ERROR_SETUP if the service has shut the laptop out, which was shown. */
bool checkin_decide(struct checkin_session *session, const char *text, size_t length,
                    struct error *error) CHECKED;

/* 0, or with --strict 10 and the verdict's place in the list of --help. */
int checkin_exit(bool strict, enum door_verdict worst);

extern const struct command checkin_pair, checkin_scan, checkin_read, checkin_status, checkin_sync;
