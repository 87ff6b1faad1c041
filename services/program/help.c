/* What help and --help print. */
#include "base/base.h"
#include "program/program_private.h"

#define COLUMN 30

/* What stands on the left; where it leaves no gap, what is told of it comes below. */
static void print_left(const char *left, FILE *out)
{
    if (strlen(left) > COLUMN - 2)
        fprintf(out, "%s\n%*s", left, COLUMN, "");
    else
        fprintf(out, "%-*s", COLUMN, left);
}

static void print_option(const struct option_spec *option, FILE *out)
{
    char left[128];
    char letter[8] = "    ";
    if (option->letter)
        snprintf(letter, sizeof letter, "-%c, ", option->letter);
    const char *value = option->value ? option->value : option->choices;
    snprintf(left, sizeof left, "  %s--%s%s%s", letter, option->name, value ? " " : "", value ? value : "");
    print_left(left, out);
    fputs(option->help, out);
    if (option->variable)
        fprintf(out, " [%s]", option->variable);
    fputc('\n', out);
}

static void print_options(const char *title, const struct option_spec *options, FILE *out)
{
    if (!options || !options->name)
        return;
    fprintf(out, "\n%s\n", title);
    for (; options->name; options++)
        print_option(options, out);
}

/* alone: no options were printed before. */
static void print_closing(const struct program *program, bool alone, FILE *out)
{
    fprintf(out, "%s\n  %-*s%s\n  %-*s%s\n", alone ? "\nOptions:" : "", COLUMN - 2, "    --help", "this text",
            COLUMN - 2, "    --version", "name and version");
    if (program->help)
        fprintf(out, "\n%s\n", program->help);
}

static void print_command(const struct command *command, FILE *out)
{
    char left[128];
    snprintf(left, sizeof left, "  %s %s", command->name, command->arguments);
    print_left(left, out);
    fprintf(out, "%s\n", command->summary);
}

void program_print_help(const struct program *program, FILE *out)
{
    if (program_is_single(program)) {
        program_print_command_help(program, program->commands[0], out);
        return;
    }
    fprintf(out, "Usage: %s COMMAND [OPTION...] [ARGUMENT...]\n%s\n\nCommands:\n", program->name,
            program->summary);
    for (size_t i = 0; program_command(program, i); i++)
        print_command(program_command(program, i), out);
    print_options("Options of every command (environment variable in brackets):", program->options, out);
    print_closing(program, !program->options, out);
    fprintf(out, "\n%s COMMAND --help tells a command's own options.\n", program->name);
}

void program_print_noun(const struct program *program, const char *noun, FILE *out)
{
    fprintf(out, "Usage: %s %s COMMAND [OPTION...] [ARGUMENT...]\n\nCommands:\n", program->name, noun);
    for (size_t i = 0; program_command(program, i); i++)
        if (program_command_is_of(program_command(program, i), noun))
            print_command(program_command(program, i), out);
    fprintf(out, "\n%s help %s COMMAND tells a command's options.\n", program->name, noun);
}

void program_print_command_help(const struct program *program, const struct command *command, FILE *out)
{
    bool single = program_is_single(program);
    fprintf(out, "Usage: %s%s%s [OPTION...]%s%s\n%s\n", program->name, *command->name ? " " : "",
            command->name, *command->arguments ? " " : "", command->arguments, command->summary);
    print_options("Options:", command->options, out);
    print_options(single ? "Options (environment variable in brackets):"
                         : "Options of every command (environment variable in brackets):",
                  program->options, out);
    print_closing(program, !command->options && !program->options, out);
}
