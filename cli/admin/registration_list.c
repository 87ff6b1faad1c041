/* lanyard-admin registration list */
#include "cli/admin/admin.h"

#include <errno.h>

static struct order_list_choice choice;

static const struct option_spec options[] = {
    {.name = "status",
     .type = OPTION_CHOICE,
     .target = &choice.status,
     .choices = "confirmed|pending_payment|pending_approval|waitlisted|declined|cancelled",
     .help = "only these"},
    {.name = "search",
     .type = OPTION_TEXT,
     .target = &choice.search,
     .value = "TEXT",
     .help = "a code, or a part of name, address, affiliation"},
    {.name = "after",
     .type = OPTION_TEXT,
     .target = &choice.after,
     .value = "CODE",
     .help = "go on after this one, the last one seen"},
    {.name = "limit",
     .type = OPTION_INT,
     .target = &choice.limit,
     .value = "N",
     .min = 1,
     .max = INT64_MAX,
     .help = "at most so many (all)"},
    ADMIN_EVENT_OPTION,
    {0}};

/* How many came so far. */
struct listed {
    size_t lines;
    bool json;
};

static bool list_print(const struct registration_line *line)
{
    char amount[MONEY_TEXT_SIZE];
    money_format(line->amount, line->currency, amount);
    return printf("%s  %-16s %-12s %12s  %s <%s>\n", line->code,
                  record_word(&order_status_words, (int)line->status), line->category, amount, line->name,
                  line->email) >= 0;
}

/* An array, an element a line. */
static bool list_print_json(const struct registration_line *line, bool first)
{
    scope_buffer struct buffer text = BUFFER(100000);
    record_write(&registration_line_record, line, 0, &text);
    return !text.failed && printf("%s%s", first ? "[\n" : ",\n", text.data) >= 0;
}

static bool list_line(void *context, const struct registration_line *line, struct error *error)
{
    struct listed *listed = context;
    bool good = listed->json ? list_print_json(line, listed->lines == 0) : list_print(line);
    listed->lines++;
    if (good)
        return true;
    error_set(error, ERROR_OURS, NULL, "cannot write to standard output: %s", strerror(errno));
    clearerr(stdout); /* it is said */
    return false;
}

static int list_run(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct error error = {0};
    struct listed listed = {.json = strcmp(admin_options.format, "json") == 0};
    scope_store struct store *store = admin_store(&error);
    scope_arena struct arena arena = ARENA(ADMIN_EVENT_MOST);
    const char *slug = store ? admin_event(store, &arena, &error) : NULL;
    if (!slug || !order_list(store, slug, &choice, list_line, &listed, &error))
        return program_fail(&error);
    if (listed.json)
        puts(listed.lines ? "\n]" : "[]");
    return EXIT_DONE;
}

const struct command admin_registration_list = {.name = "registration list",
                                                .arguments = "",
                                                .summary = "Lists an event's registrations, newest first.",
                                                .options = options,
                                                .instead = "event",
                                                .run = list_run};
