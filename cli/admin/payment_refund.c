/* lanyard-admin payment refund */
#include "cli/admin/payment.h"

static const char *amount;
static const char *reference;

static const struct option_spec options[] = {
    PAYMENT_AMOUNT_OPTION(amount, "as 450.00 (all that is overpaid)"),
    PAYMENT_REFERENCE_OPTION(reference, "the bank's; the same one again changes nothing"),
    ADMIN_YES_OPTION,
    ADMIN_EVENT_OPTION,
    {0}};

/* Says whom it concerns and how much, and asks. */
static enum admin_consent refund_ask(const struct registration *registration)
{
    char over[MONEY_TEXT_SIZE];
    scope_buffer struct buffer what = BUFFER(4096);
    money_format(registration->overpaid, registration->currency, over);
    buffer_printf(&what, "%s %s, %s: %s overpaid, %s%s%s to go back\n", registration->code,
                  registration->name, registration->category_title, over,
                  amount ? registration->currency : "", amount ? " " : "", amount ? amount : "all of it");
    return admin_ask(&what, "Record this refund?");
}

static int payment_refund_run(int argc, char **argv)
{
    (void)argc;
    struct error error = {0};
    struct registration registration;
    struct order_payment payment;
    struct admin_code code;
    if (!reference) {
        fprintf(stderr, "lanyard-admin: payment refund needs --reference\n");
        return EXIT_USAGE;
    }
    scope_arena struct arena arena = ARENA(ADMIN_ARENA_MOST);
    scope_store struct store *store = admin_store(&error);
    if (!store || !admin_code_read(argv[0], &arena, &code, &error) ||
        !order_find(store, code.event, code.code, &arena, &registration, &error))
        return program_fail(&error);
    enum admin_consent consent = refund_ask(&registration);
    if (consent != ADMIN_AGREED)
        return admin_consent_exit(consent);
    if (!order_refund(store, registration.event, code.code, amount, reference, admin_actor(), &arena,
                      &payment, &error))
        return program_fail(&error);
    return admin_payment(&payment, "recorded");
}

const struct command admin_payment_refund = {.name = "payment refund",
                                             .arguments = "CODE",
                                             .summary = "Records money that went back, of what was overpaid.",
                                             .options = options,
                                             .least = 1,
                                             .most = 1,
                                             .run = payment_refund_run};
