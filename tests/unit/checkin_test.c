/* The door's journal, what it decides alone, and the lines that hand scanners type. */
#include "tests/unit/unit.h"

#include "cli/checkin/lines.h"
#include "door/door_private.h"

#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <sys/resource.h>

static char path[] = "/tmp/lanyard-journal.XXXXXX";

static int make_path(void **state)
{
    (void)state;
    memcpy(path + sizeof path - 7, "XXXXXX", 6);
    int fd = mkstemp(path);
    return fd < 0 ? -1 : close(fd);
}

static int remove_path(void **state)
{
    (void)state;
    char beside[64];
    static const char *const endings[] = {"-wal", "-shm", "-lock", ""};
    for (size_t i = 0; i < COUNT(endings); i++) {
        snprintf(beside, sizeof beside, "%s%s", path, endings[i]);
        unlink(beside);
    }
    return 0;
}

static struct journal *open_journal(void)
{
    struct error error = {0};
    struct journal *journal = journal_open(path, true, &error);
    if (!journal)
        fail_msg("%s", error.message);
    return journal;
}

static void what_was_added_is_there_after_a_restart_until_it_is_acknowledged(void **state)
{
    (void)state;
    struct error error = {0};
    struct journal_scan scans[3];
    struct journal *journal = open_journal();
    scope_json json_t *forged = json_pack("{s:s}", "verdict", "forged");
    scope_json json_t *used = json_pack("{s:s}", "verdict", "used");
    assert_true(journal_add(journal, "id-1", "2027-06-08T09:00:00.000Z", "one", NULL, &error));
    assert_true(journal_add(journal, "id-2", "2027-06-08T09:00:01.000Z", "two", forged, &error));
    assert_true(journal_add(journal, "id-3", "2027-06-08T09:00:02.000Z", "three", NULL, &error));
    assert_false(journal_add(journal, "id-1", "2027-06-08T09:00:03.000Z", "again", NULL, &error));
    journal_close(journal);

    journal = open_journal();
    assert_int_equal(journal_unsent(journal, scans, 2, &error), 2); /* oldest first, no more than asked */
    assert_string_equal(scans[0].id, "id-1");
    assert_string_equal(scans[0].at, "2027-06-08T09:00:00.000Z");
    assert_string_equal(scans[0].text, "one");
    assert_string_equal(scans[1].id, "id-2");
    free(scans[0].text);
    free(scans[1].text);
    assert_true(journal_acknowledge(journal, "id-1", used, &error));
    assert_true(journal_acknowledge(journal, "id-2", forged, &error));
    journal_close(journal);

    journal = open_journal();
    assert_int_equal(journal_unsent(journal, scans, 3, &error), 1);
    assert_string_equal(scans[0].id, "id-3");
    free(scans[0].text);
    json_t *counts;
    json_t *verdicts;
    assert_true(journal_counts(journal, &counts, &verdicts, &error));
    assert_int_equal(json_int(counts, "scans", 0), 3);
    assert_int_equal(json_int(counts, "unsent", 0), 1);
    assert_int_equal(json_int(counts, "conflicts", -1), 0);
    assert_string_equal(json_text(counts, "oldest_unsent", ""), "2027-06-08T09:00:02.000Z");
    assert_int_equal(json_int(verdicts, "used", 0), 1);
    assert_int_equal(json_int(verdicts, "undecided", 0), 1);
    json_decref(counts);
    json_decref(verdicts);
    journal_close(journal);
}

static void an_admission_that_the_service_would_not_have_given_is_a_conflict(void **state)
{
    (void)state;
    struct error error = {0};
    struct journal *journal = open_journal();
    scope_json json_t *admitted = json_pack("{s:s}", "verdict", "admitted");
    scope_json json_t *used = json_pack("{s:s}", "verdict", "used");
    json_t *counts;
    json_t *verdicts;
    assert_true(journal_add(journal, "id-1", "2027-06-08T09:00:00.000Z", "one", admitted, &error));
    assert_true(journal_acknowledge(journal, "id-1", used, &error));
    assert_true(journal_counts(journal, &counts, &verdicts, &error));
    assert_int_equal(json_int(counts, "conflicts", 0), 1);
    json_decref(counts);
    json_decref(verdicts);
    journal_close(journal);
}

static void a_second_program_may_look_and_is_told_that_the_journal_is_open(void **state)
{
    (void)state;
    struct error error = {0};
    struct journal *journal = open_journal();
    assert_null(journal_open(path, true, &error));
    assert_int_equal(error.kind, ERROR_BUSY);
    struct journal *looking = journal_open(path, false, &error);
    assert_non_null(looking);
    assert_true(journal_add(journal, "id-1", "2027-06-08T09:00:00.000Z", "one", NULL, &error));
    json_t *counts;
    json_t *verdicts;
    assert_true(journal_counts(looking, &counts, &verdicts, &error));
    assert_int_equal(json_int(counts, "scans", 0), 1);
    json_decref(counts);
    json_decref(verdicts);
    journal_close(looking);
    journal_close(journal);
    assert_null(journal_open("/nowhere/journal", true, &error));
    assert_int_equal(error.kind, ERROR_OURS);
}

