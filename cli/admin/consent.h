/* Commands that cannot be taken back without a trace: what they would do is said first, and asked. */
#pragma once

#include "cli/admin/codes.h"

/* --yes; the asking below looks at it */
extern bool admin_yes;
#define ADMIN_YES_OPTION                                                                                     \
    {                                                                                                        \
        .name = "yes", .letter = 'y', .type = OPTION_FLAG, .target = &admin_yes,                             \
        .help = "do it without asking; needed where nobody can be asked"                                     \
    }

/* "Amina Diallo, Speaker: 1 ticket revoked, 2 places free (Speaker, DNSSEC), USD 0.00 to refund": what ending
 * it, by cancelling or declining, does. */
void admin_append_consequences(const struct registration *registration, enum order_status wanted,
                               struct buffer *out);

enum admin_consent { ADMIN_AGREED, ADMIN_REFUSED, ADMIN_UNASKED };

/* Whether it may be done: by --yes, or by whoever sits at the terminal. what: lines for standard error, of
 * what would be done; question: "Cancel 3 registrations?". Else it is said that nothing is done, and why. */
enum admin_consent admin_ask(const struct buffer *what, const char *question) CHECKED;

/* The exit status of nothing done. */
int admin_consent_exit(enum admin_consent consent) CHECKED;
