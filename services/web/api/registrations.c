#include "web/api/api.h"

#define KEY_MAX 255

static void answer_created(struct http_request *request, const struct registering *registering)
{
    struct buffer url = BUFFER(512);
    register_manage_url(request, registering, true, &url);
    json_t *document =
        json_pack("{s:s, s:s, s:s?, s:O?}", "code", registering->answer.code, "status",
                  registering->answer.status, "manage_url", url.data, "tickets", registering->tickets);
    const struct http_header headers[] = {{MHD_HTTP_HEADER_LOCATION, url.data}, {0}};
    http_send_json(request, 201, document, headers);
    buffer_free(&url);
}

static void api_register_finish(struct http_request *request)
{
    const struct registering *registering = web_request(request)->work;
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
void api_register(struct http_request *request)
{
    struct error error = {0};
    struct faults faults = {0};
    const char *key = http_header(request, "Idempotency-Key");
    if (key && !key_usable(key)) {
        faults_add(&faults, "Idempotency-Key", "fault.key_form", NULL);
        response_problem(request, 400, "problem.fields", &faults);
        return;
    }
    if (register_submit(request, web_request(request)->event, request->json, key, api_register_finish,
                        &faults, &error))
        return;
    if (faults.count)
        response_problem(request, 422, "problem.fields", &faults);
    else
        response_error(request, &error);
}
