/* lanyard-admin device new */
#include "cli/admin/admin.h"

static const char *point;

static const struct option_spec options[] = {{.name = "point",
                                              .type = OPTION_TEXT,
                                              .target = &point,
                                              .value = "POINT",
                                              .help = "where it scans: a point of the event"},
                                             ADMIN_EVENT_OPTION,
                                             {0}};

static int device_new_run(int argc, char **argv)
{
    (void)argc;
    struct error error = {0};
    if (!point) {
        fprintf(stderr, "lanyard-admin: device new needs --point\n");
        return EXIT_USAGE;
    }
    struct checkin_pairing pairing;
    scope_arena struct arena arena = ARENA(ADMIN_EVENT_MOST + ADMIN_ARENA_MOST);
    scope_store struct store *store = admin_store(&error);
    const char *slug = store ? admin_event(store, &arena, &error) : NULL;
    if (!slug || !checkin_device_new(store, slug, argv[0], point, admin_actor(), &arena, &pairing, &error))
        return program_fail(&error);
    if (admin_wants_json())
        return admin_record(&checkin_pairing_record, &pairing);
    printf("pairing code %s, good once until %s:\n  lanyard-checkin pair URL %s\n", pairing.code,
           pairing.expires_at, pairing.code);
    return EXIT_DONE;
}

const struct command admin_device_new = {.name = "device new",
                                         .arguments = "NAME",
                                         .summary = "Adds a door's laptop and prints the code that pairs it.",
                                         .options = options,
                                         .least = 1,
                                         .most = 1,
                                         .run = device_new_run};
