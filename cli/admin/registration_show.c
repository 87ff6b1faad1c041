/* lanyard-admin registration show */
#include "cli/admin/admin.h"

/* A text as it is, anything else as JSON: what stands behind the name in an object of this member alone. */
static void show_member(const struct record_member *member, const struct registration *registration)
{
    const struct record alone = {
        .name = "member", .size = registration_record.size, .members = member, .count = 1};
    const void *at = (const char *)registration + member->offset;
    size_t before = strlen(member->name) + 4; /* {"":} */
    if (member->type == RECORD_IS_TEXT) {
        const char *text = *(const char *const *)at;
        if (text)
            printf("%-16s %s\n", member->name, text);
        return;
    }
    if (member->type == RECORD_IS_WORD) {
        int value;
        memcpy(&value, at, sizeof value);
        printf("%-16s %s\n", member->name, record_word(member->words, value));
        return;
    }
    scope_buffer struct buffer out = BUFFER(ADMIN_ARENA_MOST);
    record_write(&alone, registration, 0, &out);
    if (!out.failed)
        printf("%-16s %.*s\n", member->name, (int)(out.length - before - 1), out.data + before);
}

static const struct option_spec options[] = {ADMIN_EVENT_OPTION, {0}};

static int registration_show_run(int argc, char **argv)
{
    (void)argc;
    struct error error = {0};
    struct registration registration;
    scope_arena struct arena arena = ARENA(ADMIN_ARENA_MOST);
    scope_store struct store *store = admin_store(&error);
    if (!store || !order_find(store, admin_options.event, argv[0], &arena, &registration, &error))
        return program_fail(&error);
    if (admin_wants_json())
        return admin_record(&registration_record, &registration);
    for (size_t i = 0; i < registration_record.count; i++)
        show_member(&registration_record.members[i], &registration);
    return EXIT_DONE;
}

const struct command admin_registration_show = {.name = "registration show",
                                                .arguments = "CODE",
                                                .summary = "Shows one registration.",
                                                .options = options,
                                                .least = 1,
                                                .most = 1,
                                                .run = registration_show_run};
