/* lanyard-admin key list */
#include "cli/admin/admin.h"

static int key_list_run(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct error error = {0};
    struct key_list list;
    scope_arena struct arena arena = ARENA(1u << 20);
    scope_store struct store *store = admin_store(&error);
    if (!store || !key_list(store, &arena, &list, &error))
        return program_fail(&error);
    if (admin_wants_json())
        return admin_list(&key_line_record, &list);
    for (size_t i = 0; i < list.count; i++) {
        const struct key_pair *key = &list.items[i];
        printf("%3lld  %s  made %s%s%s\n", (long long)key->number, key->public, key->created_at,
               key->retired_at ? "  retired " : "", key->retired_at ? key->retired_at : "");
    }
    return EXIT_DONE;
}

const struct command admin_key_list = {
    .name = "key list", .arguments = "", .summary = "Lists the keys, newest first.", .run = key_list_run};
