/* Buffers, encodings, JSON, the clock, files, faults. */
#include "tests/unit/unit.h"

#include <sys/stat.h>

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

static void instants_are_read_with_any_offset(void **state)
{
    (void)state;
    static const struct {
        const char *text, *utc;
    } good[] = {{"2027-06-08T09:00:00Z", "2027-06-08T09:00:00.000Z"},
                {"2027-06-08T09:00:00.5+08:00", "2027-06-08T01:00:00.500Z"},
                {"2027-06-08t09:00:00.123456789z", "2027-06-08T09:00:00.123Z"},
                {"2027-12-31T23:30:00-01:00", "2028-01-01T00:30:00.000Z"},
                {"2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"},
                {"1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"},
                {"2000-02-29T12:00:00-00:00", "2000-02-29T12:00:00.000Z"},
                {"0033-04-03T15:00:00Z", "0033-04-03T15:00:00.000Z"},
                {"2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"}};
    for (size_t i = 0; i < COUNT(good); i++) {
        int64_t instant;
        char text[CLOCK_TEXT_SIZE];
        if (!clock_parse(good[i].text, &instant))
            fail_msg("%s was refused", good[i].text);
        clock_format(instant, text);
        assert_string_equal(text, good[i].utc);
    }
}

static void what_is_no_instant_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",
                                        "2027-06-08",
                                        "2027-06-08T09:00:00",
                                        "2027-06-08 T09:00:00Z",
                                        "2027-02-29T09:00:00Z",
                                        "2100-02-29T09:00:00Z",
                                        "2027-13-08T09:00:00Z",
                                        "2027-00-08T09:00:00Z",
                                        "2027-06-00T09:00:00Z",
                                        "2027-06-31T09:00:00Z",
                                        "2027-06-31T23:59:60Z",
                                        "9999-12-31T23:59:59-00:01",
                                        "0000-01-01T00:00:00+00:01",
                                        "2027-06-08T24:00:00Z",
                                        "2027-06-08T09:60:00Z",
                                        "2027-06-08T09:00:61Z",
                                        "2027-06-08T09:00:00.Z",
                                        "2027-06-08T09:00:00.1234567890Z",
                                        "2027-06-08T09:00:00+24:00",
                                        "2027-06-08T09:00:00+08",
                                        "2027-06-08T09:00:00Zx",
                                        "+2027-06-08T09:00:00Z",
                                        "20270608T090000Z"};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        int64_t instant;
        if (clock_parse(wrong[i], &instant))
            fail_msg("%s was taken", wrong[i]);
    }
}

static void the_clock_can_be_fixed(void **state)
{
    (void)state;
    clock_fix(1 * CLOCK_SECOND);
    assert_int_equal(clock_now(), CLOCK_SECOND);
    clock_fix(INT64_MIN);
    assert_true(clock_now() > 1700000000 * CLOCK_SECOND);
}

static char folder[] = "/tmp/lanyard-unit.XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder); /* fails when a test left something */
}

static void path_in(const char *name, char path[static 64])
{
    snprintf(path, 64, "%s/%s", folder, name);
}

static void a_draft_given_up_leaves_the_old_file_alone(void **state)
{
    (void)state;
    char path[64];
    struct error error = {0};
    struct file_draft draft;
    path_in("whole", path);
    assert_true(file_write(path, "old", 3, 0640, &error));
    assert_true(file_draft_open(&draft, path, 0600, &error));
    assert_true(file_write_all(draft.fd, "half", 4));
    file_draft_discard(&draft);
    scope_free char *now = file_read(path, 100, NULL, &error);
    assert_string_equal(now, "old");
    assert_int_equal(unlink(path), 0);
}

static void a_draft_takes_the_old_files_place_when_whole(void **state)
{
    (void)state;
    char path[64];
    size_t length;
    struct stat status;
    struct error error = {0};
    path_in("whole", path);
    assert_true(file_write(path, "old", 3, 0644, &error));
    assert_true(file_write(path, "new\0er", 6, 0600, &error));
    scope_free char *now = file_read(path, 6, &length, &error);
    assert_int_equal(length, 6);
    assert_memory_equal(now, "new\0er", 7);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    assert_null(file_read(path, 5, NULL, &error));
    assert_non_null(strstr(error.message, "larger than 5 bytes"));
    assert_int_equal(unlink(path), 0);
}