/* Adds scans until one fails; how many went in. */
static int fill(struct journal *journal, struct error *error)
{
    char id[16];
    for (int i = 0;; i++) {
        snprintf(id, sizeof id, "id-%d", i);
        if (i == 10000 || !journal_add(journal, id, "2027-06-08T09:00:00.000Z", "x", NULL, error))
            return i;
    }
}

static void what_a_full_disk_refused_is_not_in_the_journal_and_the_rest_is(void **state)
{
    (void)state;
    struct error error = {0};
    struct rlimit before, little;
    getrlimit(RLIMIT_FSIZE, &before);
    little = (struct rlimit){100000, before.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    struct journal *journal = open_journal();
    setrlimit(RLIMIT_FSIZE, &little);
    int added = fill(journal, &error);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_in_range(added, 1, 9999);
    assert_int_equal(error.kind, ERROR_OURS);
    journal_close(journal);

    json_t *counts;
    json_t *verdicts;
    journal = open_journal();
    assert_true(journal_counts(journal, &counts, &verdicts, &error));
    assert_int_equal(json_int(counts, "scans", 0), added);
    json_decref(counts);
    json_decref(verdicts);
    journal_close(journal);
}

/* --- the door alone: nobody listens at its service's address */

#define DEVICE                                                                                               \
    "{\"url\": \"http://127.0.0.1:1\", \"key\": \"00\", \"device\": {\"name\": \"d\", \"event\": {\"id\": "  \
    "7},"                                                                                                    \
    " \"point\": {\"kinds\": [7, \"ticket\"]}, \"keys\": [{\"number\": 3, \"public\": \"%s\"}]}}"

static struct door *open_door(const char *folder, const uint8_t public_key[static 32])
{
    struct error error = {0};
    char name[64];
    char hex[65];
    hex_encode(public_key, 32, hex);
    snprintf(name, sizeof name, "%s/device.json", folder);
    struct buffer document = BUFFER(1000);
    buffer_printf(&document, DEVICE, hex);
    assert_true(file_write(name, document.data, document.length, 0600, &error));
    buffer_free(&document);
    struct door *door = door_open(folder, true, &error);
    if (!door)
        fail_msg("%s", error.message);
    return door;
}

static void remove_folder(const char *folder)
{
    static const char *const names[] = {"device.json", "journal.sqlite", "journal.sqlite-lock"};
    char name[64];
    for (size_t i = 0; i < COUNT(names); i++) {
        snprintf(name, sizeof name, "%s/%s", folder, names[i]);
        unlink(name);
    }
    assert_int_equal(rmdir(folder), 0);
}

static void without_a_service_the_signature_event_and_kind_decide(void **state)
{
    (void)state;
    static const struct {
        int key; /* that of its number, or another */
        enum ticket_kind kind;
        uint16_t event;
        enum door_verdict verdict;
        bool kind_told;
    } cases[] = {
        {0, TICKET_ADMISSION, 7, DOOR_UNDECIDED, true},  {0, TICKET_BADGE, 7, DOOR_WRONG_KIND, true},
        {0, TICKET_PRACTICE, 7, DOOR_PRACTICE, true},    {0, TICKET_ADMISSION, 8, DOOR_WRONG_EVENT, true},
        {0, TICKET_PRACTICE, 8, DOOR_WRONG_EVENT, true}, {1, TICKET_ADMISSION, 7, DOOR_FORGED, false},
    };
    struct error error = {0};
    char folder[] = "/tmp/lanyard-door.XXXXXX";
    uint8_t public_keys[2][32];
    struct ticket_signer signers[2] = {{.number = 3}, {.number = 3}};
    for (int i = 0; i < 2; i++)
        crypto_sign_keypair(public_keys[i], signers[i].private_key);
    assert_non_null(mkdtemp(folder));
    struct door *door = open_door(folder, public_keys[0]);
    for (size_t i = 0; i < COUNT(cases); i++) {
        char token[TICKET_TOKEN_SIZE];
        ticket_sign(&signers[cases[i].key], cases[i].kind, cases[i].event, 1000, token);
        scope_json json_t *result = door_scan(door, token, strlen(token), &error);
        assert_string_equal(json_text(result, "verdict", ""), door_verdict_name(cases[i].verdict));
        assert_string_equal(json_text(result, "decided", ""), "door");
        assert_true(json_text(result, "offline", NULL) != NULL);
        assert_int_equal(json_text(result, "kind", NULL) != NULL, cases[i].kind_told);
    }
    scope_json json_t *status = door_status(door, &error);
    assert_int_equal(json_int(json_object_get(status, "journal"), "unsent", 0), COUNT(cases));
    assert_int_equal(json_int(json_object_get(status, "verdicts"), "wrong_event", 0), 2);
    assert_null(json_object_get(json_object_get(status, "paired"), "key"));
    door_close(door);
    remove_folder(folder);
}

/* Lines as they come out of these bytes, each followed by a bar. */
static void assert_lines(const char *bytes, size_t length, const char *wanted)
{
    int ends[2];
    struct buffer got = BUFFER(10000);
    const volatile bool stop = false;
    assert_int_equal(pipe(ends), 0);
    assert_true(file_write_all(ends[1], bytes, length));
    close(ends[1]);
    struct lines lines = {.fd = ends[0]};
    while (lines_next(&lines, &stop) == LINE_READY)
        buffer_printf(&got, "%s|", lines.line);
    close(ends[0]);
    assert_string_equal(got.data ? got.data : "", wanted);
    buffer_free(&got);
}

static void lines_end_as_scanners_end_them(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *lines;
    } cases[] = {
        {"", ""},      {"\n\r\n\n", ""}, {"a\nb\r\nc\rd", "a|b|c|d|"}, {"a\tb\x1b[31m\n", "a|b[31m|"},
        {"é\n", "é|"}, {" a \n", " a |"}};
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_lines(cases[i].bytes, strlen(cases[i].bytes), cases[i].lines);
    assert_lines("a\0b\n", 4, "ab|");
}

