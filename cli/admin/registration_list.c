/* lanyard-admin registration list */
#include "cli/admin/codes.h"

#include <errno.h>

static struct order_list_choice choice;
static bool csv;

static const struct option_spec options[] = {
    {.name = "status",
     .type = OPTION_CHOICE,
     .target = &choice.status,
     .choices = "confirmed|pending_payment|pending_approval|waitlisted|declined|cancelled|overpaid",
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
     .max = INT32_MAX - 1,
     .help = "at most so many (all)"},
    {.name = "csv", .type = OPTION_FLAG, .target = &csv, .help = "for spreadsheets: RFC 4180, with a header"},
    ADMIN_EVENT_OPTION,
    {0}};

/* In the order in which a narrow terminal keeps them. */
enum list_column {
    LIST_CODE,
    LIST_STATUS,
    LIST_NAME,
    LIST_CATEGORY,
    LIST_DUE,
    LIST_COUNTRY,
    LIST_EMAIL,
    LIST_AFFILIATION,
    LIST_SESSIONS,
    LIST_AMOUNT,
    LIST_PAID,
    LIST_OVERPAID,
    LIST_CURRENCY,
    LIST_CREATED_AT,
    LIST_BADGE_NAME,
    LIST_LOCALE,
    LIST_CONSENTS,
    LIST_COLUMNS
};

static const struct table_column columns[LIST_COLUMNS] = {
    [LIST_CODE] = {.name = "code", .whole = true},
    [LIST_STATUS] = {.name = "status", .whole = true},
    [LIST_NAME] = {.name = "name"},
    [LIST_CATEGORY] = {.name = "category"},
    [LIST_DUE] = {.name = "due", .number = true},
    [LIST_COUNTRY] = {.name = "country", .whole = true},
    [LIST_EMAIL] = {.name = "email"},
    [LIST_AFFILIATION] = {.name = "affiliation"},
    [LIST_SESSIONS] = {.name = "sessions"},
    [LIST_AMOUNT] = {.name = "amount", .number = true},
    [LIST_PAID] = {.name = "paid", .number = true},
    [LIST_OVERPAID] = {.name = "overpaid", .number = true},
    [LIST_CURRENCY] = {.name = "currency", .whole = true},
    [LIST_CREATED_AT] = {.name = "created_at", .whole = true},
    [LIST_BADGE_NAME] = {.name = "badge_name"},
    [LIST_LOCALE] = {.name = "locale", .whole = true},
    [LIST_CONSENTS] = {.name = "consents"}};

/* How many came so far, and into what; a table, or JSON where there is none. */
struct listed {
    struct table *table;
    int64_t lines;
    int64_t limit; /* 0: none */
    bool more;     /* than the limit */
    char last[CODE_SIZE];
};

static const char *list_codes(struct arena *arena, const char *const *codes, size_t count)
{
    scope_buffer struct buffer text = BUFFER(65536);
    for (size_t i = 0; i < count; i++)
        buffer_printf(&text, "%s%s", i ? " " : "", codes[i]);
    return arena_text(arena, text.data ? text.data : "", text.length);
}

static const char *list_money(struct arena *arena, int64_t amount, const char *currency)
{
    char text[MONEY_DECIMAL_SIZE];
    int digits = money_stored_digits(currency);
    money_format_decimal(amount, digits < 0 ? 0 : digits, text);
    return arena_copy(arena, text);
}

static bool list_print(struct table *table, const struct registration_line *line, struct error *error)
{
    scope_arena struct arena arena = ARENA(1u << 20);
    const char *cells[LIST_COLUMNS] = {
        [LIST_CODE] = line->code,
        [LIST_STATUS] = record_word(&order_status_words, (int)line->status),
        [LIST_NAME] = line->name,
        [LIST_CATEGORY] = line->category,
        [LIST_DUE] = list_money(&arena, line->due, line->currency),
        [LIST_COUNTRY] = line->country,
        [LIST_EMAIL] = line->email,
        [LIST_AFFILIATION] = line->affiliation,
        [LIST_SESSIONS] = list_codes(&arena, line->sessions.items, line->sessions.count),
        [LIST_AMOUNT] = list_money(&arena, line->amount, line->currency),
        [LIST_PAID] = list_money(&arena, line->paid, line->currency),
        [LIST_OVERPAID] = list_money(&arena, line->overpaid, line->currency),
        [LIST_CURRENCY] = line->currency,
        [LIST_CREATED_AT] = line->created_at,
        [LIST_BADGE_NAME] = line->badge_name,
        [LIST_LOCALE] = line->locale,
        [LIST_CONSENTS] = list_codes(&arena, line->consents.items, line->consents.count)};
    if (arena.failed)
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    return table_row(table, cells, error);
}

