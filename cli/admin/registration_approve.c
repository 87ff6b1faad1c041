/* lanyard-admin registration approve */
#include "cli/admin/codes.h"

static const char *without;

static const struct option_spec options[] = {ADMIN_WITHOUT_OPTION(without), ADMIN_EVENT_OPTION, {0}};

struct approve {
    struct store *store;
    struct key_issuer *issuer;
};

static bool approve_act(void *context, const struct admin_code *code, struct arena *arena, struct buffer *out,
                        struct error *error)
{
    const struct approve *approve = context;
    struct order_decision decision;
    return order_approve(approve->store, approve->issuer, code->event, code->code,
                         admin_split(without, arena), admin_actor(), arena, &decision, error) &&
           admin_append_decision(&decision, out);
}

static int registration_approve_run(int argc, char **argv)
{
    struct error error = {0};
    scope_codes struct admin_codes codes = {0};
    scope_store struct store *store = admin_store(&error);
    scope_issuer struct key_issuer *issuer = store ? admin_issuer(store, &error) : NULL;
    struct approve approve = {store, issuer};
    if (!issuer || !admin_codes_read(argc, argv, &codes, &error))
        return program_fail(&error);
    return admin_codes_do(&codes, &(struct admin_act){.act = approve_act, .context = &approve});
}

const struct command admin_registration_approve = {
    .name = "registration approve",
    .arguments = ADMIN_CODES_ARGUMENTS,
    .summary = "Accepts applications, or gives places to those who wait.",
    .options = options,
    .least = 1,
    .most = -1,
    .run = registration_approve_run};
