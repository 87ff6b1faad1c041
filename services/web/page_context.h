/* What pages show of an event, made ready for people. */
#pragma once

#include "web/web.h"

/* input: what was typed so far, to mark what is chosen; may be NULL. */
json_t *event_context(const struct locale *locale, const json_t *event, const json_t *input);
