#include "cli/admin/admin.h"

static int run(int argc, char **argv)
{
    (void)argc;
    struct error error = {0};
    int64_t number;
    if (!text_to_int(argv[0], 0, 255, &number)) {
        error_set(&error, ERROR_CALLER, "NUMBER", "a key's number goes from 0 to 255");
        return program_fail(&error);
    }
    scope_store struct store *store = admin_store(&error);
    scope_json json_t *key =
        store ? store_call(store, SQL_KEY_RETIRE, STORE_PARAMS(argv[0], admin_actor()), &error) : NULL;
    if (!key)
        return program_fail(&error);
    if (!admin_json(key))
        printf(
            "key %d signs no more once the services that use it are restarted; what it signed stays good\n",
            (int)number);
    if (json_int(key, "left", 1) == 0)
        fprintf(stderr, "lanyard-admin: no key is left to sign with: run lanyard-admin key new\n");
    return EXIT_DONE;
}

const struct command admin_key_retire = {.name = "key retire",
                                         .arguments = "NUMBER",
                                         .summary = "Takes a key out of use for signing.",
                                         .least = 1,
                                         .most = 1,
                                         .run = run};
