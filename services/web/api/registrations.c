#include "web/web.h"

#define KEY_MAX 255

static void answer_created(struct request *request, const struct registering *registering)
{
    struct buffer url = BUFFER(512);
    register_manage_url(request, registering, true, &url);
    json_t *document =
        json_pack("{s:s, s:s, s:s?, s:O?}", "code", registering->answer.code, "status",
                  registering->answer.status, "manage_url", url.data, "tickets", registering->tickets);
    const struct header headers[] = {{MHD_HTTP_HEADER_LOCATION, url.data}, {0}};
    response_json(request, 201, document, headers);
    buffer_free(&url);
}

static void finish(struct request *request)
{
    const struct registering *registering = request->work;
    struct faults faults = {0};
    const char *message;
    if (registering->answer.outcome == ORDER_CREATED || registering->answer.outcome == ORDER_REPEATED) {
        answer_created(request, registering);
    } else {
        int status = register_refusal(registering, &message, &faults);
        response_problem(request, status, message, &faults);
    }
}

/* draft-ietf-httpapi-idempotency-key-header: any visible ASCII. */
static bool key_usable(const char *key)
{
    size_t length = strlen(key);
    for (size_t i = 0; i < length; i++)
        if (key[i] < ' ' || key[i] > '~')
            return false;
    return length > 0 && length <= KEY_MAX;
}

/* POST /api/v1/events/{event}/registrations */
void api_register(struct request *request)
{
    struct error error = {0};
    struct faults faults = {0};
    scope_json json_t *event =
        event_catalogue_event(request->application->catalogue, request->captures[0], &error);
    if (!event) {
        response_error(request, &error);
        return;
    }
    const char *key = request_header(request, "Idempotency-Key");
    if (key && !key_usable(key)) {
        faults_add(&faults, "Idempotency-Key", "fault.key_form", NULL);
        response_problem(request, 400, "problem.fields", &faults);
        return;
    }
    scope_json json_t *input = request_json(request);
    if (!input || register_submit(request, event, input, key, finish, &faults, &error))
        return;
    if (faults.count)
        response_problem(request, 422, "problem.fields", &faults);
    else
        response_error(request, &error);
}
