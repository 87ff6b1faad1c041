#include "badge/badge.h"
#include "cli/badges/badges.h"
#include "language/language.h"
#include "store/store.h"

#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <sodium.h>

static const char *database_url, *event, *output, *category, *code,
    *sheet_name = "a6", *sort = "name", *design_name = "default", *assets = LANYARD_ASSETS, *format = "text";
static int64_t limit;
static bool crop_marks;

static const struct option_spec options[] = {
    {.name = "event",
     .letter = 'e',
     .type = OPTION_TEXT,
     .target = &event,
     .value = "SLUG",
     .variable = "LANYARD_EVENT",
     .help = "whose badges"},
    {.name = "output",
     .letter = 'o',
     .type = OPTION_TEXT,
     .target = &output,
     .value = "FILE",
     .help = "the PDF to write"},
    {.name = "category",
     .type = OPTION_TEXT,
     .target = &category,
     .value = "CODE",
     .help = "only this category"},
    {.name = "code", .type = OPTION_TEXT, .target = &code, .value = "CODE", .help = "only this registration"},
    {.name = "limit",
     .type = OPTION_INT,
     .target = &limit,
     .value = "N",
     .min = 1,
     .max = INT32_MAX,
     .help = "only the first N"},
    {.name = "sort",
     .type = OPTION_CHOICE,
     .target = &sort,
     .choices = "name|category|code|registered",
     .help = "the order of the badges (name)"},
    {.name = "sheet",
     .type = OPTION_CHOICE,
     .target = &sheet_name,
     .choices = "a6|a4-4up",
     .help = "one badge a page, or four (a6)"},
    {.name = "crop-marks",
     .type = OPTION_FLAG,
     .target = &crop_marks,
     .help = "where to cut a sheet of four"},
    {.name = "design",
     .type = OPTION_TEXT,
     .target = &design_name,
     .value = "NAME",
     .help = "folder under ASSETS/designs (default)"},
    {.name = "assets",
     .type = OPTION_TEXT,
     .target = &assets,
     .value = "DIR",
     .variable = "LANYARD_ASSETS",
     .help = "where the designs are"},
    {.name = "database-url",
     .type = OPTION_TEXT,
     .target = &database_url,
     .value = "URL",
     .variable = "DATABASE_URL",
     .help = "PostgreSQL; else the PG* variables"},
    {.name = "format",
     .type = OPTION_CHOICE,
     .target = &format,
     .choices = "text|json",
     .help = "the summary, for people or for programs"},
    {0}};

struct remarks {
    json_t *list;
    size_t more; /* past the limit */
};

#define MOST_REMARKS 1000

struct run {
    struct store *store;
    struct store_session *session;
    struct badge_design *design;
    struct badge_document *document;
    struct file_draft draft;
    struct progress progress;
    struct remarks remarks;
    int pages;
    char sha256[2 * crypto_hash_sha256_BYTES + 1];
    json_t *number; /* of the print run */
};

static volatile sig_atomic_t caught;

static void on_signal(int number)
{
    caught = number;
}

/* The first ends the run in order, between two badges; a second, while the database does not answer, at once.
 */
static void catch_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)(SA_RESTART | SA_RESETHAND)};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
}

static void keep_remark(void *context, const struct badge_remark *remark)
{
    struct remarks *remarks = context;
    char serial[TICKET_SHORT_SIZE];
    if (json_array_size(remarks->list) >= MOST_REMARKS) {
        remarks->more++;
        return;
    }
    ticket_short_code(remark->serial, serial);
    json_array_append_new(remarks->list,
                          json_pack("{ss ss ss}", "badge", serial, "field", remark->field, "fault",
                                    remark->fault == BADGE_TOO_LONG ? "too_long" : "no_glyphs"));
}

static bool add_row(void *context, const char *const *columns, struct error *error)
{
    struct run *run = context;
    int64_t serial = 0;
    if (caught)
        return error_set(error, ERROR_OURS, NULL, "interrupted: %s is as it was", output);
    if (!columns[8] || !text_to_int(columns[8], 0, UINT32_MAX, &serial))
        return error_set(error, ERROR_OURS, NULL, "a ticket without a serial");
    if (!run->progress.total && columns[9])
        text_to_int(columns[9], 0, INT64_MAX, &run->progress.total);
    const struct badge_person person = {.badge_name = columns[0],
                                        .name = columns[1],
                                        .affiliation = columns[2],
                                        .country = columns[3],
                                        .category_title = columns[4],
                                        .category_color = columns[5],
                                        .language = columns[6],
                                        .token = columns[7],
                                        .serial = (uint32_t)serial};
    if (!badge_document_add(run->document, &person, error))
        return false;
    progress_step(&run->progress);
    return true;
}

