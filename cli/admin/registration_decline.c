#include "cli/admin/admin.h"

static const char *reason = "";

static const struct option_spec options[] = {
    {.name = "reason", .type = OPTION_TEXT, .target = &reason, .value = "TEXT", .help = "for the audit"},
    {0}};

static int run(int argc, char **argv)
{
    (void)argc;
    struct error error = {0};
    scope_store struct store *store = admin_store(&error);
    scope_json json_t *result =
        store ? registration_decline(store, argv[0], reason, admin_actor(), &error) : NULL;
    if (!result)
        return program_fail(&error);
    if (!admin_json(result))
        printf("%s is %s\n", json_text(result, "code", ""), json_text(result, "status", ""));
    return EXIT_DONE;
}

const struct command admin_registration_decline = {.name = "registration decline",
                                                   .arguments = "CODE",
                                                   .summary = "Declines an application.",
                                                   .options = options,
                                                   .least = 1,
                                                   .most = 1,
                                                   .run = run};
