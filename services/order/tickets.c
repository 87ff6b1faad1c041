/* What a confirmed attendee gets: a ticket and a badge, signed. */
#include "order/order_private.h"

bool order_sign(struct key_issuer *issuer, uint16_t event, struct arena *arena,
                struct order_signed_list *list, struct error *error)
{
    static const enum ticket_kind kinds[] = {TICKET_ADMISSION, TICKET_BADGE};
    list->items = arena_array(arena, COUNT_OF(kinds), sizeof *list->items);
    list->count = 0;
    for (size_t i = 0; list->items && i < COUNT_OF(kinds); i++) {
        struct ticket ticket;
        char token[TICKET_TOKEN_SIZE];
        if (!key_issue(issuer, kinds[i], event, &ticket, token, error))
            return false;
        list->items[list->count++] = (struct order_signed){.kind = ticket.kind,
                                                           .serial = ticket.serial,
                                                           .key = ticket.key_number,
                                                           .token = arena_copy(arena, token)};
    }
    return !arena->failed || error_set(error, ERROR_OURS, NULL, "out of memory");
}
