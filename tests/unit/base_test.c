/* Buffers, encodings, JSON, faults, the log. */
#include "tests/unit/unit.h"

#include "program/program.h"

static void a_buffer_ends_at_its_maximum_and_says_so(void **state)
{
    (void)state;
    struct buffer buffer = BUFFER(5);
    buffer_text(&buffer, "abc");
    assert_false(buffer.failed);
    buffer_text(&buffer, "def");
    assert_true(buffer.failed);
    assert_string_equal(buffer.data, "abc");
    buffer_char(&buffer, 'd');
    assert_string_equal(buffer.data, "abc"); /* what follows a gap is not stored */
    assert_null(buffer_take(&buffer));

    buffer_printf(&buffer, "%d", 12345);
    assert_string_equal(buffer.data, "12345");
    buffer_clear(&buffer);
    assert_string_equal(buffer.data, "");
    buffer_printf(&buffer, "%d", 123456);
    assert_true(buffer.failed);
    buffer_free(&buffer);
    assert_int_equal(buffer.max, 5);
}

static void an_empty_buffer_gives_an_empty_text(void **state)
{
    (void)state;
    struct buffer buffer = BUFFER(10);
    scope_free char *text = buffer_take(&buffer);
    assert_string_equal(text, "");
}

static void base32_is_that_of_rfc_4648(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *text;
    } vectors[] = {{"", ""},
                   {"f", "MY"},
                   {"fo", "MZXQ"},
                   {"foo", "MZXW6"},
                   {"foob", "MZXW6YQ"},
                   {"fooba", "MZXW6YTB"},
                   {"foobar", "MZXW6YTBOI"}};
    for (size_t i = 0; i < COUNT(vectors); i++) {
        char text[32];
        uint8_t bytes[32];
        size_t length = strlen(vectors[i].bytes);
        base32_encode((const uint8_t *)vectors[i].bytes, length, text);
        assert_string_equal(text, vectors[i].text);
        assert_int_equal(strlen(text), BASE32_LENGTH(length));
        assert_true(base32_decode(text, strlen(text), bytes, length));
        assert_memory_equal(bytes, vectors[i].bytes, length);
    }
}

static void base32_has_one_spelling_for_a_value(void **state)
{
    (void)state;
    uint8_t bytes[8];
    assert_true(base32_decode("mzxW6", 5, bytes, 3));
    assert_memory_equal(bytes, "foo", 3);
    assert_false(base32_decode("MZXW7", 5, bytes, 3)); /* a stray bit in the last letter */
    assert_false(base32_decode("MZXW", 4, bytes, 3));
    assert_false(base32_decode("MZXW6A", 6, bytes, 3));
    assert_false(base32_decode("MZXW6===", 8, bytes, 3));
    assert_false(base32_decode("MZX16", 5, bytes, 3));
    assert_false(base32_decode("MZX 6", 5, bytes, 3));
    assert_false(base32_decode("MZX\3606", 5, bytes, 3));
}

static void hexadecimal_is_read_whole_or_not(void **state)
{
    (void)state;
    uint8_t bytes[3];
    char text[7];
    assert_true(hex_decode("00fFa5", bytes, 3));
    hex_encode(bytes, 3, text);
    assert_string_equal(text, "00ffa5");
    assert_false(hex_decode("00ffa", bytes, 3));
    assert_false(hex_decode("00ffa5a", bytes, 3));
    assert_false(hex_decode("00fga5", bytes, 3));
    assert_false(hex_decode("", bytes, 3));
}

static void secrets_of_other_length_or_content_differ(void **state)
{
    (void)state;
    assert_true(secret_equal("abc", 3, "abc", 3));
    assert_false(secret_equal("abc", 3, "abd", 3));
    assert_false(secret_equal("abc", 3, "abcd", 4));
    assert_true(secret_equal("", 0, "", 0));
}

static void broken_json_is_refused_by_line_and_column(void **state)
{
    (void)state;
    static const struct {
        const char *text, *where;
    } broken[] = {{"{\n \"a\": }", "it:2:"}, {"{\"a\": 1, \"a\": 2}", "it:1:"},
                  {"{} {}", "it:1:"},        {"", "it:1:"},
                  {"[1, 2", "it:1:"},        {"{\"a\": \"\xff\"}", "it:1:"}};
    for (size_t i = 0; i < COUNT(broken); i++) {
        struct error error = {0};
        assert_null(json_read(broken[i].text, strlen(broken[i].text), "it", &error));
        assert_int_equal(error.kind, ERROR_CALLER);
        assert_int_equal(strncmp(error.message, broken[i].where, strlen(broken[i].where)), 0);
    }
    struct error error = {0};
    scope_free char *deep = malloc(100001);
    memset(deep, '[', 100000);
    deep[100000] = '\0';
    assert_null(json_read(deep, 100000, "it", &error));
}

