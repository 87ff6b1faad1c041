/* What doors' laptops ask: to be paired, who they are, and what of a scan. */
#pragma once

#include "web/web.h"

extern const struct http_area doors_area;

void doors_pair(struct http_request *request);
void doors_device(struct http_request *request);
void doors_scans(struct http_request *request);
