/* An error travels upward with its cause and is reported once, at the edge. */
#pragma once

#include <stdbool.h>

#define PRINTF(text, first) __attribute__((format(printf, text, first)))

/* Stands before a declaration whose result must not be thrown away: a failure, or something to free. */
#define CHECKED __attribute__((warn_unused_result))

enum error_kind {
    ERROR_NONE,
    ERROR_CALLER,    /* wrong input: the message says how to mend it */
    ERROR_NOT_FOUND, /* what was named does not exist */
    ERROR_CONFLICT,  /* true now, but at odds with what stands: sold out, already used, wrong state */
    ERROR_BUSY,      /* cannot be done now, the same call may succeed later */
    ERROR_SETUP,     /* not configured, or not migrated: an operator must act first */
    ERROR_OURS       /* a fault of ours or of the machine */
};

struct error {
    enum error_kind kind;
    char field[64];    /* the input at fault, as its writer knows it; may be empty */
    char message[512]; /* for a person; no trailing full stop or newline */
};

/* The numbers a program ends with. */
enum exit_code {
    EXIT_DONE = 0,
    EXIT_FAILED = 1,
    EXIT_USAGE = 2,
    EXIT_PARTLY = 3,
    EXIT_NOT_CONFIGURED = 6,
    EXIT_DO_NOT_RESTART = 9
};

/* Sets the error. Returns false, so that "return error_set(...)" reads as the failure it is.
 * error may be NULL; field may be NULL. */
bool error_set(struct error *error, enum error_kind kind, const char *field, const char *format, ...)
    PRINTF(4, 5);

/* Puts a context in front of the message: "context: message". Keeps kind and field. Returns false. */
bool error_context(struct error *error, const char *format, ...) PRINTF(2, 3);

/* The exit code that stands for an error of this kind; it is never EXIT_DONE. */
enum exit_code error_exit_code(enum error_kind kind);
