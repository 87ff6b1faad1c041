/* A program from its arguments to its exit status: which command, help, version, failures. */
#include "base/base.h"
#include "program/program_private.h"
#include "program/screen.h"

#include <errno.h>
#include <sys/resource.h>

static const struct program *program_running;

static int usage(const struct program *program, const struct command *command, const char *message)
{
    fprintf(stderr, "%s: ", program->name);
    screen_print(stderr, message, strlen(message));
    fprintf(stderr, "\n%s%s%s --help tells more\n", program->name, command && *command->name ? " " : "",
            command ? command->name : "");
    return EXIT_USAGE;
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
        program_print_command_help(program, command, stdout);
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

/* What `help` and these words ask for. */
static int help_tell(const struct program *program, int argc, char **argv)
{
    const struct command *command = argc > 0 ? program_find_command(program, argc, argv) : NULL;
    if (argc == 0)
        program_print_help(program, stdout);
    else if (command && (size_t)argc == program_command_words(command))
        program_print_command_help(program, command, stdout);
    else if (argc == 1 && program_is_noun(program, argv[0]))
        program_print_noun(program, argv[0], stdout);
    else
        return program_no_command(program, argc, argv);
    return EXIT_DONE;
}

static int help_run(int argc, char **argv)
{
    return help_tell(program_running, argc, argv);
}

static const struct command help_command = {.name = "help",
                                            .arguments = "[COMMAND]",
                                            .summary = "Tells the commands, or one command's options.",
                                            .most = -1,
                                            .run = help_run};

static int completion_run(int argc, char **argv)
{
    (void)argc;
    if (strcmp(argv[0], "bash") == 0)
        program_print_bash(program_running);
    else if (strcmp(argv[0], "zsh") == 0)
        program_print_zsh(program_running);
    else
        return usage(program_running, NULL, "completion is there for bash and zsh");
    return EXIT_DONE;
}

static const struct command completion_command = {
    .name = "completion",
    .arguments = "bash|zsh",
    .summary = "Prints what lets the shell complete commands and options.",
    .least = 1,
    .most = 1,
    .run = completion_run};

static const struct command *const of_all[] = {&help_command, &completion_command, NULL};

static bool is_word(const char *argument, const char *a, const char *b)
{
    return argument && (strcmp(argument, a) == 0 || strcmp(argument, b) == 0);
}

/* A core file would hold keys and people's data, and lies about for whoever finds it. */
static void leave_no_core(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_CORE, &limit) == 0) {
        limit.rlim_cur = 0;
        setrlimit(RLIMIT_CORE, &limit);
    }
}

/* What is asked of the program itself, or of a noun. */
static int run_no_command(const struct program *program, int argc, char **argv)
{
    bool noun = argc > 1 && program_is_noun(program, argv[0]);
    if (argc > 0 && is_word(argv[0], "--version", "-V")) {
        printf("%s %s\n", program->name, LANYARD_VERSION);
        return EXIT_DONE;
    }
    if (noun && is_word(argv[1], "--help", "-h"))
        return help_tell(program, 1, argv);
    if (argc > 0 && is_word(argv[0], "--help", "-h"))
        return help_tell(program, argc - 1, argv + 1);
    return program_no_command(program, argc, argv);
}

int program_main(const struct program *program, int argc, char **argv)
{
    leave_no_core();
    reserve_for_icu();
    program_running = program;
    program_give_all(of_all);
    program_must_hold(program);
    char **rest = argv + 1;
    int count = argc > 0 ? argc - 1 : 0;
    const struct command *command = program_find_command(program, count, rest);
    int words = command ? (int)program_command_words(command) : 0;
    int code = command ? run_command(program, command, count - words, rest + words)
                       : run_no_command(program, count, rest);
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
    must(program_running);
    program_describe(error, &words);
    if (!words.data)
        buffer_text(&words, "failed, and memory is out");
    fprintf(stderr, "%s: ", program_running->name);
    screen_print(stderr, words.data ? words.data : "", words.length);
    fputc('\n', stderr);
    bool usage = error->kind == ERROR_CALLER && strncmp(error->field, "--", 2) == 0;
    return usage ? EXIT_USAGE : (int)error_exit_code(error->kind);
}
