/* An error travels upward with its cause and is reported once, at the edge.
 *
 * What a rule of the domain refuses, and whatever else somebody may read who does not run the programs, is a
 * refusal: an id and arguments, worded at the edge (error_refuse). Faults of ours or of the machine, and what
 * is wrong with files, options and the set-up, are English texts for operators and logs (error_set): they
 * name paths, lines and options, and never reach a reader over HTTP. */
#pragma once

#include "base/refusal.h"

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
    char message[512]; /* English; no trailing full stop or newline. Empty, or its context, of a refusal */
    struct refusal refusal; /* its id is empty where the message says all */
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
 * error may be NULL; field may be NULL. A message that had to be cut ends in "…". */
bool error_set(struct error *error, enum error_kind kind, const char *field, const char *format, ...)
    PRINTF(4, 5);

/* Sets the error to a refusal: the catalogue has the sentence of that id, with a place for each argument.
 *     error_refuse(error, ERROR_NOT_FOUND, "code", "refusal.order.unknown", TEXT_ARGUMENT("code", code))
 * Returns false. error and field may be NULL. More arguments than REFUSAL_ARGUMENTS_MAX do not compile. */
#define error_refuse(error, kind, field, id, ...)                                                            \
    error_refuse_given(error, kind, field, id, &(const struct refusal_given[]){{0}, ##__VA_ARGS__}[1],       \
                       REFUSAL_COUNT(sizeof((const struct refusal_given[]){{0}, ##__VA_ARGS__}) /            \
                                     sizeof(struct refusal_given)))
#define REFUSAL_COUNT(with_first)                                                                            \
    ((with_first)-1 + 0 * sizeof(char[(with_first) > REFUSAL_ARGUMENTS_MAX + 1 ? -1 : 1]))

/* The same for arguments that came from elsewhere. A refusal that cannot be kept whole (refusal_set) becomes
 * ERROR_OURS, which names it. */
bool error_refuse_given(struct error *error, enum error_kind kind, const char *field, const char *id,
                        const struct refusal_given *given, size_t count);

static inline bool error_is_refusal(const struct error *error)
{
    return *error->refusal.id != '\0';
}

/* Puts a context in front of the message: "context: message". Keeps kind and field. Returns false. */
bool error_context(struct error *error, const char *format, ...) PRINTF(2, 3);

/* The exit code that stands for an error of this kind; it is never EXIT_DONE. */
enum exit_code error_exit_code(enum error_kind kind);
