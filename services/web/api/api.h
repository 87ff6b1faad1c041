/* Registering by programs: JSON in, JSON out. */
#pragma once

#include "web/web.h"

extern const struct http_area api_area;

void api_register(struct http_request *request);
