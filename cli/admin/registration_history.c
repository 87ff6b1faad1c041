/* lanyard-admin registration history */
#include "cli/admin/history.h"

static const struct option_spec options[] = {ADMIN_EVENT_OPTION, {0}};

static bool history_act(void *context, const struct admin_code *code, struct arena *arena, struct buffer *out,
                        struct error *error)
{
    struct registration registration;
    struct order_history history;
    if (!order_find(context, code->event, code->code, arena, &registration, error) ||
        !order_read_history(context, registration.event, code->code, arena, &history, error))
        return false;
    if (admin_wants_json()) {
        record_write(&order_history_record, &history, 2, out);
        return !out->failed;
    }
    buffer_printf(out, "%s %s\n", registration.code, registration.name);
    admin_append_changes(&history, registration.currency, out);
    return !out->failed;
}

static int registration_history_run(int argc, char **argv)
{
    struct error error = {0};
    scope_codes struct admin_codes codes = {0};
    scope_store struct store *store = admin_store(&error);
    if (!store || !admin_codes_read(argc, argv, &codes, &error))
        return program_fail(&error);
    return admin_codes_do(&codes, &(struct admin_act){.act = history_act, .context = store, .apart = true});
}

const struct command admin_registration_history = {.name = "registration history",
                                                   .arguments = ADMIN_CODES_ARGUMENTS,
                                                   .summary =
                                                       "Tells what became of registrations, and who did it.",
                                                   .options = options,
                                                   .least = 1,
                                                   .most = -1,
                                                   .run = registration_history_run};
