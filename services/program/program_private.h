/* What the files of program share; program's own. */
#pragma once

#include "program/program.h"

#include <stdio.h>

/* Generated: the English of refusals, and of the words that stand in them; the last one has no id. */
struct program_sentence {
    const char *id, *text;
};
extern const struct program_sentence program_sentences[];

#define OPTIONS_TABLES 2 /* the command's, the program's */

/* Puts environment variables into the targets of one table. */
bool program_read_environment(const struct option_spec *options, struct error *error) CHECKED;

/* Takes the options out of argv[1..argc), leaving the arguments in order; sets *wants_help, *wants_version.
 * command may be NULL while it is not known. Gives the number of arguments left, -1 on a mistake. */
int program_parse(const struct program *program, const struct command *command, int argc, char **argv,
                  bool *wants_help, bool *wants_version, struct error *error) CHECKED;

/* --- commands: the program's own and those that every program has; by index, NULL behind the last */

/* Those that every program has that has several; NULL ends them. Once, at the start. */
void program_give_all(const struct command *const *commands);

bool program_is_single(const struct program *program);
const struct command *program_command(const struct program *program, size_t index);

/* How many words its name has. */
size_t program_command_words(const struct command *command);

/* The one whose words the arguments begin with, or NULL. */
const struct command *program_find_command(const struct program *program, int argc, char **argv) CHECKED;

/* The first word of a command of two. */
bool program_is_noun(const struct program *program, const char *word);
bool program_command_is_of(const struct command *command, const char *noun);

/* Says on stderr that these words are no command, and what might be meant. Gives EXIT_USAGE. */
int program_no_command(const struct program *program, int argc, char **argv) CHECKED;

/* --- help */

void program_print_help(const struct program *program, FILE *out);
void program_print_noun(const struct program *program, const char *noun, FILE *out);
void program_print_command_help(const struct program *program, const struct command *command, FILE *out);

/* --- completion: a script of the shell's, out of the same tables */

void program_print_bash(const struct program *program);
void program_print_zsh(const struct program *program);
