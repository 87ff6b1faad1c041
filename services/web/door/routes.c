/* The routes of what doors' laptops ask, and who may. */
#include "web/door/door.h"

#define KIB 1024u

static void doors_pass(struct http_request *request)
{
    const struct doors_asked *asked = web_request(request)->asked;
    if (asked->device || asked->seen)
        http_pass(request);
    else
        doors_refuse(request);
}

static void doors_number_came(void *context, const int64_t *device, const struct error *error)
{
    struct http_request *request = context;
    web_request(request)->asked->device = device ? *device : 0;
    later_came(request, error);
}

static void doors_check_number(struct http_request *request)
{
    struct checkin_desk *desk = web_application(request)->door_desk;
    struct error *error = &web_request(request)->error;
    struct doors_asked *asked = doors_asked(request);
    if (asked && !desk)
        error_set(error, ERROR_BUSY, NULL, "the service is starting");
    if (!asked || !desk) {
        doors_refuse(request);
        return;
    }
    if (checkin_device_known(desk, holder_bearer(request), &asked->device)) {
        http_pass(request);
        return;
    }
    struct error refused = {0};
    http_suspend(request, doors_pass);
    if (!checkin_device_number(desk, holder_bearer(request), &request->arena, doors_number_came, request,
                               &refused))
        doors_number_came(request, NULL, &refused);
}

static void doors_check_device(struct http_request *request)
{
    struct error error = {0};
    if (!doors_asked(request)) {
        doors_refuse(request);
        return;
    }
    http_suspend(request, doors_pass);
    if (!checkin_device_find(web_application(request)->door_reader, holder_bearer(request), &request->arena,
                             doors_device_came, request, &error))
        doors_device_came(request, NULL, &error);
}

static const struct http_check right_device = {
    .name = "device", .check = doors_check_number, .is_bearer = true};
/* The same with all that is known of it, which is ten times the work. */
static const struct http_check right_device_itself = {
    .name = "device", .check = doors_check_device, .is_bearer = true};
/* In the body; the database compares it and uses it up. */
static const struct http_check right_pairing_code = {.name = "holder of a pairing code"};

/* Laptops are of other builds: what they say beyond this is passed over. */
static const struct http_route rows[] = {
    {.method = "POST",
     .pattern = "/api/v1/devices/pair",
     .handler = doors_pair,
     .who = &right_pairing_code,
     .takes = HTTP_TAKES_JSON,
     .body_max = 4 * KIB,
     .input = &door_pairing_record,
     .passes_unknown = true,
     .budget = BUDGET_PAIRING,
     .summary = "Pairs a door's laptop, which makes its key, by the code that its device was made with",
     .output = &door_device_record,
     .listeners = ON_DOORS},
    {.method = "GET",
     .pattern = "/api/v1/device",
     .handler = doors_device,
     .who = &right_device_itself,
     .summary = "What a door is: its event, its point, the keys of tickets",
     .output = &door_device_record,
     .listeners = ON_DOORS},
    {.method = "POST",
     .pattern = "/api/v1/scans",
     .handler = doors_scans,
     .who = &right_device,
     .takes = HTTP_TAKES_JSON,
     .body_max = 256 * KIB,
     .input = &door_scans_record,
     .passes_unknown = true,
     .summary = "Decides scans; the same scan may be sent again, and gets the same answer",
     .output = &door_answers_record,
     .listeners = ON_DOORS},
};

const struct http_area doors_area = {rows, COUNT_OF(rows)};