static void when_and_where(const json_t *about, char text[static 2 * LANGUAGE_TEXT_SIZE])
{
    char days[LANGUAGE_TEXT_SIZE];
    const char *place = json_text(about, "place", "");
    language_interval(BADGE_LANGUAGE, "yMMMMd", json_text(about, "starts_on", ""),
                      json_text(about, "ends_on", ""), days);
    snprintf(text, 2 * LANGUAGE_TEXT_SIZE, "%s%s%s", days, *place ? " · " : "", place);
}

static bool open_document(struct run *run, const json_t *about, struct error *error)
{
    char dates[2 * LANGUAGE_TEXT_SIZE];
    struct badge_document_options wanted = {
        .crop_marks = crop_marks, .remark = keep_remark, .context = &run->remarks};
    when_and_where(about, dates);
    wanted.event =
        (struct badge_event){json_text(about, "title", ""), dates, json_text(about, "starts_on", "")};
    paper_sheet_parse(sheet_name, &wanted.sheet);
    run->document = badge_document_open(run->draft.fd, run->design, &wanted, error);
    return run->document != NULL;
}

static const char *limit_text(void)
{
    static char text[24];
    snprintf(text, sizeof text, "%" PRId64, limit);
    return limit ? text : NULL;
}

static json_t *find_event(struct run *run, struct error *error)
{
    json_t *about = store_json(run->session, SQL_BADGE_EVENT, STORE_PARAMS(event), error);
    if (!json_is_null(about))
        return about;
    error_set(error, ERROR_NOT_FOUND, "event", "there is no event %s", event);
    return NULL;
}

/* A category that the event does not have is a slip of the keyboard; none of its attendees is another matter.
 */
static bool check_category(const json_t *about, struct error *error)
{
    struct buffer known = BUFFER(4000);
    const json_t *categories = json_object_get(about, "categories"), *one;
    size_t i;
    bool found = !category;
    json_array_foreach(categories, i, one)
    {
        found = found || strcmp(category, json_string_value(one)) == 0;
        buffer_printf(&known, "%s%s", i ? ", " : "", json_string_value(one));
    }
    if (!found)
        error_set(error, ERROR_NOT_FOUND, "category", "event %s has %s, not %s", event,
                  known.data ? known.data : "none", category);
    buffer_free(&known);
    return found;
}

static bool hash_draft(struct run *run, struct error *error)
{
    crypto_hash_sha256_state state;
    uint8_t chunk[65536], digest[crypto_hash_sha256_BYTES];
    off_t at = 0;
    ssize_t got;
    crypto_hash_sha256_init(&state);
    while ((got = pread(run->draft.fd, chunk, sizeof chunk, at)) > 0) {
        crypto_hash_sha256_update(&state, chunk, (size_t)got);
        at += got;
    }
    crypto_hash_sha256_final(&state, digest);
    hex_encode(digest, sizeof digest, run->sha256);
    return got == 0 || error_set(error, ERROR_OURS, NULL, "cannot read back what was written");
}

static bool draw(struct run *run, const json_t *about, struct error *error)
{
    char number[24];
    snprintf(number, sizeof number, "%lld", (long long)json_int(about, "number", 0));
    bool good = store_stream(run->session, SQL_BADGE_ROWS,
                             STORE_PARAMS(number, category, code, sort, limit_text()), add_row, run, error);
    if (good && run->progress.done == 0)
        good = error_set(error, ERROR_NOT_FOUND, NULL,
                         "no confirmed attendee matches: there is no badge to print");
    struct badge_document *document = run->document;
    run->document = NULL;
    if (!good) {
        badge_document_abandon(document);
        return false;
    }
    return badge_document_finish(document, &run->pages, error) && hash_draft(run, error);
}

static bool record(struct run *run, struct error *error)
{
    char badges[24], pages[24];
    scope_json json_t *how = json_pack("{ss* ss* so* ss ss sb ss}", "category", category, "code", code,
                                       "limit", limit ? json_integer(limit) : NULL, "sort", sort, "sheet",
                                       sheet_name, "crop_marks", crop_marks, "design", design_name);
    scope_free char *text = json_dumps(how, JSON_COMPACT);
    snprintf(badges, sizeof badges, "%" PRId64, run->progress.done);
    snprintf(pages, sizeof pages, "%d", run->pages);
    scope_json json_t *answer = store_json(run->session, SQL_PRINT_RUN_ADD,
                                           STORE_PARAMS(event, text, badges, pages, run->sha256), error);
    run->number = answer ? json_incref(json_object_get(answer, "run")) : NULL;
    return run->number != NULL;
}

