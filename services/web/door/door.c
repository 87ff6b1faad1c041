/* The handlers of what doors' laptops ask. */
#include "web/door/door.h"

struct doors_asked *doors_asked(struct http_request *request)
{
    struct web_request *own = web_request(request);
    if (!own->asked && !(own->asked = arena_alloc(&request->arena, sizeof *own->asked)))
        error_set(&own->error, ERROR_OURS, NULL, "out of memory");
    return own->asked;
}

/* Who is unknown may not; anything else that went wrong says nothing of the device. */
void doors_refuse(struct http_request *request)
{
    static const struct http_header challenge[] = {{MHD_HTTP_HEADER_WWW_AUTHENTICATE, "Bearer"}, {0}};
    const struct web_request *own = web_request(request);
    if (own->error.kind == ERROR_NOT_FOUND)
        response_refusal(request, 401, "problem.device", NULL, challenge);
    else
        response_error(request, &own->error);
}

/* On the reader's thread, as the next on the writer's; what came lives in the request's arena. */
void doors_device_came(void *context, const struct door_device *device, const struct error *error)
{
    struct http_request *request = context;
    web_request(request)->asked->seen = device;
    later_came(request, error);
}

static void doors_send_device(struct http_request *request)
{
    struct web_request *own = web_request(request);
    if (own->asked->seen)
        http_send_record(request, 200, &door_device_record, own->asked->seen, NULL);
    else
        response_error(request, &own->error);
}

/* POST /api/v1/devices/pair. What is mistyped is as if missing, and so refused by its name. */
void doors_pair(struct http_request *request)
{
    struct error error = {0};
    if (!doors_asked(request)) {
        response_error(request, &web_request(request)->error);
        return;
    }
    http_suspend(request, doors_send_device);
    if (!checkin_device_pair(web_application(request)->door_reader, request->input, &request->arena,
                             doors_device_came, request, &error))
        doors_device_came(request, NULL, &error);
}

/* GET /api/v1/device */
void doors_device(struct http_request *request)
{
    doors_send_device(request);
}

static void doors_answers_came(void *context, const struct door_answers *answers, const struct error *error)
{
    struct http_request *request = context;
    web_request(request)->asked->answers = answers;
    later_came(request, error);
}

static void doors_send_answers(struct http_request *request)
{
    struct web_request *own = web_request(request);
    if (own->asked->answers)
        http_send_record(request, 200, &door_answers_record, own->asked->answers, NULL);
    else
        doors_refuse(request);
}

/* A scan that is no object is none with an id. The list is without it, so that the others would be answered
 * as if it had never been. */
static bool doors_scans_are_whole(const struct faults *faults, struct error *error)
{
    for (size_t i = 0; i < faults->count; i++) {
        const char *field = faults->items[i].field;
        size_t length = strlen(field);
        char whole[sizeof faults->items[i].field + sizeof ".id"];
        if (!length || field[length - 1] != ']')
            continue;
        snprintf(whole, sizeof whole, "%s.id", field);
        return error_refuse(error, ERROR_CALLER, whole, "refusal.scans.id");
    }
    return true;
}

/* POST /api/v1/scans. What is mistyped is as if missing, and so refused by its name. */
void doors_scans(struct http_request *request)
{
    struct checkin_desk *desk = web_application(request)->door_desk;
    struct error error = {0};
    if (!desk)
        error_set(&error, ERROR_BUSY, NULL, "the service is starting");
    if (!desk || !doors_scans_are_whole(&request->faults, &error)) {
        response_error(request, &error);
        return;
    }
    http_suspend(request, doors_send_answers);
    if (!checkin_desk_submit(desk, web_request(request)->asked->device, request->input, &request->arena,
                             doors_answers_came, request, &error))
        doors_answers_came(request, NULL, &error);
}
