/* lanyard-admin device list */
#include "cli/admin/admin.h"

static const struct option_spec options[] = {ADMIN_EVENT_OPTION, {0}};

static int device_list_run(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct error error = {0};
    struct checkin_device_list devices;
    scope_arena struct arena arena = ARENA(ADMIN_EVENT_MOST + ADMIN_ARENA_MOST);
    scope_store struct store *store = admin_store(&error);
    const char *slug = store ? admin_event(store, &arena, &error) : NULL;
    if (!slug || !checkin_device_list_read(store, slug, &arena, &devices, &error))
        return program_fail(&error);
    if (admin_wants_json())
        return admin_list(&checkin_device_record, &devices);
    for (size_t i = 0; i < devices.count; i++) {
        const struct checkin_device *device = &devices.items[i];
        printf("%-20s %-12s %-8s last seen %s\n", device->name, device->point,
               record_word(&checkin_device_state_words, (int)device->state),
               device->last_seen_at ? device->last_seen_at : "never");
    }
    return EXIT_DONE;
}

const struct command admin_device_list = {.name = "device list",
                                          .arguments = "",
                                          .summary = "Lists the doors' laptops.",
                                          .options = options,
                                          .run = device_list_run};