static bool print(struct run *run, struct error *error)
{
    scope_json json_t *about = find_event(run, error);
    bool known = about && check_category(about, error);
    catch_signals();
    if (!known || !file_draft_open(&run->draft, output, 0600, error) || !open_document(run, about, error))
        return false;
    progress_open(&run->progress, 0); /* how many, the first row says */
    bool drawn = draw(run, about, error);
    progress_close(&run->progress);
    /* A run that is recorded but whose file then fails is seen in the list; one that is printed but unknown
     * is not. */
    return drawn && record(run, error) && file_draft_commit(&run->draft, error);
}

static bool open_store(struct run *run, struct error *error)
{
    const struct store_options wanted = {.url = database_url,
                                         .role = "lanyard_badges",
                                         .program = "lanyard-badges",
                                         .connections = 1,
                                         .wait_ms = 5000};
    run->store = store_open(&wanted, error);
    run->session = run->store ? store_take(run->store, error) : NULL;
    return run->session && store_schema_current(run->session, error);
}

static bool open_design(struct run *run, struct error *error)
{
    struct buffer folder = BUFFER(4000);
    if (strchr(design_name, '/'))
        return error_set(error, ERROR_CALLER, "design", "is the name of a folder under %s/designs", assets);
    buffer_printf(&folder, "%s/designs/%s", assets, design_name);
    if (!folder.failed)
        run->design = badge_design_load(folder.data, error);
    buffer_free(&folder);
    return run->design != NULL;
}

static void close_run(struct run *run)
{
    badge_document_abandon(run->document);
    file_draft_discard(&run->draft);
    badge_design_free(run->design);
    if (run->session)
        store_give(run->session);
    store_close(run->store);
    json_decref(run->remarks.list);
    json_decref(run->number);
}

static void tell_remarks(const struct remarks *remarks)
{
    size_t i;
    const json_t *remark;
    json_array_foreach(remarks->list, i, remark)
    {
        bool long_text = strcmp(json_text(remark, "fault", ""), "too_long") == 0;
        fprintf(stderr, "lanyard-badges: badge %s: %s %s\n", json_text(remark, "badge", ""),
                json_text(remark, "field", ""),
                long_text ? "is too long: printed smaller than the design allows"
                          : "has letters that no font here has");
    }
    if (remarks->more)
        fprintf(stderr, "lanyard-badges: and %zu more\n", remarks->more);
}

static int summarize(const struct run *run)
{
    size_t remarks = json_array_size(run->remarks.list) + run->remarks.more;
    double seconds = (double)(clock_monotonic() - run->progress.began) / (double)CLOCK_SECOND;
    if (strcmp(format, "json") == 0) {
        scope_json json_t *summary =
            json_pack("{sI si ss ss sO sf sO}", "badges", (json_int_t)run->progress.done, "pages", run->pages,
                      "output", output, "sha256", run->sha256, "run", run->number, "seconds", seconds,
                      "remarks", run->remarks.list);
        json_dumpf(summary, stdout, JSON_INDENT(2));
        putchar('\n');
    } else {
        printf("%" PRId64 " %s on %d %s in %.1f s, print run %" PRId64 ": %s\n", run->progress.done,
               run->progress.done == 1 ? "badge" : "badges", run->pages, run->pages == 1 ? "page" : "pages",
               seconds, (int64_t)json_integer_value(run->number), output);
    }
    tell_remarks(&run->remarks);
    return remarks ? EXIT_PARTLY : EXIT_DONE;
}

static bool check_usage(struct error *error)
{
    if (!event || !*event)
        return error_set(error, ERROR_CALLER, "event", "say which: --event SLUG");
    if (!output || !*output)
        return error_set(error, ERROR_CALLER, "output", "say which: --output FILE");
    return strcmp(output, "-") != 0 ||
           error_set(error, ERROR_CALLER, "output",
                     "is a file: standard output cannot be kept until all is well");
}

static int run_render(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct error error = {0};
    if (!check_usage(&error)) {
        program_fail(&error);
        return EXIT_USAGE;
    }
    struct run run = {.draft.fd = -1, .remarks.list = json_array()};
    bool good = open_store(&run, &error) && open_design(&run, &error) && print(&run, &error);
    int status = good ? summarize(&run) : program_fail(&error);
    close_run(&run);
    if (!good && caught) {
        signal(caught, SIG_DFL);
        raise(caught);
    }
    return status;
}

const struct command badges_render = {.name = "render",
                                      .arguments = "",
                                      .summary = "Writes the badges of confirmed attendees to a PDF.",
                                      .options = options,
                                      .run = run_render};
