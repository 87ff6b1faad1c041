/* lanyard-admin ticket practice */
#include "cli/admin/admin.h"

static const char *output;
static const struct option_spec options[] = {{.name = "output",
                                              .type = OPTION_TEXT,
                                              .target = &output,
                                              .value = "FILE",
                                              .help = "also as a QR symbol: .png or .svg"},
                                             ADMIN_EVENT_OPTION,
                                             {0}};

static bool practice_draw(const char *token, struct error *error)
{
    size_t length = strlen(output);
    const char *ending = length > 4 ? output + length - 4 : "";
    size_t size = 0;
    scope_free void *image = NULL;
    if (text_equal_nocase(ending, ".png"))
        image = ticket_symbol_png(token, 8, &size);
    else if (text_equal_nocase(ending, ".svg") && (image = ticket_symbol_svg(token)))
        size = strlen(image);
    else
        return error_set(error, ERROR_CALLER, "--output", "ends in neither .png nor .svg");
    return image ? file_write(output, image, size, 0644, error)
                 : error_set(error, ERROR_OURS, NULL, "cannot draw the symbol");
}

struct practice_made {
    const char *token;
};
static const struct record_member practice_made_members[] = {RECORD_TEXT(struct practice_made, token)};
static const struct record practice_made_record = RECORD(struct practice_made, practice_made_members);

static bool practice_event(struct store *store, uint16_t *number, struct error *error)
{
    scope_arena struct arena arena = ARENA(ADMIN_EVENT_MOST);
    const char *slug = admin_event(store, &arena, error);
    return slug && event_number(store, slug, number, error);
}

static int ticket_practice_run(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct error error = {0};
    scope_store struct store *store = admin_store(&error);
    scope_issuer struct key_issuer *issuer = store ? admin_issuer(store, &error) : NULL;
    uint16_t event = 0;
    struct ticket ticket;
    char token[TICKET_TOKEN_SIZE];
    if (!issuer || !practice_event(store, &event, &error) ||
        !key_issue(issuer, TICKET_PRACTICE, event, &ticket, token, &error) ||
        (output && !practice_draw(token, &error)))
        return program_fail(&error);
    if (admin_wants_json())
        return admin_record(&practice_made_record, &(struct practice_made){token});
    puts(token);
    return EXIT_DONE;
}

const struct command admin_ticket_practice = {.name = "ticket practice",
                                              .arguments = "",
                                              .summary =
                                                  "Prints a token that every door answers with \"practice\".",
                                              .options = options,
                                              .instead = "event",
                                              .run = ticket_practice_run};
