#include "cli/admin/admin.h"

static void print_member(const char *name, const json_t *value)
{
    scope_free char *text = json_is_string(value) ? strdup(json_string_value(value))
                                                  : json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
    if (text && !json_is_null(value))
        printf("%-16s %s\n", name, text);
}

static const char *event;
static const struct option_spec options[] = {ADMIN_EVENT_OPTION(event), {0}};

static int run(int argc, char **argv)
{
    (void)argc;
    struct error error = {0};
    scope_store struct store *store = admin_store(&error);
    scope_json json_t *registration = store ? order_find(store, event, argv[0], &error) : NULL;
    if (!registration)
        return program_fail(&error);
    if (admin_json(registration))
        return EXIT_DONE;
    const char *name;
    const json_t *value;
    json_object_foreach(registration, name, value)
    {
        print_member(name, value);
    }
    return EXIT_DONE;
}

const struct command admin_registration_show = {.name = "registration show",
                                                .arguments = "CODE",
                                                .summary = "Shows one registration.",
                                                .options = options,
                                                .least = 1,
                                                .most = 1,
                                                .run = run};