static void numbers_that_no_integer_or_double_holds_are_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {"[9223372036854775808]",
                                        "[-9223372036854775809]",
                                        "[1e999]",
                                        "[01]",
                                        "[+1]",
                                        "[.5]",
                                        "[1.]",
                                        "[0x10]",
                                        "[NaN]",
                                        "[1,]",
                                        "[\"\\u0000\"]",
                                        "[\"\\ud800\"]",
                                        "[\"a\nb\"]",
                                        "\xef\xbb\xbf[]"};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct error error = {0};
        scope_json json_t *json = json_read(wrong[i], strlen(wrong[i]), "it", &error);
        if (json)
            fail_msg("%s was taken", wrong[i]);
        assert_int_equal(error.kind, ERROR_CALLER);
    }
    struct error error = {0};
    scope_json json_t *most = json_read("{\"n\": 9223372036854775807}", 26, "it", &error);
    assert_int_equal(json_int(most, "n", 0), INT64_MAX);
    scope_json json_t *real = json_read("{\"n\": 7.0}", 10, "it", &error);
    assert_int_equal(json_int(real, "n", -1), -1); /* no integer, though its value is one */
}

static void a_value_of_another_type_counts_as_absent(void **state)
{
    (void)state;
    scope_json json_t *object = json_pack("{s:s, s:i, s:b, s:n}", "t", "x", "i", 7, "b", 1, "n");
    assert_string_equal(json_text(object, "t", "-"), "x");
    assert_string_equal(json_text(object, "i", "-"), "-");
    assert_string_equal(json_text(object, "n", "-"), "-");
    assert_string_equal(json_text(NULL, "n", "-"), "-");
    assert_int_equal(json_int(object, "i", -1), 7);
    assert_int_equal(json_int(object, "t", -1), -1);
    assert_true(json_flag(object, "b", false));
    assert_true(json_flag(object, "i", true));
}

static void note_path(void *context, const char *path, const json_t *before, const json_t *after)
{
    buffer_printf(context, "%s%s;", !before ? "+" : !after ? "-" : "", path);
}

static void a_difference_is_told_by_its_path(void **state)
{
    (void)state;
    scope_json json_t *before =
        json_loads("{\"a\":1,\"gone\":2,\"list\":[{\"code\":\"x\",\"n\":1},{\"code\":\"y\",\"n\":2}],"
                   "\"same\":[1,2]}",
                   0, NULL);
    scope_json json_t *after = json_loads("{\"a\":2,\"list\":[{\"code\":\"y\",\"n\":3},{\"code\":\"z\"}],"
                                          "\"new\":null,\"same\":[1,2]}",
                                          0, NULL);
    struct buffer paths = BUFFER(1000);
    json_diff(before, before, note_path, &paths);
    assert_null(paths.data);
    json_diff(before, after, note_path, &paths);
    for (const char *const *path =
             (const char *const[]){"a;", "-gone;", "list.y.n;", "list.x", "list.z", NULL};
         *path; path++)
        if (!strstr(paths.data, *path))
            fail_msg("no %s in %s", *path, paths.data);
    assert_null(strstr(paths.data, "same"));
    buffer_free(&paths);
}

static void only_the_first_fault_of_a_field_is_kept(void **state)
{
    (void)state;
    struct faults faults = {0};
    faults_add(&faults, "email", "first", NULL);
    faults_add(&faults, "email", "second", NULL);
    faults_add(&faults, "name", "third", "x");
    assert_int_equal(faults.count, 2);
    assert_string_equal(faults_find(&faults, "email")->message, "first");
    assert_null(faults_find(&faults, "country"));
    for (int i = 0; i < 2 * FAULTS_MAX; i++) {
        char field[16];
        snprintf(field, sizeof field, "f%d", i);
        faults_add(&faults, field, "more", NULL);
    }
    assert_int_equal(faults.count, FAULTS_MAX);
}

