/* Internet mail addresses, ASCII or internationalised. */
#pragma once

#include "base/error.h"

/* Checks an address (RFC 5321 section 4.1.2 dot-string form with RFC 6531 UTF-8 local parts; host names by
 * IDNA 2008, UTS #46 non-transitional) and gives its canonical form for the caller to free: NFC, host in
 * lower-case Unicode. The local part keeps its case. Quoted local parts, comments, address literals and
 * single-label hosts are refused. Limits: local part 64 octets, host 253 octets as A-labels, whole 254. NULL
 * if it is no address we can mail to. */
char *email_canonical(const char *address);
