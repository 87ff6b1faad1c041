/* lanyard-admin registration cancel */
#include "cli/admin/registration_end.h"

static int registration_cancel_run(int argc, char **argv)
{
    return registration_end(argc, argv,
                            &(struct registration_ending){ORDER_CANCELLED, "Cancel", order_cancel});
}

const struct command admin_registration_cancel = {
    .name = "registration cancel",
    .arguments = ADMIN_CODES_ARGUMENTS,
    .summary = "Cancels: gives the places back and revokes the tickets.",
    .options = registration_end_options,
    .least = 1,
    .most = -1,
    .run = registration_cancel_run};
