/* lanyard-admin registration reconsider */
#include "cli/admin/codes.h"

static const char *reason;

static const struct option_spec options[] = {ADMIN_REASON_OPTION(reason), ADMIN_EVENT_OPTION, {0}};

static bool reconsider_act(void *context, const struct admin_code *code, struct arena *arena,
                           struct buffer *out, struct error *error)
{
    struct order_decision decision;
    return order_reconsider(context, code->event, code->code, reason, admin_actor(), arena, &decision,
                            error) &&
           admin_append_decision(&decision, out);
}

static int registration_reconsider_run(int argc, char **argv)
{
    struct error error = {0};
    scope_codes struct admin_codes codes = {0};
    if (!reason || !*reason) {
        fprintf(stderr, "lanyard-admin: registration reconsider needs --reason\n");
        return EXIT_USAGE;
    }
    scope_store struct store *store = admin_store(&error);
    if (!store || !admin_codes_read(argc, argv, &codes, &error))
        return program_fail(&error);
    return admin_codes_do(&codes, &(struct admin_act){.act = reconsider_act, .context = store});
}

const struct command admin_registration_reconsider = {
    .name = "registration reconsider",
    .arguments = ADMIN_CODES_ARGUMENTS,
    .summary = "Takes declines back: the applications wait for a decision again.",
    .options = options,
    .least = 1,
    .most = -1,
    .run = registration_reconsider_run};
