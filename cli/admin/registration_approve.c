#include "cli/admin/admin.h"

static const char *event;
static const struct option_spec options[] = {ADMIN_EVENT_OPTION(event), {0}};

static int run(int argc, char **argv)
{
    (void)argc;
    struct error error = {0};
    scope_store struct store *store = admin_store(&error);
    scope_issuer struct key_issuer *issuer = store ? admin_issuer(store, &error) : NULL;
    scope_json json_t *result =
        issuer ? order_approve(store, issuer, event, argv[0], admin_actor(), &error) : NULL;
    if (!result)
        return program_fail(&error);
    if (!admin_json(result))
        printf("%s is %s\n", json_text(result, "code", ""), json_text(result, "status", ""));
    return EXIT_DONE;
}

const struct command admin_registration_approve = {
    .name = "registration approve",
    .arguments = "CODE",
    .summary = "Accepts an application, or gives a place to one who waits.",
    .options = options,
    .least = 1,
    .most = 1,
    .run = run};
