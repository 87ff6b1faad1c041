/* What the payment commands share. */
#pragma once

#include "cli/admin/consent.h"

/* How the order stands with money now, in words or as JSON. done: "recorded". Gives the exit status. */
int admin_payment(const struct order_payment *payment, const char *done) CHECKED;
