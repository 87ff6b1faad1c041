/* The door's journal, what it decides alone, and what travels between it and the service. */
#include "tests/unit/unit.h"

#include "door/door_private.h"

#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <sqlite3.h>
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

#define AT(second) "2027-06-08T09:00:0" #second ".000Z"

static struct door_scan scan_of(const char *id, const char *text, const char *at)
{
    return (struct door_scan){.id = id, .token = text, .at = at};
}

static bool add(struct journal *journal, const char *id, const char *text, const char *at,
                const char *verdict, struct error *error)
{
    const struct door_scan scan = scan_of(id, text, at);
    const struct door_result result = {.id = id, .at = at, .verdict = verdict};
    return journal_add(journal, &scan, verdict ? &result : NULL, error);
}

static bool acknowledge(struct journal *journal, const char *id, const char *verdict, struct error *error)
{
    const struct door_answer answer = {.id = id, .verdict = verdict};
    return journal_acknowledge(journal, &answer, error);
}

static struct door_counts counts_of(struct journal *journal, struct arena *arena)
{
    struct error error = {0};
    struct door_counts counts;
    if (!journal_count(journal, arena, &counts, &error))
        fail_msg("%s", error.message);
    return counts;
}

static int64_t verdict_count(struct journal *journal, const char *verdict)
{
    struct error error = {0};
    struct record_pairs verdicts;
    scope_arena struct arena arena = ARENA(1 << 16);
    if (!journal_count_verdicts(journal, &arena, &verdicts, &error))
        fail_msg("%s", error.message);
    const struct record_pair *pair = record_pair(&verdicts, verdict);
    return pair ? pair->number : 0;
}

static void what_was_added_is_there_after_a_restart_until_it_is_acknowledged(void **state)
{
    (void)state;
    struct error error = {0};
    struct door_scans waiting;
    scope_arena struct arena arena = ARENA(1 << 16);
    struct journal *journal = open_journal();
    assert_true(add(journal, "id-1", "one", AT(0), NULL, &error));
    assert_true(add(journal, "id-2", "two", AT(1), "forged", &error));
    assert_true(add(journal, "id-3", "three", AT(2), NULL, &error));
    assert_false(add(journal, "id-1", "again", AT(3), NULL, &error));
    journal_close(journal);

    journal = open_journal();
    assert_true(journal_unsent(journal, 2, &arena, &waiting, &error));
    assert_int_equal(waiting.scans.count, 2); /* oldest first, no more than asked */
    assert_string_equal(waiting.scans.items[0].id, "id-1");
    assert_string_equal(waiting.scans.items[0].at, AT(0));
    assert_string_equal(waiting.scans.items[0].token, "one");
    assert_string_equal(waiting.scans.items[1].id, "id-2");
    assert_true(acknowledge(journal, "id-1", "used", &error));
    assert_true(acknowledge(journal, "id-2", "forged", &error));
    journal_close(journal);

    journal = open_journal();
    assert_true(journal_unsent(journal, 3, &arena, &waiting, &error));
    assert_int_equal(waiting.scans.count, 1);
    assert_string_equal(waiting.scans.items[0].id, "id-3");
    const struct door_counts counts = counts_of(journal, &arena);
    assert_int_equal(counts.scans, 3);
    assert_int_equal(counts.unsent, 1);
    assert_int_equal(counts.conflicts, 0);
    assert_string_equal(counts.oldest_unsent, AT(2));
    assert_int_equal(verdict_count(journal, "used"), 1);
    assert_int_equal(verdict_count(journal, "undecided"), 1);
    journal_close(journal);
}

static void an_admission_that_the_service_would_not_have_given_is_a_conflict(void **state)
{
    (void)state;
    struct error error = {0};
    scope_arena struct arena arena = ARENA(1 << 16);
    struct journal *journal = open_journal();
    assert_true(add(journal, "id-1", "one", AT(0), "admitted", &error));
    assert_true(acknowledge(journal, "id-1", "used", &error));
    assert_int_equal(counts_of(journal, &arena).conflicts, 1);
    journal_close(journal);
}

/* As the build before wrote it, whose documents had their members in another order, and one that is not known
 * any more. */
