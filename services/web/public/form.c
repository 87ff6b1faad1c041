/* The form's page: shown, and shown again with what is wrong. */
#include "web/public/context.h"
#include "web/public/public.h"

#define FORM_ID_SIZE RANDOM_UUID_SIZE

/* In the page's order; each has a message "register.NAME". */
enum form_field {
    FIELD_CATEGORY,
    FIELD_NAME,
    FIELD_BADGE_NAME,
    FIELD_EMAIL,
    FIELD_AFFILIATION,
    FIELD_COUNTRY,
    FIELD_SESSIONS,
    FIELD_CONSENTS,
    FIELDS
};
static const char *const field_names[] = {[FIELD_CATEGORY] = "category",       [FIELD_NAME] = "name",
                                          [FIELD_BADGE_NAME] = "badge_name",   [FIELD_EMAIL] = "email",
                                          [FIELD_AFFILIATION] = "affiliation", [FIELD_COUNTRY] = "country",
                                          [FIELD_SESSIONS] = "sessions",       [FIELD_CONSENTS] = "consents"};
must_at_compile(COUNT_OF(field_names) == FIELDS, "a name for each field");
static const struct record_words field_words = RECORD_WORDS(field_names);

/* For the places beside the fields. */
struct form_errors {
    const char *category, *name, *badge_name, *email, *affiliation, *country, *sessions, *consents;
};

/* For the summary on top. */
struct form_error {
    enum form_field field;
    const char *message;
};

struct offered_consent {
    const char *code;
    struct event_text title;
    bool chosen;
};

struct offered_country {
    const char *code, *name;
    bool chosen;
};

struct register_page {
    struct web_frame page;
    struct about_event about;
    struct event_offer offer;
    const struct order_input *input;
    RECORD_LIST_OF(struct offered_country) countries;
    bool has_consents;
    RECORD_LIST_OF(struct offered_consent) consents;
    const char *csrf, *form_id;
    bool trapped; /* the field that people do not see was filled in once: it is not looked at again */
    bool alert;
    const char *message;              /* what stopped it as a whole, or NULL */
    const struct form_errors *errors; /* NULL where no field is wrong */
    RECORD_LIST_OF(struct form_error) error_list;
};

static const struct record_member errors_members[] = {
    RECORD_TEXT(struct form_errors, category, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct form_errors, name, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct form_errors, badge_name, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct form_errors, email, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct form_errors, affiliation, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct form_errors, country, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct form_errors, sessions, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct form_errors, consents, .presence = RECORD_OPTIONAL)};
must_at_compile(COUNT_OF(errors_members) == FIELDS, "a place for each field");
static const struct record errors_record = RECORD(struct form_errors, errors_members);

static const struct record_member error_members[] = {RECORD_WORD(struct form_error, field, field_words),
                                                     RECORD_TEXT(struct form_error, message)};
static const struct record error_record = RECORD(struct form_error, error_members);

static const struct record_member consent_members[] = {
    RECORD_TEXT(struct offered_consent, code), RECORD_ONE(struct offered_consent, title, event_text_record),
    RECORD_FLAG(struct offered_consent, chosen)};
static const struct record consent_record = RECORD(struct offered_consent, consent_members);

static const struct record_member country_members[] = {RECORD_TEXT(struct offered_country, code),
                                                       RECORD_TEXT(struct offered_country, name),
                                                       RECORD_FLAG(struct offered_country, chosen)};
static const struct record country_record = RECORD(struct offered_country, country_members);

