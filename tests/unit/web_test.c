/* The parts of the service that read what strangers send. */
#include "tests/unit/unit.h"

#include "web/web.h"

#include <sys/socket.h>

static void forms_are_read_as_the_url_standard_says(void **state)
{
    (void)state;
    static const struct {
        const char *form, *fields;
    } cases[] = {
        {"", "{}"},
        {"&&&", "{}"},
        {"a=b", "{\"a\": \"b\"}"},
        {"a", "{\"a\": \"\"}"},
        {"=b", "{\"\": \"b\"}"},
        {"a=b=c", "{\"a\": \"b=c\"}"},
        {"a=1+2%2b3", "{\"a\": \"1 2+3\"}"},
        {"na%6De=%E7%8E%8B", "{\"name\": \"王\"}"},
        {"a=1&b=2&a=3", "{\"a\": [\"1\", \"3\"], \"b\": \"2\"}"},
        {"s[]=1", "{\"s[]\": [\"1\"]}"},
        {"s%5B%5D=1&s[]=2&s[]=3", "{\"s[]\": [\"1\", \"2\", \"3\"]}"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        scope_json json_t *fields = json_object();
        if (!form_parse(cases[i].form, strlen(cases[i].form), fields))
            fail_msg("%s was refused", cases[i].form);
        scope_free char *text = json_dumps(fields, 0);
        assert_string_equal(text, cases[i].fields);
    }
}

static void damaged_forms_are_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {"a=%",   "a=%2",  "a=%2x",       "%zz=1",
                                        "a=%00", "a=%ff", "a=%ed%a0%80", "a=\xff"};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        scope_json json_t *fields = json_object();
        if (form_parse(wrong[i], strlen(wrong[i]), fields))
            fail_msg("%s was taken", wrong[i]);
    }
}

static void a_form_has_two_hundred_pairs_at_most(void **state)
{
    (void)state;
    for (int pairs = 200; pairs <= 201; pairs++)
        for (int empty = 0; empty < 2; empty++) { /* what stands between two "&" is no pair */
            struct buffer form = BUFFER(10000);
            for (int i = 0; i < pairs; i++)
                buffer_printf(&form, "a%d=1&%s", i, empty ? "&" : "");
            scope_json json_t *fields = json_object();
            assert_int_equal(form_parse(form.data, form.length, fields), pairs == 200);
            buffer_free(&form);
        }
}

