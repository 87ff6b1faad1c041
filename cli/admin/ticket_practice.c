#include "cli/admin/admin.h"

static const char *output;
static const struct option_spec options[] = {{.name = "output",
                                              .type = OPTION_TEXT,
                                              .target = &output,
                                              .value = "FILE",
                                              .help = "also as a QR symbol: .png or .svg"},
                                             {0}};

static bool write_symbol(const char *token, struct error *error)
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

static int run(int argc, char **argv)
{
    (void)argc;
    struct error error = {0};
    scope_store struct store *store = admin_store(&error);
    scope_issuer struct key_issuer *issuer = store ? admin_issuer(store, &error) : NULL;
    scope_json json_t *event =
        issuer ? store_call(store, SQL_EVENT_NUMBER, STORE_PARAMS(argv[0]), &error) : NULL;
    struct ticket ticket;
    char token[TICKET_TOKEN_SIZE];
    if (json_is_null(event))
        error_set(&error, ERROR_NOT_FOUND, "SLUG", "there is no event %s", argv[0]);
    if (!json_is_integer(event) ||
        !key_issue(issuer, TICKET_PRACTICE, (uint16_t)json_integer_value(event), &ticket, token, &error) ||
        (output && !write_symbol(token, &error)))
        return program_fail(&error);
    scope_json json_t *made = json_pack("{s:s}", "token", token);
    if (!admin_json(made))
        puts(token);
    return EXIT_DONE;
}

const struct command admin_ticket_practice = {.name = "ticket practice",
                                              .arguments = "SLUG",
                                              .summary =
                                                  "Prints a token that every door answers with \"practice\".",
                                              .options = options,
                                              .least = 1,
                                              .most = 1,
                                              .run = run};
