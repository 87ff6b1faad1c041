/* Commands and options: what a table gives, and what is refused with which mend. */
#include "tests/unit/unit.h"

#include "program/program_private.h"

static bool quiet;
static const char *file;
static const char *format;
static int64_t port;
static char arguments[200]; /* the command's own, each in brackets; "-" while it has not run */

static int note_arguments(int argc, char **argv)
{
    struct buffer text = BUFFER(sizeof arguments - 1);
    for (int i = 0; i < argc; i++)
        buffer_printf(&text, "[%s]", argv[i]);
    assert_null(argv[argc]);
    snprintf(arguments, sizeof arguments, "%s", text.data ? text.data : "");
    buffer_free(&text);
    return 42;
}

static const struct option_spec every[] = {{.name = "port",
                                            .letter = 'p',
                                            .type = OPTION_INT,
                                            .target = &port,
                                            .value = "N",
                                            .variable = "UNIT_PORT",
                                            .help = "where to listen",
                                            .min = 1,
                                            .max = 65535},
                                           {.name = "quiet",
                                            .letter = 'q',
                                            .type = OPTION_FLAG,
                                            .target = &quiet,
                                            .variable = "UNIT_QUIET",
                                            .help = "say less"},
                                           {0}};
static const struct option_spec own[] = {{.name = "file",
                                          .letter = 'f',
                                          .type = OPTION_TEXT,
                                          .target = &file,
                                          .value = "FILE",
                                          .help = "what to read"},
                                         {.name = "format",
                                          .type = OPTION_CHOICE,
                                          .target = &format,
                                          .choices = "text|json",
                                          .help = "how to say it"},
                                         {0}};

static const struct command event_apply = {"event apply",  "FILE...", "takes it", own, 0, 3,
                                           note_arguments, NULL};
static const struct command event_list = {"event list", "", "lists them", NULL, 0, 0, note_arguments, NULL};
static const struct command status = {"status", "[NAME]", "says how it is", own, 1, 1, note_arguments, NULL};
static const struct command *const commands[] = {&event_apply, &event_list, &status, NULL};
static const struct program program = {"unit", "a program of many commands", every, commands,
                                       "Examples:\n  unit status x"};

static const struct command alone = {"", "[NAME...]", "does one thing", own, 0, -1, note_arguments, NULL};
static const struct program single = {"one", "a program of one", every,
                                      (const struct command *const[]){&alone, NULL}, NULL};

static void forget(void)
{
    quiet = false;
    file = format = NULL;
    port = 80;
    snprintf(arguments, sizeof arguments, "-");
}

/* What was printed while a stream stood aside. */
struct captured {
    FILE *stream;
    int before;
    FILE *file;
    char text[4096];
};

static void capture(struct captured *captured, FILE *stream)
{
    fflush(stream);
    captured->stream = stream;
    captured->before = dup(fileno(stream));
    captured->file = tmpfile();
    assert_non_null(captured->file);
    dup2(fileno(captured->file), fileno(stream));
}

static void release(struct captured *captured)
{
    fflush(captured->stream);
    dup2(captured->before, fileno(captured->stream));
    close(captured->before);
    rewind(captured->file);
    captured->text[fread(captured->text, 1, sizeof captured->text - 1, captured->file)] = '\0';
    fclose(captured->file);
}

/* Runs a line of words parted by blanks. */
static int call(const struct program *called, const char *line, struct captured *out, struct captured *err)
{
    char words[400];
    char *argv[32] = {(char *)(uintptr_t)called->name};
    int argc = 1;
    snprintf(words, sizeof words, "%s", line);
    for (char *rest = words, *word; (word = strsep(&rest, " "));)
        if (*word)
            argv[argc++] = word;
    forget();
    *out = (struct captured){0};
    *err = (struct captured){0};
    capture(out, stdout);
    capture(err, stderr);
    int code = program_main(called, argc, argv);
    release(out);
    release(err);
    if (file) /* it points into words */
        snprintf(arguments + strlen(arguments), sizeof arguments - strlen(arguments), " file=%s", file);
    if (format)
        snprintf(arguments + strlen(arguments), sizeof arguments - strlen(arguments), " format=%s", format);
    return code;
}

