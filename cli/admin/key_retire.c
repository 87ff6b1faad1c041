/* lanyard-admin key retire */
#include "cli/admin/admin.h"

static int key_retire_run(int argc, char **argv)
{
    (void)argc;
    struct error error = {0};
    int64_t number;
    if (!text_to_int(argv[0], 0, 255, &number)) {
        error_set(&error, ERROR_CALLER, "NUMBER", "a key's number goes from 0 to 255");
        return program_fail(&error);
    }
    struct key_retired key;
    scope_arena struct arena arena = ARENA(4096);
    scope_store struct store *store = admin_store(&error);
    if (!store || !key_retire(store, (uint8_t)number, admin_actor(), &arena, &key, &error))
        return program_fail(&error);
    if (key.left == 0)
        fprintf(stderr, "lanyard-admin: no key is left to sign with: run lanyard-admin key new\n");
    if (admin_wants_json())
        return admin_record(&key_retired_record, &key);
    printf("key %d signs no more once the services that use it are restarted; what it signed stays good\n",
           (int)number);
    return EXIT_DONE;
}

const struct command admin_key_retire = {.name = "key retire",
                                         .arguments = "NUMBER",
                                         .summary = "Takes a key out of use for signing.",
                                         .least = 1,
                                         .most = 1,
                                         .run = key_retire_run};
