/* What the files of lanyard-badges share. */
#pragma once

#include "badge/badge.h"
#include "program/program.h"

#include <stdint.h>

extern const struct command badges_render, badges_check;

/* --- check.c */

/* The design of that name under FOLDER/designs, or of that folder where the name has a slash. The caller
 * frees. */
struct badge_design *badges_open_design(const char *folder, const char *name, struct error *error);

/* --- progress.c: a bar on standard error while a person watches it */

struct progress {
    int64_t total;
    int64_t done;
    int64_t began, drawn; /* clock_monotonic */
    bool shown;           /* standard error is a terminal */
};

void progress_open(struct progress *progress, int64_t total);
void progress_step(struct progress *progress);

/* Takes the bar away, so that what follows starts on a clean line. */
void progress_close(const struct progress *progress);

/* --- summary.c: what a run tells when it is done */

struct summary_remark {
    const char *badge; /* the code that stands on it */
    const char *field;
    enum badge_fault fault;
};

struct summary {
    int64_t badges;
    int64_t pages;
    const char *output;
    const char *sha256; /* of the PDF, hexadecimal */
    int64_t run;
    double seconds;
    struct {
        struct summary_remark *items;
        size_t count;
    } remarks;
    struct buffer design; /* what is wrong with the design, a line each; of the caller */
    size_t more;          /* remarks past the limit, which are counted alone */
    struct arena *arena;  /* where the remarks lie */
};

/* For badge_document_options.remark; context: a struct summary. */
void summary_keep_remark(void *context, const struct badge_remark *remark);

/* Prints it for people, or as JSON, and the remarks on standard error. Gives the exit status. */
int summary_print(const struct summary *summary, bool as_json);
