/* What the files of this room share; registration's own. */
#pragma once

#include "order/order.h"

/* What the database keeps of a ticket: the public's part, and the key that signed it. */
struct order_signed {
    enum ticket_kind kind;
    int64_t serial;
    int64_t key;
    const char *token;
};
extern const struct record order_signed_record;

struct order_signed_list {
    struct order_signed *items;
    size_t count;
};

/* Signs what a confirmed attendee gets, a ticket and a badge. */
bool order_sign(struct key_issuer *issuer, uint16_t event, struct arena *arena,
                struct order_signed_list *list, struct error *error) CHECKED;

bool order_refuse_unknown(const char *code, struct error *error);

/* The answer's document, which has no error. */
extern const struct record order_answer_record;

/* The bytes that the database keeps a hash of, to tell a repeated request: members in the order of their
 * names, on one line. Builds that run side by side must agree on them. */
void order_write_canonical(const struct order_input *checked, struct buffer *out);