static void a_file_in_no_folder_is_refused_by_name(void **state)
{
    (void)state;
    char path[64];
    struct error error = {0};
    path_in("none/file", path);
    assert_false(file_write(path, "x", 1, 0600, &error));
    assert_non_null(strstr(error.message, path));
    assert_null(file_read(path, 10, NULL, &error));
    assert_int_equal(error.kind, ERROR_NOT_FOUND);
}

static void a_secret_that_others_may_read_is_refused_with_the_mend(void **state)
{
    (void)state;
    char path[64];
    struct error error = {0};
    path_in("secret", path);
    assert_true(file_write(path, "s", 1, 0640, &error));
    assert_null(file_read_secret(path, 10, NULL, &error));
    assert_int_equal(error.kind, ERROR_SETUP);
    assert_non_null(strstr(error.message, "chmod 600"));
    assert_int_equal(chmod(path, 0400), 0);
    scope_free char *secret = file_read_secret(path, 10, NULL, &error);
    assert_string_equal(secret, "s");
    assert_int_equal(unlink(path), 0);
    assert_null(file_read_secret(folder, 10, NULL, &error));
    assert_int_equal(error.kind, ERROR_SETUP);
}

static void a_folder_is_made_with_those_above_it(void **state)
{
    (void)state;
    char path[64];
    struct error error = {0};
    path_in("a/b", path);
    assert_true(file_make_folder(path, 0700, &error));
    assert_true(file_make_folder(path, 0700, &error)); /* twice changes nothing */
    assert_int_equal(rmdir(path), 0);
    path_in("a", path);
    assert_int_equal(rmdir(path), 0);
    assert_true(file_write(path, "", 0, 0600, &error));
    path_in("a/b", path);
    assert_false(file_make_folder(path, 0700, &error));
    path_in("a", path);
    assert_int_equal(unlink(path), 0);
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
    assert_false(error_set(NULL, ERROR_OURS, NULL, "nobody listens"));
}

static void fixed_chance_repeats_itself(void **state)
{
    (void)state;
    char a[RANDOM_UUID_SIZE], b[RANDOM_UUID_SIZE], letters[9];
    random_fix(7);
    random_uuid(a);
    random_fix(7);
    random_uuid(b);
    assert_string_equal(a, b);
    random_fix(0);
    random_uuid(b);
    assert_string_not_equal(a, b);
    assert_int_equal(b[14], '4');
    assert_non_null(strchr("89ab", b[19]));
    random_letters(letters, 8, "xy");
    assert_int_equal(strspn(letters, "xy"), 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_buffer_ends_at_its_maximum_and_says_so),
        cmocka_unit_test(an_empty_buffer_gives_an_empty_text),
        cmocka_unit_test(base32_is_that_of_rfc_4648),
        cmocka_unit_test(base32_has_one_spelling_for_a_value),
        cmocka_unit_test(hexadecimal_is_read_whole_or_not),
        cmocka_unit_test(secrets_of_other_length_or_content_differ),
        cmocka_unit_test(broken_json_is_refused_by_line_and_column),
        cmocka_unit_test(a_value_of_another_type_counts_as_absent),
        cmocka_unit_test(a_difference_is_told_by_its_path),
        cmocka_unit_test(instants_are_read_with_any_offset),
        cmocka_unit_test(what_is_no_instant_is_refused),
        cmocka_unit_test(the_clock_can_be_fixed),
        cmocka_unit_test_setup_teardown(a_draft_given_up_leaves_the_old_file_alone, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(a_draft_takes_the_old_files_place_when_whole, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(a_file_in_no_folder_is_refused_by_name, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_secret_that_others_may_read_is_refused_with_the_mend, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(a_folder_is_made_with_those_above_it, make_folder, remove_folder),
        cmocka_unit_test(only_the_first_fault_of_a_field_is_kept),
        cmocka_unit_test(an_error_gets_its_context_in_front),
        cmocka_unit_test(fixed_chance_repeats_itself),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
