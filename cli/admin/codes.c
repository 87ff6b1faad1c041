/* Registrations' codes as they come in, and what is done with each. */
#include "cli/admin/codes.h"

#include <ctype.h>
#include <errno.h>

#define CODES_MOST_MEMORY ((size_t)256 << 20) /* some million codes */
#define CODES_LINE_MOST 4096
#define CODES_OUTPUT_MOST ((size_t)64 << 20) /* of one registration */

/* False where memory is out. */
static bool codes_understand(const char *typed, struct arena *arena, struct admin_code *code)
{
    struct code read;
    *code = (struct admin_code){.typed = arena_copy(arena, typed),
                                .event =
                                    admin_options.event && *admin_options.event ? admin_options.event : NULL};
    if (!code_read(typed, &read))
        return !arena->failed;
    code->code = arena_copy(arena, read.text);
    if (*read.place)
        code->event = arena_copy(arena, read.place);
    return !arena->failed;
}

static bool codes_add(struct admin_codes *codes, size_t *room, const char *typed)
{
    if (codes->list.count == *room) {
        size_t more = *room ? 2 * *room : 64;
        struct admin_code *larger = arena_array(&codes->arena, more, sizeof *larger);
        if (!larger)
            return false;
        if (codes->list.count)
            memcpy(larger, codes->list.items, codes->list.count * sizeof *larger);
        codes->list.items = larger;
        *room = more;
    }
    return codes_understand(typed, &codes->arena, &codes->list.items[codes->list.count++]);
}

/* The first cell of a line, without what stands around it. */
static char *codes_first_cell(char *line)
{
    line += strspn(line, " \r\n");
    line[strcspn(line, "\t,;\r\n")] = '\0';
    for (size_t end = strlen(line); end > 0 && isspace((unsigned char)line[end - 1]); end--)
        line[end - 1] = '\0';
    return line;
}

/* The header of a list as CSV. */
static bool codes_is_header(const char *cell)
{
    return text_equal_nocase(cell, "code") || text_equal_nocase(cell, "\"code\"");
}

static bool codes_read_lines(struct admin_codes *codes, size_t *room, struct error *error)
{
    char line[CODES_LINE_MOST];
    while (fgets(line, sizeof line, stdin)) {
        bool whole = strchr(line, '\n') || feof(stdin);
        char *cell = codes_first_cell(line);
        if (*cell && *cell != '#' && !codes_is_header(cell) && !codes_add(codes, room, cell))
            return error_set(error, ERROR_OURS, NULL, "so many codes do not fit into memory");
        for (int c = 0; !whole && c != '\n' && c != EOF;)
            c = getchar();
    }
    return !ferror(stdin) ||
           error_set(error, ERROR_OURS, NULL, "cannot read standard input: %s", strerror(errno));
}

bool admin_codes_read(int argc, char **argv, struct admin_codes *codes, struct error *error)
{
    size_t room = 0;
    *codes = (struct admin_codes){.arena = ARENA(CODES_MOST_MEMORY), .several = argc > 1};
    for (int i = 0; i < argc; i++) {
        bool listed = strcmp(argv[i], "-") == 0;
        codes->several |= listed;
        if (listed && !codes_read_lines(codes, &room, error))
            return false;
        if (!listed && !codes_add(codes, &room, argv[i]))
            return error_set(error, ERROR_OURS, NULL, "out of memory");
    }
    return true;
}

void admin_codes_free(struct admin_codes *codes)
{
    arena_free(&codes->arena);
}

bool admin_code_check(const struct admin_code *code, struct error *error)
{
    const char *wanted = admin_options.event;
    if (!code->code)
        return error_set(error, ERROR_NOT_FOUND, "code",
                         "%.80s is no code: eight letters and digits, without 0, 1, I and O", code->typed);
    if (wanted && *wanted && strcmp(wanted, code->event) != 0)
        return error_set(error, ERROR_CALLER, "code", "%s is an address of event %s, and %s was asked for",
                         code->code, code->event, wanted);
    return true;
}

bool admin_code_read(const char *typed, struct arena *arena, struct admin_code *code, struct error *error)
{
    if (!codes_understand(typed, arena, code))
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    return admin_code_check(code, error);
}

/* Another would fare no better. */
static bool codes_give_up(const struct error *error)
{
    return error->kind == ERROR_OURS || error->kind == ERROR_BUSY || error->kind == ERROR_SETUP;
}

/* The code in front, where the message does not tell which of them it is about. */
static int codes_tell(const struct admin_codes *codes, const struct admin_code *code, struct error *error)
{
    if (codes->several && code->code)
        error_context(error, "%s", code->code);
    return program_fail(error);
}

static void codes_print(const struct admin_codes *codes, bool apart, const struct buffer *out, size_t done)
{
    bool array = codes->several && admin_wants_json();
    if (array)
        fputs(done ? ",\n" : "[\n", stdout);
    else if (apart && done)
        putchar('\n');
    admin_print_text(out);
    if (!array && admin_wants_json())
        putchar('\n');
}

int admin_codes_do(const struct admin_codes *codes, const struct admin_act *act)
{
    size_t done = 0, failed = 0;
    int status = EXIT_DONE;
    for (size_t i = 0; i < codes->list.count; i++) {
        const struct admin_code *code = &codes->list.items[i];
        struct error error = {0};
        scope_arena struct arena arena = ARENA(ADMIN_ARENA_MOST);
        scope_buffer struct buffer out = BUFFER(CODES_OUTPUT_MOST);
        bool good = admin_code_check(code, &error) && act->act(act->context, code, &arena, &out, &error);
        if (good && out.failed)
            good =
                error_set(&error, ERROR_OURS, NULL, "it is done, but memory is out to tell what came of it");
        if (good) {
            codes_print(codes, act->apart && !admin_wants_json(), &out, done++);
            continue;
        }
        failed++;
        status = codes_tell(codes, code, &error);
        if (!codes_give_up(&error))
            continue;
        for (i++; i < codes->list.count; i++)
            fprintf(stderr, "lanyard-admin: %.80s: not tried\n", codes->list.items[i].typed);
    }
    if (codes->several && admin_wants_json())
        puts(done ? "\n]" : "[]");
    return failed && done ? EXIT_PARTLY : status;
}

const char *const *admin_split(const char *text, struct arena *arena)
{
    size_t count = 0, room = 2;
    for (const char *c = text ? text : ""; *c; c++)
        room += *c == ',';
    const char **list = text ? arena_array(arena, room, sizeof *list) : NULL;
    while (list && *text) {
        size_t length = strcspn(text, ",");
        if (length)
            list[count++] = arena_text(arena, text, length);
        text += length + (text[length] == ',');
    }
    return list;
}

bool admin_append_decision(const struct order_decision *decision, struct buffer *out)
{
    if (admin_wants_json()) {
        record_write(&order_decision_record, decision, 2, out);
        return !out->failed;
    }
    buffer_printf(out, "%s is %s\n", decision->code, record_word(&order_status_words, (int)decision->status));
    admin_append_promoted(decision, out);
    return !out->failed;
}

void admin_append_promoted(const struct order_decision *decision, struct buffer *out)
{
    for (size_t i = 0; i < decision->promoted.count; i++)
        buffer_printf(out, "%s waited and has a place now\n", decision->promoted.items[i]);
}