static void a_journal_of_the_build_before_is_read_and_sent_on(void **state)
{
    (void)state;
    static const char before[] =
        "CREATE TABLE scan (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, at TEXT NOT "
        "NULL, text TEXT NOT NULL, decided TEXT, result TEXT, acknowledged_at TEXT);"
        "CREATE INDEX scan_unsent ON scan (number) WHERE acknowledged_at IS NULL;"
        "INSERT INTO scan (id, at, text, decided, result, acknowledged_at) VALUES"
        " ('id-1', '" AT(
            0) "', 'one', NULL,"
               " '{\"id\":\"id-1\",\"verdict\":\"used\",\"kind\":\"ticket\",\"repeated\":false,\"first\":{"
               "\"at\":\"x\","
               "\"device\":\"d\",\"point\":\"p\"},\"short\":\"ABCDEFG\"}', '" AT(
                   1) "'),"
                      " ('id-2', '" AT(1) "', 'two', 'admitted',"
                                          " '{\"id\":\"id-2\",\"verdict\":\"hologram\",\"old\":[1]}', '" AT(
                                              2) "'),"
                                                 " ('id-3', '" AT(
                                                     2) "', 'three', 'forged', "
                                                        "'{\"id\":\"id-3\",\"at\":\"" AT(
                                                            2) "\",\"verdict\":\"forged\","
                                                               "\"decided\":\"door\"}', NULL),"
                                                               " ('id-4', '" AT(
                                                                   3) "', 'four', NULL, NULL, NULL);";
    struct error error = {0};
    struct door_scans waiting;
    scope_arena struct arena arena = ARENA(1 << 16);
    sqlite3 *database;
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, before, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(database);

    struct journal *journal = open_journal();
    const struct door_counts counts = counts_of(journal, &arena);
    assert_int_equal(counts.scans, 4);
    assert_int_equal(counts.unsent, 2);
    assert_int_equal(counts.conflicts, 1);
    assert_string_equal(counts.oldest_unsent, AT(2));
    assert_int_equal(verdict_count(journal, "hologram"), 1);
    assert_int_equal(verdict_count(journal, "forged"), 1);
    assert_int_equal(verdict_count(journal, "undecided"), 1);
    assert_true(journal_unsent(journal, 9, &arena, &waiting, &error));
    assert_int_equal(waiting.scans.count, 2);
    assert_string_equal(waiting.scans.items[0].token, "three");
    assert_true(acknowledge(journal, "id-3", "forged", &error));
    assert_int_equal(counts_of(journal, &arena).unsent, 1);
    journal_close(journal);
}

static void a_second_program_may_look_and_is_told_that_the_journal_is_open(void **state)
{
    (void)state;
    struct error error = {0};
    scope_arena struct arena arena = ARENA(1 << 16);
    struct journal *journal = open_journal();
    assert_null(journal_open(path, true, &error));
    assert_int_equal(error.kind, ERROR_BUSY);
    struct journal *looking = journal_open(path, false, &error);
    assert_non_null(looking);
    assert_true(add(journal, "id-1", "one", AT(0), NULL, &error));
    assert_int_equal(counts_of(looking, &arena).scans, 1);
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
        if (i == 10000 || !add(journal, id, "x", AT(0), NULL, error))
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

    scope_arena struct arena arena = ARENA(1 << 16);
    journal = open_journal();
    assert_int_equal(counts_of(journal, &arena).scans, added);
    journal_close(journal);
}

/* --- the door alone: nobody listens at its service's address */

/* As the build before wrote it. */
#define DEVICE                                                                                               \
    "{\"url\": \"http://127.0.0.1:1\", \"key\": \"00\", \"device\": {\"keys\": [{\"number\": 3, "            \
    "\"public\": "                                                                                           \
    "\"%s\"}, {\"number\": 4, \"public\": \"of another kind\"}], \"name\": \"d\", \"event\": {\"id\": 7, "   \
    "\"slug\": \"e\", \"title\": \"E\", \"time_zone\": \"UTC\"}, \"point\": {\"code\": \"p\", \"kinds\": "   \
    "[\"hologram\", \"ticket\"], \"title\": \"P\"}, \"device\": 9}}"

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
    scope_arena struct arena arena = ARENA(1 << 20);
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
        struct door_result result;
        assert_true(door_scan(door, token, strlen(token), &arena, &result, &error));
        assert_int_equal(door_verdict_of(result.verdict), cases[i].verdict);
        assert_int_equal(result.decided, DOOR_BY_DOOR);
        assert_non_null(result.offline);
        assert_int_equal(result.kind != NULL, cases[i].kind_told);
        assert_int_equal(result.short_code != NULL, cases[i].kind_told);
    }
    struct door_status status;
    scope_buffer struct buffer shown = BUFFER(10000);
    assert_true(door_status(door, &arena, &status, &error));
    assert_int_equal(status.journal.unsent, COUNT(cases));
    assert_int_equal(record_pair(&status.verdicts, "wrong_event")->number, 2);
    record_write(&door_status_record, &status, 0, &shown);
    assert_null(strstr(shown.data, "\"key"));
    door_close(door);
    remove_folder(folder);
}

static void verdicts_have_words_and_grow_worse(void **state)
{
    (void)state;
    for (int i = 0; i < DOOR_VERDICTS; i++)
        assert_int_equal(door_verdict_of(record_word(&door_verdict_words, i)), i);
    assert_int_equal(door_verdict_of("hologram"), DOOR_UNDECIDED);
    assert_int_equal(DOOR_ADMITTED, 0);
    assert_true(DOOR_FORGED > DOOR_USED);
}

/* --- what travels */

