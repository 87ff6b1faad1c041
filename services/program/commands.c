/* A program's commands: its own, and those that each program has that has several. */
#include "base/base.h"
#include "program/program_private.h"

static const struct command *const *commands_of_all;

void program_give_all(const struct command *const *commands)
{
    commands_of_all = commands;
}

bool program_is_single(const struct program *program)
{
    return program->commands[0] && !*program->commands[0]->name;
}

const struct command *program_command(const struct program *program, size_t index)
{
    const struct command *const *command = program->commands;
    for (; *command; command++)
        if (index-- == 0)
            return *command;
    if (program_is_single(program) || !commands_of_all)
        return NULL;
    for (command = commands_of_all; *command && index > 0; command++)
        index--;
    return *command;
}

size_t program_command_words(const struct command *command)
{
    return !*command->name ? 0 : strchr(command->name, ' ') ? 2 : 1;
}

/* The command's words stand at the beginning. */
static bool commands_begin(const struct command *command, int argc, char **argv)
{
    const char *space = strchr(command->name, ' ');
    size_t first = space ? (size_t)(space - command->name) : strlen(command->name);
    if (!*command->name)
        return true;
    return argc >= (space ? 2 : 1) && strlen(argv[0]) == first &&
           strncmp(argv[0], command->name, first) == 0 && (!space || strcmp(argv[1], space + 1) == 0);
}

const struct command *program_find_command(const struct program *program, int argc, char **argv)
{
    const struct command *found = NULL;
    for (size_t i = 0; !found && program_command(program, i); i++)
        if (commands_begin(program_command(program, i), argc, argv))
            found = program_command(program, i);
    return found;
}

bool program_command_is_of(const struct command *command, const char *noun)
{
    size_t length = strlen(noun);
    return length > 0 && strncmp(command->name, noun, length) == 0 && command->name[length] == ' ';
}

bool program_is_noun(const struct program *program, const char *word)
{
    for (size_t i = 0; program_command(program, i); i++)
        if (program_command_is_of(program_command(program, i), word))
            return true;
    return false;
}
