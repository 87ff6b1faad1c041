/* What the payment commands print. */
#include "cli/admin/payment.h"

static void payment_print_elsewhere(const struct order_payment *payment)
{
    for (size_t i = 0; i < payment->elsewhere.count; i++)
        fprintf(stderr, "%s%s",
                i ? ", " : "lanyard-admin: this reference stands with other registrations too: ",
                payment->elsewhere.items[i]);
    if (payment->elsewhere.count)
        fputc('\n', stderr);
}

int admin_payment(const struct order_payment *payment, const char *done)
{
    char due[MONEY_TEXT_SIZE], over[MONEY_TEXT_SIZE];
    payment_print_elsewhere(payment);
    if (admin_wants_json())
        return admin_record(&order_payment_record, payment);
    money_format(payment->due, payment->currency, due);
    money_format(payment->overpaid, payment->currency, over);
    printf("%s is %s; still due: %s%s%s%s%s%s\n", payment->code,
           record_word(&order_status_words, (int)payment->status), due,
           payment->overpaid > 0 ? "; overpaid: " : "", payment->overpaid > 0 ? over : "",
           payment->repeated ? " (" : "", payment->repeated ? done : "", payment->repeated ? " before)" : "");
    return EXIT_DONE;
}
