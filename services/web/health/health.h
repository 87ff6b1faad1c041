/* For those who run it: does it live, is it ready, what has it done. */
#pragma once

#include "web/web.h"

extern const struct http_area health_area;

/* What the two questions are answered. */
struct health_readiness {
    const char *fault; /* what an operator must do; NULL: the schema is ours */
};
extern const struct record health_readiness_record;

struct health_counts {
    struct record_pairs registrations; /* by status */
    struct record_pairs scans;         /* by verdict */
};
extern const struct record health_counts_record;

void health_live(struct http_request *request);
void health_ready(struct http_request *request);
void health_metrics(struct http_request *request);
