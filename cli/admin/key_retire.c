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
    scope_json json_t *key = store ? store_call(store, SQL_KEY_RETIRE, STORE_PARAMS(argv[0]), &error) : NULL;
    if (!key)
        return program_fail(&error);
    if (!admin_json(key))
        printf("key %s signs no more; what it signed stays good\n", argv[0]);
    return EXIT_DONE;
}

const struct command admin_key_retire = {.name = "key retire",
                                         .arguments = "NUMBER",
                                         .summary = "Takes a key out of use for signing.",
                                         .least = 1,
                                         .most = 1,
                                         .run = run};
