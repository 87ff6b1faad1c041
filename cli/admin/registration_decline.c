/* lanyard-admin registration decline */
#include "cli/admin/registration_end.h"

static int registration_decline_run(int argc, char **argv)
{
    (void)argc;
    return registration_end(argv[0], order_decline);
}

const struct command admin_registration_decline = {.name = "registration decline",
                                                   .arguments = "CODE",
                                                   .summary = "Declines an application.",
                                                   .options = registration_end_options,
                                                   .least = 1,
                                                   .most = 1,
                                                   .run = registration_decline_run};
