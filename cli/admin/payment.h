/* What the payment commands share. */
#pragma once

#include "cli/admin/consent.h"

#define PAYMENT_AMOUNT_OPTION(target_variable, text)                                                         \
    {                                                                                                        \
        .name = "amount", .type = OPTION_TEXT, .target = &(target_variable), .value = "AMOUNT",              \
        .help = (text)                                                                                       \
    }
#define PAYMENT_REFERENCE_OPTION(target_variable, text)                                                      \
    {                                                                                                        \
        .name = "reference", .type = OPTION_TEXT, .target = &(target_variable), .value = "TEXT",             \
        .help = (text)                                                                                       \
    }

/* How the order stands with money now, in words or as JSON. done: "recorded". Gives the exit status. */
int admin_payment(const struct order_payment *payment, const char *done) CHECKED;
