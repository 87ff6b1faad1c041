/* What the form and the API have in common: an input on its way to the desk, and what came of it. */
#include "web/web.h"

static void registering_free(void *work)
{
    struct registering *registering = work;
    json_decref(registering->tickets);
    json_decref(registering->input);
    json_decref(registering->event);
    free(registering);
}

/* On the writer's thread. */
static void registering_came(void *context, const struct order_answer *answer)
{
    struct http_request *request = context;
    struct registering *registering = web_request(request)->work;
    registering->answer = *answer;
    registering->answer.tickets = NULL;
    registering->tickets = json_incref((json_t *)(uintptr_t)answer->tickets);
    http_resume(request);
}

bool register_submit(struct http_request *request, json_t *event, const json_t *input, const char *key,
                     void (*finish)(struct http_request *request), struct faults *faults, struct error *error)
{
    struct order_desk *desk = web_application(request)->desk;
    if (!desk)
        return error_set(error, ERROR_BUSY, NULL, "the service is starting");
    scope_json json_t *checked = order_check(event, input, faults);
    if (!checked)
        return error_set(error, ERROR_CALLER, NULL, "wrong fields");
    struct registering *registering = calloc(1, sizeof *registering);
    if (!registering)
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    registering->input = json_incref((json_t *)(uintptr_t)input);
    registering->event = json_incref(event);
    web_request(request)->work = registering;
    web_request(request)->work_free = registering_free;
    http_suspend(request, finish);
    struct order_answer refused = {.outcome = ORDER_FAILED};
    if (!order_desk_submit(desk, event, checked, key, locale_tag(web_locale(request)), registering_came,
                           request, &refused.error))
        registering_came(request, &refused);
    return true;
}

int register_refusal(const struct registering *registering, const char **message, struct faults *faults)
{
    const struct order_answer *answer = &registering->answer;
    switch (answer->outcome) {
    case ORDER_SOLD_OUT:
        faults_add(faults, *answer->field ? answer->field : "category", "fault.sold_out", answer->detail);
        *message = "problem.sold_out";
        return 409;
    case ORDER_CLOSED:
        *message = "problem.closed";
        return 409;
    case ORDER_CHANGED:
        *message = "problem.changed";
        return 409;
    case ORDER_KEY_REUSED:
        faults_add(faults, "Idempotency-Key", "fault.key_reused", NULL);
        *message = "problem.fields";
        return 422;
    case ORDER_CREATED:
    case ORDER_REPEATED:
    case ORDER_FAILED:
        break;
    }
    bool busy = answer->error.kind == ERROR_BUSY || answer->error.kind == ERROR_SETUP;
    log_line(busy ? LOG_LEVEL_WARNING : LOG_LEVEL_ERROR, "registration not stored: %s",
             answer->error.message);
    *message = busy ? "problem.busy" : "problem.ours";
    return busy ? 503 : 500;
}

void register_manage_url(const struct http_request *request, const struct registering *registering,
                         bool absolute, struct buffer *url)
{
    char secret[ORDER_SECRET_SIZE];
    const char *event = json_text(registering->event, "slug", "");
    const char *code = registering->answer.code;
    order_manage_secret(web_application(request)->manage_key, event, code, secret);
    if (absolute)
        http_base_url(request, url);
    buffer_printf(url, "/e/%s/r/%s?k=%s", event, code, secret);
}
