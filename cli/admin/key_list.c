#include "cli/admin/admin.h"

static int run(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct error error = {0};
    scope_store struct store *store = admin_store(&error);
    scope_json json_t *keys = store ? store_call(store, SQL_KEY_LIST, NULL, &error) : NULL;
    if (!keys)
        return program_fail(&error);
    size_t i;
    json_t *key;
    json_array_foreach(keys, i, key)
    {
        json_object_del(key, "sealed"); /* nothing to look at */
    }
    if (admin_json(keys))
        return EXIT_DONE;
    json_array_foreach(keys, i, key)
    {
        const char *retired = json_text(key, "retired_at", NULL);
        printf("%3lld  %s  made %s%s%s\n", (long long)json_int(key, "number", 0),
               json_text(key, "public", ""), json_text(key, "created_at", ""), retired ? "  retired " : "",
               retired ? retired : "");
    }
    return EXIT_DONE;
}

const struct command admin_key_list = {
    .name = "key list", .arguments = "", .summary = "Lists the keys, newest first.", .run = run};
