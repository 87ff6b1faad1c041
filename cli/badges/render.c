/* lanyard-badges render: rows out of the database, pages into one PDF. */
#include "cli/badges/badges.h"
#include "event/event.h"
#include "language/language.h"
#include "store/store.h"

#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <sodium.h>

static const char *database_url, *event, *output, *category, *code,
    *sheet_name = "a6", *sort = "name", *design_name = "default", *assets = LANYARD_ASSETS, *format = "text";
static int64_t limit, margin = 5;
static bool crop_marks, json;

static const struct option_spec options[] = {
    {.name = "event",
     .letter = 'e',
     .type = OPTION_TEXT,
     .target = &event,
     .value = "SLUG",
     .variable = "LANYARD_EVENT",
     .help = "which event (the one that is open)"},
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
     .choices = "a6|a4-4up|letter-4up",
     .help = "one badge a page, or four (a6)"},
    {.name = "margin",
     .type = OPTION_INT,
     .target = &margin,
     .value = "MM",
     .min = 0,
     .max = 25,
     .help = "what the printer leaves white at the edges of a sheet of four (5)"},
    {.name = "crop-marks",
     .type = OPTION_FLAG,
     .target = &crop_marks,
     .help = "where to cut a sheet of four"},
    {.name = "design",
     .type = OPTION_TEXT,
     .target = &design_name,
     .value = "NAME",
     .help = "folder under ASSETS/designs, or one with a slash in its name (default)"},
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
    {.name = "json", .type = OPTION_FLAG, .target = &json, .help = "the same as --format json"},
    {0}};

struct render {
    struct store *store;
    struct store_session *session;
    struct badge_design *design;
    struct badge_document *document;
    struct file_draft draft;
    struct progress progress;
    struct badge_about about;
    char sha256[2 * crypto_hash_sha256_BYTES + 1];
    struct summary summary;
    struct arena arena;
};

#define RENDER_MOST_MEMORY ((size_t)4 << 20)

