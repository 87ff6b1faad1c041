#include "web/door/door.h"

static void pair_came(struct http_request *request)
{
    struct web_request *own = web_request(request);
    if (own->answer)
        http_send_json(request, 200, scope_take(&own->answer), NULL);
    else
        response_error(request, &own->error);
}

/* POST /api/v1/devices/pair {"code", "key"} */
void doors_pair(struct http_request *request)
{
    struct error error = {0};
    http_suspend(request, pair_came);
    if (!checkin_device_pair(web_application(request)->door_reader, json_text(request->json, "code", ""),
                             json_text(request->json, "key", ""), later_json_came, request, &error))
        later_json_came(request, NULL, &error);
}

/* GET /api/v1/device */
void doors_device(struct http_request *request)
{
    http_send_json(request, 200, scope_take(&web_request(request)->device), NULL);
}

static void scans_came(struct http_request *request)
{
    struct web_request *own = web_request(request);
    if (own->answer)
        http_send_json(request, 200, json_pack("{s:O}", "results", own->answer), NULL);
    else
        response_error(request, &own->error);
}

/* POST /api/v1/scans {"scans": [{"id", "token", "at"}]} */
void doors_scans(struct http_request *request)
{
    struct checkin_desk *desk = web_application(request)->door_desk;
    int64_t device = json_integer_value(web_request(request)->device);
    struct error error = {0};
    if (!desk) {
        error_set(&error, ERROR_BUSY, NULL, "the service is starting");
        response_error(request, &error);
        return;
    }
    http_suspend(request, scans_came);
    if (!checkin_desk_submit(desk, device, json_object_get(request->json, "scans"), later_json_came, request,
                             &error))
        later_json_came(request, NULL, &error);
}
