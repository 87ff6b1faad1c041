#include "cli/admin/device.h"

static const char *point;
static const char *event;

static const struct option_spec options[] = {{.name = "point",
                                              .type = OPTION_TEXT,
                                              .target = &point,
                                              .value = "POINT",
                                              .help = "where it scans: a point of the event"},
                                             ADMIN_EVENT_OPTION(event),
                                             {0}};

static int run(int argc, char **argv)
{
    (void)argc;
    struct error error = {0};
    if (!point) {
        fprintf(stderr, "lanyard-admin: device new needs --point\n");
        return EXIT_USAGE;
    }
    scope_json json_t *events = NULL;
    scope_store struct store *store = admin_store(&error);
    const char *slug = store ? admin_device_event(store, event, &events, &error) : NULL;
    scope_json json_t *device =
        slug ? checkin_device_new(store, slug, argv[0], point, admin_actor(), &error) : NULL;
    if (!device)
        return program_fail(&error);
    if (!admin_json(device))
        printf("pairing code %s, good once until %s:\n  lanyard-checkin pair URL %s\n",
               json_text(device, "code", ""), json_text(device, "expires_at", ""),
               json_text(device, "code", ""));
    return EXIT_DONE;
}

const struct command admin_device_new = {.name = "device new",
                                         .arguments = "NAME",
                                         .summary = "Adds a door's laptop and prints the code that pairs it.",
                                         .options = options,
                                         .least = 1,
                                         .most = 1,
                                         .run = run};
