/* What the files of program share; program's own. */
#pragma once

#include "program/program.h"

/* Generated: the English of refusals, and of the words that stand in them; the last one has no id. */
struct program_sentence {
    const char *id, *text;
};
extern const struct program_sentence program_sentences[];

#define OPTIONS_TABLES 2 /* the command's, the program's */

/* Puts environment variables into the targets of one table. */
bool program_read_environment(const struct option_spec *options, struct error *error);

/* Takes the options out of argv[1..argc), leaving the arguments in order; sets *wants_help, *wants_version.
 * command may be NULL while it is not known. Gives the number of arguments left, -1 on a mistake. */
int program_parse(const struct program *program, const struct command *command, int argc, char **argv,
                  bool *wants_help, bool *wants_version, struct error *error);

/* The word among `words` that is nearest to this one, or NULL if none is near. */
const char *program_suggest(const char *word, const char *const *words);

void program_print_help(const struct program *program);
void program_print_command_help(const struct program *program, const struct command *command);
