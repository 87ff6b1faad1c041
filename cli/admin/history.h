/* What became of a registration, for people. */
#pragma once

#include "cli/admin/codes.h"

/* "2027-01-05 09:00 UTC  amina     approved (pending_approval -> confirmed): reason", a line each. */
void admin_append_changes(const struct order_history *history, const char *currency, struct buffer *out);

/* Money that came and went, a line each. */
void admin_append_transfers(const struct order_history *history, const char *currency, struct buffer *out);
