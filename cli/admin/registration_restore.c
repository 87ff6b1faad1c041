/* lanyard-admin registration restore */
#include "cli/admin/codes.h"

static const char *reason;
static const char *without;

static const struct option_spec options[] = {
    ADMIN_REASON_OPTION(reason), ADMIN_WITHOUT_OPTION(without), ADMIN_EVENT_OPTION, {0}};

struct restore {
    struct store *store;
    struct key_issuer *issuer;
};

static bool restore_act(void *context, const struct admin_code *code, struct arena *arena, struct buffer *out,
                        struct error *error)
{
    struct order_decision decision;
    const struct restore *restore = context;
    return order_restore(restore->store, restore->issuer, code->event, code->code,
                         admin_split(without, arena), reason, admin_actor(), arena, &decision, error) &&
           admin_append_decision(&decision, out);
}

static int registration_restore_run(int argc, char **argv)
{
    struct error error = {0};
    scope_codes struct admin_codes codes = {0};
    if (!reason || !*reason) {
        fprintf(stderr, "lanyard-admin: registration restore needs --reason\n");
        return EXIT_USAGE;
    }
    scope_store struct store *store = admin_store(&error);
    scope_issuer struct key_issuer *issuer = store ? admin_issuer(store, &error) : NULL;
    struct restore restore = {store, issuer};
    if (!issuer || !admin_codes_read(argc, argv, &codes, &error))
        return program_fail(&error);
    return admin_codes_do(&codes, &(struct admin_act){.act = restore_act, .context = &restore});
}

const struct command admin_registration_restore = {
    .name = "registration restore",
    .arguments = ADMIN_CODES_ARGUMENTS,
    .summary = "Takes cancellings back: they become again what they were.",
    .options = options,
    .least = 1,
    .most = -1,
    .run = registration_restore_run};
