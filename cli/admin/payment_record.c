/* lanyard-admin payment record */
#include "cli/admin/payment.h"

static const char *amount;
static const char *reference;

static const struct option_spec options[] = {
    PAYMENT_AMOUNT_OPTION(amount, "as 450.00, in the event's currency"),
    PAYMENT_REFERENCE_OPTION(reference, "the bank's; the same one again changes nothing"),
    ADMIN_EVENT_OPTION,
    {0}};

static int payment_record_run(int argc, char **argv)
{
    (void)argc;
    struct error error = {0};
    struct order_payment payment;
    struct admin_code code;
    if (!amount || !reference) {
        fprintf(stderr, "lanyard-admin: payment record needs --amount and --reference\n");
        return EXIT_USAGE;
    }
    scope_arena struct arena arena = ARENA(ADMIN_ARENA_MOST);
    scope_store struct store *store = admin_store(&error);
    scope_issuer struct key_issuer *issuer = store ? admin_issuer(store, &error) : NULL;
    if (!issuer || !admin_code_read(argv[0], &arena, &code, &error) ||
        !order_pay(store, issuer, code.event, code.code, amount, reference, admin_actor(), &arena, &payment,
                   &error))
        return program_fail(&error);
    return admin_payment(&payment, "recorded");
}

const struct command admin_payment_record = {.name = "payment record",
                                             .arguments = "CODE",
                                             .summary =
                                                 "Records money that arrived; confirms what it pays in full.",
                                             .options = options,
                                             .least = 1,
                                             .most = 1,
                                             .run = payment_record_run};
