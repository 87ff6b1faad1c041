/* What people and programs read: pages, and what went wrong as a page or as a problem document (RFC 9457). */
#include "web/web.h"

struct problem_fault {
    const char *field, *message;
};

/* RFC 9457 */
struct problem {
    const char *type, *title;
    int64_t status;
    const char *detail;
    RECORD_LIST_OF(struct problem_fault) errors;
    int64_t amount_shown, amount; /* RECORD_NO_INT but where the price is what is wrong */
    const char *currency;
};

static const struct record_member problem_fault_members[] = {RECORD_TEXT(struct problem_fault, field),
                                                             RECORD_TEXT(struct problem_fault, message)};
static const struct record problem_fault_record = RECORD(struct problem_fault, problem_fault_members);
static const struct record_member problem_members[] = {
    RECORD_TEXT(struct problem, type),
    RECORD_TEXT(struct problem, title),
    RECORD_INT(struct problem, status),
    RECORD_TEXT(struct problem, detail),
    RECORD_LIST(struct problem, errors, problem_fault_record, .presence = RECORD_LEFT_OUT),
    RECORD_INT(struct problem, amount_shown, .presence = RECORD_LEFT_OUT,
               .note = "What was shown, where it costs more by now; beside it what it costs."),
    RECORD_INT(struct problem, amount, .presence = RECORD_LEFT_OUT),
    RECORD_TEXT(struct problem, currency, .presence = RECORD_LEFT_OUT)};
const struct record response_problem_record = RECORD(struct problem, problem_members);

/* Of one fault: what is wrong and how to mend it. */
static const char *response_word_fault(struct http_request *request, const struct fault *fault)
{
    scope_buffer struct buffer message = BUFFER(1024);
    language_fault(web_language(request), fault, &message);
    return arena_copy(&request->arena, message.data ? message.data : "");
}

struct error_page {
    struct web_frame page;
    int64_t status;
    const char *message;
    struct http_fields typed;
};

static const struct record_member field_members[] = {RECORD_TEXT(struct http_field, name),
                                                     RECORD_TEXT(struct http_field, value)};
static const struct record field_record = RECORD(struct http_field, field_members);
static const struct record_member error_members[] = {
    RECORD_ONE(struct error_page, page, web_frame_record), RECORD_INT(struct error_page, status),
    RECORD_TEXT(struct error_page, message), RECORD_LIST(struct error_page, typed, field_record)};
static const struct record error_page_record = RECORD(struct error_page, error_members);
const struct web_page response_error_page = {"error", &error_page_record};

/* What was typed into the form that is refused, so that its page can send it again. Browsers that go back
 * show a page that may not be stored without what was typed there. */
static struct http_fields typed_fields(struct http_request *request, int status)
{
    bool takes_form = request->route && request->route->takes == HTTP_TAKES_FORM;
    bool may_succeed = status == 429 || status >= 500;
    const struct http_fields *form = takes_form && may_succeed ? http_form(request) : NULL;
    return form ? *form : (struct http_fields){0};
}

static struct problem problem_of(int status, const char *detail)
{
    return (struct problem){
        .status = status, .detail = detail, .amount_shown = RECORD_NO_INT, .amount = RECORD_NO_INT};
}

static void send_error_page(struct http_request *request, int status, const char *message,
                            const struct http_header *headers)
{
    struct error_page page = {.status = status, .message = message, .typed = typed_fields(request, status)};
    page.page.has_typed = page.typed.count > 0;
    response_page(request, status, &response_error_page, &page, headers);
}

#define HEADERS_MOST 8 /* of a caller's own */

/* The detail is worded already, and so is what is wrong with each field. */
static void response_send_problem(struct http_request *request, struct problem *problem,
                                  const struct http_header *headers)
{
    int status = (int)problem->status;
    struct http_header all[HEADERS_MOST + 4] = {
        {MHD_HTTP_HEADER_CONTENT_LANGUAGE, language_tag(web_language(request))}};
    size_t count = 1;
    for (; headers && headers->name; headers++) {
        must(count <= HEADERS_MOST);
        all[count++] = *headers;
    }
    if (http_wants_page(request)) {
        send_error_page(request, status, problem->detail, all);
        return;
    }
    all[count++] = (struct http_header){MHD_HTTP_HEADER_VARY, MHD_HTTP_HEADER_ACCEPT_LANGUAGE};
    all[count] = (struct http_header){MHD_HTTP_HEADER_CONTENT_TYPE, "application/problem+json"};
    problem->type = "about:blank";
    problem->title = MHD_get_reason_phrase_for((unsigned)status);
    http_send_record(request, status, &response_problem_record, problem, all);
}

void response_refusal(struct http_request *request, int status, const char *message,
                      const struct faults *faults, const struct http_header *headers)
{
    scope_buffer struct buffer detail = BUFFER(1024);
    language_message(web_language(request), message, NULL, &detail);
    struct problem problem = problem_of(status, detail.data ? detail.data : "");
    size_t count = faults ? faults->count : 0;
    problem.errors.items = arena_array(&request->arena, count, sizeof *problem.errors.items);
    for (size_t i = 0; problem.errors.items && i < count; i++)
        problem.errors.items[problem.errors.count++] = (struct problem_fault){
            .field = faults->items[i].field, .message = response_word_fault(request, &faults->items[i])};
    response_send_problem(request, &problem, headers);
}

void response_dearer(struct http_request *request, const char *detail, int64_t shown, int64_t amount,
                     const char *currency)
{
    struct problem problem = problem_of(409, detail);
    struct problem_fault fault = {.field = "amount", .message = detail};
    problem.errors.items = &fault;
    problem.errors.count = 1;
    problem.amount_shown = shown;
    problem.amount = amount;
    problem.currency = currency;
    response_send_problem(request, &problem, NULL);
}

static const struct http_header *response_retry_headers(int status)
{
    static const struct http_header retry[] = {{MHD_HTTP_HEADER_RETRY_AFTER, "1"}, {0}};
    return status == 503 ? retry : NULL;
}

void response_problem(struct http_request *request, int status, const char *message,
                      const struct faults *faults)
{
    response_refusal(request, status, message, faults, response_retry_headers(status));
}

void response_error(struct http_request *request, const struct error *error)
{
    static const struct {
        int status;
        const char *message;
    } answers[] = {
        [ERROR_NONE] = {500, "problem.ours"},      [ERROR_CALLER] = {422, "problem.fields"},
        [ERROR_NOT_FOUND] = {404, "problem.lost"}, [ERROR_CONFLICT] = {409, "problem.conflict"},
        [ERROR_BUSY] = {503, "problem.busy"},      [ERROR_SETUP] = {503, "problem.busy"},
        [ERROR_OURS] = {500, "problem.ours"},
    };
    int status = answers[error->kind].status;
    bool is_theirs = status < 500;
    if (!is_theirs)
        log_line(status == 500 ? LOG_LEVEL_ERROR : LOG_LEVEL_WARNING, "%s %s: %s", request->method,
                 request->route ? request->route->pattern : "-", error->message);
    scope_buffer struct buffer words = BUFFER(2048);
    if (is_theirs && error_is_refusal(error))
        language_refusal(web_language(request), &error->refusal, &words);
    else
        language_message(web_language(request), answers[error->kind].message, NULL, &words);
    struct problem problem = problem_of(status, words.data ? words.data : "");
    struct problem_fault fault = {.field = error->field, .message = problem.detail};
    if (is_theirs && *error->field) {
        problem.errors.items = &fault;
        problem.errors.count = 1;
    }
    response_send_problem(request, &problem, response_retry_headers(status));
}
