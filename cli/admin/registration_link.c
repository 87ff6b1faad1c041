/* lanyard-admin registration link */
#include "cli/admin/codes.h"

static bool renew;
static const char *reason = "";

static const struct option_spec options[] = {{.name = "new",
                                              .type = OPTION_FLAG,
                                              .target = &renew,
                                              .help = "make the links that were given out worthless first"},
                                             ADMIN_REASON_OPTION(reason),
                                             ADMIN_BASE_URL_OPTION,
                                             ADMIN_EVENT_OPTION,
                                             {0}};

struct link_told {
    const char *code, *manage_url;
};
static const struct record_member link_members[] = {RECORD_TEXT(struct link_told, code),
                                                    RECORD_TEXT(struct link_told, manage_url)};
static const struct record link_record = RECORD(struct link_told, link_members);

static bool link_act(void *context, const struct admin_code *code, struct arena *arena, struct buffer *out,
                     struct error *error)
{
    struct registration registration;
    if (!order_find(context, code->event, code->code, arena, &registration, error) ||
        (renew && !order_replace_secret(context, registration.event, code->code, reason, admin_actor(),
                                        &registration.secret_version, error)))
        return false;
    const struct link_told told = {registration.code, admin_link(&registration, arena, error)};
    if (!told.manage_url)
        return false;
    if (admin_wants_json())
        record_write(&link_record, &told, 2, out);
    else
        buffer_printf(out, "%s\n", told.manage_url);
    return !out->failed;
}

static int registration_link_run(int argc, char **argv)
{
    struct error error = {0};
    scope_codes struct admin_codes codes = {0};
    scope_store struct store *store = admin_store(&error);
    if (!store || !admin_codes_read(argc, argv, &codes, &error))
        return program_fail(&error);
    if (!admin_options.base_url)
        fputs("lanyard-admin: the service's own address belongs in front: --base-url or LANYARD_BASE_URL\n",
              stderr);
    return admin_codes_do(&codes, &(struct admin_act){.act = link_act, .context = store});
}

const struct command admin_registration_link = {
    .name = "registration link",
    .arguments = ADMIN_CODES_ARGUMENTS,
    .summary = "Prints the address of somebody's own page, or makes a new one.",
    .options = options,
    .least = 1,
    .most = -1,
    .run = registration_link_run};
