/* The whole request is there: what its row asks for is seen to, one step after the other, until the handler
 * runs or something else was answered. */
#include "http/http_private.h"

static void steps_refuse(struct http_request *request, int status, const char *message)
{
    request->server->options.application->refuse(request, status, message, NULL, NULL);
}

static bool is_reading(const struct http_request *request)
{
    return strcmp(request->method, "GET") == 0 || strcmp(request->method, "HEAD") == 0;
}

/* "/e/inet2027/": people shorten and lengthen what names something; programs know their addresses. */
static const char *path_without_slash(struct http_request *request)
{
    const struct http_options *options = &request->server->options;
    const struct http_route *route;
    size_t length = strlen(request->path);
    while (length > 1 && request->path[length - 1] == '/')
        length--;
    const char *path = length > 1 && request->path[length] && is_reading(request)
                           ? arena_text(&request->arena, request->path, length)
                           : NULL;
    bool found = path && http_table_find(options->table, options->listeners, request->method, path, &route,
                                         request->captures) == HTTP_FOUND;
    return found && route->wants ? path : NULL;
}

void http_steps_answer_without_route(struct http_request *request)
{
    const struct http_options *options = &request->server->options;
    const struct http_route *route;
    const char *path = path_without_slash(request);
    if (path) {
        http_move(request, path);
        return;
    }
    if (http_table_find(options->table, options->listeners, request->method, request->path, &route,
                        request->captures) == HTTP_NO_PATH) {
        steps_refuse(request, 404, "problem.lost");
        return;
    }
    struct buffer allow = BUFFER(256);
    struct buffer body = BUFFER(1);
    http_table_allow(options->table, options->listeners, request->path, &allow);
    const struct http_header headers[] = {{MHD_HTTP_HEADER_ALLOW, allow.data}, {0}};
    if (strcmp(request->method, "OPTIONS") == 0)
        http_send(request, 204, NULL, &body, headers);
    else
        options->application->refuse(request, 405, "problem.method", NULL, headers);
    buffer_free(&allow);
}

static bool is_right_type(const struct http_request *request)
{
    static const char *const wanted[] = {[HTTP_TAKES_NOTHING] = NULL,
                                         [HTTP_TAKES_FORM] = MHD_HTTP_POST_ENCODING_FORM_URLENCODED,
                                         [HTTP_TAKES_JSON] = "application/json"};
    const char *type = http_header(request, MHD_HTTP_HEADER_CONTENT_TYPE);
    size_t length = type ? strcspn(type, "; ") : 0;
    const char *right = wanted[request->route->takes];
    return !right || (type && length == strlen(right) && strncasecmp(type, right, length) == 0);
}

static bool is_within_rate(struct http_request *request)
{
    char address[HTTP_ADDRESS_SIZE];
    int wait = 0;
    unsigned budget = request->route->budget;
    if (!budget)
        return true;
    http_address(request, address);
    if (http_limiter_admit(request->server->limiters[budget], address, clock_monotonic(), &wait))
        return true;
    char seconds[16];
    snprintf(seconds, sizeof seconds, "%d", wait);
    const struct http_header headers[] = {{MHD_HTTP_HEADER_RETRY_AFTER, seconds}, {0}};
    request->server->options.application->refuse(request, 429, "problem.rate", NULL, headers);
    return false;
}

/* What is wrong with single fields the handler reports, with what it finds itself. */
static void steps_note_fault(void *context, enum record_fault fault, const char *path, const char *wanted)
{
    struct http_request *request = context;
    if (fault != RECORD_UNKNOWN || !request->route->passes_unknown)
        faults_note(&request->faults, fault, path, wanted);
}

static bool take_json(struct http_request *request)
{
    struct error error = {0};
    const char *bytes = request->body.data ? request->body.data : "";
    if (record_read_input(request->route->input, bytes, request->body.length, &request->arena, request->input,
                          steps_note_fault, request, &error))
        return true;
    if (error.kind != ERROR_CALLER) {
        steps_refuse(request, 500, "problem.ours");
        return false;
    }
    request->server->options.application->refuse(request, 400, "problem.json", &request->faults, NULL);
    return false;
}

static bool take_form(struct http_request *request)
{
    const struct http_fields *fields = http_form(request);
    if (fields && http_fields_read(fields, request->route->input, &request->arena, request->input))
        return true;
    if (request->arena.failed)
        steps_refuse(request, 500, "problem.ours");
    else
        steps_refuse(request, 400, "problem.form");
    return false;
}

static bool take_input(struct http_request *request)
{
    const struct http_route *route = request->route;
    if (route->takes == HTTP_TAKES_NOTHING)
        return true;
    request->input = arena_alloc(&request->arena, route->input->size);
    if (!request->input) {
        steps_refuse(request, 500, "problem.ours");
        return false;
    }
    return route->takes == HTTP_TAKES_JSON ? take_json(request) : take_form(request);
}

static void steps_handle(struct http_request *request)
{
    const struct http_route *route = request->route;
    if (!take_input(request))
        return;
    if (route->takes == HTTP_TAKES_FORM &&
        !http_token_check(request, http_fields_find(&request->form_fields, "csrf")))
        route->untrusted(request);
    else
        route->handler(request);
}

void http_pass(struct http_request *request)
{
    const struct http_check *const checks[] = {request->route->who, request->route->wants};
    while (request->step < (int)COUNT_OF(checks)) {
        const struct http_check *check = checks[request->step++];
        if (check && check->check) {
            check->check(request); /* which passes in its turn */
            return;
        }
    }
    must(request->step == (int)COUNT_OF(checks)); /* it passes once */
    request->step++;
    steps_handle(request);
}

static const char *right_path(struct http_request *request)
{
    const struct http_application *application = request->server->options.application;
    return application->right_path && is_reading(request) ? application->right_path(request) : NULL;
}

void http_steps_begin(struct http_request *request)
{
    const char *path = request->route ? right_path(request) : NULL;
    if (request->server->refusing)
        steps_refuse(request, 503, "problem.busy");
    else if (!request->route)
        http_steps_answer_without_route(request);
    else if (path)
        http_move(request, path);
    else if (request->body.failed)
        steps_refuse(request, 413, "problem.large");
    else if (!is_right_type(request))
        steps_refuse(request, 415, "problem.type");
    else if (is_within_rate(request))
        http_pass(request);
}
