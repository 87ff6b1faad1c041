/* What doors' laptops ask: to be paired, who they are, and what of a scan. */
#pragma once

#include "web/web.h"

extern const struct http_area doors_area;

/* What was asked for a request of the doors. */
struct doors_asked {
    int64_t device;                 /* whose right it is, or */
    const struct door_device *seen; /* all that is known of it */
    const struct door_answers *answers;
};

/* The request's, made at the first call; NULL when memory is out, with web_request's error set. */
struct doors_asked *doors_asked(struct http_request *request);

/* The done of a question: keeps the answer, and resumes the request. web_request's error tells of failures.
 */
void doors_device_came(void *context, const struct door_device *device, const struct error *error);

/* Answers with web_request's error: 401 to whom no device is known by that key, or not any more. */
void doors_refuse(struct http_request *request);

void doors_pair(struct http_request *request);
void doors_device(struct http_request *request);
void doors_scans(struct http_request *request);
