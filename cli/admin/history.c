/* What became of a registration, a line each. */
#include "cli/admin/history.h"

/* RFC 3339 in UTC, to the minute. */
static void history_append_time(const char *at, struct buffer *out)
{
    buffer_printf(out, "  %.10s %.5s UTC", at, strlen(at) > 16 ? at + 11 : "");
}

static void history_append_codes(const char *before, const char *const *codes, size_t count,
                                 struct buffer *out)
{
    for (size_t i = 0; i < count; i++)
        buffer_printf(out, "%s%s", i ? ", " : before, codes[i]);
}

static void history_append_change(const struct order_change *change, const char *currency, struct buffer *out)
{
    char money[MONEY_TEXT_SIZE];
    const char *from = record_word(&order_status_words, (int)change->from);
    const char *to = record_word(&order_status_words, (int)change->to);
    history_append_time(change->at, out);
    buffer_printf(out, "  %-12s %s", change->actor, record_word(&order_action_words, (int)change->action));
    if (change->amount != RECORD_NO_INT) {
        money_format(change->amount, currency, money);
        buffer_printf(out, " %s", money);
    }
    if (change->reference)
        buffer_printf(out, " (%s)", change->reference);
    if (to && from)
        buffer_printf(out, ", %s to %s", from, to);
    else if (to)
        buffer_printf(out, ", %s", to);
    history_append_codes(", without ", change->without.items, change->without.count, out);
    if (change->reason)
        buffer_printf(out, ": %s", change->reason);
    buffer_char(out, '\n');
}

void admin_append_changes(const struct order_history *history, const char *currency, struct buffer *out)
{
    for (size_t i = 0; i < history->changes.count; i++)
        history_append_change(&history->changes.items[i], currency, out);
}

void admin_append_transfers(const struct order_history *history, const char *currency, struct buffer *out)
{
    char money[MONEY_TEXT_SIZE];
    for (size_t i = 0; i < history->transfers.count; i++) {
        const struct order_transfer *transfer = &history->transfers.items[i];
        money_format(transfer->amount, currency, money);
        history_append_time(transfer->recorded_at, out);
        buffer_printf(out, "  %-12s %s, %s", transfer->actor, money, transfer->reference);
        if (transfer->reversed_at)
            buffer_printf(out, "; reversed by %s: %s", transfer->reversed_by, transfer->reversed_reason);
        history_append_codes("; the same reference: ", transfer->elsewhere.items, transfer->elsewhere.count,
                             out);
        buffer_char(out, '\n');
    }
}