/* Half a letter is no UTF-8: as JSON the whole fault would be lost. */
static void what_is_cut_is_cut_between_letters(void **state)
{
    (void)state;
    char long_name[2000] = "";
    for (size_t i = 0; i + 3 < sizeof long_name; i += 3)
        memcpy(long_name + i, "王", 4);
    for (size_t shift = 0; shift < 3; shift++) {
        char text[sizeof long_name + 3];
        snprintf(text, sizeof text, "%.*s%s", (int)shift, "xx", long_name);
        struct faults faults = {0};
        faults_add(&faults, text, "long", text);
        faults_add(&faults, text, "again", text);
        assert_int_equal(faults.count, 1);
        assert_in_range(strlen(faults.items[0].field), 61, 63);
        assert_in_range(strlen(faults.items[0].detail), 125, 127);
        assert_true(text_is_utf8(faults.items[0].field, strlen(faults.items[0].field)));
        assert_true(text_is_utf8(faults.items[0].detail, strlen(faults.items[0].detail)));
        struct error error = {0};
        error_set(&error, ERROR_CALLER, NULL, "%s", text);
        assert_in_range(strlen(error.message), 509, 511);
        assert_true(text_is_utf8(error.message, strlen(error.message)));
        error_context(&error, "here");
        assert_true(text_is_utf8(error.message, strlen(error.message)));
    }
    char whole[] = "a王";
    text_drop_partial(whole);
    assert_string_equal(whole, "a王");
}

static void a_refusal_keeps_its_arguments_and_cuts_them_visibly(void **state)
{
    (void)state;
    struct error error = {0};
    char name[400] = "";
    for (size_t i = 0; i < 60; i++)
        memcpy(name + i * strlen("王"), "王", sizeof "王");
    error_set(&error, ERROR_OURS, "name", "before");
    assert_false(error_refuse(&error, ERROR_CONFLICT, NULL, "refusal.x", TEXT_ARGUMENT("name", name),
                              NUMBER_ARGUMENT("most", 60), MONEY_ARGUMENT("due", -5, "MYR"),
                              WORD_ARGUMENT("status", "status.confirmed")));
    assert_int_equal(error.kind, ERROR_CONFLICT);
    assert_string_equal(error.field, "");
    assert_string_equal(error.message, "");
    assert_true(error_is_refusal(&error));
    assert_int_equal(error.refusal.count, 4);
    const char *kept = refusal_find(&error.refusal, "name", sizeof "name" - 1)->text;
    assert_true(text_is_utf8(kept, strlen(kept)));
    assert_in_range(strlen(kept), 120, 127);
    assert_string_equal(kept + strlen(kept) - strlen("王…"), "王…");
    assert_int_equal(refusal_find(&error.refusal, "due", sizeof "due" - 1)->number, -5);
    assert_string_equal(refusal_find(&error.refusal, "due", sizeof "due" - 1)->text, "MYR");
    assert_null(refusal_find(&error.refusal, "more", sizeof "more" - 1));

    error_refuse(&error, ERROR_CALLER, "code", "refusal.x", TEXT_ARGUMENT("code", "a\xff"));
    assert_string_equal(refusal_find(&error.refusal, "code", sizeof "code" - 1)->text, "a?");
    error_context(&error, "line %d", 3);
    assert_string_equal(error.message, "line 3");
    assert_true(error_is_refusal(&error));
    error_set(&error, ERROR_OURS, NULL, "out of memory");
    assert_false(error_is_refusal(&error));
    assert_false(error_refuse(NULL, ERROR_CALLER, NULL, "refusal.x"));
}

static void a_refusal_that_cannot_be_kept_whole_says_so(void **state)
{
    (void)state;
    char long_text[200] = "";
    memset(long_text, 'x', sizeof long_text - 1);
    const struct refusal_given five[] = {NUMBER_ARGUMENT("a", 1), NUMBER_ARGUMENT("b", 1),
                                         NUMBER_ARGUMENT("c", 1), NUMBER_ARGUMENT("d", 1),
                                         NUMBER_ARGUMENT("e", 1)};
    const struct refusal_given wrong[] = {TEXT_ARGUMENT("a", NULL),
                                          TEXT_ARGUMENT("a_name_that_is_longer_than_any", "x"),
                                          MONEY_ARGUMENT("a", 1, long_text)};
    struct error error = {0};
    error_refuse_given(&error, ERROR_CALLER, NULL, "refusal.x", five, COUNT(five));
    assert_int_equal(error.kind, ERROR_OURS);
    assert_non_null(strstr(error.message, "refusal.x"));
    for (size_t i = 0; i < COUNT(wrong); i++) {
        error_refuse_given(&error, ERROR_CALLER, NULL, "refusal.x", &wrong[i], 1);
        assert_int_equal(error.kind, ERROR_OURS);
        assert_false(error_is_refusal(&error));
    }
}

static void an_error_gets_its_context_in_front(void **state)
{
    (void)state;
    struct error error = {0};
    assert_false(error_set(&error, ERROR_CONFLICT, "email", "%s is taken", "it"));
    assert_false(error_context(&error, "line %d", 3));
    assert_string_equal(error.message, "line 3: it is taken");
    assert_string_equal(error.field, "email");
    assert_int_equal(error_exit_code(error.kind), EXIT_FAILED);
    assert_int_equal(error_exit_code(ERROR_SETUP), EXIT_NOT_CONFIGURED);
    assert_int_equal(error_exit_code(ERROR_NONE), EXIT_FAILED);
    assert_false(error_set(NULL, ERROR_OURS, NULL, "nobody listens"));
}

