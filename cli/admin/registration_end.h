/* What cancelling and declining share: a registration ends, for a reason, when whoever does it has agreed. */
#pragma once

#include "cli/admin/consent.h"

extern const struct option_spec registration_end_options[];

struct registration_ending {
    enum order_status wanted;
    const char *verb; /* "Cancel" */
    bool (*end)(struct store *store, const char *event, const char *code, const char *reason,
                const char *actor, struct arena *arena, struct order_decision *decision, struct error *error);
};

int registration_end(int argc, char **argv, const struct registration_ending *ending) CHECKED;
