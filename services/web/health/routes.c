/* The routes of those who run it. */
#include "web/health/health.h"

static const struct http_route rows[] = {
    {.method = "GET",
     .pattern = "/healthz",
     .handler = health_live,
     .who = &right_anybody,
     .listeners = ON_BOTH},
    {.method = "GET",
     .pattern = "/readyz",
     .handler = health_ready,
     .who = &right_anybody,
     .listeners = ON_BOTH},
    {.method = "GET",
     .pattern = "/metrics",
     .handler = health_metrics,
     .who = &right_anybody,
     .listeners = ON_DOORS},
};

const struct http_area health_area = {rows, COUNT_OF(rows)};
