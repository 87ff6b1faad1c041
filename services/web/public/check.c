/* The page before it is binding: what was chosen and typed, what it costs, and a button that says what it
 * does. All of it goes along in the form, so that nothing is kept meanwhile. */
#include "web/public/context.h"
#include "web/public/public.h"

#include <inttypes.h>

/* What is paid for, or free. */
struct check_line {
    struct event_text title;
    const char *price; /* NULL: free */
};

struct check_session {
    const char *code;
    struct event_text title;
    const char *time;
};

struct check_consent {
    const char *code;
    int64_t version; /* of its wording */
    struct event_text title;
};

struct check_page {
    struct web_frame page;
    struct about_event about;
    const struct order_input *input;   /* as typed: to be changed */
    const struct order_input *checked; /* as it will be kept */
    const char *country;               /* its name, or NULL */
    RECORD_LIST_OF(struct check_line) lines;
    RECORD_LIST_OF(struct check_session) sessions;
    RECORD_LIST_OF(struct check_consent) consents;
    int64_t amount;
    const char *window; /* whose prices were seen */
    const char *currency;
    const char *total; /* NULL: nothing is to be paid */
    bool has_sessions, has_consents;
    bool applies, waits, pays, is_free;       /* one of them: what the button does */
    const struct event_text *terms, *refunds; /* addresses of rules, NULL where there are none */
    const char *csrf, *form_id;
    const char *message; /* why it is shown again, or NULL */
};

static const struct record_member line_members[] = {
    RECORD_ONE(struct check_line, title, event_text_record),
    RECORD_TEXT(struct check_line, price, .presence = RECORD_OPTIONAL)};
static const struct record line_record = RECORD(struct check_line, line_members);

static const struct record_member session_members[] = {
    RECORD_TEXT(struct check_session, code), RECORD_ONE(struct check_session, title, event_text_record),
    RECORD_TEXT(struct check_session, time)};
static const struct record session_record = RECORD(struct check_session, session_members);

static const struct record_member consent_members[] = {
    RECORD_TEXT(struct check_consent, code), RECORD_INT(struct check_consent, version),
    RECORD_ONE(struct check_consent, title, event_text_record)};
static const struct record consent_record = RECORD(struct check_consent, consent_members);

static const struct record_member members[] = {
    RECORD_ONE(struct check_page, page, web_frame_record),
    RECORD_ONE(struct check_page, about, about_event_record),
    RECORD_MAYBE(struct check_page, input, order_input_record),
    RECORD_MAYBE(struct check_page, checked, order_input_record),
    RECORD_TEXT(struct check_page, country, .presence = RECORD_OPTIONAL),
    RECORD_LIST(struct check_page, lines, line_record),
    RECORD_LIST(struct check_page, sessions, session_record),
    RECORD_LIST(struct check_page, consents, consent_record),
    RECORD_INT(struct check_page, amount),
    RECORD_TEXT(struct check_page, window),
    RECORD_TEXT(struct check_page, currency),
    RECORD_TEXT(struct check_page, total, .presence = RECORD_OPTIONAL),
    RECORD_FLAG(struct check_page, has_sessions),
    RECORD_FLAG(struct check_page, has_consents),
    RECORD_FLAG(struct check_page, applies),
    RECORD_FLAG(struct check_page, waits),
    RECORD_FLAG(struct check_page, pays),
    RECORD_FLAG(struct check_page, is_free),
    RECORD_MAYBE(struct check_page, terms, event_text_record),
    RECORD_MAYBE(struct check_page, refunds, event_text_record),
    RECORD_TEXT(struct check_page, csrf),
    RECORD_TEXT(struct check_page, form_id),
    RECORD_TEXT(struct check_page, message, .presence = RECORD_OPTIONAL)};
static const struct record check_page_record = RECORD(struct check_page, members);
const struct web_page public_check_page = {"check", &check_page_record};

