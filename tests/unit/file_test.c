/* Files and folders: whole or not at all, and for whom they are. */
#include "tests/unit/unit.h"

#include <sys/stat.h>

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

#define in_a_folder(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

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

static void a_draft_in_a_folder_that_cannot_be_written_is_refused_by_name(void **state)
{
    (void)state;
    struct error error = {0};
    struct file_draft draft;
    /* Nobody may make files here, not root either. */
    assert_false(file_draft_open(&draft, "/proc/lanyard", 0600, &error));
    assert_int_equal(error.kind, ERROR_OURS);
    assert_non_null(strstr(error.message, "/proc/lanyard"));
    assert_int_equal(draft.fd, -1);
    file_draft_discard(&draft); /* harmless */
}

static void a_draft_that_cannot_take_its_place_leaves_nothing(void **state)
{
    (void)state;
    char path[64];
    struct error error = {0};
    struct file_draft draft;
    path_in("taken", path);
    assert_true(file_draft_open(&draft, path, 0600, &error));
    assert_true(file_make_folder(path, 0700, &error)); /* no file replaces a folder */
    assert_true(file_write_all(draft.fd, "x", 1));
    assert_false(file_draft_commit(&draft, &error));
    assert_non_null(strstr(error.message, path));
    assert_int_equal(rmdir(path), 0);
}

static void what_is_no_regular_file_is_never_replaced(void **state)
{
    (void)state;
    char pipe[64], file[64], link[64];
    struct error error = {0};
    struct stat status;
    path_in("pipe", pipe);
    path_in("file", file);
    path_in("link", link);
    assert_int_equal(mkfifo(pipe, 0600), 0);
    const char *const others[] = {pipe, folder};
    for (size_t i = 0; i < COUNT(others); i++) {
        assert_false(file_write(others[i], "x", 1, 0600, &error));
        assert_int_equal(error.kind, ERROR_CALLER);
        assert_non_null(strstr(error.message, others[i]));
    }
    assert_int_equal(symlink(file, link), 0);
    assert_false(file_write(link, "x", 1, 0600, &error)); /* leads nowhere */
    assert_true(file_write(file, "old", 3, 0600, &error));
    assert_true(file_write(link, "new", 3, 0600, &error));
    assert_true(lstat(link, &status) == 0 && S_ISLNK(status.st_mode));
    scope_free char *now = file_read(file, 10, NULL, &error);
    assert_string_equal(now, "new");
    assert_true(unlink(pipe) == 0 && unlink(link) == 0 && unlink(file) == 0);
}

static void what_cannot_be_opened_is_told_from_what_is_not_there(void **state)
{
    (void)state;
    struct error error = {0};
    assert_null(file_read(folder, 10, NULL, &error));
    assert_int_equal(error.kind, ERROR_OURS);
    assert_non_null(strstr(error.message, folder));
    assert_null(file_read("/dev/null/file", 10, NULL, &error));
    assert_int_equal(error.kind, ERROR_OURS); /* it is there, only no folder */
    size_t length = 7;
    scope_free char *none = file_read("/dev/null", 0, &length, &error);
    assert_string_equal(none, "");
    assert_int_equal(length, 0);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_a_folder(a_draft_given_up_leaves_the_old_file_alone),
        in_a_folder(a_draft_takes_the_old_files_place_when_whole),
        in_a_folder(a_file_in_no_folder_is_refused_by_name),
        cmocka_unit_test(a_draft_in_a_folder_that_cannot_be_written_is_refused_by_name),
        in_a_folder(a_draft_that_cannot_take_its_place_leaves_nothing),
        in_a_folder(what_is_no_regular_file_is_never_replaced),
        in_a_folder(what_cannot_be_opened_is_told_from_what_is_not_there),
        in_a_folder(a_secret_that_others_may_read_is_refused_with_the_mend),
        in_a_folder(a_folder_is_made_with_those_above_it),
    };
    return cmocka_run_group_tests_name("file", tests, NULL, NULL);
}
