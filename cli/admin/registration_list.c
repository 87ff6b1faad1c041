#include "cli/admin/admin.h"

static const char *status;
static const char *search;
static int64_t limit = 1000;

static const struct option_spec options[] = {
    {.name = "status",
     .type = OPTION_CHOICE,
     .target = &status,
     .choices = "confirmed|pending_payment|pending_approval|waitlisted|declined|cancelled",
     .help = "only these"},
    {.name = "search",
     .type = OPTION_TEXT,
     .target = &search,
     .value = "TEXT",
     .help = "in code, name, address, affiliation"},
    {.name = "limit",
     .type = OPTION_INT,
     .target = &limit,
     .value = "N",
     .min = 1,
     .max = 1000000,
     .help = "at most so many (1000)"},
    {0}};

static int run(int argc, char **argv)
{
    (void)argc;
    struct error error = {0};
    scope_store struct store *store = admin_store(&error);
    scope_json json_t *list = store ? order_list(store, argv[0], status, search, (int)limit, &error) : NULL;
    if (!list)
        return program_fail(&error);
    if (admin_json(list))
        return EXIT_DONE;
    size_t i;
    const json_t *entry;
    json_array_foreach(list, i, entry)
    {
        char amount[MONEY_TEXT_SIZE];
        money_format(json_int(entry, "amount", 0), json_text(entry, "currency", ""), amount);
        printf("%s  %-16s %-12s %12s  %s <%s>\n", json_text(entry, "code", ""),
               json_text(entry, "status", ""), json_text(entry, "category", ""), amount,
               json_text(entry, "name", ""), json_text(entry, "email", ""));
    }
    return EXIT_DONE;
}

const struct command admin_registration_list = {.name = "registration list",
                                                .arguments = "SLUG",
                                                .summary = "Lists an event's registrations, newest first.",
                                                .options = options,
                                                .least = 1,
                                                .most = 1,
                                                .run = run};
