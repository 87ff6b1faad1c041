/* lanyard-admin payment reverse */
#include "cli/admin/payment.h"

static const char *reference;
static const char *reason;

static const struct option_spec options[] = {PAYMENT_REFERENCE_OPTION(reference, "of the payment"),
                                             ADMIN_REASON_OPTION(reason),
                                             ADMIN_EVENT_OPTION,
                                             {0}};

static int payment_reverse_run(int argc, char **argv)
{
    (void)argc;
    struct error error = {0};
    struct order_payment payment;
    struct admin_code code;
    if (!reference || !reason || !*reason) {
        fprintf(stderr, "lanyard-admin: payment reverse needs --reference and --reason\n");
        return EXIT_USAGE;
    }
    scope_arena struct arena arena = ARENA(ADMIN_ARENA_MOST);
    scope_store struct store *store = admin_store(&error);
    if (!store || !admin_code_read(argv[0], &arena, &code, &error) ||
        !order_reverse_payment(store, code.event, code.code, reference, reason, admin_actor(), &arena,
                               &payment, &error))
        return program_fail(&error);
    return admin_payment(&payment, "reversed");
}

const struct command admin_payment_reverse = {.name = "payment reverse",
                                              .arguments = "CODE",
                                              .summary = "Takes back a payment that was recorded by mistake.",
                                              .options = options,
                                              .least = 1,
                                              .most = 1,
                                              .run = payment_reverse_run};
