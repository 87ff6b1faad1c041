/* What cancelling and declining share: a registration ends, for a reason. */
#include "cli/admin/registration_end.h"

static const char *reason = "";

const struct option_spec registration_end_options[] = {
    {.name = "reason", .type = OPTION_TEXT, .target = &reason, .value = "TEXT", .help = "for the audit"},
    ADMIN_EVENT_OPTION,
    {0}};

int registration_end(const char *code,
                     bool (*end)(struct store *, const char *, const char *, const char *, const char *,
                                 struct arena *, struct order_decision *, struct error *))
{
    struct error error = {0};
    struct order_decision decision;
    scope_arena struct arena arena = ARENA(ADMIN_ARENA_MOST);
    scope_store struct store *store = admin_store(&error);
    if (!store || !end(store, admin_options.event, code, reason, admin_actor(), &arena, &decision, &error))
        return program_fail(&error);
    return admin_decision(&decision);
}
