/* What the files of registration share; registration's own. */
#pragma once

#include "registration/registration.h"

/* Signs what a confirmed attendee gets, a ticket and a badge: [{"kind","serial","key","token"}]. */
json_t *registration_tickets(struct ticket_issuer *issuer, uint16_t event, struct error *error);
