/* What the device commands share. */
#pragma once

#include "cli/admin/admin.h"

/* The event that --event names, or the only one there is. *events (NULL before) owns the text: release it
 * after use. */
const char *admin_device_event(struct store *store, const char *given, json_t **events, struct error *error);

#define ADMIN_EVENT_OPTION(variable)                                                                         \
    {                                                                                                        \
        .name = "event", .type = OPTION_TEXT, .target = &(variable), .value = "SLUG",                        \
        .help = "which event, if there are several"                                                          \
    }
