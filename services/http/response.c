#include "web/web.h"

/* Sent with every answer. Addresses carry secrets, so no referrer leaves; pages load nothing from elsewhere
 * and run no script. */
static const struct header security_headers[] = {
    {"Content-Security-Policy",
     "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
     "base-uri 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"},
    {0}};

static void add_headers(struct MHD_Response *response, const struct header *headers)
{
    for (; headers && headers->name; headers++)
        MHD_add_response_header(response, headers->name, headers->value);
}

void response_secure(struct MHD_Response *response)
{
    add_headers(response, security_headers);
}

static bool names_header(const struct header *headers, const char *name)
{
    for (; headers && headers->name; headers++)
        if (text_equal_nocase(headers->name, name))
            return true;
    return false;
}

static bool is_markup(const char *type)
{
    return type && (strncmp(type, "text/html", 9) == 0 || strncmp(type, "image/svg+xml", 13) == 0);
}

void response_send(struct request *request, int status, const char *type, struct buffer *body,
                   const struct header *headers)
{
    bool packed = is_markup(type) && compress_accepted(request) && compress_gzip(body);
    size_t length = body->length;
    char *bytes = buffer_take(body);
    if (!bytes) {
        status = 500;
        length = 0;
    }
    struct MHD_Response *response = MHD_create_response_from_buffer(length, bytes, MHD_RESPMEM_MUST_FREE);
    if (!response) {
        free(bytes);
        return;
    }
    response_secure(response);
    add_headers(response, headers);
    if (type)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
    if (is_markup(type))
        MHD_add_response_header(response, MHD_HTTP_HEADER_VARY, MHD_HTTP_HEADER_ACCEPT_ENCODING);
    if (packed)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_ENCODING, "gzip");
    if (!names_header(headers, MHD_HTTP_HEADER_CACHE_CONTROL))
        MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
    const char *base = request->application->options.base_url;
    if (base && strncmp(base, "https:", 6) == 0)
        MHD_add_response_header(response, "Strict-Transport-Security", "max-age=31536000");
    if (request->application->stopping)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
    MHD_queue_response(request->connection, (unsigned)status, response);
    MHD_destroy_response(response);
    request->status = status;
    request->state = REQUEST_ANSWERED;
}

void response_json(struct request *request, int status, json_t *document, const struct header *headers)
{
    struct buffer body = BUFFER(4u << 20);
    char *text = json_dumps(document, JSON_COMPACT);
    json_decref(document);
    if (text)
        buffer_text(&body, text);
    buffer_char(&body, '\n');
    free(text);
    response_send(request, status,
                  names_header(headers, MHD_HTTP_HEADER_CONTENT_TYPE) ? NULL : "application/json", &body,
                  headers);
}

void response_redirect(struct request *request, const char *location)
{
    struct buffer body = BUFFER(1);
    const struct header headers[] = {{MHD_HTTP_HEADER_LOCATION, location}, {0}};
    response_send(request, 303, NULL, &body, headers);
}

void response_page(struct request *request, int status, enum page page, json_t *context,
                   const struct header *headers)
{
    struct application *application = request->application;
    struct buffer body = BUFFER(2u << 20);
    json_object_set_new(context, "lang", json_string(locale_tag(request->locale)));
    json_object_set_new(context, "dir", json_string(locale_is_rtl(request->locale) ? "rtl" : "ltr"));
    json_object_set_new(context, "languages", locale_list(application->locales, request->locale));
    /* Other languages are linked by path, so it has to be one of ours: "//elsewhere.example/" is none. */
    json_object_set_new(context, "path", json_string(request->route ? request->path : "/"));
    json_object_set_new(context, "assets", assets_links(application->assets));
    template_render(application->pages[page], context, request->locale, &body);
    json_decref(context);
    response_send(request, status, "text/html; charset=utf-8", &body, headers);
}

static json_t *problem_document(const struct request *request, int status, const char *detail,
                                const struct faults *faults)
{
    json_t *problem =
        json_pack("{s:s, s:s, s:i, s:s}", "type", "about:blank", "title",
                  MHD_get_reason_phrase_for((unsigned)status), "status", status, "detail", detail);
    if (!faults || !faults->count)
        return problem;
    json_t *errors = json_array();
    for (size_t i = 0; i < faults->count; i++) {
        const struct fault *fault = &faults->items[i];
        struct buffer message = BUFFER(1024);
        locale_fault(request->locale, fault, &message);
        json_array_append_new(errors,
                              json_pack("{s:s, s:s?}", "field", fault->field, "message", message.data));
        buffer_free(&message);
    }
    json_object_set_new(problem, "errors", errors);
    return problem;
}

static void add_typed(json_t *list, const char *name, const json_t *value)
{
    size_t i;
    const json_t *element;
    json_array_foreach(value, i, element) add_typed(list, name, element);
    if (json_is_string(value))
        json_array_append_new(list, json_pack("{s:s, s:s}", "name", name, "value", json_string_value(value)));
}

/* What was typed into the form that is refused, so that its page can send it again. Browsers that go back
 * show a page that may not be stored without what was typed there. */
static json_t *typed_fields(const struct request *request)
{
    const char *type = request->route ? request->route->body_type : NULL;
    scope_json json_t *form = json_object();
    if (!type || strcmp(type, MHD_HTTP_POST_ENCODING_FORM_URLENCODED) != 0 || !request->body.length ||
        request->body.failed || !form_parse(request->body.data, request->body.length, form))
        return NULL;
    json_t *list = json_array();
    const char *name;
    const json_t *value;
    json_object_foreach(form, name, value) add_typed(list, name, value);
    return list;
}

static json_t *refusal_context(const struct request *request, int status, const char *message)
{
    json_t *context = json_pack("{s:i, s:s}", "status", status, "message", message);
    json_t *typed = status == 429 || status >= 500 ? typed_fields(request) : NULL;
    if (typed)
        json_object_set_new(context, "typed", typed);
    json_object_set_new(context, "has_typed", json_boolean(typed != NULL));
    return context;
}

#define HEADERS_MOST 8

void response_refusal(struct request *request, int status, const char *message, const struct faults *faults,
                      const struct header *headers)
{
    struct header all[HEADERS_MOST] = {{MHD_HTTP_HEADER_CONTENT_LANGUAGE, locale_tag(request->locale)}};
    size_t count = 1;
    for (; headers && headers->name && count < HEADERS_MOST - 2; headers++)
        all[count++] = *headers;
    struct buffer detail = BUFFER(1024);
    locale_message(request->locale, message, NULL, &detail);
    const char *text = detail.data ? detail.data : "";
    if (request_wants_page(request)) {
        response_page(request, status, PAGE_ERROR, refusal_context(request, status, text), all);
    } else {
        all[count] = (struct header){MHD_HTTP_HEADER_CONTENT_TYPE, "application/problem+json"};
        response_json(request, status, problem_document(request, status, text, faults), all);
    }
    buffer_free(&detail);
}

void response_problem(struct request *request, int status, const char *message, const struct faults *faults)
{
    static const struct header retry[] = {{MHD_HTTP_HEADER_RETRY_AFTER, "1"}, {0}};
    response_refusal(request, status, message, faults, status == 503 ? retry : NULL);
}

void response_error(struct request *request, const struct error *error)
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
