/* What the device commands share. */
#pragma once

#include "cli/admin/admin.h"

/* The event that --event names, or the only one there is. *events (NULL before) owns the text: release it
 * after use. */
const char *admin_device_event(struct store *store, const char *given, json_t **events, struct error *error);
