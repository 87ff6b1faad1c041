#include "cli/admin/admin.h"

static bool status_only;
static bool dry_run;
static bool prune;

static const struct option_spec options[] = {
    {.name = "status",
     .type = OPTION_FLAG,
     .target = &status_only,
     .help = "list tables and functions, and which are applied"},
    {.name = "dry-run", .type = OPTION_FLAG, .target = &dry_run, .help = "list what would be applied"},
    {.name = "prune",
     .type = OPTION_FLAG,
     .target = &prune,
     .help = "then drop the functions of all other versions"},
    {0}};

static const char *const state_names[] = {[MIGRATION_APPLIED] = "applied",
                                          [MIGRATION_PENDING] = "pending",
                                          [MIGRATION_OTHERS] = "others",
                                          [MIGRATION_DROPPED] = "dropped"};

struct tally {
    json_t *list;
    int changes;
};

static void print_step(const struct store_migration *migration)
{
    const char *what = migration->functions ? "functions " : "";
    if (migration->state == MIGRATION_DROPPED)
        printf("dropping %s%s\n", what, migration->name);
    else if (status_only)
        printf("%-8s %s%s\n", state_names[migration->state], what, migration->name);
    else if (migration->state == MIGRATION_PENDING)
        printf("%s %s%s\n", dry_run ? "would apply" : "applying", what, migration->name);
}

static void migrate_report(void *context, const struct store_migration *migration)
{
    struct tally *tally = context;
    tally->changes += migration->state == MIGRATION_PENDING || migration->state == MIGRATION_DROPPED;
    json_array_append_new(tally->list, json_pack("{s:s, s:s, s:s}", "name", migration->name, "kind",
                                                 migration->functions ? "functions" : "tables", "state",
                                                 state_names[migration->state]));
    if (strcmp(admin_options.format, "text") == 0)
        print_step(migration);
}

static int migrate_run(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct error error = {0};
    bool change = !dry_run && !status_only;
    struct tally tally = {.list = json_array()};
    scope_json json_t *list = tally.list;
    if (prune && !change) {
        fprintf(stderr,
                "lanyard-admin: migrate --prune drops; --status lists what it would drop as others\n");
        return EXIT_USAGE;
    }
    scope_store struct store *store = admin_store_any(&error);
    struct store_session *session = store ? store_take(store, &error) : NULL;
    if (!session)
        return program_fail(&error);
    bool good = store_migrate(session, !change, migrate_report, &tally, &error) &&
                (!prune || store_prune(session, migrate_report, &tally, &error));
    store_give(session);
    if (!good)
        return program_fail(&error);
    if (!admin_json(list) && !tally.changes && !status_only)
        puts("the schema is current");
    return EXIT_DONE;
}

const struct command admin_migrate = {.name = "migrate",
                                      .arguments = "",
                                      .summary =
                                          "Brings the database's tables and functions up to this version.",
                                      .options = options,
                                      .run = migrate_run};
