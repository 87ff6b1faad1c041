/* What is said where no command is meant: all of them, a noun's, or the nearest one. */
#include "base/base.h"
#include "program/program_private.h"

#define WORDS_MAX 128

struct words {
    const char *items[WORDS_MAX];
    size_t count;
};

static void words_add(struct words *words, const char *word)
{
    must(words->count < WORDS_MAX - 1);
    words->items[words->count++] = word;
    words->items[words->count] = NULL;
}

/* What comes behind the noun in the commands that begin with it. */
static struct words words_of_noun(const struct program *program, const char *noun)
{
    struct words words = {0};
    for (size_t i = 0; program_command(program, i); i++)
        if (program_command_is_of(program_command(program, i), noun))
            words_add(&words, program_command(program, i)->name + strlen(noun) + 1);
    return words;
}

static struct words words_of_commands(const struct program *program)
{
    struct words words = {0};
    for (size_t i = 0; program_command(program, i); i++)
        words_add(&words, program_command(program, i)->name);
    return words;
}

/* Puts "noun verb" into near where that is likely meant: one of its verbs by its letters. */
static bool near_verb(const struct program *program, const char *noun, const char *verb, struct buffer *near)
{
    struct words verbs = words_of_noun(program, noun);
    const char *found = verbs.count ? near_word(verb, verbs.items) : NULL;
    if (found)
        buffer_printf(near, "%s %s", noun, found);
    return found != NULL;
}

static bool near_words(const struct program *program, const char *first, const char *second,
                       struct buffer *near)
{
    struct words names = words_of_commands(program);
    scope_buffer struct buffer both = BUFFER(200);
    buffer_printf(&both, "%s%s%s", first, second ? " " : "", second ? second : "");
    const char *found = both.failed ? NULL : near_word(both.data, names.items);
    if (!found && second) /* "migrat --status x", or an argument behind one word */
        found = near_word(first, names.items);
    if (found)
        buffer_text(near, found);
    return found != NULL;
}

static bool near_noun(const struct program *program, const char *word, struct buffer *near)
{
    char noun[64];
    size_t best = strlen(word) / 3 + 2;
    for (size_t i = 0; program_command(program, i); i++) {
        const char *name = program_command(program, i)->name;
        snprintf(noun, sizeof noun, "%.*s", (int)strcspn(name, " "), name);
        size_t far = strchr(name, ' ') ? near_distance(word, noun) : SIZE_MAX;
        if (far >= best)
            continue;
        best = far;
        buffer_clear(near);
        buffer_text(near, noun);
    }
    return near->length > 0;
}

/* Whatever somebody may have meant by one or two words. */
static bool commands_near(const struct program *program, const char *first, const char *second,
                          struct buffer *near)
{
    if (second && program_is_noun(program, first))
        return near_verb(program, first, second, near);
    if (second && program_is_noun(program, second)) /* "list registration" */
        return near_verb(program, second, first, near);
    /* One word is rather half of a command of two than the whole of it. */
    return (!second && near_noun(program, first, near)) || near_words(program, first, second, near) ||
           near_noun(program, first, near);
}

int program_no_command(const struct program *program, int argc, char **argv)
{
    const char *first = argc > 0 && argv[0][0] != '-' ? argv[0] : NULL;
    const char *second = first && argc > 1 && argv[1][0] != '-' ? argv[1] : NULL;
    scope_buffer struct buffer near = BUFFER(200);
    if (!first) {
        program_print_help(program, stderr);
        fprintf(stderr, "\n%s: a command is missing%s%.40s\n", program->name,
                argc > 0 ? "; it stands before " : "", argc > 0 ? argv[0] : "");
    } else if (!second && program_is_noun(program, first)) {
        program_print_noun(program, first, stderr);
        fprintf(stderr, "\n%s: %s needs one of these\n", program->name, first);
    } else {
        fprintf(stderr, "%s: there is no command \"%.60s%s%.60s\"", program->name, first, second ? " " : "",
                second ? second : "");
        bool found = commands_near(program, first, second, &near);
        fprintf(stderr, "%s%s%s\n", found ? "; did you mean \"" : "", found ? near.data : "",
                found ? "\"?" : "");
        if (!found && program_is_noun(program, first))
            program_print_noun(program, first, stderr);
        else
            fprintf(stderr, "%s --help tells more\n", program->name);
    }
    return EXIT_USAGE;
}
