/* Options, out of arguments and the environment. */
#include "base/base.h"
#include "program/program_private.h"

static bool set_choice(const struct option_spec *option, const char *text, const char *shown,
                       struct error *error)
{
    size_t length = strlen(text);
    for (const char *word = option->choices; word && *word; word += strcspn(word, "|"), word += *word == '|')
        if (strcspn(word, "|") == length && strncmp(word, text, length) == 0) {
            *(const char **)option->target = text;
            return true;
        }
    return error_set(error, ERROR_CALLER, NULL, "%s takes one of %s, not \"%s\"", shown, option->choices,
                     text);
}

/* shown: how the user named it, "--port" or "LANYARD_PORT". */
static bool set_option(const struct option_spec *option, const char *text, const char *shown,
                       struct error *error)
{
    switch (option->type) {
    case OPTION_FLAG:
        *(bool *)option->target = *text && strcmp(text, "0") != 0;
        return true;
    case OPTION_TEXT:
        *(const char **)option->target = text;
        return true;
    case OPTION_INT:
        if (text_to_int(text, option->min, option->max, option->target))
            return true;
        return error_set(error, ERROR_CALLER, NULL, "%s takes a number from %lld to %lld, not \"%s\"", shown,
                         (long long)option->min, (long long)option->max, text);
    case OPTION_CHOICE:
        return set_choice(option, text, shown, error);
    }
    must(option->type <= OPTION_CHOICE);
    return false;
}

bool program_read_environment(const struct option_spec *options, struct error *error)
{
    for (const struct option_spec *option = options; option && option->name; option++) {
        const char *value = option->variable ? getenv(option->variable) : NULL;
        if (value && *value && !set_option(option, value, option->variable, error))
            return false;
    }
    return true;
}

struct parser {
    const struct option_spec *tables[OPTIONS_TABLES];
    bool *wants_help, *wants_version;
    int argc, next;
    char **argv;
    struct error *error;
};

static const struct option_spec *find_option(const struct parser *parser, const char *name, size_t length,
                                             char letter)
{
    for (int t = 0; t < OPTIONS_TABLES; t++)
        for (const struct option_spec *option = parser->tables[t]; option && option->name; option++)
            if (letter ? option->letter == letter
                       : strlen(option->name) == length && strncmp(option->name, name, length) == 0)
                return option;
    return NULL;
}

static bool unknown_option(const struct parser *parser, const char *shown)
{
    const char *names[64];
    size_t count = 0;
    for (int t = 0; t < OPTIONS_TABLES; t++)
        for (const struct option_spec *option = parser->tables[t]; option && option->name; option++) {
            must(count + 2 < COUNT_OF(names));
            names[count++] = option->name;
        }
    names[count++] = "help";
    names[count] = NULL;
    const char *near = strncmp(shown, "--", 2) == 0 ? near_word(shown + 2, names) : NULL;
    return error_set(parser->error, ERROR_CALLER, NULL, "there is no option %s%s%s%s", shown,
                     near ? "; did you mean --" : "", near ? near : "", near ? "?" : "");
}

static bool apply_option(struct parser *parser, const struct option_spec *option, const char *attached,
                         const char *shown)
{
    if (option->type == OPTION_FLAG) {
        if (attached)
            return error_set(parser->error, ERROR_CALLER, NULL, "%s takes no value", shown);
        return set_option(option, "1", shown, parser->error);
    }
    if (!attached && parser->next < parser->argc)
        attached = parser->argv[parser->next++];
    if (!attached)
        return error_set(parser->error, ERROR_CALLER, NULL, "%s needs a value: %s %s", shown, shown,
                         option->value ? option->value : option->choices);
    return set_option(option, attached, shown, parser->error);
}

static bool parse_long(struct parser *parser, const char *word)
{
    const char *name = word + 2;
    size_t length = strcspn(name, "=");
    char shown[80];
    snprintf(shown, sizeof shown, "--%.*s", (int)length, name);
    if (strcmp(shown, "--help") == 0)
        return *parser->wants_help = true;
    if (strcmp(shown, "--version") == 0)
        return *parser->wants_version = true;
    const struct option_spec *option = find_option(parser, name, length, 0);
    return option ? apply_option(parser, option, name[length] ? name + length + 1 : NULL, shown)
                  : unknown_option(parser, shown);
}

static bool parse_short(struct parser *parser, const char *word)
{
    for (const char *letter = word + 1; *letter; letter++) {
        char shown[] = {'-', *letter, '\0'};
        const struct option_spec *option = find_option(parser, NULL, 0, *letter);
        if (*letter == 'h' && !option)
            *parser->wants_help = true;
        else if (*letter == 'V' && !option)
            *parser->wants_version = true;
        else if (!option)
            return unknown_option(parser, shown);
        else if (option->type != OPTION_FLAG)
            return apply_option(parser, option, letter[1] ? letter + 1 : NULL, shown);
        else if (!apply_option(parser, option, NULL, shown))
            return false;
    }
    return true;
}

int program_parse(const struct program *program, const struct command *command, int argc, char **argv,
                  bool *wants_help, bool *wants_version, struct error *error)
{
    struct parser parser = {.tables = {command->options, program->options},
                            .wants_help = wants_help,
                            .wants_version = wants_version,
                            .argc = argc,
                            .argv = argv,
                            .error = error};
    int arguments = 0;
    bool options_end = false;
    while (parser.next < argc) {
        char *word = argv[parser.next++];
        if (!options_end && strcmp(word, "--") == 0) {
            options_end = true;
            continue;
        }
        bool good = true;
        if (options_end || word[0] != '-' || !word[1])
            argv[arguments++] = word;
        else
            good = word[1] == '-' ? parse_long(&parser, word) : parse_short(&parser, word);
        if (!good)
            return -1;
    }
    return arguments;
}
