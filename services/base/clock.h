/* The one clock. Instants are microseconds since 1970-01-01T00:00:00Z (no leap seconds); durations are
 * microseconds too. */
#pragma once

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

#define CLOCK_SECOND INT64_C(1000000)
#define CLOCK_TEXT_SIZE 32

/* Now. */
int64_t clock_now(void);

/* A clock that never steps back, for measuring. Its zero means nothing. */
int64_t clock_monotonic(void);

/* Tests only: from now on clock_now answers this instant; INT64_MIN lets it run again. */
void clock_fix(int64_t instant);

/* Writes RFC 3339 in UTC with milliseconds, "2027-06-01T09:00:00.000Z". */
void clock_format(int64_t instant, char text[static CLOCK_TEXT_SIZE]);

/* Reads RFC 3339 with any offset and up to nine digits of a second (finer than a microsecond is cut). False
 * too for an instant whose year in UTC would not have four digits. */
bool clock_parse(const char *text, int64_t *instant);
