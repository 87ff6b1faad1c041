#include "web/api/api.h"

#define KIB 1024u

static const struct http_route rows[] = {
    {.method = "POST",
     .pattern = "/api/v1/events/{event}/registrations",
     .handler = api_register,
     .who = &right_anybody,
     .wants = &want_event,
     .takes = HTTP_TAKES_JSON,
     .input = &order_input_record,
     .body_max = 64 * KIB,
     .budget = BUDGET_REGISTERING,
     .listeners = ON_PUBLIC},
};

const struct http_area api_area = {rows, COUNT_OF(rows)};
