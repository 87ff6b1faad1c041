/* Internet mail addresses, ASCII or internationalised. */
#pragma once

#include "base/error.h"

/* Why it is none: a message of the catalogue that says what to do, and what stands at its {detail}. */
struct email_fault {
    /* "fault.email.host"; "fault.required" where there is nothing to be seen; NULL: out of memory */
    const char *message;
    char detail[128];
};

/* Checks an address and gives its canonical form for the caller to free: NFC, host in lower-case Unicode, the
 * local part in its own case. NULL if it is no address we can mail to, and then why (fault may be NULL).
 *
 * Before the @ stands a dot-atom (RFC 5321 section 4.1.2, RFC 5322 section 3.2.3) of ASCII and of what can be
 * seen of Unicode (RFC 6531, 6532), behind it a host name of IDNA 2008 (RFC 5891, 5892, 5893, by libidn2)
 * with a dot, under a top-level domain that the Internet has or may have: no quoted local parts, comments,
 * address literals, numbers, names for special use (RFC 6761). Spaces and invisible characters are cut off at
 * the ends and refused inside. Limits are in octets of what is sent: local part 64, host 253 as A-labels with
 * 63 each, whole 254. */
char *email_canonical(const char *address, struct email_fault *fault);
