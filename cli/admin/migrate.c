#include "cli/admin/admin.h"

static bool status_only;
static bool dry_run;

static const struct option_spec options[] = {
    {.name = "status",
     .type = OPTION_FLAG,
     .target = &status_only,
     .help = "list the migrations and which are applied"},
    {.name = "dry-run", .type = OPTION_FLAG, .target = &dry_run, .help = "list what would be applied"},
    {0}};

struct tally {
    json_t *list;
    int pending;
};

static void report(void *context, const char *name, enum store_migration_state state)
{
    struct tally *tally = context;
    bool pending = state == MIGRATION_PENDING;
    tally->pending += pending;
    json_array_append_new(tally->list,
                          json_pack("{s:s, s:s}", "name", name, "state", pending ? "pending" : "applied"));
    if (strcmp(admin_options.format, "text") != 0)
        return;
    if (status_only)
        printf("%-8s %s\n", pending ? "pending" : "applied", name);
    else if (pending)
        printf("%s %s\n", dry_run ? "would apply" : "applying", name);
}

static int run(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct error error = {0};
    struct tally tally = {.list = json_array()};
    scope_json json_t *list = tally.list;
    scope_store struct store *store = admin_store_any(&error);
    struct store_session *session = store ? store_take(store, &error) : NULL;
    if (!session)
        return program_fail(&error);
    bool good = store_migrate(session, dry_run || status_only, report, &tally, &error);
    store_give(session);
    if (!good)
        return program_fail(&error);
    if (!admin_json(list) && !tally.pending && !status_only)
        puts("the schema is current");
    return EXIT_DONE;
}

const struct command admin_migrate = {.name = "migrate",
                                      .arguments = "",
                                      .summary = "Brings the database's schema up to this version.",
                                      .options = options,
                                      .run = run};
