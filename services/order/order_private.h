/* What the files of registration share; registration's own. */
#pragma once

#include "order/order.h"

/* Signs what a confirmed attendee gets, a ticket and a badge: [{"kind","serial","key","token"}]. */
json_t *order_tickets(struct key_issuer *issuer, uint16_t event, struct error *error);
