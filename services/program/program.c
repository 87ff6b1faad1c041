/* A program from its arguments to its exit status: which command, help, version, failures. */
#include "base/base.h"
#include "program/program_private.h"

#include <errno.h>
#include <sys/resource.h>

#define WORDS_MAX 128

static bool is_command(const struct command *command, int argc, char **argv, int *words)
{
    const char *space = strchr(command->name, ' ');
    size_t first = space ? (size_t)(space - command->name) : strlen(command->name);
    *words = !*command->name ? 0 : space ? 2 : 1;
    if (*words == 0)
        return true;
    return argc >= *words && strlen(argv[0]) == first && strncmp(argv[0], command->name, first) == 0 &&
           (!space || strcmp(argv[1], space + 1) == 0);
}

static const struct command *find_command(const struct program *program, int argc, char **argv, int *words)
{
    for (const struct command *const *command = program->commands; *command; command++)
        if (is_command(*command, argc, argv, words))
            return *command;
    return NULL;
}

static int usage(const struct program *program, const struct command *command, const char *message)
{
    fprintf(stderr, "%s: %s\n", program->name, message);
    fprintf(stderr, "%s%s%s --help tells more\n", program->name, command && *command->name ? " " : "",
            command ? command->name : "");
    return EXIT_USAGE;
}

/* What may follow half a command, as "apply, show, list" after "event"; false if nothing begins with it. */
static bool other_halves(const struct program *program, const char *word, struct buffer *halves)
{
    size_t length = strlen(word);
    for (const struct command *const *command = program->commands; *command; command++)
        if (strncmp((*command)->name, word, length) == 0 && (*command)->name[length] == ' ')
            buffer_printf(halves, "%s%s", halves->length ? ", " : "", (*command)->name + length + 1);
    return halves->length > 0;
}

static bool is_first_word(const struct program *program, const char *word)
{
    scope_buffer struct buffer halves = BUFFER(200);
    return other_halves(program, word, &halves);
}

static int unknown_command(const struct program *program, int argc, char **argv)
{
    const char *names[WORDS_MAX];
    size_t count = 0;
    for (const struct command *const *command = program->commands; *command; command++) {
        must(count < WORDS_MAX - 1);
        names[count++] = (*command)->name;
    }
    names[count] = NULL;

    scope_buffer struct buffer asked = BUFFER(200);
    for (int i = 0; i < argc && i < 2 && argv[i][0] != '-'; i++)
        buffer_printf(&asked, "%s%s", i ? " " : "", argv[i]);
    scope_buffer struct buffer message = BUFFER(600);
    scope_buffer struct buffer halves = BUFFER(200);
    const char *near = asked.data && !asked.failed ? program_suggest(asked.data, names) : NULL;
    if (!asked.data || asked.failed)
        buffer_printf(&message, "a command is missing%s%.40s", argc > 0 ? "; it stands before " : "",
                      argc > 0 ? argv[0] : "");
    else if (near)
        buffer_printf(&message, "there is no command \"%s\"; did you mean \"%s\"?", asked.data, near);
    else if (other_halves(program, argv[0], &halves))
        buffer_printf(&message, "there is no command \"%s\"; after %s comes one of: %s", asked.data, argv[0],
                      halves.data);
    else
        buffer_printf(&message, "there is no command \"%s\"", asked.data);
    return usage(program, NULL, message.data);
}

static int wrong_count(const struct program *program, const struct command *command, int count, char **argv)
{
    char message[512];
    bool few = count < command->least;
    int length = snprintf(message, sizeof message, "too %s arguments: it takes %s", few ? "few" : "many",
                          *command->arguments ? command->arguments : "none");
    if (!few && command->instead && length > 0 && (size_t)length < sizeof message)
        snprintf(message + length, sizeof message - (size_t)length, "; did you mean --%s %.60s?",
                 command->instead, argv[command->most]);
    return usage(program, command, message);
}

static int run_command(const struct program *program, const struct command *command, int argc, char **argv)
{
    bool wants_help = false;
    bool wants_version = false;
    struct error wrong_variable = {0};
    struct error error = {0};
    bool good = program_read_environment(program->options, &wrong_variable) &&
                program_read_environment(command->options, &wrong_variable);
    int arguments = program_parse(program, command, argc, argv, &wants_help, &wants_version, &error);
    if (arguments < 0)
        return usage(program, command, error.message);
    if (wants_help) {
        program_print_command_help(program, command);
        return EXIT_DONE;
    }
    if (wants_version) {
        printf("%s %s\n", program->name, LANYARD_VERSION);
        return EXIT_DONE;
    }
    if (!good)
        return usage(program, command, wrong_variable.message);
    if (arguments < command->least || (command->most >= 0 && arguments > command->most))
        return wrong_count(program, command, arguments, argv);
    argv[arguments] = NULL;
    return command->run(arguments, argv);
}

static bool is_word(const char *argument, const char *a, const char *b)
{
    return argument && (strcmp(argument, a) == 0 || strcmp(argument, b) == 0);
}

static const char *program_name = "lanyard";

/* A core file would hold keys and people's data, and lies about for whoever finds it. */
static void leave_no_core(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_CORE, &limit) == 0) {
        limit.rlim_cur = 0;
        setrlimit(RLIMIT_CORE, &limit);
    }
}

int program_main(const struct program *program, int argc, char **argv)
{
    leave_no_core();
    reserve_for_icu();
    program_name = program->name;
    char **rest = argv + 1;
    int count = argc - 1;
    int words;
    const struct command *command = count >= 0 ? find_command(program, count, rest, &words) : NULL;
    int code;
    if (command) {
        code = run_command(program, command, count - words, rest + words);
    } else if (count > 0 && is_word(rest[count > 1 && is_first_word(program, rest[0])], "--help", "-h")) {
        program_print_help(program);
        code = EXIT_DONE;
    } else if (count > 0 && is_word(rest[0], "--version", "-V")) {
        printf("%s %s\n", program->name, LANYARD_VERSION);
        code = EXIT_DONE;
    } else {
        code = unknown_command(program, count > 0 ? count : 0, rest);
    }
    /* What was promised on standard output must have arrived: a full disk is no success. */
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "%s: cannot write to standard output: %s\n", program->name, strerror(errno));
        code = EXIT_FAILED;
    }
    return code;
}

int program_fail(const struct error *error)
{
    scope_buffer struct buffer words = BUFFER(4096);
    program_describe(error, &words);
    fprintf(stderr, "%s: %s\n", program_name, words.data ? words.data : "failed, and memory is out");
    bool usage = error->kind == ERROR_CALLER && strncmp(error->field, "--", 2) == 0;
    return usage ? EXIT_USAGE : (int)error_exit_code(error->kind);
}
