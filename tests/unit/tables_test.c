/* Tables and states that are wrong end the program at once. */
#include "tests/unit/unit.h"

#include "picture/picture_private.h"
#include "program/program_private.h"
#include "ticket/ticket.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* In a process of its own, which must() ends. */
static bool is_fatal(void (*wrong)(const void *of), const void *of)
{
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        close(STDERR_FILENO);
        signal(SIGABRT, SIG_DFL);
        wrong(of);
        _exit(0);
    }
    assert_true(child > 0 && waitpid(child, &status, 0) == child);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static const char *text;
static int64_t number;
static bool flag;

static int tables_run(int argc, char **argv)
{
    (void)argc, (void)argv;
    return 0;
}

#define TEXT_OPTION(its_name, its_letter)                                                                    \
    {                                                                                                        \
        .name = (its_name), .letter = (its_letter), .type = OPTION_TEXT, .target = &text, .value = "FILE",   \
        .help = "where"                                                                                      \
    }
#define OPTIONS(...) ((const struct option_spec[]){__VA_ARGS__, {0}})

static const struct option_spec *const every = OPTIONS(TEXT_OPTION("output", 'o'));

static void check_command(const void *of)
{
    const struct command *const commands[] = {of, NULL};
    const struct program program = {"unit", "tests", every, commands, NULL};
    program_must_hold(&program);
}

static void a_command_that_cannot_work_ends_the_program(void **state)
{
    (void)state;
    const struct command good = {"do", "FILE", "does it",  OPTIONS(TEXT_OPTION("input", 'i')),
                                 1,    1,      tables_run, "input"};
    const struct command wrong[] = {
        {"do", "FILE", "does it", NULL, 1, 1, NULL, NULL},
        {"do", "FILE", "does it", NULL, 2, 1, tables_run, NULL},
        {"do", "FILE", "does it", NULL, 0, 0, tables_run, NULL},
        {"do", "", "does it", NULL, 1, 1, tables_run, NULL},
        {"do", "FILE", "does it", NULL, 1, 1, tables_run, "input"},
        {"help", "", "is there already", NULL, 0, 0, tables_run, NULL},
    };
    static const struct command help = {"help", "", "tells", NULL, 0, 0, tables_run, NULL};
    static const struct command *const of_all[] = {&help, NULL};
    program_give_all(of_all);
    assert_false(is_fatal(check_command, &good));
    for (size_t i = 0; i < COUNT(wrong); i++)
        if (!is_fatal(check_command, &wrong[i]))
            fail_msg("command %zu was taken", i);
}

static void check_options(const void *of)
{
    const struct command command = {"do", "", "does it", of, 0, 0, tables_run, NULL};
    check_command(&command);
}

static void an_option_that_cannot_work_ends_the_program(void **state)
{
    (void)state;
    const struct option_spec *const good = OPTIONS(TEXT_OPTION("input", 'i'), TEXT_OPTION("design", 0));
    const struct option_spec *const wrong[] = {
        OPTIONS(TEXT_OPTION("output", 0)),
        OPTIONS(TEXT_OPTION("other", 'o')),
        OPTIONS(TEXT_OPTION("input", 0), TEXT_OPTION("input", 0)),
        OPTIONS(TEXT_OPTION("--input", 0)),
        OPTIONS({.name = "input", .type = OPTION_TEXT, .value = "FILE", .help = "nowhere"}),
        OPTIONS({.name = "input", .type = OPTION_TEXT, .target = &text, .help = "no value"}),
        OPTIONS({.name = "form", .type = OPTION_CHOICE, .target = &text, .help = "of nothing"}),
        OPTIONS({.name = "limit", .type = OPTION_INT, .target = &number, .value = "N", .help = "none"}),
        OPTIONS({.name = "dry", .type = OPTION_FLAG, .target = &flag, .value = "N", .help = "a value"}),
    };
    assert_false(is_fatal(check_options, good));
    for (size_t i = 0; i < COUNT(wrong); i++)
        if (!is_fatal(check_options, wrong[i]))
            fail_msg("options %zu were taken", i);
}

static void sign_of_no_kind(const void *of)
{
    (void)of;
    const struct ticket_signer signer = {0};
    char token[TICKET_TOKEN_SIZE];
    ticket_sign(&signer, (enum ticket_kind)0, 1, 1, token);
}

static void end_what_does_not_run(const void *of)
{
    (void)of;
    struct error error = {0};
    struct picture_tool tool = PICTURE_TOOL_NONE;
    _exit(picture_tool_end(&tool, 0, &error));
}

static void what_was_never_begun_is_not_gone_on_with(void **state)
{
    (void)state;
    assert_true(is_fatal(sign_of_no_kind, NULL));
    assert_true(is_fatal(end_what_does_not_run, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_command_that_cannot_work_ends_the_program),
        cmocka_unit_test(an_option_that_cannot_work_ends_the_program),
        cmocka_unit_test(what_was_never_begun_is_not_gone_on_with),
    };
    return cmocka_run_group_tests_name("tables", tests, NULL, NULL);
}
