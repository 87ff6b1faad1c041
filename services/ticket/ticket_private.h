/* What the files of ticket share; ticket's own. */
#pragma once

#include "ticket/ticket.h"

#define PAYLOAD_BYTES 8
#define SIGNATURE_BYTES 64
#define SIGNED_CONTEXT "lanyard-ticket-v1" /* no other use of the key can give a valid token */
#define SIGNED_BYTES (sizeof SIGNED_CONTEXT - 1 + PAYLOAD_BYTES)

/* What is signed: the context and the payload. */
void ticket_signed_bytes(const struct ticket *ticket, uint8_t bytes[static SIGNED_BYTES]);
