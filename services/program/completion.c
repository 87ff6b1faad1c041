/* What lets bash and zsh complete commands, options and their values: scripts out of the tables. */
#include "base/base.h"
#include "program/program_private.h"

/* The function's name: "_lanyard_admin". */
static void completion_print_name(const struct program *program)
{
    putchar('_');
    for (const char *c = program->name; *c; c++)
        putchar(*c == '-' ? '_' : *c);
}

/* Inside single quotes; in zsh some signs mean something in a description. */
static void completion_print_quoted(const char *text, const char *escaped)
{
    for (const char *c = text; *c; c++) {
        if (*c == '\'') {
            fputs("'\\''", stdout);
            continue;
        }
        if (strchr(escaped, *c))
            putchar('\\');
        putchar(*c);
    }
}

/* "a|b" as "a b". */
static void completion_print_choices(const char *choices)
{
    for (const char *c = choices; *c; c++)
        putchar(*c == '|' ? ' ' : *c);
}

/* What a command's arguments are: files, words of a list ("bash|zsh"), or what nobody can complete. */
static bool completion_is_files(const char *value)
{
    return value && strstr(value, "FILE");
}
static bool completion_is_choices(const char *arguments)
{
    return strchr(arguments, '|') != NULL;
}

static bool completion_is_folder(const char *value)
{
    return value && strcmp(value, "DIR") == 0;
}

/* The first word of the command at this index, unless one before it has the same. */
static bool completion_first_word(const struct program *program, size_t index, char word[static 64])
{
    const char *name = program_command(program, index)->name;
    snprintf(word, 64, "%.*s", (int)strcspn(name, " "), name);
    for (size_t i = 0; i < index; i++)
        if (strcmp(program_command(program, i)->name, word) == 0 ||
            program_command_is_of(program_command(program, i), word))
            return false;
    return true;
}

/* --- bash */

static void bash_print_option_names(const struct option_spec *options)
{
    for (; options && options->name; options++)
        printf(" --%s", options->name);
}

static void bash_print_value(const struct option_spec *option)
{
    if (option->letter)
        printf("        --%s | -%c) ", option->name, option->letter);
    else
        printf("        --%s) ", option->name);
    if (option->type == OPTION_CHOICE) {
        fputs("kind=words values='", stdout);
        completion_print_choices(option->choices);
        fputs("' ;;\n", stdout);
    } else {
        printf("kind=%s ;;\n", completion_is_files(option->value)    ? "files"
                               : completion_is_folder(option->value) ? "folders"
                                                                     : "none");
    }
}

static void bash_print_values(const struct option_spec *options)
{
    bool any = false;
    for (const struct option_spec *option = options; option && option->name; option++)
        any |= option->type != OPTION_FLAG;
    if (!any)
        return;
    fputs("        case $previous in\n", stdout);
    for (; options && options->name; options++)
        if (options->type != OPTION_FLAG)
            bash_print_value(options);
    fputs("        esac\n", stdout);
}

static void bash_print_command(const struct command *command)
{
    printf("    '%s')\n        options='", command->name);
    bash_print_option_names(command->options);
    fputs("'\n", stdout);
    if (completion_is_files(command->arguments)) {
        fputs("        arguments=files\n", stdout);
    } else if (completion_is_choices(command->arguments)) {
        fputs("        arguments=words words='", stdout);
        completion_print_choices(command->arguments);
        fputs("'\n", stdout);
    }
    bash_print_values(command->options);
    fputs("        ;;\n", stdout);
}

static void bash_print_words(const struct program *program)
{
    char word[64];
    fputs("    '') arguments=words words='", stdout);
    for (size_t i = 0; program_command(program, i); i++)
        if (completion_first_word(program, i, word))
            printf(" %s", word);
    fputs("' ;;\n", stdout);
    for (size_t i = 0; program_command(program, i); i++) {
        if (!completion_first_word(program, i, word) || !program_is_noun(program, word))
            continue;
        printf("    '%s') arguments=words words='", word);
        for (size_t j = i; program_command(program, j); j++)
            if (program_command_is_of(program_command(program, j), word))
                printf(" %s", program_command(program, j)->name + strlen(word) + 1);
        fputs("' ;;\n", stdout);
    }
}

/* The words in front that are a command, or the beginning of one; `help` is followed by one. */
static void bash_print_find(const struct program *program)
{
    char word[64];
    fputs("    for ((i = 1; i < COMP_CWORD; i++)); do\n"
          "        case \"$command${command:+ }${COMP_WORDS[i]}\" in\n"
          "        help) help=1 ;;\n        '",
          stdout);
    for (size_t i = 0; program_command(program, i); i++) {
        const char *name = program_command(program, i)->name;
        printf("%s%s'", i ? " | '" : "", name);
        if (completion_first_word(program, i, word) && strcmp(word, name) != 0)
            printf(" | '%s'", word);
    }
    fputs(") command=\"$command${command:+ }${COMP_WORDS[i]}\" ;;\n"
          "        *) break ;;\n        esac\n    done\n",
          stdout);
}

