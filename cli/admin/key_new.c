/* lanyard-admin key new */
#include "cli/admin/admin.h"

#include <sodium.h>

static int key_new_run(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct error error = {0};
    struct key_secret secret;
    uint8_t number;
    scope_store struct store *store = admin_store(&error);
    bool good = store && key_secret_read(admin_options.secret_file, &secret, &error) &&
                key_new(store, &secret, admin_actor(), &number, &error);
    sodium_memzero(&secret, sizeof secret);
    if (!good)
        return program_fail(&error);
    if (admin_wants_json())
        return admin_record(&key_made_record, &(struct key_made){number});
    printf("key %d signs from now on; services take it up when they start\n", number);
    return EXIT_DONE;
}

const struct command admin_key_new = {.name = "key new",
                                      .arguments = "",
                                      .summary = "Makes a key pair that signs tickets.",
                                      .run = key_new_run};