/* What is cut short and never ended is a line of its own after a while; the scan after it is whole. */
static void half_a_line_does_not_wait_for_the_next_scan(void **state)
{
    (void)state;
    static const char halves[] = "LYCMAAA";
    int ends[2];
    const volatile bool stop = false;
    assert_int_equal(pipe(ends), 0);
    struct lines lines = {.fd = ends[0]};
    for (int i = 0; i < 2; i++) {
        assert_true(file_write_all(ends[1], halves, strlen(halves)));
        assert_int_equal(lines_next(&lines, &stop), LINE_READY);
        assert_string_equal(lines.line, halves);
    }
    close(ends[0]);
    close(ends[1]);
}

static void what_stands_around_a_token_is_left_out(void **state)
{
    (void)state;
    static const char *const around[][2] = {{"", ""},    {"]Q1", ""}, {"[A", ""},      {"x", "\t"},
                                            {"", " QR"}, {"  ", " "}, {"\x02", "\x03"}};
    const struct ticket_signer signer = {.number = 1};
    char token[TICKET_TOKEN_SIZE];
    ticket_sign(&signer, TICKET_BADGE, 1, 1, token);
    for (size_t i = 0; i < COUNT(around); i++) {
        char text[200];
        char wanted[200];
        snprintf(text, sizeof text, "%s%s%s\nnext\n", around[i][0], token, around[i][1]);
        snprintf(wanted, sizeof wanted, "%s|next|", token);
        assert_lines(text, strlen(text), wanted);
    }
}

static void a_line_without_end_is_cut_and_the_next_one_whole(void **state)
{
    (void)state;
    struct buffer input = BUFFER(10000);
    struct buffer wanted = BUFFER(10000);
    for (int i = 0; i < 3 * LINE_MAX_BYTES; i++) {
        buffer_char(&input, 'x');
        if (i < LINE_MAX_BYTES)
            buffer_char(&wanted, 'x');
    }
    buffer_text(&input, "\nnext\n");
    buffer_text(&wanted, "|next|");
    assert_lines(input.data, input.length, wanted.data);
    buffer_free(&input);
    buffer_free(&wanted);
}

static void verdicts_have_names_and_grow_worse(void **state)
{
    (void)state;
    enum door_verdict verdict;
    for (int i = 0; i < DOOR_VERDICTS; i++) {
        assert_true(door_verdict_parse(door_verdict_name((enum door_verdict)i), &verdict));
        assert_int_equal(verdict, i);
    }
    assert_false(door_verdict_parse("perhaps", &verdict));
    assert_null(door_verdict_name(DOOR_VERDICTS));
    assert_int_equal(DOOR_ADMITTED, 0);
    assert_true(DOOR_FORGED > DOOR_USED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_added_is_there_after_a_restart_until_it_is_acknowledged,
                                        make_path, remove_path),
        cmocka_unit_test_setup_teardown(an_admission_that_the_service_would_not_have_given_is_a_conflict,
                                        make_path, remove_path),
        cmocka_unit_test_setup_teardown(a_second_program_may_look_and_is_told_that_the_journal_is_open,
                                        make_path, remove_path),
        cmocka_unit_test_setup_teardown(what_a_full_disk_refused_is_not_in_the_journal_and_the_rest_is,
                                        make_path, remove_path),
        cmocka_unit_test(without_a_service_the_signature_event_and_kind_decide),
        cmocka_unit_test(lines_end_as_scanners_end_them),
        cmocka_unit_test(half_a_line_does_not_wait_for_the_next_scan),
        cmocka_unit_test(what_stands_around_a_token_is_left_out),
        cmocka_unit_test(a_line_without_end_is_cut_and_the_next_one_whole),
        cmocka_unit_test(verdicts_have_names_and_grow_worse),
    };
    return cmocka_run_group_tests_name("checkin", tests, NULL, NULL);
}
