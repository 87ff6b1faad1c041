#include "cli/admin/registration_end.h"

static const char *reason = "";
static const char *event;

const struct option_spec registration_end_options[] = {
    {.name = "reason", .type = OPTION_TEXT, .target = &reason, .value = "TEXT", .help = "for the audit"},
    ADMIN_EVENT_OPTION(event),
    {0}};

int registration_end(const char *code, json_t *(*end)(struct store *, const char *, const char *,
                                                      const char *, const char *, struct error *))
{
    struct error error = {0};
    scope_store struct store *store = admin_store(&error);
    scope_json json_t *result = store ? end(store, event, code, reason, admin_actor(), &error) : NULL;
    if (!result)
        return program_fail(&error);
    if (!admin_json(result))
        printf("%s is %s\n", json_text(result, "code", ""), json_text(result, "status", ""));
    return EXIT_DONE;
}
