/* A program's log: one line an event on standard error. Library rooms never call this.
 *
 * "2027-06-01T09:00:00.000Z info web listening address=[::]:8080": time, level, who, what, then key=value.
 * Never a secret, never a person's data. */
#pragma once

#include "base/base.h"

enum log_level { LOG_LEVEL_DEBUG, LOG_LEVEL_INFO, LOG_LEVEL_WARNING, LOG_LEVEL_ERROR };

/* Sets who is speaking and what is worth saying; call before threads start. */
void log_open(const char *who, enum log_level least);

/* Writes one line in one write. Control characters in it are escaped. Keeps errno. */
void log_line(enum log_level level, const char *format, ...) PRINTF(2, 3);