/* The columns of badge_rows. */
enum render_column {
    COLUMN_BADGE_NAME,
    COLUMN_NAME,
    COLUMN_AFFILIATION,
    COLUMN_COUNTRY,
    COLUMN_CATEGORY_TITLE,
    COLUMN_CATEGORY_COLOR,
    COLUMN_LOCALE,
    COLUMN_TOKEN,
    COLUMN_SERIAL,
    COLUMN_CODE,
    COLUMN_ISSUED_AT,
    COLUMN_TOTAL
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

static bool render_row(void *context, const char *const *columns, struct error *error)
{
    struct render *render = context;
    int64_t serial = 0;
    if (caught)
        return error_set(error, ERROR_OURS, NULL, "interrupted: %s is as it was", output);
    if (!columns[COLUMN_SERIAL] || !text_to_int(columns[COLUMN_SERIAL], 0, UINT32_MAX, &serial))
        return error_set(error, ERROR_OURS, NULL, "a ticket without a serial");
    if (!render->progress.total && columns[COLUMN_TOTAL])
        text_to_int(columns[COLUMN_TOTAL], 0, INT64_MAX, &render->progress.total);
    const struct badge_person person = {.badge_name = columns[COLUMN_BADGE_NAME],
                                        .name = columns[COLUMN_NAME],
                                        .affiliation = columns[COLUMN_AFFILIATION],
                                        .country = columns[COLUMN_COUNTRY],
                                        .category_title = columns[COLUMN_CATEGORY_TITLE],
                                        .category_color = columns[COLUMN_CATEGORY_COLOR],
                                        .language = columns[COLUMN_LOCALE],
                                        .token = columns[COLUMN_TOKEN],
                                        .serial = (uint32_t)serial,
                                        .code = columns[COLUMN_CODE],
                                        .issued_at = columns[COLUMN_ISSUED_AT]};
    if (!badge_document_add(render->document, &person, error))
        return false;
    progress_step(&render->progress);
    return true;
}

static void when_and_where(const struct badge_about *about, char text[static 2 * LANGUAGE_TEXT_SIZE])
{
    char days[LANGUAGE_TEXT_SIZE];
    language_interval(BADGE_LANGUAGE, "yMMMMd", about->starts_on, about->ends_on, days);
    snprintf(text, 2 * LANGUAGE_TEXT_SIZE, "%s%s%s", days, *about->place ? " · " : "", about->place);
}

static bool render_open_document(struct render *render, struct error *error)
{
    char dates[2 * LANGUAGE_TEXT_SIZE];
    struct badge_document_options wanted = {
        .crop_marks = crop_marks, .remark = summary_keep_remark, .context = &render->summary};
    when_and_where(&render->about, dates);
    wanted.event = (struct badge_event){render->about.title, dates};
    wanted.margin = (double)margin * PAPER_POINTS_PER_MM;
    paper_sheet_parse(sheet_name, &wanted.sheet);
    render->document = badge_document_open(render->draft.fd, render->design, &wanted, error);
    return render->document != NULL;
}

static const char *limit_text(void)
{
    static char text[24];
    snprintf(text, sizeof text, "%" PRId64, limit);
    return limit ? text : NULL;
}

static bool render_choose_event(struct render *render, struct error *error)
{
    scope_arena struct arena arena = ARENA(EVENT_SUMMARIES_MOST);
    const char *slug = event_choose(render->store, event, &arena, error);
    event = arena_copy(&render->arena, slug);
    return slug && (event || error_set(error, ERROR_OURS, NULL, "out of memory"));
}

static bool render_find_event(struct render *render, struct error *error)
{
    scope_answer struct store_answer *answer =
        store_session_ask(render->session, SQL_BADGE_EVENT, STORE_PARAMS(event), error);
    if (!answer)
        return false;
    if (store_answer_is_none(answer))
        return error_refuse(error, ERROR_NOT_FOUND, "event", "refusal.event.unknown",
                            TEXT_ARGUMENT("event", event));
    return store_answer_record(answer, &badge_about_record, &render->arena, &render->about, error);
}

/* A category that the event does not have is a slip of the keyboard; none of its attendees is another matter.
 */
static bool check_category(const struct badge_about *about, struct error *error)
{
    scope_buffer struct buffer known = BUFFER(4000);
    for (size_t i = 0; i < about->categories.count; i++) {
        if (category && strcmp(category, about->categories.items[i]) == 0)
            return true;
        buffer_printf(&known, "%s%s", i ? ", " : "", about->categories.items[i]);
    }
    return !category || error_refuse(error, ERROR_NOT_FOUND, "category", "refusal.event.category",
                                     TEXT_ARGUMENT("event", event), TEXT_ARGUMENT("category", category),
                                     TEXT_ARGUMENT("categories", known.data ? known.data : "-"));
}

static bool render_hash(struct render *render, struct error *error)
{
    crypto_hash_sha256_state state;
    uint8_t chunk[65536], digest[crypto_hash_sha256_BYTES];
    off_t at = 0;
    ssize_t got;
    crypto_hash_sha256_init(&state);
    while ((got = pread(render->draft.fd, chunk, sizeof chunk, at)) > 0) {
        crypto_hash_sha256_update(&state, chunk, (size_t)got);
        at += got;
    }
    crypto_hash_sha256_final(&state, digest);
    hex_encode(digest, sizeof digest, render->sha256);
    return got == 0 || error_set(error, ERROR_OURS, NULL, "cannot read back what was written");
}

static bool render_draw(struct render *render, struct error *error)
{
    char number[24];
    int pages = 0;
    snprintf(number, sizeof number, "%" PRId64, render->about.number);
    bool good =
        store_stream(render->session, SQL_BADGE_ROWS,
                     STORE_PARAMS(number, category, code, sort, limit_text()), render_row, render, error);
    if (good && render->progress.done == 0)
        good = error_set(error, ERROR_NOT_FOUND, NULL,
                         "no confirmed attendee matches: there is no badge to print");
    struct badge_document *document = scope_take(&render->document);
    if (!good) {
        badge_document_abandon(document);
        return false;
    }
    good = badge_document_finish(document, &pages, error) && render_hash(render, error);
    render->summary.badges = render->progress.done;
    render->summary.pages = pages;
    return good;
}

static bool render_record_run(struct render *render, struct error *error)
{
    char badges[24], pages[24];
    const struct badge_choice choice = {.category = category,
                                        .code = code,
                                        .limit = limit ? limit : RECORD_NO_INT,
                                        .sort = sort,
                                        .sheet = sheet_name,
                                        .margin = strcmp(sheet_name, "a6") == 0 ? RECORD_NO_INT : margin,
                                        .crop_marks = crop_marks,
                                        .design = design_name};
    struct badge_run run;
    scope_buffer struct buffer text = BUFFER(65536);
    record_write(&badge_choice_record, &choice, 0, &text);
    if (text.failed)
        return error_set(error, ERROR_CALLER, NULL, "what was asked for is no UTF-8, or memory is out");
    snprintf(badges, sizeof badges, "%" PRId64, render->summary.badges);
    snprintf(pages, sizeof pages, "%" PRId64, render->summary.pages);
    scope_answer struct store_answer *answer =
        store_session_ask(render->session, SQL_PRINT_RUN_ADD,
                          STORE_PARAMS(event, text.data, badges, pages, render->sha256), error);
    if (!answer || !store_answer_record(answer, &badge_run_record, &render->arena, &run, error))
        return false;
    render->summary.run = run.run;
    return true;
}

static bool render_print(struct render *render, struct error *error)
{
    bool known = render_find_event(render, error) && check_category(&render->about, error) &&
                 badge_design_tint(render->design, render->about.color, error);
    catch_signals();
    if (!known || !file_draft_open(&render->draft, output, 0600, error) ||
        !render_open_document(render, error))
        return false;
    badge_design_check(render->design, &render->summary.design);
    progress_open(&render->progress, 0); /* how many, the first row says */
    bool drawn = render_draw(render, error);
    progress_close(&render->progress);
    /* A run that is recorded but whose file then fails is seen in the list; one that is printed but unknown
     * is not. */
    return drawn && render_record_run(render, error) && file_draft_commit(&render->draft, error);
}

static bool render_open_store(struct render *render, struct error *error)
{
    const struct store_options wanted = {.url = database_url,
                                         .role = "lanyard_badges",
                                         .program = "lanyard-badges",
                                         .connections = 2, /* the second asks which event, and no more */
                                         .wait_ms = 5000};
    render->store = store_open(&wanted, error);
    render->session = render->store ? store_take(render->store, error) : NULL;
    return render->session && store_schema_current(render->session, error);
}

static bool render_open_design(struct render *render, struct error *error)
{
    render->design = badges_open_design(assets, design_name, error);
    return render->design != NULL;
}

static void render_close(struct render *render)
{
    badge_document_abandon(render->document);
    file_draft_discard(&render->draft);
    badge_design_free(render->design);
    buffer_free(&render->summary.design);
    if (render->session)
        store_give(render->session);
    store_close(render->store);
    arena_free(&render->arena);
}

static int render_summarize(struct render *render)
{
    render->summary.output = output;
    render->summary.sha256 = render->sha256;
    render->summary.seconds = (double)(clock_monotonic() - render->progress.began) / (double)CLOCK_SECOND;
    return summary_print(&render->summary, json || strcmp(format, "json") == 0);
}

/* As it is stored, and of a pasted address the event too. */
static bool render_read_code(struct error *error)
{
    static struct code read;
    if (!code)
        return true;
    if (!code_read(code, &read))
        return error_set(error, ERROR_CALLER, "--code", "%.80s is no code", code);
    if (*read.place && event && *event && strcmp(read.place, event) != 0)
        return error_set(error, ERROR_CALLER, "--code", "is an address of event %s, and %.60s was asked for",
                         read.place, event);
    code = read.text;
    if (*read.place)
        event = read.place;
    return true;
}

static bool check_usage(struct error *error)
{
    if (!render_read_code(error))
        return false;
    if (!output || !*output)
        return error_set(error, ERROR_CALLER, "output", "say which: --output FILE");
    return strcmp(output, "-") != 0 ||
           error_set(error, ERROR_CALLER, "output",
                     "is a file: standard output cannot be kept until all is well");
}

static int render_run(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct error error = {0};
    if (!check_usage(&error)) {
        program_fail(&error);
        return EXIT_USAGE;
    }
    struct render render = {.draft.fd = -1, .arena = ARENA(RENDER_MOST_MEMORY)};
    render.summary.arena = &render.arena;
    render.summary.design = BUFFER(65536);
    bool good = render_open_store(&render, &error) && render_choose_event(&render, &error) &&
                render_open_design(&render, &error) && render_print(&render, &error);
    int status = good ? render_summarize(&render) : program_fail(&error);
    render_close(&render);
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
                                      .run = render_run};