/* The category takes what the sessions leave of the sum: the database knew it last. */
static void add_lines(struct check_page *page, const struct language *language, const struct event *event,
                      const struct event_category *category, struct arena *arena)
{
    const struct order_input *checked = page->checked;
    int64_t rest = page->amount;
    page->lines.items = arena_array(arena, checked->sessions.count + 1, sizeof *page->lines.items);
    page->sessions.items = arena_array(arena, checked->sessions.count, sizeof *page->sessions.items);
    if (!page->lines.items || !page->sessions.items)
        return;
    page->lines.count = 1;
    for (size_t i = 0; i < checked->sessions.count; i++) {
        const struct event_session *session = event_find_session(event, checked->sessions.items[i]);
        rest -= session->price;
        page->sessions.items[page->sessions.count++] =
            (struct check_session){.code = session->code,
                                   .title = about_text(language, event, &session->title),
                                   .time = language_time(language, session->starts, session->ends, arena)};
        page->lines.items[page->lines.count++] =
            (struct check_line){about_text(language, event, &session->title),
                                about_price(language, event, session->price, arena)};
    }
    page->lines.items[0] = (struct check_line){about_text(language, event, &category->title),
                                               about_price(language, event, rest, arena)};
}

static void add_given_consents(struct check_page *page, const struct language *language,
                               const struct event *event, struct arena *arena)
{
    const struct record_pairs *given = &page->checked->consents;
    page->has_consents = event->consents.count > 0;
    page->consents.items = arena_array(arena, given->count, sizeof *page->consents.items);
    for (size_t i = 0; page->consents.items && i < given->count; i++) {
        const struct event_consent *consent = event_find_consent(event, given->items[i].name);
        page->consents.items[page->consents.count++] = (struct check_consent){
            consent->code, consent->version, about_text(language, event, &consent->title)};
    }
}

static const char *name_country(const struct language *language, const char *code)
{
    size_t count;
    const struct language_country *all = language_countries(language, &count);
    for (size_t i = 0; code && i < count; i++)
        if (strcmp(all[i].code, code) == 0)
            return all[i].name;
    return code;
}

/* By the event as it was read and the window whose prices hold (NULL: today's); RECORD_NO_INT where the
 * category has no price any more. */
static int64_t check_amount(const struct event *event, const struct order_input *checked, const char *held)
{
    const struct event_category *category = event_find_category(event, checked->category);
    int64_t amount = event_offer_price(category, held);
    for (size_t i = 0; amount != RECORD_NO_INT && i < checked->sessions.count; i++)
        amount += event_find_session(event, checked->sessions.items[i])->price;
    return amount;
}

/* NULL where the event has none. */
static const struct event_text *check_link(const struct language *language, const struct event *event,
                                           const struct record_pairs *link, struct arena *arena)
{
    struct event_text *text = link->count ? arena_alloc(arena, sizeof *text) : NULL;
    if (text)
        *text = about_text(language, event, link);
    return text;
}

static void check_fill(struct check_page *page, struct http_request *request, const struct event *event)
{
    const struct language *language = web_language(request);
    const struct event_category *category = event_find_category(event, page->checked->category);
    const struct event_listed listed = event_list_one(event);
    page->page.has_typed = true;
    page->about = about_event_make(language, &listed, &request->arena);
    page->country = name_country(language, page->checked->country);
    page->total = about_price(language, event, page->amount, &request->arena);
    page->has_sessions = event->sessions.count > 0;
    page->applies = category->approval;
    page->waits = !page->applies && !category->available;
    page->pays = !page->applies && !page->waits && page->amount > 0;
    page->is_free = !page->applies && !page->waits && !page->pays;
    page->terms = check_link(language, event, &event->links.terms, &request->arena);
    page->refunds = check_link(language, event, &event->links.refunds, &request->arena);
    add_lines(page, language, event, category, &request->arena);
    add_given_consents(page, language, event, &request->arena);
}

