/* What is wrong with an input, field by field. A fault names a message of the catalogue (assets/messages), so
 * that whoever reports it can speak the reader's language. */
#pragma once

#include "base/record.h"

#include <stdbool.h>
#include <stddef.h>

#define FAULTS_MAX 32

struct fault {
    char field[64];      /* the input's name: "email", "sessions", "consents.photos" */
    const char *message; /* id in the catalogue, static storage: "fault.email.invalid" */
    char detail[128]; /* stands for {detail} in the message; may be empty; ends in "…" where it was cut */
};

struct faults {
    struct fault items[FAULTS_MAX]; /* past FAULTS_MAX, further ones are dropped: a form has fewer fields */
    size_t count;
};

/* Adds one. detail may be NULL. Only the first fault of a field is kept. */
void faults_add(struct faults *faults, const char *field, const char *message, const char *detail);

/* The fault of that field, or NULL. */
const struct fault *faults_find(const struct faults *faults, const char *field);

/* For record_read_input's report, with the faults as context: what is mistyped is a fault of what it should
 * be ("fault.type.list"), what is unknown "fault.unknown"; an element of a list of texts that is mistyped
 * makes the list one of another type, one of a list of objects is named itself ("scans[1]"), and the whole is
 * "body". What is no JSON is "fault.json" or "fault.json.twice" of "body", its detail line and column. */
void faults_note(void *faults, enum record_fault fault, const char *path, const char *wanted);
