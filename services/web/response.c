/* What people and programs read: pages, and what went wrong as a page or as a problem document (RFC 9457). */
#include "web/web.h"

void response_page(struct http_request *request, int status, enum page page, json_t *context,
                   const struct http_header *headers)
{
    struct application *application = web_application(request);
    struct buffer body = BUFFER(2u << 20);
    json_object_set_new(context, "lang", json_string(locale_tag(web_locale(request))));
    json_object_set_new(context, "dir", json_string(locale_is_rtl(web_locale(request)) ? "rtl" : "ltr"));
    json_object_set_new(context, "languages", locale_list(application->locales, web_locale(request)));
    /* Other languages are linked by path, so it has to be one of ours: "//elsewhere.example/" is none. */
    json_object_set_new(context, "path", json_string(request->route ? request->path : "/"));
    json_object_set_new(context, "assets", http_files_links(application->files));
    page_template_render(application->pages[page], context, web_locale(request), &body);
    json_decref(context);
    http_send(request, status, "text/html; charset=utf-8", &body, headers);
}

struct problem_fault {
    const char *field, *message;
};

/* RFC 9457 */
struct problem {
    const char *type, *title;
    int64_t status;
    const char *detail;
    RECORD_LIST_OF(struct problem_fault) errors;
};

static const struct record_member problem_fault_members[] = {RECORD_TEXT(struct problem_fault, field),
                                                             RECORD_TEXT(struct problem_fault, message)};
static const struct record problem_fault_record = RECORD(struct problem_fault, problem_fault_members);
static const struct record_member problem_members[] = {
    RECORD_TEXT(struct problem, type), RECORD_TEXT(struct problem, title), RECORD_INT(struct problem, status),
    RECORD_TEXT(struct problem, detail),
    RECORD_LIST(struct problem, errors, problem_fault_record, .presence = RECORD_LEFT_OUT)};
static const struct record problem_record = RECORD(struct problem, problem_members);

static const char *worded(struct http_request *request, const struct fault *fault)
{
    scope_buffer struct buffer message = BUFFER(1024);
    locale_fault(web_locale(request), fault, &message);
    return arena_copy(&request->arena, message.data ? message.data : "");
}

static void send_problem(struct http_request *request, int status, const char *detail,
                         const struct faults *faults, const struct http_header *headers)
{
    struct problem problem = {.type = "about:blank",
                              .title = MHD_get_reason_phrase_for((unsigned)status),
                              .status = status,
                              .detail = detail};
    size_t count = faults ? faults->count : 0;
    problem.errors.items = arena_array(&request->arena, count, sizeof *problem.errors.items);
    for (size_t i = 0; problem.errors.items && i < count; i++)
        problem.errors.items[problem.errors.count++] = (struct problem_fault){
            .field = faults->items[i].field, .message = worded(request, &faults->items[i])};
    http_send_record(request, status, &problem_record, &problem, headers);
}

/* What was typed into the form that is refused, so that its page can send it again. Browsers that go back
 * show a page that may not be stored without what was typed there. */
static json_t *typed_fields(struct http_request *request)
{
    bool takes_form = request->route && request->route->takes == HTTP_TAKES_FORM;
    const struct http_fields *form = takes_form ? http_form(request) : NULL;
    if (!form || !form->count)
        return NULL;
    json_t *list = json_array();
    for (size_t i = 0; i < form->count; i++)
        json_array_append_new(
            list, json_pack("{s:s, s:s}", "name", form->items[i].name, "value", form->items[i].value));
    return list;
}

static json_t *refusal_context(struct http_request *request, int status, const char *message)
{
    json_t *context = json_pack("{s:i, s:s}", "status", status, "message", message);
    json_t *typed = status == 429 || status >= 500 ? typed_fields(request) : NULL;
    if (typed)
        json_object_set_new(context, "typed", typed);
    json_object_set_new(context, "has_typed", json_boolean(typed != NULL));
    return context;
}

#define HEADERS_MOST 8 /* of a caller's own */

void response_refusal(struct http_request *request, int status, const char *message,
                      const struct faults *faults, const struct http_header *headers)
{
    struct http_header all[HEADERS_MOST + 3] = {
        {MHD_HTTP_HEADER_CONTENT_LANGUAGE, locale_tag(web_locale(request))}};
    size_t count = 1;
    for (; headers && headers->name; headers++) {
        must(count <= HEADERS_MOST);
        all[count++] = *headers;
    }
    struct buffer detail = BUFFER(1024);
    locale_message(web_locale(request), message, NULL, &detail);
    const char *text = detail.data ? detail.data : "";
    if (http_wants_page(request)) {
        response_page(request, status, PAGE_ERROR, refusal_context(request, status, text), all);
    } else {
        all[count] = (struct http_header){MHD_HTTP_HEADER_CONTENT_TYPE, "application/problem+json"};
        send_problem(request, status, text, faults, all);
    }
    buffer_free(&detail);
}

void response_problem(struct http_request *request, int status, const char *message,
                      const struct faults *faults)
{
    static const struct http_header retry[] = {{MHD_HTTP_HEADER_RETRY_AFTER, "1"}, {0}};
    response_refusal(request, status, message, faults, status == 503 ? retry : NULL);
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
    if (error->kind == ERROR_OURS || error->kind == ERROR_SETUP || error->kind == ERROR_BUSY)
        log_line(error->kind == ERROR_OURS ? LOG_LEVEL_ERROR : LOG_LEVEL_WARNING, "%s %s: %s",
                 request->method, request->route ? request->route->pattern : "-", error->message);
    struct faults faults = {0};
    if (*error->field)
        faults_add(&faults, error->field, "fault.detail", error->message);
    response_problem(request, answers[error->kind].status, answers[error->kind].message, &faults);
}
