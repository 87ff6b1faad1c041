/* The clock and chance, both of which tests can fix. */
#include "tests/unit/unit.h"

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
        cmocka_unit_test(instants_are_read_with_any_offset),
        cmocka_unit_test(what_is_no_instant_is_refused),
        cmocka_unit_test(the_clock_can_be_fixed),
        cmocka_unit_test(fixed_chance_repeats_itself),
    };
    return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
