/* lanyard-admin registration decline */
#include "cli/admin/registration_end.h"

static int registration_decline_run(int argc, char **argv)
{
    return registration_end(argc, argv,
                            &(struct registration_ending){ORDER_DECLINED, "Decline", order_decline});
}

const struct command admin_registration_decline = {.name = "registration decline",
                                                   .arguments = ADMIN_CODES_ARGUMENTS,
                                                   .summary = "Declines applications.",
                                                   .options = registration_end_options,
                                                   .least = 1,
                                                   .most = -1,
                                                   .run = registration_decline_run};
