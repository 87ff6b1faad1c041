/* What the device commands share. */
#pragma once

#include "cli/admin/admin.h"

/* Enough memory for what they read. */
#define DEVICE_MEMORY_MOST (EVENT_SUMMARIES_MOST + ((size_t)64 << 20))

/* The event that --event names, or the only one there is, in the arena. NULL with the error. */
const char *admin_device_event(struct store *store, const char *given, struct arena *arena,
                               struct error *error) CHECKED;
