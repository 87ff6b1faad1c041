#include "cli/admin/admin.h"

#include <sodium.h>

static int run(int argc, char **argv)
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
    scope_json json_t *made = json_pack("{s:i}", "number", (int)number);
    if (!admin_json(made))
        printf("key %d signs from now on; services take it up when they start\n", number);
    return EXIT_DONE;
}

const struct command admin_key_new = {
    .name = "key new", .arguments = "", .summary = "Makes a key pair that signs tickets.", .run = run};
