/* The table of lanyard-admin's commands, and the options that all of them know. */
#include "cli/admin/admin.h"

static const struct option_spec options[] = {
    {.name = "database-url",
     .type = OPTION_TEXT,
     .target = &admin_options.database_url,
     .value = "URL",
     .variable = "DATABASE_URL",
     .help = "PostgreSQL; else the PG* variables"},
    {.name = "secret-file",
     .type = OPTION_TEXT,
     .target = &admin_options.secret_file,
     .value = "FILE",
     .variable = "LANYARD_SECRET_FILE",
     .help = "the installation's secret, mode 0600"},
    {.name = "assets",
     .type = OPTION_TEXT,
     .target = &admin_options.assets,
     .value = "DIR",
     .variable = "LANYARD_ASSETS",
     .help = "where the event schema is"},
    {.name = "actor",
     .type = OPTION_TEXT,
     .target = &admin_options.actor,
     .value = "NAME",
     .variable = "LANYARD_ACTOR",
     .help = "who does this, for the audit (default: your user name)"},
    {.name = "format",
     .type = OPTION_CHOICE,
     .target = &admin_options.format,
     .choices = "text|json",
     .help = "for people or for programs"},
    {.name = "json", .type = OPTION_FLAG, .target = &admin_options.json, .help = "the same as --format json"},
    {0}};

static const struct command *const commands[] = {&admin_migrate,
                                                 &admin_secret_new,
                                                 &admin_key_new,
                                                 &admin_key_list,
                                                 &admin_key_retire,
                                                 &admin_event_apply,
                                                 &admin_event_diff,
                                                 &admin_event_rename,
                                                 &admin_event_delete,
                                                 &admin_event_preview,
                                                 &admin_event_show,
                                                 &admin_event_list,
                                                 &admin_event_status,
                                                 &admin_registration_list,
                                                 &admin_registration_show,
                                                 &admin_registration_history,
                                                 &admin_registration_link,
                                                 &admin_registration_approve,
                                                 &admin_registration_decline,
                                                 &admin_registration_reconsider,
                                                 &admin_registration_cancel,
                                                 &admin_registration_restore,
                                                 &admin_payment_record,
                                                 &admin_payment_reverse,
                                                 &admin_payment_refund,
                                                 &admin_device_new,
                                                 &admin_device_list,
                                                 &admin_device_revoke,
                                                 &admin_ticket_practice,
                                                 NULL};

static const struct program program = {
    .name = "lanyard-admin",
    .summary = "Sets Lanyard up and runs it: schema, keys, events, registrations, payments, devices.",
    .options = options,
    .commands = commands,
    .help = "PostgreSQL is found by DATABASE_URL or the PG* variables; the role is lanyard_owner unless they "
            "name one.\n"
            "Exit status: 0 done, 1 failed, 2 wrong usage, 3 partly done, 6 not configured."};

int main(int argc, char **argv)
{
    return program_main(&program, argc, argv);
}