static const struct record_member members[] = {
    RECORD_ONE(struct register_page, page, web_frame_record),
    RECORD_ONE(struct register_page, about, about_event_record),
    RECORD_ONE(struct register_page, offer, event_offer_record),
    RECORD_MAYBE(struct register_page, input, order_input_record),
    RECORD_LIST(struct register_page, countries, country_record),
    RECORD_FLAG(struct register_page, has_consents),
    RECORD_LIST(struct register_page, consents, consent_record),
    RECORD_TEXT(struct register_page, csrf),
    RECORD_TEXT(struct register_page, form_id),
    RECORD_FLAG(struct register_page, trapped),
    RECORD_FLAG(struct register_page, alert),
    RECORD_TEXT(struct register_page, message, .presence = RECORD_OPTIONAL),
    RECORD_MAYBE(struct register_page, errors, errors_record),
    RECORD_LIST(struct register_page, error_list, error_record)};
static const struct record register_page_record = RECORD(struct register_page, members);
const struct web_page public_register_page = {"register", &register_page_record};

static void add_consents(struct register_page *page, const struct language *language,
                         const struct event *event, struct arena *arena)
{
    page->has_consents = event->consents.count > 0;
    page->consents.items = arena_array(arena, event->consents.count, sizeof *page->consents.items);
    for (size_t i = 0; page->consents.items && i < event->consents.count; i++) {
        const struct event_consent *consent = &event->consents.items[i];
        const struct record_pair *chosen =
            page->input ? record_pair(&page->input->consents, consent->code) : NULL;
        page->consents.items[page->consents.count++] =
            (struct offered_consent){.code = consent->code,
                                     .title = about_text(language, event, &consent->title),
                                     .chosen = chosen && chosen->flag};
    }
}

static void add_countries(struct register_page *page, const struct language *language, struct arena *arena)
{
    size_t count;
    const struct language_country *all = language_countries(language, &count);
    const char *chosen = page->input && page->input->country ? page->input->country : "";
    page->countries.items = arena_array(arena, count, sizeof *page->countries.items);
    for (size_t i = 0; page->countries.items && i < count; i++)
        page->countries.items[page->countries.count++] = (struct offered_country){
            .code = all[i].code, .name = all[i].name, .chosen = strcmp(all[i].code, chosen) == 0};
}

static bool is_about(const struct fault *fault, const char *field)
{
    size_t length = strlen(field);
    return strncmp(fault->field, field, length) == 0 && strchr(".", fault->field[length]);
}

static void add_fault(struct register_page *page, struct form_errors *errors, const struct language *language,
                      enum form_field field, const struct fault *fault, struct arena *arena)
{
    scope_buffer struct buffer text = BUFFER(1024);
    language_fault(language, fault, &text);
    const char *message = text.failed ? NULL : arena_text(arena, text.data, text.length);
    const struct record_member *place =
        record_find(&errors_record, field_names[field], strlen(field_names[field]));
    must(place);
    *(const char **)(void *)((char *)errors + place->offset) = message;
    page->error_list.items[page->error_list.count++] =
        (struct form_error){.field = field, .message = message};
    page->errors = errors;
}

static void add_faults(struct register_page *page, const struct language *language,
                       const struct faults *faults, struct arena *arena)
{
    size_t count = faults ? faults->count : 0;
    struct form_errors *errors = arena_alloc(arena, sizeof *errors);
    page->error_list.items = arena_array(arena, count, sizeof *page->error_list.items);
    for (enum form_field field = 0; page->error_list.items && field < FIELDS; field++)
        for (size_t i = 0; i < count; i++)
            if (is_about(&faults->items[i], field_names[field]))
                add_fault(page, errors, language, field, &faults->items[i], arena);
}

/* What stands in every form, whoever sees it. */
static void fill_form(struct register_page *page, const struct language *language, const struct event *event,
                      const struct order_input *input, const char *held, struct arena *arena)
{
    const struct event_listed listed = event_list_one(event);
    page->page.has_typed = event->open;
    page->about = about_event_make(language, &listed, arena);
    page->offer = event_offer_make(language, event, input, held, arena);
    page->input = input;
    add_consents(page, language, event, arena);
    add_countries(page, language, arena);
}

/* What is the form's own, and no part of the input. */
static const char *form_field(struct http_request *request, const char *name)
{
    return http_fields_find(http_form(request), name);
}

