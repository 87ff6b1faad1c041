/* For those who run it: does it live, is it ready, what has it done. */
#pragma once

#include "web/web.h"

extern const struct http_area health_area;

void health_live(struct http_request *request);
void health_ready(struct http_request *request);
void health_metrics(struct http_request *request);
