/* What the files of ticket share; ticket's own. */
#pragma once

#include "ticket/ticket.h"

#define PAYLOAD_BYTES 8
#define SIGNATURE_BYTES 64
#define SIGNED_CONTEXT "lanyard-ticket-v1" /* no other use of the key can give a valid token */
#define SIGNED_BYTES (sizeof SIGNED_CONTEXT - 1 + PAYLOAD_BYTES)

/* --- symbol.c */

#define TICKET_FULL_WIDTH (TICKET_SYMBOL_WIDTH + 2 * 4) /* with its quiet zone */

/* Appends the dark modules as an SVG path, a module being 1, the quiet zone left free. */
void ticket_symbol_path(const struct ticket_symbol *symbol, struct buffer *svg);

/* --- token.c */

/* What is signed: the context and the payload. */
void ticket_signed_bytes(const struct ticket *ticket, uint8_t bytes[static SIGNED_BYTES]);
