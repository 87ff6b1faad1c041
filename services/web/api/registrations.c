/* Registrations by programs: made, and looked at. */
#include "web/api/api.h"

#define KEY_MAX 255

struct created {
    const char *code;
    enum order_status status;
    const char *manage_url, *secret;
    int64_t amount;
    const char *currency, *due_on;
    struct order_tickets tickets;
};

static const struct record_member created_members[] = {
    RECORD_TEXT(struct created, code),
    RECORD_WORD(struct created, status, order_status_words),
    RECORD_TEXT(struct created, manage_url),
    RECORD_TEXT(struct created, secret,
                .note = "Opens the registration: Authorization: Bearer SECRET at the same address."),
    RECORD_INT(struct created, amount, .note = "In the currency's minor unit (ISO 4217)."),
    RECORD_TEXT(struct created, currency),
    RECORD_TEXT(struct created, due_on, .presence = RECORD_OPTIONAL,
                .note = "The day until which to pay, in the event's time zone."),
    RECORD_LIST(struct created, tickets, order_ticket_record)};
const struct record api_created_record = RECORD(struct created, created_members);

static void answer_created(struct http_request *request, const struct registering *registering)
{
    const struct order_answer *answer = &registering->answer;
    scope_buffer struct buffer url = BUFFER(512);
    register_manage_url(request, registering, true, &url);
    if (url.failed) { /* it is stored: sent again with the same key, it is answered */
        response_problem(request, 503, "problem.busy", NULL);
        return;
    }
    const struct http_header headers[] = {{MHD_HTTP_HEADER_LOCATION, url.data}, {0}};
    http_send_record(request, 201, &api_created_record,
                     &(struct created){.code = answer->code,
                                       .status = answer->status,
                                       .manage_url = url.data,
                                       .secret = strstr(url.data, "?k=") + strlen("?k="),
                                       .amount = answer->amount,
                                       .currency = answer->currency,
                                       .due_on = answer->due_on,
                                       .tickets = answer->tickets},
                     headers);
}

static void api_register_finish(struct http_request *request)
{
    const struct registering *registering = web_request(request)->work;
    struct faults faults = {0};
    const char *message;
    const struct order_answer *answer = &registering->answer;
    if (answer->outcome == ORDER_CREATED || answer->outcome == ORDER_REPEATED) {
        answer_created(request, registering);
    } else if (answer->outcome == ORDER_DEARER) {
        response_dearer(request, register_worded(request, "problem.dearer"), registering->input->amount,
                        answer->amount, answer->currency);
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
    const char *key = http_header(request, "Idempotency-Key");
    if (key && !key_usable(key)) {
        struct faults faults = {0};
        faults_add(&faults, "Idempotency-Key", "fault.key_form", NULL);
        response_problem(request, 400, "problem.fields", &faults);
        return;
    }
    if (register_submit(request, key, api_register_finish, &error))
        return;
    if (request->faults.count)
        response_problem(request, 422, "problem.fields", &request->faults);
    else
        response_error(request, &error);
}

/* GET /api/v1/events/{event}/registrations/{code} */
void api_registration(struct http_request *request)
{
    http_send_record(request, 200, &registration_record, web_request(request)->order, NULL);
}
