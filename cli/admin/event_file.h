/* What the commands that take an event's file have in common. */
#pragma once

#include "cli/admin/admin.h"

#define ADMIN_EVENT_FILE_MOST ((size_t)64 << 20) /* of the arena: the event, and what changes of it */

struct admin_event_file {
    struct event event;
    struct event_files files;
};

/* Reads the file, opens the database and tells on standard error what is to be said of it, every fault and
 * warning. NULL with the exit status if there is a fault, or something failed. */
struct store *admin_event_file_read(const char *path, struct arena *arena, struct admin_event_file *file,
                                    int *status);

/* Prints what changed, for people or as JSON; for a try what would. Gives the exit status. */
int admin_event_changes(const struct event_applied *applied, bool is_try);