static void options_and_arguments_are_told_apart(void **state)
{
    (void)state;
    static const struct {
        const char *line, *arguments;
        int64_t port;
        bool quiet;
    } cases[] = {
        {"event apply", "", 80, false},
        {"event apply a b", "[a][b]", 80, false},
        {"event apply --port 1 a", "[a]", 1, false},
        {"event apply --port=65535 a", "[a]", 65535, false},
        {"event apply a -q b --port 8 c", "[a][b][c]", 8, true},
        {"event apply -qp8 a", "[a]", 8, true},
        {"event apply -qfx a", "[a] file=x", 80, true},
        {"event apply -f x -q", " file=x", 80, true},
        {"event apply --file=a=b", " file=a=b", 80, false},
        {"event apply --file -- a", "[a] file=--", 80, false},
        {"event apply --file --quiet", " file=--quiet", 80, false},
        {"event apply --file=", " file=", 80, false},
        {"event apply -- --port -q", "[--port][-q]", 80, false},
        {"event apply a -- --", "[a][--]", 80, false},
        {"event apply -", "[-]", 80, false},
        {"event apply --port 1 --port 2", "", 2, false},
        {"event apply --format json", " format=json", 80, false},
        {"event list", "", 80, false},
        {"status x", "[x]", 80, false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct captured out, err;
        int code = call(&program, cases[i].line, &out, &err);
        if (code != 42 || strcmp(arguments, cases[i].arguments) != 0 || port != cases[i].port ||
            quiet != cases[i].quiet)
            fail_msg("%s: %d, %s, port %lld%s %s", cases[i].line, code, arguments, (long long)port,
                     quiet ? ", quiet" : "", err.text);
        assert_string_equal(err.text, "");
    }
}

static void mistakes_are_told_with_the_mend(void **state)
{
    (void)state;
    static const struct {
        const char *line, *says;
    } cases[] = {
        {"", "unit: a command is missing"},
        {"--port 1 status x", "unit: a command is missing; it stands before --port\n"},
        {"evnt apply", "there is no command \"evnt apply\"; did you mean \"event apply\"?"},
        {"event", "  event apply FILE..."},
        {"event", "unit: event needs one of these\n"},
        {"event destroyer", "there is no command \"event destroyer\"\n"},
        {"event destroyer", "  event list "},
        {"list event", "did you mean \"event list\"?"},
        {"help evnt", "did you mean \"event\"?"},
        {"nothing like it", "there is no command \"nothing like\"\n"},
        {"event apply --prot 1", "there is no option --prot; did you mean --port?"},
        {"event apply --por 1", "there is no option --por; did you mean --port?"}, /* an abbreviation */
        {"event apply --Port 1", "there is no option --Port"},
        {"event apply -x", "there is no option -x\n"},
        {"event apply -qx", "there is no option -x\n"},
        {"event list --file x", "there is no option --file"}, /* another command's */
        {"event apply --port", "--port needs a value: --port N"},
        {"event apply -p", "-p needs a value: -p N"},
        {"event apply --format", "--format needs a value: --format text|json"},
        {"event apply --port 0", "--port takes a number from 1 to 65535, not \"0\""},
        {"event apply --port 65536", "not \"65536\""},
        {"event apply --port 8x", "not \"8x\""},
        {"event apply --port=", "not \"\""},
        {"event apply --port 99999999999999999999", "not \"99999999999999999999\""},
        {"event apply --quiet=1", "--quiet takes no value"},
        {"event apply --format xml", "--format takes one of text|json, not \"xml\""},
        {"event apply --format tex", "not \"tex\""},
        {"event apply --format text|json", "not \"text|json\""},
        {"event apply --format=", "not \"\""},
        {"event apply a b c d", "too many arguments: it takes FILE..."},
        {"event list a", "too many arguments: it takes none"},
        {"status", "too few arguments: it takes [NAME]"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct captured out, err;
        int code = call(&program, cases[i].line, &out, &err);
        if (code != EXIT_USAGE || !strstr(err.text, cases[i].says) || !strstr(err.text, " tells "))
            fail_msg("%s: %d %s", cases[i].line, code, err.text);
        assert_string_equal(out.text, "");
        assert_int_equal(strncmp(arguments, "-", 1), 0); /* it did not run */
    }
}

static void the_environment_stands_behind_the_command_line(void **state)
{
    (void)state;
    struct captured out, err;
    static const struct {
        const char *variable, *value, *line;
        int64_t port;
        bool quiet;
    } cases[] = {
        {"UNIT_PORT", "9", "event list", 9, false},   {"UNIT_PORT", "9", "event list -p 7", 7, false},
        {"UNIT_PORT", "", "event list", 80, false},   {"UNIT_QUIET", "1", "event list", 80, true},
        {"UNIT_QUIET", "0", "event list", 80, false}, {"UNIT_QUIET", "0", "event list -q", 80, true},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(setenv(cases[i].variable, cases[i].value, 1), 0);
        assert_int_equal(call(&program, cases[i].line, &out, &err), 42);
        unsetenv(cases[i].variable);
        if (port != cases[i].port || quiet != cases[i].quiet)
            fail_msg("%s=%s %s", cases[i].variable, cases[i].value, cases[i].line);
    }
    setenv("UNIT_PORT", "many", 1);
    assert_int_equal(call(&program, "event list", &out, &err), EXIT_USAGE);
    unsetenv("UNIT_PORT");
    assert_non_null(strstr(err.text, "UNIT_PORT takes a number from 1 to 65535, not \"many\""));
    setenv("UNIT_PORT", "many", 1);
    assert_int_equal(call(&program, "event list --help", &out, &err), EXIT_DONE);
    unsetenv("UNIT_PORT");
    assert_string_equal(err.text, "");
}

static void help_and_version_are_asked_for_anywhere_and_end_well(void **state)
{
    (void)state;
    static const struct {
        const struct program *called;
        const char *line, *says;
    } cases[] = {
        {&program, "--help", "Usage: unit COMMAND"},
        {&program, "-h", "event apply FILE..."},
        {&program, "--help", "-p, --port N"},
        {&program, "--help", "[UNIT_PORT]"},
        {&program, "--help", "Examples:\n  unit status x\n"},
        {&program, "--version", "unit " LANYARD_VERSION "\n"},
        {&program, "-V", "unit " LANYARD_VERSION "\n"},
        {&program, "event apply --help", "Usage: unit event apply [OPTION...] FILE...\n"},
        {&program, "event apply -h", "--format text|json"},
        {&program, "event apply a b c d --help", "Usage: unit event apply"},
        {&program, "event --help", "event apply FILE..."},
        {&program, "event -h", "Usage: unit event COMMAND"},
        {&program, "help", "Usage: unit COMMAND"},
        {&program, "help event", "Usage: unit event COMMAND"},
        {&program, "help event list", "Usage: unit event list"},
        {&program, "help help", "Usage: unit help"},
        {&single, "-V", "one " LANYARD_VERSION "\n"},
        {&program, "status --version", "unit " LANYARD_VERSION "\n"},
        {&single, "--help", "Usage: one [OPTION...] [NAME...]\n"},
        {&single, "-h", "-f, --file FILE"},
        {&single, "--version", "one " LANYARD_VERSION "\n"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct captured out, err;
        int code = call(cases[i].called, cases[i].line, &out, &err);
        if (code != EXIT_DONE || !strstr(out.text, cases[i].says))
            fail_msg("%s %s: %d %s%s", cases[i].called->name, cases[i].line, code, out.text, err.text);
        assert_string_equal(err.text, "");
        assert_string_equal(arguments, "-");
    }
    struct captured out, err;
    assert_int_equal(call(&single, "a --quiet -- --help", &out, &err), 42);
    assert_string_equal(arguments, "[a][--help]");
}

static void an_error_is_reported_by_field_and_exit_code(void **state)
{
    (void)state;
    static const struct {
        enum error_kind kind;
        const char *field, *line;
        int code;
    } cases[] = {
        {ERROR_CALLER, "amount", "unit: amount: too much\n", EXIT_FAILED},
        {ERROR_CALLER, "--amount", "unit: --amount: too much\n", EXIT_USAGE},
        {ERROR_NOT_FOUND, "--amount", "unit: --amount: too much\n", EXIT_FAILED},
        {ERROR_NOT_FOUND, "", "unit: too much\n", EXIT_FAILED},
        {ERROR_CONFLICT, "", "unit: too much\n", EXIT_FAILED},
        {ERROR_BUSY, "", "unit: too much\n", EXIT_FAILED},
        {ERROR_OURS, "", "unit: too much\n", EXIT_FAILED},
        {ERROR_SETUP, "DATABASE_URL", "unit: DATABASE_URL: too much\n", EXIT_NOT_CONFIGURED},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct captured out, err;
        struct error error;
        call(&program, "event list", &out, &err); /* it now knows its name */
        error_set(&error, cases[i].kind, cases[i].field, "too much");
        capture(&err, stderr);
        int code = program_fail(&error);
        release(&err);
        assert_int_equal(code, cases[i].code);
        assert_string_equal(err.text, cases[i].line);
    }
}

static void a_failure_without_a_reason_is_a_failure_and_says_so(void **state)
{
    (void)state;
    struct captured out, err;
    const struct error none = {0};
    call(&program, "event list", &out, &err);
    capture(&err, stderr);
    int code = program_fail(&none);
    release(&err);
    assert_int_equal(code, EXIT_FAILED);
    assert_string_equal(err.text, "unit: failed, and nothing says why\n");
    for (int kind = ERROR_NONE; kind <= ERROR_OURS; kind++)
        assert_int_not_equal(error_exit_code((enum error_kind)kind), EXIT_DONE);
}

static void a_refusal_is_worded_in_english_without_any_file(void **state)
{
    (void)state;
    struct captured out, err;
    struct error error = {0};
    call(&program, "event list", &out, &err);
    error_refuse(&error, ERROR_CONFLICT, "amount", "refusal.payment.refund", TEXT_ARGUMENT("code", "K7"),
                 MONEY_ARGUMENT("overpaid", 45000, "USD"));
    capture(&err, stderr);
    assert_int_equal(program_fail(&error), EXIT_FAILED);
    release(&err);
    assert_string_equal(
        err.text, "unit: amount: Registration K7 has USD 450.00 to refund. Record no more than that.\n");

    scope_buffer struct buffer words = BUFFER(1000);
    error_refuse(&error, ERROR_CONFLICT, NULL, "refusal.order.restore", TEXT_ARGUMENT("code", "K7"),
                 WORD_ARGUMENT("status", "status.pending_approval"));
    error_context(&error, "line 3");
    program_describe(&error, &words);
    assert_string_equal(words.data, "line 3: Registration K7 has the status “Application received”, so "
                                    "there is nothing to restore.");
    buffer_clear(&words);
    error_refuse(&error, ERROR_CONFLICT, NULL, "refusal.event.capacity", NUMBER_ARGUMENT("taken", 7));
    program_describe(&error, &words);
    assert_string_equal(words.data, "Places taken already: 7. A capacity of {capacity} is too small; give at "
                                    "least what is taken.");
}

static void a_near_miss_suggests_and_a_far_one_does_not(void **state)
{
    (void)state;
    static const char *const words[] = {"port", "listen", "quiet", NULL};
    assert_string_equal(near_word("prot", words), "port");
    assert_string_equal(near_word("lisen", words), "listen");
    assert_null(near_word("database", words));
    assert_null(near_word("port", (const char *const[]){NULL}));
    char endless[300];
    memset(endless, 'x', sizeof endless - 1);
    endless[sizeof endless - 1] = '\0';
    assert_null(near_word(endless, words));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_and_arguments_are_told_apart),
        cmocka_unit_test(mistakes_are_told_with_the_mend),
        cmocka_unit_test(the_environment_stands_behind_the_command_line),
        cmocka_unit_test(help_and_version_are_asked_for_anywhere_and_end_well),
        cmocka_unit_test(an_error_is_reported_by_field_and_exit_code),
        cmocka_unit_test(a_failure_without_a_reason_is_a_failure_and_says_so),
        cmocka_unit_test(a_refusal_is_worded_in_english_without_any_file),
        cmocka_unit_test(a_near_miss_suggests_and_a_far_one_does_not),
    };
    return cmocka_run_group_tests_name("program", tests, NULL, NULL);
}