static void addresses_find_their_row_and_no_other(void **state)
{
    (void)state;
    static const struct {
        const char *method, *path;
        enum route_match match;
        const char *capture;
    } cases[] = {
        {"GET", "/", ROUTE_FOUND, NULL},
        {"HEAD", "/", ROUTE_FOUND, NULL},
        {"POST", "/", ROUTE_NO_METHOD, NULL},
        {"GET", "//", ROUTE_NO_PATH, NULL},
        {"GET", "", ROUTE_NO_PATH, NULL},
        {"GET", "/e/inet2027", ROUTE_FOUND, "inet2027"},
        {"GET", "/e/inet2027/", ROUTE_NO_PATH, NULL},
        {"GET", "/e/", ROUTE_NO_PATH, NULL},
        {"GET", "/e/a%2Fb", ROUTE_NO_PATH, NULL},
        {"GET", "/e/a b", ROUTE_NO_PATH, NULL},
        {"GET", "/e/a/register", ROUTE_FOUND, "a"},
        {"DELETE", "/e/a/register", ROUTE_NO_METHOD, NULL},
        {"get", "/", ROUTE_NO_METHOD, NULL},
        {"GET", "/r/ABCD2345/ticket.svg", ROUTE_FOUND, "ABCD2345"},
        {"GET", "/e/inet2027/r/ABCD2345/ticket.svg", ROUTE_FOUND, "inet2027"},
        {"GET", "/e/inet2027/r/ABCD2345", ROUTE_FOUND, "inet2027"},
        {"GET", "/e/inet2027/r", ROUTE_NO_PATH, NULL},
        {"GET", "/r/ABCD2345/ticket.gif", ROUTE_NO_PATH, NULL},
        {"GET", "/e/12345678901234567890123456789012345678901234567890123456789012345", ROUTE_NO_PATH, NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct route *route = NULL;
        char captures[REQUEST_CAPTURES][REQUEST_CAPTURE_SIZE] = {0};
        enum route_match match = route_find(cases[i].method, cases[i].path, &route, captures);
        if (match != cases[i].match)
            fail_msg("%s %s: %d", cases[i].method, cases[i].path, match);
        if (cases[i].capture)
            assert_string_equal(captures[0], cases[i].capture);
    }
    struct buffer allow = BUFFER(100);
    route_allow("/e/a/register", &allow);
    assert_string_equal(allow.data, "GET, HEAD, POST, OPTIONS");
    buffer_free(&allow);
}

static void an_address_has_its_minutes_worth_and_gets_it_back_in_time(void **state)
{
    (void)state;
    int after = 0;
    int64_t now = 5 * CLOCK_SECOND;
    struct limiter *limiter = limiter_new(6);
    for (int i = 0; i < 6; i++)
        assert_true(limiter_admit(limiter, "192.0.2.1", now, &after));
    assert_false(limiter_admit(limiter, "192.0.2.1", now, &after));
    assert_in_range(after, 10, 11);
    assert_true(limiter_admit(limiter, "192.0.2.2", now, &after)); /* a neighbour has its own */
    assert_false(limiter_admit(limiter, "192.0.2.1", now + 9 * CLOCK_SECOND, &after));
    assert_true(limiter_admit(limiter, "192.0.2.1", now + 11 * CLOCK_SECOND, &after));
    now += 3600 * CLOCK_SECOND;
    for (int i = 0; i < 6; i++) /* an hour saves up no more than a minute does */
        assert_true(limiter_admit(limiter, "192.0.2.1", now, &after));
    assert_false(limiter_admit(limiter, "192.0.2.1", now, &after));
    limiter_free(limiter);
    limiter = limiter_new(0);
    for (int i = 0; i < 1000; i++)
        assert_true(limiter_admit(limiter, "192.0.2.1", now, &after));
    limiter_free(limiter);
}

static void however_many_come_who_is_limited_stays_so_while_asking(void **state)
{
    (void)state;
    int after = 0;
    int64_t now = CLOCK_SECOND;
    struct limiter *limiter = limiter_new(1);
    assert_true(limiter_admit(limiter, "192.0.2.1", now, &after));
    assert_true(limiter_admit(limiter, "192.0.2.2", now, &after));
    for (int i = 0; i < 100000; i++) { /* more than the table holds, and no time to speak of */
        char address[32];
        snprintf(address, sizeof address, "2001:db8:%x:%x::", i >> 16, i & 0xffff);
        assert_true(limiter_admit(limiter, address, ++now, &after));
        assert_false(limiter_admit(limiter, "192.0.2.1", now, &after));
    }
    assert_true(limiter_admit(limiter, "192.0.2.2", now, &after)); /* away too long: forgotten */
    limiter_free(limiter);
}

static void an_address_tells_its_methods(void **state)
{
    (void)state;
    static const struct {
        const char *path, *allow;
    } cases[] = {{"/", "GET, HEAD, OPTIONS"}, {"/api/v1/scans", "POST, OPTIONS"}, {"/nowhere", "OPTIONS"}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buffer allow = BUFFER(100);
        route_allow(cases[i].path, &allow);
        assert_string_equal(allow.data, cases[i].allow);
        buffer_free(&allow);
    }
}

static bool is_shut(int fd)
{
    char byte;
    return recv(fd, &byte, 1, MSG_DONTWAIT) == 0;
}

static void a_connection_too_many_or_without_a_request_for_long_is_shut(void **state)
{
    (void)state;
    static const char *const from[] = {"192.0.2.1", "192.0.2.2", "192.0.2.1", "192.0.2.1"};
    int pairs[COUNT(from)][2];
    struct visit *visits[COUNT(from)];
    struct visitors *visitors = visitors_new(2);
    for (size_t i = 0; i < COUNT(from); i++) {
        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pairs[i]), 0);
        visits[i] = visitors_enter(visitors, from[i], pairs[i][0], 0);
        assert_int_equal(is_shut(pairs[i][1]), i == 3); /* the third from there */
    }
    visitors_leave(visitors, visits[3]);
    visit_head_came(visits[0]);
    visit_head_came(visits[1]);
    visit_wait(visits[1], 20 * CLOCK_SECOND);
    visitors_sweep(visitors, 30 * CLOCK_SECOND);
    assert_false(is_shut(pairs[2][1]));
    visitors_sweep(visitors, 31 * CLOCK_SECOND);
    const bool shut[] = {false, false, true};
    for (size_t i = 0; i < COUNT(shut); i++)
        assert_int_equal(is_shut(pairs[i][1]), shut[i]);
    visitors_leave(visitors, visits[1]);
    visitors_leave(visitors, visits[0]);
    visitors_leave(visitors, visits[2]);
    visitors_free(visitors);
    for (size_t i = 0; i < COUNT(from); i++) {
        close(pairs[i][0]);
        close(pairs[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_are_read_as_the_url_standard_says),
        cmocka_unit_test(damaged_forms_are_refused),
        cmocka_unit_test(a_form_has_two_hundred_pairs_at_most),
        cmocka_unit_test(addresses_find_their_row_and_no_other),
        cmocka_unit_test(an_address_tells_its_methods),
        cmocka_unit_test(an_address_has_its_minutes_worth_and_gets_it_back_in_time),
        cmocka_unit_test(however_many_come_who_is_limited_stays_so_while_asking),
        cmocka_unit_test(a_connection_too_many_or_without_a_request_for_long_is_shut),
    };
    return cmocka_run_group_tests_name("web", tests, NULL, NULL);
}
