/* lanyard-admin device revoke */
#include "cli/admin/admin.h"

struct device_revoked {
    const char *name;
};
static const struct record_member revoked_members[] = {RECORD_TEXT(struct device_revoked, name)};
static const struct record revoked_record = RECORD(struct device_revoked, revoked_members);

static const struct option_spec options[] = {ADMIN_EVENT_OPTION, {0}};

static int device_revoke_run(int argc, char **argv)
{
    (void)argc;
    struct error error = {0};
    scope_arena struct arena arena = ARENA(ADMIN_EVENT_MOST + ADMIN_ARENA_MOST);
    scope_store struct store *store = admin_store(&error);
    const char *slug = store ? admin_event(store, &arena, &error) : NULL;
    if (!slug || !checkin_device_revoke(store, slug, argv[0], admin_actor(), &error))
        return program_fail(&error);
    const struct device_revoked revoked = {.name = argv[0]};
    if (admin_wants_json())
        return admin_record(&revoked_record, &revoked);
    printf("device %s is revoked\n", argv[0]);
    return EXIT_DONE;
}

const struct command admin_device_revoke = {.name = "device revoke",
                                            .arguments = "NAME",
                                            .summary = "Shuts a laptop out, at once.",
                                            .options = options,
                                            .least = 1,
                                            .most = 1,
                                            .run = device_revoke_run};
