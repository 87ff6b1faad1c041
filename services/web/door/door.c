/* What doors' laptops ask: to be paired, who they are, and what of a scan. */
#include "web/web.h"

#include <strings.h>

/* RFC 6750, section 2.1. */
static const char *bearer(const struct request *request)
{
    const char *value = request_header(request, MHD_HTTP_HEADER_AUTHORIZATION);
    return value && strncasecmp(value, "Bearer ", 7) == 0 ? value + 7 : "";
}

static void refuse_device(struct request *request, const struct error *error)
{
    if (error->kind != ERROR_NOT_FOUND) {
        response_error(request, error);
        return;
    }
    static const struct header challenge[] = {{MHD_HTTP_HEADER_WWW_AUTHENTICATE, "Bearer"}, {0}};
    response_refusal(request, 401, "problem.device", NULL, challenge);
}

/* POST /api/v1/devices/pair {"code", "key"} */
void api_pair(struct request *request)
{
    struct error error = {0};
    scope_json json_t *input = request_json(request);
    if (!input)
        return;
    json_t *device = checkin_device_pair(request->application->door_store, json_text(input, "code", ""),
                                         json_text(input, "key", ""), &error);
    if (device)
        response_json(request, 200, device, NULL);
    else
        response_error(request, &error);
}

/* GET /api/v1/device */
void api_device(struct request *request)
{
    struct error error = {0};
    json_t *device = checkin_device_find(request->application->door_store, bearer(request), &error);
    if (device)
        response_json(request, 200, device, NULL);
    else
        refuse_device(request, &error);
}

struct scanning {
    json_t *results; /* or */
    struct error error;
};

static void scanning_free(void *work)
{
    struct scanning *scanning = work;
    json_decref(scanning->results);
    free(scanning);
}

/* On the writer's thread. */
static void came_back(void *context, const json_t *results, const struct error *error)
{
    struct request *request = context;
    struct scanning *scanning = request->work;
    scanning->results = json_incref((json_t *)(uintptr_t)results);
    if (error)
        scanning->error = *error;
    request_resume(request);
}

static void finish(struct request *request)
{
    struct scanning *scanning = request->work;
    if (scanning->results)
        response_json(request, 200, json_pack("{s:O}", "results", scanning->results), NULL);
    else
        response_error(request, &scanning->error);
}

static bool submit(struct request *request, int64_t device, const json_t *scans, struct error *error)
{
    struct checkin_desk *desk = request->application->door_desk;
    if (!desk)
        return error_set(error, ERROR_BUSY, NULL, "the service is starting");
    request->work = calloc(1, sizeof(struct scanning));
    request->work_free = scanning_free;
    if (!request->work)
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    request_suspend(request, finish);
    struct error refused = {0};
    if (!checkin_desk_submit(desk, device, scans, came_back, request, &refused))
        came_back(request, NULL, &refused);
    return true;
}

/* POST /api/v1/scans {"scans": [{"id", "token", "at"}]} */
void api_scans(struct request *request)
{
    struct error error = {0};
    int64_t device;
    if (!checkin_device_number(request->application->door_store, bearer(request), &device, &error)) {
        refuse_device(request, &error);
        return;
    }
    scope_json json_t *input = request_json(request);
    if (input && !submit(request, device, json_object_get(input, "scans"), &error))
        response_error(request, &error);
}
