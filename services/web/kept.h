/* Answers that are made once and kept, by a name: pictures of tickets, which take milliseconds to make and
 * are looked at again, and pages that many see. At most so many are kept, the longest unused goes first; who
 * wants another content uses another name. Thread-safe. */
#pragma once

#include "http/http.h"

struct kept;

#define KEPT_NAME_SIZE 160

/* places: how many are kept, a power of two, 8 at least. */
struct kept *kept_open(size_t places, struct error *error) CHECKED;
void kept_close(struct kept *kept);

/* Gives what is kept under the name, made if it is not there, to send, which answers the request with it and
 * may not keep it. make gives NULL when out of memory; then kept_send is false and nothing is answered.
 * context is for both. */
bool kept_send(struct kept *kept, struct http_request *request, const char *name,
               struct http_kept *(*make)(struct http_request *request, const void *context),
               void (*send)(struct http_request *request, const struct http_kept *answer,
                            const void *context),
               const void *context) CHECKED;

/* How many were made so far, for metrics. */
uint64_t kept_made(struct kept *kept);