bool public_form_has(struct http_request *request, const char *name)
{
    const char *value = form_field(request, name);
    return value && *value;
}

const char *public_held(struct http_request *request, const struct event *event)
{
    return event_offer_held(event, form_field(request, "window"));
}

const char *public_form_id(struct http_request *request)
{
    const char *form_id = form_field(request, "form_id");
    return form_id && *form_id && strlen(form_id) < FORM_ID_SIZE ? form_id : NULL;
}

/* People do not see this field; programs that fill in every one do, and some browsers. */
static bool form_is_trapped(struct http_request *request)
{
    return public_form_has(request, "website") || public_form_has(request, "trapped");
}

/* message: what stopped it as a whole, or NULL. form_id: NULL for another. */
static void send_form(struct http_request *request, int status, const struct event *event,
                      const struct faults *faults, const char *message, const char *form_id)
{
    char fresh_id[FORM_ID_SIZE];
    char token[HTTP_TOKEN_SIZE];
    scope_buffer struct buffer cookie = BUFFER(512);
    http_form_token(request, token, &cookie);
    random_uuid7(fresh_id);
    struct register_page page = {.csrf = token,
                                 .form_id = form_id ? form_id : fresh_id,
                                 .trapped = form_is_trapped(request),
                                 .alert = message || (faults && faults->count),
                                 .message = message ? register_worded(request, message) : NULL};
    fill_form(&page, web_language(request), event, request->input, public_held(request, event),
              &request->arena);
    add_faults(&page, web_language(request), faults, &request->arena);
    const struct http_header headers[] = {{MHD_HTTP_HEADER_SET_COOKIE, cookie.data},
                                          {status == 503 ? MHD_HTTP_HEADER_RETRY_AFTER : NULL, "1"},
                                          {0}};
    response_page(request, status, &public_register_page, &page, headers);
}

void public_form_show(struct http_request *request, int status, const struct event *event,
                      const struct faults *faults, const char *message)
{
    send_form(request, status, event, faults, message, public_form_id(request));
}

/* --- the form that nothing was typed into: all that is personal of it are its token and its id */

/* No text of an event has control characters. */
#define TOKEN_MARK "\x01token\x01"
#define ID_MARK "\x01id\x01"

static void empty_form_fill(struct http_request *request, const struct web_common_page *common, void *context)
{
    const struct order_input input = {.category = *common->variant ? common->variant : NULL};
    struct register_page *page = context;
    fill_form(page, web_language(request), common->given, &input, NULL, &request->arena);
    page->input = NULL; /* none of it but what is chosen */
    page->csrf = TOKEN_MARK;
    page->form_id = ID_MARK;
}

/* GET /e/{event}/register?category= */
void public_register_form(struct http_request *request)
{
    const struct event_kept *kept = web_request(request)->event;
    const char *wanted = http_query(request, "category");
    const struct event_category *category = wanted ? event_find_category(kept->event, wanted) : NULL;
    char form_id[FORM_ID_SIZE];
    char token[HTTP_TOKEN_SIZE];
    scope_buffer struct buffer cookie = BUFFER(512);
    http_form_token(request, token, &cookie);
    random_uuid7(form_id);
    const struct http_header headers[] = {{MHD_HTTP_HEADER_SET_COOKIE, cookie.data}, {0}};
    response_common_page(request,
                         &(struct web_common_page){.page = &public_register_page,
                                                   .content = kept->serial,
                                                   .variant = category ? category->code : "",
                                                   .fill = empty_form_fill,
                                                   .given = kept->event,
                                                   .marks = (const char *const[]){TOKEN_MARK, ID_MARK, NULL},
                                                   .values = (const char *const[]){token, form_id},
                                                   .headers = headers});
}

void public_form_renew(struct http_request *request, int status, const struct event *event,
                       const struct faults *faults, const char *message)
{
    send_form(request, status, event, faults, message, NULL);
}
