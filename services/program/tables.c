/* What a program's tables say holds together; a mistake in one shows at each start. */
#include "base/base.h"
#include "program/program_private.h"

static void option_must_hold(const struct option_spec *option)
{
    must(*option->name && *option->name != '-');
    must(option->target && option->help && *option->help);
    must((option->type == OPTION_CHOICE) == (option->choices != NULL));
    must(option->type != OPTION_INT || option->min < option->max);
    must(option->type != OPTION_FLAG || !option->value);
    must((option->type != OPTION_TEXT && option->type != OPTION_INT) || option->value);
}

static bool options_collide(const struct option_spec *a, const struct option_spec *b)
{
    return strcmp(a->name, b->name) == 0 || (a->letter && a->letter == b->letter);
}

/* later: the rest of the table, or another that is known at the same time; it may be NULL. */
static void option_must_differ(const struct option_spec *option, const struct option_spec *later)
{
    for (; later && later->name; later++)
        must(!options_collide(option, later));
}

static void options_must_hold(const struct option_spec *options, const struct option_spec *others)
{
    for (const struct option_spec *option = options; option && option->name; option++) {
        option_must_hold(option);
        option_must_differ(option, option + 1);
        option_must_differ(option, others);
    }
}

static bool has_option(const struct option_spec *options, const char *name)
{
    for (; options && options->name; options++)
        if (strcmp(options->name, name) == 0)
            return true;
    return false;
}

static void command_must_hold(const struct program *program, const struct command *command)
{
    must(command->run && command->arguments && command->summary);
    must(command->least >= 0 && (command->most < 0 || command->most >= command->least));
    must((command->most != 0) == (*command->arguments != '\0'));
    must(!command->instead || has_option(command->options, command->instead) ||
         has_option(program->options, command->instead));
    options_must_hold(command->options, program->options);
}

void program_must_hold(const struct program *program)
{
    must(program->name && program->summary && program->commands && program->commands[0]);
    options_must_hold(program->options, NULL);
    for (size_t i = 0; program_command(program, i); i++) {
        const struct command *command = program_command(program, i);
        command_must_hold(program, command);
        for (size_t j = 0; j < i; j++)
            must(strcmp(command->name, program_command(program, j)->name) != 0);
    }
}
