/* What people type, held against the event's own definition. */
#include "tests/unit/unit.h"

#include "order/order_private.h"

static struct event event;
static struct arena lasting = ARENA(EVENT_MOST);

static int load_event(void **state)
{
    (void)state;
    struct error error = {0};
    static struct event_findings findings;
    if (event_read("assets/events/inet2027.json", "assets/events/event.schema.json", &lasting, &event,
                   &findings, &error))
        return 0;
    print_error("%s\n", error.message);
    return -1;
}

static int forget_event(void **state)
{
    (void)state;
    arena_free(&lasting);
    return 0;
}

/* What it points to lasts as long as the event. */
static bool check(const char *text, struct order_input *checked, struct faults *faults)
{
    struct error error = {0};
    struct order_input input;
    *faults = (struct faults){0};
    if (!record_read_input(&order_input_record, text, strlen(text), &lasting, &input, faults_note, faults,
                           &error))
        fail_msg("%s", error.message);
    return order_check(&event, "en", &input, &lasting, checked, faults);
}

static bool is_right(const char *text, struct faults *faults)
{
    struct order_input checked;
    return check(text, &checked, faults);
}

static void each_wrong_field_is_named_with_its_own_reason(void **state)
{
    (void)state;
    static const struct {
        const char *input, *field, *message, *detail;
    } cases[] = {
        {"{}", "name", "fault.required", ""},
        {"{}", "email", "fault.required", ""},
        {"{}", "category", "fault.required", ""},
        {"[]", "body", "fault.type.object", ""},
        {"[7]", "body", "fault.type.object", ""},
        {"{\"name\": \"  \"}", "name", "fault.required", ""},
        {"{\"name\": 7}", "name", "fault.type.text", ""},
        {"{\"name\": null}", "name", "fault.required", ""},
        {"{\"name\": \"a\\u202eb\"}", "name", "fault.text.invalid", ""},
        {"{\"email\": \"amina\"}", "email", "fault.email.invalid", ""},
        {"{\"country\": \"XX\"}", "country", "fault.country.unknown", ""},
        {"{\"country\": \"sn\"}", "country", "fault.country.unknown", ""},
        {"{\"category\": \"king\"}", "category", "fault.category.unknown", ""},
        {"{\"sessions\": \"ntw\"}", "sessions", "fault.type.list", ""},
        {"{\"sessions\": [7]}", "sessions", "fault.type.list", ""},
        {"{\"sessions\": [\"none\"]}", "sessions", "fault.sessions.unknown", "none"},
        {"{\"consents\": []}", "consents", "fault.type.object", ""},
        {"{\"consents\": {\"soul\": true}}", "consents.soul", "fault.consents.unknown", ""},
        {"{\"consents\": {\"photos\": \"yes\"}}", "consents.photos", "fault.type.flag", ""},
        {"{\"surname\": \"x\"}", "surname", "fault.unknown", ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct faults faults;
        assert_false(is_right(cases[i].input, &faults));
        const struct fault *fault = faults_find(&faults, cases[i].field);
        if (!fault || strcmp(fault->message, cases[i].message) != 0 ||
            strcmp(fault->detail, cases[i].detail) != 0)
            fail_msg("%s: %s is \"%s\" (%s)", cases[i].input, cases[i].field,
                     fault ? fault->message : "right", fault ? fault->detail : "");
    }
}

static void lengths_are_in_characters_not_bytes(void **state)
{
    (void)state;
    struct faults faults;
    struct buffer name = BUFFER(1000);
    struct buffer input = BUFFER(2000);
    for (int i = 0; i < 100; i++)
        buffer_text(&name, "王");
    for (int longer = 0; longer < 2; longer++) {
        buffer_clear(&input);
        buffer_printf(&input,
                      "{\"name\": \"%s%s\", \"badge_name\": \"王\", \"email\": \"a@example.org\", "
                      "\"category\": \"speaker\"}",
                      name.data, longer ? "x" : "");
        assert_int_equal(is_right(input.data, &faults), !longer);
        if (longer)
            assert_string_equal(faults_find(&faults, "name")->detail, "100");
    }
    buffer_clear(&input);
    buffer_printf(&input, "{\"name\": \"%s\", \"email\": \"a@example.org\", \"category\": \"speaker\"}",
                  name.data);
    assert_false(is_right(input.data, &faults)); /* who has a long name says what the badge shall show */
    assert_non_null(faults_find(&faults, "badge_name"));
    buffer_free(&name);
    buffer_free(&input);
}

static void what_is_right_comes_back_clean_and_complete(void **state)
{
    (void)state;
    struct faults faults;
    struct order_input checked;
    if (!check("{\"name\": \"  Ame\\u0301lie   Dupont \", \"email\": \"Amelie@EXAMPLE.org\", \"category\": "
               "\"speaker\", "
               "\"country\": \"FR\", \"affiliation\": \"\", \"sessions\": [\"ntw\", \"dnssec\", \"ntw\"], "
               "\"consents\": {\"photos\": true, \"newsletter\": false}}",
               &checked, &faults))
        fail_msg("%s: %s", faults.items[0].field, faults.items[0].message);
    scope_buffer struct buffer got = BUFFER(4096);
    order_write_canonical(&checked, &got);
    assert_string_equal(got.data, "{\"badge_name\":\"Amélie Dupont\",\"category\":\"speaker\",\"consents\":{"
                                  "\"photos\":true},\"country\":\"FR\",\"email\":\"Amelie@example.org\","
                                  "\"name\":\"Amélie Dupont\",\"sessions\":[\"ntw\",\"dnssec\"]}");
}

/* A repeated request is told from another by a hash of these bytes, which another build may have stored. */
static void the_bytes_that_are_hashed_are_every_builds(void **state)
{
    (void)state;
    static const struct {
        const char *input, *bytes;
    } cases[] = {
        {"{\"name\": \"B\", \"email\": \"b@example.org\", \"category\": \"speaker\"}",
         "{\"badge_name\":\"B\",\"category\":\"speaker\",\"consents\":{},\"email\":\"b@example.org\","
         "\"name\":\"B\","
         "\"sessions\":[]}"},
        {"{\"sessions\": [\"ntw\"], \"consents\": {\"photos\": true, \"newsletter\": true, "
         "\"participant_list\": true}, "
         "\"country\": \"TR\", \"affiliation\": \"Boğaziçi / \\\"x\\\" \\\\\", \"badge_name\": \"Ö\", "
         "\"name\": "
         "\"Ömer \u200d\", \"email\": \"o@example.org\", \"category\": \"speaker\"}",
         "{\"affiliation\":\"Boğaziçi / \\\"x\\\" "
         "\\\\\",\"badge_name\":\"Ö\",\"category\":\"speaker\",\"consents\":{"
         "\"newsletter\":true,\"participant_list\":true,\"photos\":true},\"country\":\"TR\",\"email\":"
         "\"o@example.org\",\"name\":\"Ömer \u200d\",\"sessions\":[\"ntw\"]}"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct faults faults;
        struct order_input checked;
        scope_buffer struct buffer bytes = BUFFER(4096);
        if (!check(cases[i].input, &checked, &faults))
            fail_msg("%s: %s", faults.items[0].field, faults.items[0].message);
        order_write_canonical(&checked, &bytes);
        assert_string_equal(bytes.data, cases[i].bytes);
        /* As it has been written so far. */
        scope_json json_t *document = json_loads(bytes.data, 0, NULL);
        scope_free char *sorted = json_dumps(document, JSON_COMPACT | JSON_SORT_KEYS);
        assert_string_equal(bytes.data, sorted);
    }
}

static void sessions_at_the_same_time_are_refused_those_that_touch_are_not(void **state)
{
    (void)state;
    struct faults faults;
    const struct event_session *second = &event.sessions.items[1];
    struct event_session *third = &event.sessions.items[2];
    const char *starts = third->starts;
    static const char input[] = "{\"name\": \"A\", \"email\": \"a@example.org\", \"category\": \"speaker\", "
                                "\"sessions\": [\"dnssec\", \"rpki\"]}";
    third->starts = second->ends;
    assert_true(is_right(input, &faults));
    third->starts = "2027-06-09T12:29";
    assert_false(is_right(input, &faults));
    assert_string_equal(faults_find(&faults, "sessions")->message, "fault.sessions.overlap");
    third->starts = starts;
}

static void a_manage_secret_belongs_to_its_code_and_key(void **state)
{
    (void)state;
    const uint8_t key[32] = {1};
    const uint8_t other[32] = {2};
    char a[ORDER_SECRET_SIZE], b[ORDER_SECRET_SIZE];
    order_manage_secret(key, "inet2027", "ABCDEFGH", 0, a);
    order_manage_secret(key, "inet2027", "ABCDEFGH", 0, b);
    assert_string_equal(a, b);
    assert_int_equal(strlen(a), 26);
    order_manage_secret(key, "inet2027", "ABCDEFGJ", 0, b);
    assert_string_not_equal(a, b);
    order_manage_secret(other, "inet2027", "ABCDEFGH", 0, b);
    assert_string_not_equal(a, b);
    order_manage_secret(key, "inet2028", "ABCDEFGH", 0, b);
    assert_string_not_equal(a, b);
    order_manage_secret(key, NULL, "ABCDEFGH", 0, b);
    assert_string_not_equal(a, b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_wrong_field_is_named_with_its_own_reason),
        cmocka_unit_test(lengths_are_in_characters_not_bytes),
        cmocka_unit_test(what_is_right_comes_back_clean_and_complete),
        cmocka_unit_test(the_bytes_that_are_hashed_are_every_builds),
        cmocka_unit_test(sessions_at_the_same_time_are_refused_those_that_touch_are_not),
        cmocka_unit_test(a_manage_secret_belongs_to_its_code_and_key),
    };
    return cmocka_run_group_tests_name("registration", tests, load_event, forget_event);
}
