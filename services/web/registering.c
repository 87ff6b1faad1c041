/* What the form and the API have in common: an input on its way to the desk, and what came of it. */
#include "web/web.h"

/* On the writer's thread. */
static void registering_came(void *context)
{
    http_resume(context);
}

const struct order_input *register_check(struct http_request *request, const struct event *event,
                                         struct error *error)
{
    struct order_input *checked = arena_alloc(&request->arena, sizeof *checked);
    if (checked && order_check(event, language_tag(web_language(request)), request->input, &request->arena,
                               checked, &request->faults))
        return checked;
    bool is_theirs = checked && request->faults.count;
    error_set(error, is_theirs ? ERROR_CALLER : ERROR_OURS, NULL,
              is_theirs ? "wrong fields" : "out of memory");
    return NULL;
}

bool register_submit(struct http_request *request, const char *key,
                     void (*finish)(struct http_request *request), struct error *error)
{
    struct order_desk *desk = web_application(request)->desk;
    const struct event *event = web_request(request)->event->event;
    struct registering *registering = arena_alloc(&request->arena, sizeof *registering);
    if (!registering)
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    if (!desk)
        return error_set(error, ERROR_BUSY, NULL, "the service is starting");
    const struct order_input *checked = register_check(request, event, error);
    if (!checked)
        return false;
    if (web_request(request)->is_preview) {
        preview_tried(request);
        return true;
    }
    *registering = (struct registering){.input = request->input, .event = event};
    web_request(request)->work = registering;
    http_suspend(request, finish);
    const struct order_request order = {.event = event,
                                        .checked = checked,
                                        .key = key,
                                        .locale = language_tag(web_language(request)),
                                        .arena = &request->arena,
                                        .answer = &registering->answer,
                                        .done = registering_came,
                                        .context = request};
    struct error refusal = {0};
    if (!order_desk_submit(desk, &order, &refusal)) {
        registering->answer = (struct order_answer){.outcome = ORDER_FAILED, .error = refusal};
        http_resume(request);
    }
    return true;
}

int register_refusal(const struct registering *registering, const char **message, struct faults *faults)
{
    const struct order_answer *answer = &registering->answer;
    switch (answer->outcome) {
    case ORDER_SOLD_OUT:
        faults_add(faults, answer->field ? answer->field : "category", "fault.sold_out", answer->detail);
        *message = "problem.sold_out";
        return 409;
    case ORDER_CLOSED:
        *message = "problem.closed";
        return 409;
    case ORDER_DEARER:
        *message = "problem.dearer";
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
    case ORDER_CODE_TAKEN:
    case ORDER_FAILED:
        break;
    }
    bool busy = answer->error.kind == ERROR_BUSY || answer->error.kind == ERROR_SETUP;
    scope_buffer struct buffer why = BUFFER(2048);
    program_describe(&answer->error, &why); /* which may be a refusal, without a message of its own */
    log_line(busy ? LOG_LEVEL_WARNING : LOG_LEVEL_ERROR, "registration not stored: %s",
             why.data ? why.data : "");
    *message = busy ? "problem.busy" : "problem.ours";
    return busy ? 503 : 500;
}

const char *register_worded(struct http_request *request, const char *message)
{
    const struct language *language = web_language(request);
    const struct registering *registering = web_request(request)->work;
    struct arena *arena = &request->arena;
    struct record_pair prices[2];
    struct record_pairs places = {prices, 0};
    if (registering && registering->answer.outcome == ORDER_DEARER) {
        const char *currency = registering->answer.currency;
        prices[places.count++] = (struct record_pair){
            .name = "shown", .text = language_money(language, registering->input->amount, currency, arena)};
        prices[places.count++] = (struct record_pair){
            .name = "now", .text = language_money(language, registering->answer.amount, currency, arena)};
    }
    scope_buffer struct buffer text = BUFFER(1024);
    if (!arena->failed)
        language_message(language, message, &places, &text);
    return arena_copy(arena, text.data ? text.data : "");
}

void register_manage_url(const struct http_request *request, const struct registering *registering,
                         bool absolute, struct buffer *url)
{
    char secret[ORDER_SECRET_SIZE];
    const char *event = registering->event->slug;
    const char *code = registering->answer.code;
    /* It may have been replaced since; who sends a request again does not hear of that. */
    order_manage_secret(web_application(request)->manage_key, event, code, 0, secret);
    if (absolute)
        http_base_url(request, url);
    buffer_printf(url, "/e/%s/r/%s?k=%s", event, code, secret);
}
