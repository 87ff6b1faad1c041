/* lanyard-admin registration approve */
#include "cli/admin/admin.h"

static const struct option_spec options[] = {ADMIN_EVENT_OPTION, {0}};

static int registration_approve_run(int argc, char **argv)
{
    (void)argc;
    struct error error = {0};
    struct order_decision decision;
    scope_arena struct arena arena = ARENA(ADMIN_ARENA_MOST);
    scope_store struct store *store = admin_store(&error);
    scope_issuer struct key_issuer *issuer = store ? admin_issuer(store, &error) : NULL;
    if (!issuer ||
        !order_approve(store, issuer, admin_options.event, argv[0], admin_actor(), &arena, &decision, &error))
        return program_fail(&error);
    return admin_decision(&decision);
}

const struct command admin_registration_approve = {
    .name = "registration approve",
    .arguments = "CODE",
    .summary = "Accepts an application, or gives a place to one who waits.",
    .options = options,
    .least = 1,
    .most = 1,
    .run = registration_approve_run};
