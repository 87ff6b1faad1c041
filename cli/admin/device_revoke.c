#include "cli/admin/device.h"

static const char *event;
static const struct option_spec options[] = {ADMIN_EVENT_OPTION(event), {0}};

static int run(int argc, char **argv)
{
    (void)argc;
    struct error error = {0};
    scope_json json_t *events = NULL;
    scope_store struct store *store = admin_store(&error);
    const char *slug = store ? admin_device_event(store, event, &events, &error) : NULL;
    if (!slug || !checkin_device_revoke(store, slug, argv[0], admin_actor(), &error))
        return program_fail(&error);
    scope_json json_t *revoked = json_pack("{s:s}", "name", argv[0]);
    if (!admin_json(revoked))
        printf("device %s is revoked\n", argv[0]);
    return EXIT_DONE;
}

const struct command admin_device_revoke = {.name = "device revoke",
                                            .arguments = "NAME",
                                            .summary = "Shuts a laptop out, at once.",
                                            .options = options,
                                            .least = 1,
                                            .most = 1,
                                            .run = run};
