/* lanyard-admin migrate */
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
static const struct record_words state_words = RECORD_WORDS(state_names);

enum migrate_kind { MIGRATE_TABLES, MIGRATE_FUNCTIONS };
static const char *const kind_names[] = {[MIGRATE_TABLES] = "tables", [MIGRATE_FUNCTIONS] = "functions"};
static const struct record_words kind_words = RECORD_WORDS(kind_names);

struct migrate_step {
    const char *name;
    enum migrate_kind kind;
    enum store_migration_state state;
};
static const struct record_member step_members[] = {RECORD_TEXT(struct migrate_step, name),
                                                    RECORD_WORD(struct migrate_step, kind, kind_words),
                                                    RECORD_WORD(struct migrate_step, state, state_words)};
static const struct record step_record = RECORD(struct migrate_step, step_members);

struct tally {
    struct arena *arena;
    RECORD_LIST_OF(struct migrate_step) steps;
    size_t room;
    int changes;
};

/* What does not fit fails the arena, and that the whole command. */
static void tally_add(struct tally *tally, const struct store_migration *migration)
{
    if (tally->steps.count == tally->room) {
        size_t room = tally->room ? 2 * tally->room : 64;
        struct migrate_step *larger = arena_array(tally->arena, room, sizeof *larger);
        if (!larger)
            return;
        if (tally->steps.count)
            memcpy(larger, tally->steps.items, tally->steps.count * sizeof *larger);
        tally->steps.items = larger;
        tally->room = room;
    }
    tally->steps.items[tally->steps.count++] =
        (struct migrate_step){.name = arena_copy(tally->arena, migration->name),
                              .kind = migration->functions ? MIGRATE_FUNCTIONS : MIGRATE_TABLES,
                              .state = migration->state};
}

static void migrate_print(const struct store_migration *migration)
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
    tally_add(tally, migration);
    if (!admin_wants_json())
        migrate_print(migration);
}

static int migrate_run(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct error error = {0};
    bool change = !dry_run && !status_only;
    scope_arena struct arena arena = ARENA(1u << 20);
    struct tally tally = {.arena = &arena};
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
    if (admin_wants_json() && !arena.failed)
        return admin_list(&step_record, &tally.steps);
    if (admin_wants_json()) {
        error_set(&error, ERROR_OURS, NULL, "it is done, but no memory was left to list it");
        return program_fail(&error);
    }
    if (!tally.changes && !status_only)
        puts("the schema is current");
    return EXIT_DONE;
}

const struct command admin_migrate = {.name = "migrate",
                                      .arguments = "",
                                      .summary =
                                          "Brings the database's tables and functions up to this version.",
                                      .options = options,
                                      .run = migrate_run};
