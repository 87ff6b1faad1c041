/* What pages show of an event, made ready for people. */
#pragma once

#include "web/web.h"

/* What it is, when and where. */
json_t *event_listed_context(const struct locale *locale, const struct event_listed *event);

/* The same with categories, today's prices, sessions and what is left. input: what was typed so far, to
 * mark what is chosen; may be NULL. */
json_t *event_context(const struct locale *locale, const struct event *event,
                      const struct order_input *input);
