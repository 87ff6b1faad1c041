/* What became of a registration, and its money. */
#include "order/order_private.h"

static const char *const action_table[] = {[ORDER_REGISTERED] = "registered",
                                           [ORDER_APPROVED] = "approved",
                                           [ORDER_PROMOTED] = "promoted",
                                           [ORDER_DID_DECLINE] = "declined",
                                           [ORDER_RECONSIDERED] = "reconsidered",
                                           [ORDER_DID_CANCEL] = "cancelled",
                                           [ORDER_RESTORED] = "restored",
                                           [ORDER_PAYMENT_RECORDED] = "payment recorded",
                                           [ORDER_PAYMENT_REVERSED] = "payment reversed",
                                           [ORDER_REFUNDED] = "refunded",
                                           [ORDER_SECRET_REPLACED] = "secret replaced"};
const struct record_words order_action_words = RECORD_WORDS(action_table);

static const struct record_member change_members[] = {
    RECORD_TEXT(struct order_change, at),
    RECORD_TEXT(struct order_change, actor),
    RECORD_WORD(struct order_change, action, order_action_words),
    RECORD_WORD(struct order_change, from, order_status_words, .presence = RECORD_OPTIONAL),
    RECORD_WORD(struct order_change, to, order_status_words, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct order_change, reason, .presence = RECORD_OPTIONAL),
    RECORD_INT(struct order_change, amount, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct order_change, reference, .presence = RECORD_OPTIONAL),
    RECORD_TEXTS(struct order_change, without)};
static const struct record change_record = RECORD(struct order_change, change_members);

static const struct record_member transfer_members[] = {
    RECORD_INT(struct order_transfer, amount),
    RECORD_TEXT(struct order_transfer, reference),
    RECORD_TEXT(struct order_transfer, recorded_at),
    RECORD_TEXT(struct order_transfer, actor),
    RECORD_TEXT(struct order_transfer, reversed_at, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct order_transfer, reversed_by, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct order_transfer, reversed_reason, .presence = RECORD_OPTIONAL),
    RECORD_TEXTS(struct order_transfer, elsewhere)};
static const struct record transfer_record = RECORD(struct order_transfer, transfer_members);

static const struct record_member history_members[] = {
    RECORD_LIST(struct order_history, changes, change_record),
    RECORD_LIST(struct order_history, transfers, transfer_record)};
const struct record order_history_record = RECORD(struct order_history, history_members);

bool order_read_history(struct store *store, const char *event, const char *code, struct arena *arena,
                        struct order_history *history, struct error *error)
{
    scope_answer struct store_answer *answer =
        store_ask(store, SQL_REGISTRATION_HISTORY, STORE_PARAMS(event, code), error);
    if (!answer)
        return false;
    if (store_answer_is_none(answer))
        return order_refuse_unknown(code, error);
    return store_answer_record(answer, &order_history_record, arena, history, error);
}
