/* What people type, held against the event's own definition. */
#include "tests/unit/unit.h"

#include "order/order.h"

static json_t *event;

static int load_event(void **state)
{
    (void)state;
    struct error error = {0};
    event = event_read("assets/events/inet2027.json", "assets/events/event.schema.json", &error);
    if (!event)
        print_error("%s\n", error.message);
    return event ? 0 : -1;
}

static int forget_event(void **state)
{
    (void)state;
    json_decref(event);
    return 0;
}

static json_t *check(const char *text, struct faults *faults)
{
    scope_json json_t *input = json_loads(text, JSON_DECODE_ANY, NULL);
    *faults = (struct faults){0};
    assert_non_null(input);
    return order_check(event, input, faults);
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
        {"[]", "body", "fault.type", "object"},
        {"7", "body", "fault.type", "object"},
        {"{\"name\": \"  \"}", "name", "fault.required", ""},
        {"{\"name\": 7}", "name", "fault.type", "text"},
        {"{\"name\": null}", "name", "fault.required", ""},
        {"{\"name\": \"a\\u202eb\"}", "name", "fault.text.invalid", ""},
        {"{\"email\": \"amina\"}", "email", "fault.email.invalid", ""},
        {"{\"country\": \"XX\"}", "country", "fault.country.unknown", ""},
        {"{\"country\": \"sn\"}", "country", "fault.country.unknown", ""},
        {"{\"category\": \"king\"}", "category", "fault.category.unknown", ""},
        {"{\"sessions\": \"ntw\"}", "sessions", "fault.type", "list"},
        {"{\"sessions\": [7]}", "sessions", "fault.type", "list"},
        {"{\"sessions\": [\"none\"]}", "sessions", "fault.sessions.unknown", "none"},
        {"{\"consents\": []}", "consents", "fault.type", "object"},
        {"{\"consents\": {\"soul\": true}}", "consents.soul", "fault.consents.unknown", ""},
        {"{\"consents\": {\"photos\": \"yes\"}}", "consents.photos", "fault.type", "true/false"},
        {"{\"surname\": \"x\"}", "surname", "fault.unknown", ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct faults faults;
        assert_null(check(cases[i].input, &faults));
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
        scope_json json_t *checked = check(input.data, &faults);
        assert_int_equal(checked == NULL, longer);
        if (longer)
            assert_string_equal(faults_find(&faults, "name")->detail, "100");
    }
    buffer_clear(&input);
    buffer_printf(&input, "{\"name\": \"%s\", \"email\": \"a@example.org\", \"category\": \"speaker\"}",
                  name.data);
    assert_null(check(input.data, &faults)); /* who has a long name says what the badge shall show */
    assert_non_null(faults_find(&faults, "badge_name"));
    buffer_free(&name);
    buffer_free(&input);
}

static void what_is_right_comes_back_clean_and_complete(void **state)
{
    (void)state;
    struct faults faults;
    scope_json json_t *checked =
        check("{\"name\": \"  Ame\\u0301lie   Dupont \", \"email\": \"Amelie@EXAMPLE.org\", \"category\": "
              "\"speaker\", "
              "\"country\": \"FR\", \"affiliation\": \"\", \"sessions\": [\"ntw\", \"dnssec\", \"ntw\"], "
              "\"consents\": {\"photos\": true, \"newsletter\": false}}",
              &faults);
    if (!checked)
        fail_msg("%s: %s", faults.items[0].field, faults.items[0].message);
    scope_json json_t *wanted =
        json_pack("{s:s, s:s, s:s, s:s, s:s, s:[s, s], s:{s:b}}", "name", "Amélie Dupont", "badge_name",
                  "Amélie Dupont", "email", "Amelie@example.org", "category", "speaker", "country", "FR",
                  "sessions", "ntw", "dnssec", "consents", "photos", 1);
    scope_free char *got = json_dumps(checked, JSON_SORT_KEYS);
    scope_free char *want = json_dumps(wanted, JSON_SORT_KEYS);
    assert_string_equal(got, want);
}

static void sessions_at_the_same_time_are_refused_those_that_touch_are_not(void **state)
{
    (void)state;
    struct faults faults;
    json_t *sessions = json_object_get(event, "sessions");
    json_t *second = json_array_get(sessions, 1);
    json_t *third = json_array_get(sessions, 2);
    scope_json json_t *starts = json_incref(json_object_get(third, "starts"));
    static const char input[] = "{\"name\": \"A\", \"email\": \"a@example.org\", \"category\": \"speaker\", "
                                "\"sessions\": [\"dnssec\", \"rpki\"]}";
    json_object_set(third, "starts", json_object_get(second, "ends"));
    scope_json json_t *touching = check(input, &faults);
    assert_non_null(touching);
    json_object_set_new(third, "starts", json_string("2027-06-09T12:29"));
    assert_null(check(input, &faults));
    assert_string_equal(faults_find(&faults, "sessions")->message, "fault.sessions.overlap");
    json_object_set(third, "starts", starts);
}

static void a_manage_secret_belongs_to_its_code_and_key(void **state)
{
    (void)state;
    const uint8_t key[32] = {1};
    const uint8_t other[32] = {2};
    char a[ORDER_SECRET_SIZE], b[ORDER_SECRET_SIZE];
    order_manage_secret(key, "inet2027", "ABCDEFGH", a);
    order_manage_secret(key, "inet2027", "ABCDEFGH", b);
    assert_string_equal(a, b);
    assert_int_equal(strlen(a), 26);
    order_manage_secret(key, "inet2027", "ABCDEFGJ", b);
    assert_string_not_equal(a, b);
    order_manage_secret(other, "inet2027", "ABCDEFGH", b);
    assert_string_not_equal(a, b);
    order_manage_secret(key, "inet2028", "ABCDEFGH", b);
    assert_string_not_equal(a, b);
    order_manage_secret(key, NULL, "ABCDEFGH", b);
    assert_string_not_equal(a, b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_wrong_field_is_named_with_its_own_reason),
        cmocka_unit_test(lengths_are_in_characters_not_bytes),
        cmocka_unit_test(what_is_right_comes_back_clean_and_complete),
        cmocka_unit_test(sessions_at_the_same_time_are_refused_those_that_touch_are_not),
        cmocka_unit_test(a_manage_secret_belongs_to_its_code_and_key),
    };
    return cmocka_run_group_tests_name("registration", tests, load_event, forget_event);
}