/* amount: what it costs, as somebody knows better than the event that was read; else RECORD_NO_INT. */
static void check_send(struct http_request *request, int status, const struct event *event,
                       const struct order_input *checked, int64_t amount, const char *message)
{
    char fresh_id[RANDOM_UUID_SIZE];
    char token[HTTP_TOKEN_SIZE];
    scope_buffer struct buffer cookie = BUFFER(512);
    const char *form_id = public_form_id(request);
    const char *held = public_held(request, event);
    http_form_token(request, token, &cookie);
    random_uuid7(fresh_id);
    struct check_page page = {.input = request->input,
                              .checked = checked,
                              .amount = amount == RECORD_NO_INT ? check_amount(event, checked, held) : amount,
                              .window = held            ? held
                                        : event->window ? event->window
                                                        : "",
                              .currency = event->currency,
                              .csrf = token,
                              .form_id = form_id ? form_id : fresh_id,
                              .message = message ? register_worded(request, message) : NULL};
    check_fill(&page, request, event);
    const struct http_header headers[] = {{MHD_HTTP_HEADER_SET_COOKIE, cookie.data},
                                          {status == 503 ? MHD_HTTP_HEADER_RETRY_AFTER : NULL, "1"},
                                          {0}};
    response_page(request, status, &public_check_page, &page, headers);
}

/* An answer is given to a wording; of the same code there may be another by now. */
static bool has_read(struct http_request *request, const struct event_consent *consent)
{
    char name[64], version[24];
    snprintf(name, sizeof name, "read.%.50s", consent->code);
    snprintf(version, sizeof version, "%" PRId64, consent->version);
    const char *read = http_fields_find(http_form(request), name);
    return !read || strcmp(read, version) == 0;
}

bool public_check_is_current(struct http_request *request, const struct event *event)
{
    const struct order_input *input = request->input;
    const char *currency = http_fields_find(http_form(request), "currency");
    if (currency && strcmp(currency, event->currency) != 0)
        return false;
    for (size_t i = 0; i < input->consents.count; i++) {
        const struct event_consent *consent = event_find_consent(event, input->consents.items[i].name);
        if (consent && input->consents.items[i].flag && !has_read(request, consent))
            return false;
    }
    return true;
}

/* What nobody can have by now: better said here than after the button. */
static void add_sold_out(const struct language *language, const struct event *event,
                         const struct order_input *checked, struct faults *faults)
{
    const struct event_category *category = event_find_category(event, checked->category);
    if (!category->available && !category->waiting_list && !category->approval)
        faults_add(faults, "category", "fault.sold_out", about_text(language, event, &category->title).words);
    for (size_t i = 0; i < checked->sessions.count; i++) {
        const struct event_session *session = event_find_session(event, checked->sessions.items[i]);
        if (session->left != RECORD_NO_INT && session->left <= 0 && !category->approval)
            faults_add(faults, "sessions", "fault.sold_out",
                       about_text(language, event, &session->title).words);
    }
}

void public_check_show(struct http_request *request, int status, const char *message)
{
    struct error error = {0};
    struct faults sold_out = {0};
    const struct event *event = web_request(request)->event->event;
    const struct order_input *checked = register_check(request, event, &error);
    if (!checked && error.kind != ERROR_CALLER) {
        response_error(request, &error);
    } else if (!checked) {
        public_form_show(request, 422, event, &request->faults, message);
    } else if (!event->open || check_amount(event, checked, NULL) == RECORD_NO_INT) {
        public_form_show(request, 409, event, NULL, "problem.closed");
    } else {
        add_sold_out(web_language(request), event, checked, &sold_out);
        if (sold_out.count)
            public_form_show(request, 409, event, &sold_out, "problem.sold_out");
        else
            check_send(request, status, event, checked, RECORD_NO_INT, message);
    }
}

void public_check_dearer(struct http_request *request, const struct event *event)
{
    struct error error = {0};
    const struct registering *registering = web_request(request)->work;
    const struct order_input *checked = register_check(request, event, &error);
    if (checked)
        check_send(request, 409, event, checked, registering->answer.amount, "problem.dearer");
    else if (error.kind == ERROR_CALLER) /* something of what was chosen is gone as well */
        public_form_show(request, 409, event, &request->faults, "problem.changed");
    else
        response_error(request, &error);
}