#define ANSWERS                                                                                              \
    "{\"results\":[{\"id\":\"i\",\"verdict\":\"revoked\",\"kind\":\"ticket\",\"short\":\"ABCDEFG\","         \
    "\"repeated\":"                                                                                          \
    "true,\"attendee\":{\"name\":\"n\",\"badge_name\":\"b\",\"category\":\"c\",\"category_title\":\"C\"},"   \
    "\"status\":\"cancelled\",\"revoked\":{\"at\":\"a\",\"reason\":\"r\"},\"first\":{\"at\":\"a\","          \
    "\"device\":"                                                                                            \
    "\"d\",\"point\":\"p\"}}]}"

static bool read_answers(const char *from, const char *to, struct arena *arena, struct door_answers *answers,
                         struct error *error)
{
    scope_buffer struct buffer json = BUFFER(4096);
    const char *at = strstr(ANSWERS, from);
    assert_non_null(at);
    buffer_append(&json, ANSWERS, (size_t)(at - ANSWERS));
    buffer_text(&json, to);
    buffer_text(&json, at + strlen(from));
    return record_read(&door_answers_record, json.data, json.length, "answer", RECORD_TOLERANT, arena,
                       answers, error);
}

static void an_answer_that_lacks_something_is_refused_by_its_name(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to, *says;
    } cases[] = {
        {"\"results\"", "\"result\"", "results is missing"},
        {"\"id\"", "\"ID\"", "results[0].id is missing"},
        {"\"verdict\"", "\"verdikt\"", "results[0].verdict is missing"},
        {"\"revoked\"", "null", "results[0].verdict is missing"},
        {"\"ticket\"", "7", "results[0].kind should be of type text"},
        {"\"ABCDEFG\"", "7", "results[0].short should be of type text"},
        {"true", "\"true\"", "results[0].repeated should be of type true/false"},
        {"\"badge_name\"", "\"badge\"", "results[0].attendee.badge_name is missing"},
        {"\"C\"", "{}", "results[0].attendee.category_title should be of type text"},
        {"\"revoked\":{\"at\"", "\"revoked\":{\"on\"", "results[0].revoked.at is missing"},
        {"\"point\"", "\"place\"", "results[0].first.point is missing"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        scope_arena struct arena arena = ARENA(1 << 16);
        struct error error = {0};
        struct door_answers answers;
        assert_false(read_answers(cases[i].from, cases[i].to, &arena, &answers, &error));
        if (!strstr(error.message, cases[i].says))
            fail_msg("%s: %s", cases[i].says, error.message);
    }
}

static void an_answer_that_says_more_is_taken(void **state)
{
    (void)state;
    scope_arena struct arena arena = ARENA(1 << 16);
    scope_buffer struct buffer again = BUFFER(4096);
    struct error error = {0};
    struct door_answers answers;
    if (!read_answers("\"verdict\":\"revoked\"", "\"more\":[{}],\"verdict\":\"revoked\"", &arena, &answers,
                      &error))
        fail_msg("%s", error.message);
    assert_int_equal(door_verdict_of(answers.results.items[0].verdict), DOOR_REVOKED);
    assert_null(answers.results.items[0].attendee->affiliation);
    record_write(&door_answers_record, &answers, 0, &again);
    assert_string_equal(again.data, ANSWERS);
    assert_true(read_answers("\"revoked\"", "\"hologram\"", &arena, &answers, &error));
    assert_int_equal(door_verdict_of(answers.results.items[0].verdict), DOOR_UNDECIDED);
}

static void the_tables_of_what_travels_are_true(void **state)
{
    (void)state;
    static const struct record *const records[] = {&door_pairing_record, &door_device_record,
                                                   &door_scans_record, &door_answers_record,
                                                   &door_status_record};
    for (size_t i = 0; i < COUNT(records); i++)
        record_must_hold(records[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_added_is_there_after_a_restart_until_it_is_acknowledged,
                                        make_path, remove_path),
        cmocka_unit_test_setup_teardown(an_admission_that_the_service_would_not_have_given_is_a_conflict,
                                        make_path, remove_path),
        cmocka_unit_test_setup_teardown(a_journal_of_the_build_before_is_read_and_sent_on, make_path,
                                        remove_path),
        cmocka_unit_test_setup_teardown(a_second_program_may_look_and_is_told_that_the_journal_is_open,
                                        make_path, remove_path),
        cmocka_unit_test_setup_teardown(what_a_full_disk_refused_is_not_in_the_journal_and_the_rest_is,
                                        make_path, remove_path),
        cmocka_unit_test(without_a_service_the_signature_event_and_kind_decide),
        cmocka_unit_test(verdicts_have_words_and_grow_worse),
        cmocka_unit_test(an_answer_that_lacks_something_is_refused_by_its_name),
        cmocka_unit_test(an_answer_that_says_more_is_taken),
        cmocka_unit_test(the_tables_of_what_travels_are_true),
    };
    return cmocka_run_group_tests_name("checkin", tests, NULL, NULL);
}
