#include "cli/admin/device.h"

static const char *event;
static const struct option_spec options[] = {ADMIN_EVENT_OPTION(event), {0}};

static int run(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct error error = {0};
    scope_json json_t *events = NULL;
    scope_store struct store *store = admin_store(&error);
    const char *slug = store ? admin_device_event(store, event, &events, &error) : NULL;
    scope_json json_t *devices = slug ? checkin_device_list(store, slug, &error) : NULL;
    if (!devices)
        return program_fail(&error);
    if (admin_json(devices))
        return EXIT_DONE;
    size_t i;
    const json_t *device;
    json_array_foreach(devices, i, device)
    {
        printf("%-20s %-12s %-8s last seen %s\n", json_text(device, "name", ""),
               json_text(device, "point", ""), json_text(device, "state", ""),
               json_text(device, "last_seen_at", "never"));
    }
    return EXIT_DONE;
}

const struct command admin_device_list = {.name = "device list",
                                          .arguments = "",
                                          .summary = "Lists the doors' laptops.",
                                          .options = options,
                                          .run = run};
