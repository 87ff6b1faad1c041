/* What --help prints. */
#include "base/base.h"
#include "program/program_private.h"

#define COLUMN 30

static void print_option(const struct option_spec *option)
{
    char left[128];
    char letter[8] = "    ";
    if (option->letter)
        snprintf(letter, sizeof letter, "-%c, ", option->letter);
    const char *value = option->value ? option->value : option->choices;
    snprintf(left, sizeof left, "  %s--%s%s%s", letter, option->name, value ? " " : "", value ? value : "");
    printf("%-*s%s%s", COLUMN, left, strlen(left) >= COLUMN ? "\n" : "", "");
    printf("%*s%s", strlen(left) >= COLUMN ? COLUMN : 0, "", option->help);
    if (option->variable)
        printf(" [%s]", option->variable);
    putchar('\n');
}

static void print_options(const char *title, const struct option_spec *options)
{
    if (!options || !options->name)
        return;
    printf("\n%s\n", title);
    for (; options->name; options++)
        print_option(options);
}

static void print_closing(const struct program *program)
{
    printf("\n  %-*s%s\n  %-*s%s\n", COLUMN - 2, "    --help", "this text", COLUMN - 2, "    --version",
           "name and version");
    if (program->help)
        printf("\n%s\n", program->help);
}

static bool single(const struct program *program)
{
    return program->commands[0] && !*program->commands[0]->name;
}

void program_print_help(const struct program *program)
{
    if (single(program)) {
        program_print_command_help(program, program->commands[0]);
        return;
    }
    printf("Usage: %s COMMAND [OPTION...] [ARGUMENT...]\n%s\n\nCommands:\n", program->name, program->summary);
    for (const struct command *const *command = program->commands; *command; command++) {
        char left[128];
        snprintf(left, sizeof left, "  %s %s", (*command)->name, (*command)->arguments);
        if (strlen(left) >= COLUMN)
            printf("%s\n%*s%s\n", left, COLUMN, "", (*command)->summary);
        else
            printf("%-*s%s\n", COLUMN, left, (*command)->summary);
    }
    print_options("Options of every command (environment variable in brackets):", program->options);
    print_closing(program);
    printf("\n%s COMMAND --help tells a command's own options.\n", program->name);
}

void program_print_command_help(const struct program *program, const struct command *command)
{
    printf("Usage: %s%s%s [OPTION...]%s%s\n%s\n", program->name, *command->name ? " " : "", command->name,
           *command->arguments ? " " : "", command->arguments, command->summary);
    print_options("Options:", command->options);
    print_options(single(program) ? "Options (environment variable in brackets):"
                                  : "Options of every command (environment variable in brackets):",
                  program->options);
    print_closing(program);
}
