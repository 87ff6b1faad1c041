/* lanyard-admin event delete */
#include "cli/admin/admin.h"

struct deleted {
    const char *event;
    bool deleted;
};
static const struct record_member deleted_members[] = {RECORD_TEXT(struct deleted, event),
                                                       RECORD_FLAG(struct deleted, deleted)};
static const struct record deleted_record = RECORD(struct deleted, deleted_members);

/* Which one goes is always said: it is not asked, and no variable's default is meant. */
static int event_delete_run(int argc, char **argv)
{
    (void)argc;
    struct error error = {0};
    scope_store struct store *store = admin_store(&error);
    if (!store || !event_delete(store, argv[0], admin_actor(), &error))
        return program_fail(&error);
    if (admin_wants_json())
        return admin_record(&deleted_record, &(struct deleted){argv[0], true});
    printf("event %s is deleted; what it was stands in the audit\n", argv[0]);
    return EXIT_DONE;
}

const struct command admin_event_delete = {.name = "event delete",
                                           .arguments = "SLUG",
                                           .summary = "Deletes a draft that nobody registered for.",
                                           .least = 1,
                                           .most = 1,
                                           .run = event_delete_run};
