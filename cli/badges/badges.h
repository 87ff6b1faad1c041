/* What the files of lanyard-badges share. */
#pragma once

#include "base/base.h"
#include "program/program.h"

#include <stdint.h>

extern const struct command badges_render;

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