static void a_line_of_the_log_cannot_forge_another(void **state)
{
    (void)state;
    int ends[2];
    char line[200] = "";
    assert_int_equal(pipe(ends), 0);
    fflush(stderr);
    int before = dup(STDERR_FILENO);
    dup2(ends[1], STDERR_FILENO);
    clock_fix(0);
    log_open("unit", LOG_LEVEL_INFO);
    log_line(LOG_LEVEL_DEBUG, "not worth saying");
    log_line(LOG_LEVEL_WARNING, "name=%s", "a\nb\x1b[31m\xc2\x9b\x7fé");
    clock_fix(INT64_MIN);
    dup2(before, STDERR_FILENO);
    close(before);
    close(ends[1]);
    assert_true(read(ends[0], line, sizeof line - 1) > 0);
    close(ends[0]);
    assert_string_equal(line, "1970-01-01T00:00:00.000Z warning unit name=a\\x0ab\\x1b[31m\\x9b\\x7fé\n");
}

static void uuids_of_one_time_lie_together_and_are_read_in_either_case(void **state)
{
    (void)state;
    uint8_t a[RANDOM_UUID_BYTES], b[RANDOM_UUID_BYTES];
    char text[RANDOM_UUID_SIZE];
    clock_fix(INT64_C(1700000000123) * 1000);
    random_uuid7_bytes(a);
    random_uuid7(text);
    clock_fix(INT64_MIN);
    assert_memory_equal(text, "018bcfe5-687b-7",
                        15); /* RFC 9562, appendix A.6, has another instant in this form */
    assert_non_null(strchr("89ab", text[19]));
    assert_true(uuid_parse(text, b));
    assert_memory_equal(a, b, 6);
    assert_memory_not_equal(a, b, sizeof a);
    assert_true(uuid_parse("017F22E2-79B0-7CC3-98C4-DC0C0C07398F", a));
    assert_true(uuid_parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398f", b));
    assert_memory_equal(a, b, sizeof a);
    static const char *const wrong[] = {"",
                                        "017f22e279b07cc398c4dc0c0c07398f",
                                        "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
                                        "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0",
                                        "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
                                        "017f22e2-79b0-7cc3-98c4dc-0c0c07398f"};
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_false(uuid_parse(wrong[i], a));
}

static void what_malloc_refuses_comes_out_of_the_reserve_and_goes_back(void **state)
{
    (void)state;
    for (int round = 0; round < 2; round++) {
        char *block = reserve_take(100);
        assert_non_null(block);
        memset(block, 'x', 100);
        assert_null(reserve_take(RESERVE_BYTES));
        char *large = reserve_take(RESERVE_BYTES - 1000);
        assert_non_null(large);
        assert_null(reserve_take(1000));
        char *moved = reserve_realloc(NULL, block, 200); /* malloc gives again */
        assert_memory_equal(moved, "xxxxxxxxxx", 10);
        reserve_free(NULL, moved);
        reserve_free(NULL, large);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_malloc_refuses_comes_out_of_the_reserve_and_goes_back),
        cmocka_unit_test(a_buffer_ends_at_its_maximum_and_says_so),
        cmocka_unit_test(an_empty_buffer_gives_an_empty_text),
        cmocka_unit_test(base32_is_that_of_rfc_4648),
        cmocka_unit_test(base32_has_one_spelling_for_a_value),
        cmocka_unit_test(hexadecimal_is_read_whole_or_not),
        cmocka_unit_test(secrets_of_other_length_or_content_differ),
        cmocka_unit_test(broken_json_is_refused_by_line_and_column),
        cmocka_unit_test(numbers_that_no_integer_or_double_holds_are_refused),
        cmocka_unit_test(a_value_of_another_type_counts_as_absent),
        cmocka_unit_test(a_difference_is_told_by_its_path),
        cmocka_unit_test(uuids_of_one_time_lie_together_and_are_read_in_either_case),
        cmocka_unit_test(only_the_first_fault_of_a_field_is_kept),
        cmocka_unit_test(what_is_cut_is_cut_between_letters),
        cmocka_unit_test(a_refusal_keeps_its_arguments_and_cuts_them_visibly),
        cmocka_unit_test(a_refusal_that_cannot_be_kept_whole_says_so),
        cmocka_unit_test(an_error_gets_its_context_in_front),
        cmocka_unit_test(a_line_of_the_log_cannot_forge_another),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
