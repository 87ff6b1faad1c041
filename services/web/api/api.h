/* Registering by programs: JSON in, JSON out. */
#pragma once

#include "web/web.h"

extern const struct http_area api_area;

/* What registering answers. */
extern const struct record api_created_record;

void api_registration(struct http_request *request);
void api_event(struct http_request *request);
void api_register(struct http_request *request);
void api_description(struct http_request *request);
