/* program: options, help and the log of a program.
 *
 * A program's commands and options as data: one table gives parsing, --help, --version and completion.
 *
 * An option's value comes from the command line, else from its environment variable, else stays as the target
 * was. */
#pragma once

#include "base/base.h"
#include "program/log.h"
#include "program/screen.h"
#include "program/table.h"

#include <stddef.h>
#include <stdint.h>

enum option_type {
    OPTION_FLAG,  /* bool *            --name */
    OPTION_TEXT,  /* const char **     --name VALUE, points into argv or environ */
    OPTION_INT,   /* int64_t *         --name N, within [min, max] */
    OPTION_CHOICE /* const char **     --name A, one of the words in `choices` ("a|b|c") */
};

struct option_spec {
    const char *name; /* without dashes; NULL ends a table */
    char letter;      /* short form, or 0 */
    enum option_type type;
    void *target;
    const char *value;    /* what --help calls the value: "FILE"; NULL for a flag */
    const char *variable; /* environment variable, or NULL */
    const char *help;     /* one line */
    int64_t min, max;     /* OPTION_INT */
    const char *choices;  /* OPTION_CHOICE */
};

struct command {
    const char *name;      /* one or two words: "event apply"; "" for a program that has no commands */
    const char *arguments; /* as --help shows them: "FILE", "[FILE...]", "" */
    const char *summary;   /* one line */
    const struct option_spec *options; /* NULL if none */
    int least, most;                   /* how many arguments; most -1 for any number */
    int (*run)(int argc, char **argv); /* arguments only; returns an exit code */
    const char *instead; /* which option people may have meant by an argument too many; may be NULL */
};

struct program {
    const char *name;                      /* "lanyard-admin" */
    const char *summary;                   /* one line */
    const struct option_spec *options;     /* those of every command; NULL if none */
    const struct command *const *commands; /* ends with NULL */
    const char *help; /* closing paragraphs of --help: environment, examples; may be NULL */
};

/* What the tables say must hold together, or the program ends at once: names once, types with what they need,
 * counts that can be met. */
void program_must_hold(const struct program *program);

/* Parses, runs the command, returns its exit code. Prints --help and --version to stdout (EXIT_DONE),
 * mistakes to stderr with the mend (EXIT_USAGE). "--" ends options; options may follow arguments. */
int program_main(const struct program *program, int argc, char **argv) CHECKED;

/* Appends "field: message", in English; a refusal's sentence comes from the catalogue as it was at build
 * time, so that a program needs no assets to say what is wrong. */
void program_describe(const struct error *error, struct buffer *text);

/* Prints "NAME: " and that to stderr, and gives the error's exit code; EXIT_USAGE where the caller's fault is
 * in an option, which the field then names with its dashes. */
int program_fail(const struct error *error);
