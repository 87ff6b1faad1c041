/* The API's routes. */
#include "web/api/api.h"

#define KIB 1024u

static const struct http_parameter idempotency[] = {
    {"Idempotency-Key", "header",
     "Any visible ASCII up to 255 characters, of the caller's own: the same request sent again with it is "
     "answered "
     "as the first was."},
    {0}};

static const struct http_route rows[] = {
    {.method = "GET",
     .pattern = "/api/v1/openapi.json",
     .handler = api_description,
     .who = &right_anybody,
     .listeners = ON_BOTH},
    {.method = "GET",
     .pattern = "/api/v1/events/{event}",
     .handler = api_event,
     .who = &right_anybody,
     .wants = &want_event,
     .summary = "An event as it is now: what its file says, today's prices, and what is left",
     .output = &event_record,
     .listeners = ON_PUBLIC},
    {.method = "GET",
     .pattern = "/api/v1/events/{event}/registrations/{code}",
     .handler = api_registration,
     .who = &right_secret,
     .wants = &want_order,
     .summary = "A registration as it is now, for who has its secret",
     .output = &registration_record,
     .listeners = ON_PUBLIC},
    {.method = "POST",
     .pattern = "/api/v1/events/{event}/registrations",
     .handler = api_register,
     .who = &right_anybody,
     .wants = &want_event,
     .takes = HTTP_TAKES_JSON,
     .input = &order_input_record,
     .body_max = 64 * KIB,
     .budget = BUDGET_REGISTERING,
     .summary = "Registers somebody; what is wrong with the input is told field by field",
     .parameters = idempotency,
     .output = &api_created_record,
     .success = 201,
     .listeners = ON_PUBLIC},
};

const struct http_area api_area = {rows, COUNT_OF(rows)};
