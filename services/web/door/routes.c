#include "web/door/door.h"

#include <strings.h>

#define KIB 1024u

/* RFC 6750, section 2.1. */
static const char *bearer(const struct http_request *request)
{
    const char *value = http_header(request, MHD_HTTP_HEADER_AUTHORIZATION);
    return value && strncasecmp(value, "Bearer ", 7) == 0 ? value + 7 : "";
}

static void device_came(struct http_request *request)
{
    static const struct http_header challenge[] = {{MHD_HTTP_HEADER_WWW_AUTHENTICATE, "Bearer"}, {0}};
    struct web_request *own = web_request(request);
    if (own->answer) {
        own->device = scope_take(&own->answer);
        http_pass(request);
    } else if (own->error.kind == ERROR_NOT_FOUND) {
        response_refusal(request, 401, "problem.device", NULL, challenge);
    } else {
        response_error(request, &own->error);
    }
}

static void check_device(struct http_request *request)
{
    struct error error = {0};
    http_suspend(request, device_came);
    if (!checkin_device_number(web_application(request)->door_reader, bearer(request), later_json_came,
                               request, &error))
        later_json_came(request, NULL, &error);
}

static void find_device(struct http_request *request)
{
    struct error error = {0};
    http_suspend(request, device_came);
    if (!checkin_device_find(web_application(request)->door_reader, bearer(request), later_json_came, request,
                             &error))
        later_json_came(request, NULL, &error);
}

static const struct http_check right_device = {.name = "device", .check = check_device};
/* The same with all that is known of it, which is ten times the work. */
static const struct http_check right_device_itself = {.name = "device", .check = find_device};
/* In the body; the database compares it and uses it up. */
static const struct http_check right_pairing_code = {.name = "holder of a pairing code"};

static const struct http_route rows[] = {
    {.method = "POST",
     .pattern = "/api/v1/devices/pair",
     .handler = doors_pair,
     .who = &right_pairing_code,
     .takes = HTTP_TAKES_JSON,
     .body_max = 4 * KIB,
     .budget = BUDGET_PAIRING,
     .listeners = ON_DOORS},
    {.method = "GET",
     .pattern = "/api/v1/device",
     .handler = doors_device,
     .who = &right_device_itself,
     .listeners = ON_DOORS},
    {.method = "POST",
     .pattern = "/api/v1/scans",
     .handler = doors_scans,
     .who = &right_device,
     .takes = HTTP_TAKES_JSON,
     .body_max = 256 * KIB,
     .listeners = ON_DOORS},
};

const struct http_area doors_area = {rows, COUNT_OF(rows)};
