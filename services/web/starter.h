/* Opens the desks as soon as database, schema and key are there: the service starts before its database, and
 * outlives its absence. */
#pragma once

#include "web/web.h"

struct starter;
struct starter *starter_begin(struct application *application);
void starter_end(struct starter *starter);
