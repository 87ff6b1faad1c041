/* lanyard-admin event rename */
#include "cli/admin/admin.h"

struct renamed {
    const char *before, *event;
};
static const struct record_member renamed_members[] = {RECORD_TEXT(struct renamed, before),
                                                       RECORD_TEXT(struct renamed, event)};
static const struct record renamed_record = RECORD(struct renamed, renamed_members);

/* As event.schema.json has it. */
static bool is_slug(const char *text)
{
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-_");
    return length && length <= 32 && !text[length] && *text != '-' && *text != '_';
}

static int event_rename_run(int argc, char **argv)
{
    (void)argc;
    struct error error = {0};
    if (!is_slug(argv[1])) {
        error_set(&error, ERROR_CALLER, "NEW",
                  "small letters, digits, - and _, up to 32, beginning with a letter or digit");
        return program_fail(&error);
    }
    scope_store struct store *store = admin_store(&error);
    if (!store || !event_rename(store, argv[0], argv[1], admin_actor(), &error))
        return program_fail(&error);
    if (admin_wants_json())
        return admin_record(&renamed_record, &(struct renamed){argv[0], argv[1]});
    printf("event %s is now %s; addresses with the old name lead there\n", argv[0], argv[1]);
    return EXIT_DONE;
}

const struct command admin_event_rename = {
    .name = "event rename",
    .arguments = "OLD NEW",
    .summary = "Gives an event another name in addresses; those with the old one lead on.",
    .least = 2,
    .most = 2,
    .run = event_rename_run};
