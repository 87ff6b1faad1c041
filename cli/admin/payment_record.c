#include "cli/admin/admin.h"

static const char *amount;
static const char *reference;
static const char *event;

static const struct option_spec options[] = {{.name = "amount",
                                              .type = OPTION_TEXT,
                                              .target = &amount,
                                              .value = "AMOUNT",
                                              .help = "as 450.00, in the event's currency"},
                                             {.name = "reference",
                                              .type = OPTION_TEXT,
                                              .target = &reference,
                                              .value = "TEXT",
                                              .help = "the bank's; the same one again changes nothing"},
                                             ADMIN_EVENT_OPTION(event),
                                             {0}};

static int run(int argc, char **argv)
{
    (void)argc;
    struct error error = {0};
    if (!amount || !reference) {
        fprintf(stderr, "lanyard-admin: payment record needs --amount and --reference\n");
        return EXIT_USAGE;
    }
    scope_store struct store *store = admin_store(&error);
    scope_issuer struct key_issuer *issuer = store ? admin_issuer(store, &error) : NULL;
    scope_json json_t *result =
        issuer ? order_pay(store, issuer, event, argv[0], amount, reference, admin_actor(), &error) : NULL;
    if (!result)
        return program_fail(&error);
    if (admin_json(result))
        return EXIT_DONE;
    char due[MONEY_TEXT_SIZE];
    money_format(json_int(result, "due", 0), json_text(result, "currency", ""), due);
    printf("%s is %s; still due: %s%s\n", json_text(result, "code", ""), json_text(result, "status", ""), due,
           json_flag(result, "repeated", false) ? " (recorded before)" : "");
    return EXIT_DONE;
}

const struct command admin_payment_record = {
    .name = "payment record",
    .arguments = "CODE",
    .summary = "Records a payment; confirms the registration when it is paid in full.",
    .options = options,
    .least = 1,
    .most = 1,
    .run = run};