/* An array, an element a line. */
static bool list_print_json(const struct registration_line *line, bool first, struct error *error)
{
    scope_buffer struct buffer text = BUFFER(200000);
    buffer_text(&text, first ? "[\n" : ",\n");
    record_write(&registration_line_record, line, 0, &text);
    if (text.failed)
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    screen_print_json(stdout, text.data, text.length);
    if (!ferror(stdout))
        return true;
    error_set(error, ERROR_OURS, NULL, "cannot write to standard output: %s", strerror(errno));
    clearerr(stdout); /* it is said */
    return false;
}

static bool list_line(void *context, const struct registration_line *line, struct error *error)
{
    struct listed *listed = context;
    if (listed->limit && listed->lines == listed->limit) {
        listed->more = true;
        return true;
    }
    text_copy(listed->last, sizeof listed->last, line->code);
    bool first = listed->lines++ == 0;
    return listed->table ? list_print(listed->table, line, error) : list_print_json(line, first, error);
}

/* What stands beside the list on standard error. */
static void list_tell(const struct listed *listed, size_t left_out)
{
    if (listed->more)
        fprintf(stderr, "lanyard-admin: these are the first %lld, as --limit says; --after %s goes on\n",
                (long long)listed->lines, listed->last);
    if (left_out) {
        fprintf(stderr, "lanyard-admin: the terminal is too narrow for:");
        for (size_t i = LIST_COLUMNS - left_out; i < LIST_COLUMNS; i++)
            fprintf(stderr, " %s", columns[i].name);
        fprintf(stderr, "; --json, --csv or a pipe has all\n");
    }
    if (!listed->lines && screen_is_terminal(stdout) && !admin_wants_json())
        fprintf(stderr, "lanyard-admin: there is none\n");
}

/* What people paste where a code is wanted, and where one may be. */
static bool list_read_codes(struct arena *arena, struct error *error)
{
    struct admin_code after;
    struct code code;
    if (choice.after) {
        if (!admin_code_read(choice.after, arena, &after, error))
            return false;
        choice.after = after.code;
    }
    if (choice.search && strpbrk(choice.search, "/23456789") && code_read(choice.search, &code))
        choice.search = arena_copy(arena, code.text);
    return !arena->failed || error_set(error, ERROR_OURS, NULL, "out of memory");
}

static bool list_do(struct store *store, struct listed *listed, struct error *error)
{
    size_t left_out = 0;
    scope_arena struct arena arena = ARENA(ADMIN_EVENT_MOST);
    const char *slug = admin_event(store, &arena, error);
    listed->limit = choice.limit;
    if (choice.limit)
        choice.limit++; /* whether there are more */
    if (!slug || !list_read_codes(&arena, error) ||
        !order_list(store, slug, &choice, list_line, listed, error) ||
        (listed->table && !table_finish(listed->table, &left_out, error)))
        return false;
    if (!listed->table)
        puts(listed->lines ? "\n]" : "[]");
    list_tell(listed, left_out);
    return true;
}

static int registration_list_run(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct error error = {0};
    if (csv && admin_wants_json()) {
        fprintf(stderr, "lanyard-admin: --csv or --json, not both\n");
        return EXIT_USAGE;
    }
    scope_store struct store *store = admin_store(&error);
    enum table_form form = csv ? TABLE_CSV : table_form_usual();
    scope_table struct table *table =
        store && !admin_wants_json() ? table_open(form, columns, LIST_COLUMNS, &error) : NULL;
    struct listed listed = {.table = table};
    if (!store || (!table && !admin_wants_json()) || !list_do(store, &listed, &error))
        return program_fail(&error);
    return EXIT_DONE;
}

const struct command admin_registration_list = {.name = "registration list",
                                                .arguments = "",
                                                .summary = "Lists an event's registrations, newest first.",
                                                .options = options,
                                                .instead = "event",
                                                .run = registration_list_run};