void program_print_bash(const struct program *program)
{
    printf("# Completion of %s for bash: source <(%s completion bash)\n", program->name, program->name);
    completion_print_name(program);
    fputs("() {\n"
          "    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}\n"
          "    local command='' help='' options='' arguments='' words='' kind='' values='' i\n"
          "    # --name=value comes as three words.\n"
          "    if [[ $current == '=' ]]; then current=''\n"
          "    elif [[ $previous == '=' ]]; then previous=${COMP_WORDS[COMP_CWORD - 2]}; fi\n",
          stdout);
    bash_print_find(program);
    fputs("    case $command in\n", stdout);
    bash_print_words(program);
    for (size_t i = 0; program_command(program, i); i++)
        bash_print_command(program_command(program, i));
    fputs("    esac\n    if [[ -n $options || $command == *' '* ]]; then :\n", stdout);
    bash_print_values(program->options);
    fputs("    fi\n    options+='", stdout);
    bash_print_option_names(program->options);
    fputs(" --help --version'\n"
          "    if [[ -n $help ]]; then kind='' options=''; [[ $arguments == words ]] || arguments=''; fi\n"
          "    if [[ -z $kind && $current == -* ]]; then kind=words values=$options\n"
          "    elif [[ -z $kind ]]; then kind=$arguments values=$words; fi\n"
          "    case $kind in\n"
          "    words) mapfile -t COMPREPLY < <(compgen -W \"$values\" -- \"$current\") ;;\n"
          "    files) mapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n"
          "        compopt -o filenames 2>&- || : ;;\n"
          "    folders) mapfile -t COMPREPLY < <(compgen -d -- \"$current\")\n"
          "        compopt -o filenames 2>&- || : ;;\n"
          "    *) COMPREPLY=() ;;\n"
          "    esac\n}\ncomplete -F ",
          stdout);
    completion_print_name(program);
    printf(" %s\n", program->name);
}

/* --- zsh */

#define ZSH_ESCAPED "[]:\\"

static void zsh_print_option(const struct option_spec *option)
{
    if (option->letter)
        printf(" \\\n            '(-%c --%s)'{-%c,--%s}'[", option->letter, option->name, option->letter,
               option->name);
    else
        printf(" \\\n            '--%s[", option->name);
    completion_print_quoted(option->help, ZSH_ESCAPED);
    putchar(']');
    if (option->type == OPTION_CHOICE) {
        printf(":%s:(", option->name);
        completion_print_choices(option->choices);
        putchar(')');
    } else if (option->type != OPTION_FLAG) {
        printf(":%s:%s", option->value,
               completion_is_files(option->value)    ? "_files"
               : completion_is_folder(option->value) ? "_files -/"
                                                     : "");
    }
    putchar('\'');
}

static void zsh_print_options(const struct option_spec *options)
{
    for (; options && options->name; options++)
        zsh_print_option(options);
}

static void zsh_print_command(const struct program *program, const struct command *command)
{
    printf("    '%s')\n        _arguments", command->name);
    zsh_print_options(command->options);
    zsh_print_options(program->options);
    fputs(" \\\n            '--help[this text]' '--version[name and version]'", stdout);
    if (completion_is_files(command->arguments)) {
        fputs(" '*:file:_files'", stdout);
    } else if (completion_is_choices(command->arguments)) {
        fputs(" ':word:(", stdout);
        completion_print_choices(command->arguments);
        fputs(")'", stdout);
    }
    fputs("\n        ;;\n", stdout);
}

/* A list of "word:what it does"; noun NULL: the first words. */
static void zsh_print_words(const struct program *program, const char *noun)
{
    char word[64];
    printf("    '%s')\n        commands=(", noun ? noun : "");
    for (size_t i = 0; program_command(program, i); i++) {
        const struct command *command = program_command(program, i);
        if (noun ? !program_command_is_of(command, noun) : !completion_first_word(program, i, word))
            continue;
        printf("\n            '%s", noun ? command->name + strlen(noun) + 1 : word);
        if (noun || strcmp(word, command->name) == 0) {
            putchar(':');
            completion_print_quoted(command->summary, ":\\");
        }
        putchar('\'');
    }
    fputs(")\n        _describe command commands\n        ;;\n", stdout);
}

void program_print_zsh(const struct program *program)
{
    char word[64];
    printf("#compdef %s\n# Completion of %s for zsh: a file _%s in a folder of $fpath, or source "
           "<(%s completion zsh)\n",
           program->name, program->name, program->name, program->name);
    completion_print_name(program);
    fputs("() {\n    local command='' i\n    local -a commands nouns\n    nouns=(", stdout);
    for (size_t i = 0; program_command(program, i); i++)
        if (completion_first_word(program, i, word) && program_is_noun(program, word))
            printf("%s ", word);
    fputs(")\n    if [[ $words[2] == help ]]; then shift words; (( CURRENT-- )); fi\n"
          "    if (( CURRENT > 2 )); then\n"
          "        command=$words[2] i=1\n"
          "        if (( $nouns[(Ie)$command] && CURRENT > 3 )); then command+=\" $words[3]\" i=2; fi\n"
          "        words=(\"$words[1]\" \"${(@)words[i+2,-1]}\")\n"
          "        (( CURRENT -= i ))\n"
          "    fi\n    case $command in\n",
          stdout);
    zsh_print_words(program, NULL);
    for (size_t i = 0; program_command(program, i); i++)
        if (completion_first_word(program, i, word) && program_is_noun(program, word))
            zsh_print_words(program, word);
    for (size_t i = 0; program_command(program, i); i++)
        zsh_print_command(program, program_command(program, i));
    fputs("    esac\n}\nif [[ $funcstack[1] == _", stdout);
    printf("%s ]]; then ", program->name);
    completion_print_name(program);
    fputs(" \"$@\"; else compdef ", stdout);
    completion_print_name(program);
    printf(" %s; fi\n", program->name);
}
