/* What cancelling and declining share: a registration ends, for a reason. */
#pragma once

#include "cli/admin/admin.h"

extern const struct option_spec registration_end_options[];

int registration_end(const char *code, bool (*end)(struct store *store, const char *event, const char *code,
                                                   const char *reason, const char *actor, struct arena *arena,
                                                   struct order_decision *decision, struct error *error));
