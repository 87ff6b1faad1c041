#include "order/order_private.h"

json_t *order_tickets(struct key_issuer *issuer, uint16_t event, struct error *error)
{
    static const enum ticket_kind kinds[] = {TICKET_ADMISSION, TICKET_BADGE};
    scope_json json_t *tickets = json_array();
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct ticket ticket;
        char token[TICKET_TOKEN_SIZE];
        if (!key_issue(issuer, kinds[i], event, &ticket, token, error))
            return NULL;
        json_array_append_new(
            tickets, json_pack("{s:s, s:I, s:i, s:s}", "kind", ticket_kind_name(ticket.kind), "serial",
                               (json_int_t)ticket.serial, "key", (int)ticket.key_number, "token", token));
    }
    return scope_take(&tickets);
}
