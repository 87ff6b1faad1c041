/* Codes as people type and paste them. */
#include "tests/unit/unit.h"

static void assert_read(const char *typed, const char *place)
{
    struct code code;
    if (!code_read(typed, &code))
        fail_msg("\"%s\" is not read", typed);
    assert_string_equal(code.text, "K7MP2LRX");
    assert_string_equal(code.place, place);
}

static void a_code_is_read_however_it_is_typed(void **state)
{
    (void)state;
    static const char *const typed[] = {
        "K7MP2LRX",           "k7mp2lrx",       " K7MP2LRX\n",    "K7MP-2LRX",      "k7mp 2lrx",
        "K 7 M P 2 L R X",    "K7MP\u00a02LRX", "K7MP–2LRX",      "K7MP—2LRX",      "K7MP−2LRX",
        "K7MP\u20112LRX",     "K7MP\u00ad2LRX", "\ufeffK7MP2LRX", "K7MP\u200b2LRX", "Ｋ７ＭＰ２ＬＲＸ",
        "ｋ７ｍｐ－２ｌｒｘ", "\"K7MP2LRX\"",   "“K7MP2LRX”",     "«K7MP2LRX».",    "<K7MP2LRX>",
        "'K7MP2LRX'",         "K7MP2LRX.",      "K7MP2LRX,",      "(K7MP2LRX)",     "K7MP_2LRX",
        "K7MP2IRX",           "K7MP21RX",       "k7mp2irx",       "K7MP2|RX",       "К7МР2LRХ",
        "к7мр2lrх",           "Κ7ΜΡ2LRΧ",       "K٧MP٢LRX",       "K७MP२LRX"};
    for (size_t i = 0; i < COUNT(typed); i++)
        assert_read(typed[i], "");
}

static void a_code_is_taken_out_of_an_address(void **state)
{
    (void)state;
    static const char *const typed[] = {"https://inet.example/e/inet2027/r/K7MP2LRX?k=ABCDEFGH22345678",
                                        "http://localhost:8080/e/inet2027/r/K7MP2LRX",
                                        "https://inet.example/e/inet2027/r/K7MP2LRX/ticket.png?k=ABC",
                                        "https://inet.example/e/inet2027/r/K7MP2LRX#ticket",
                                        "https://inet.example/e/inet2027/r/k7mp-2lrx?lang=fr&k=ABC",
                                        "HTTPS://INET.EXAMPLE/E/INET2027/R/K7MP2LRX",
                                        "inet.example/e/inet2027/r/K7MP2LRX",
                                        "/e/inet2027/r/K7MP2LRX",
                                        "<https://inet.example/e/inet2027/r/K7MP2LRX>",
                                        "https://inet.example/tickets/e/inet2027/r/K7MP2LRX?k=a/r/ZZZZZZZZ",
                                        "https://inet.example/api/v1/events/inet2027/registrations/K7MP2LRX"};
    for (size_t i = 0; i < COUNT(typed); i++)
        assert_read(typed[i], "inet2027");
    assert_read("https://inet.example/r/K7MP2LRX?k=ABC", "");
}

static void a_number_behind_a_code_is_somebody_in_a_group(void **state)
{
    (void)state;
    static const struct {
        const char *typed;
        int person;
    } cases[] = {{"K7MP2LRX", 0},       {"K7MP2LRX-2", 2},
                 {"k7mp-2lrx-2", 2},    {"K7MP2LRX 12", 12},
                 {"K7MP2LRX—2.", 2},    {"K7MP2LRX-٢", 2},
                 {"K7MP2LRX-999", 999}, {"https://inet.example/e/x/r/K7MP2LRX-2?k=A", 2}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct code code;
        assert_true(code_read(cases[i].typed, &code));
        assert_string_equal(code.text, "K7MP2LRX");
        assert_int_equal(code.person, cases[i].person);
    }
    static const char *const wrong[] = {"K7MP2LRX2", "K7MP2LRX-0", "K7MP2LRX-1000", "K7MP2LRX-A",
                                        "K7MP2LRX-2A"};
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_false(code_read(wrong[i], &(struct code){0}));
}

static void what_is_no_code_is_not_read(void **state)
{
    (void)state;
    static const char *const typed[] = {"",
                                        " ",
                                        "-",
                                        "K7MP2LR",
                                        "K7MP2LRXX",
                                        "K7MP2LR0",
                                        "K7MP2LRO",
                                        "K7MP2LRé",
                                        "K7MP2LR\xff",
                                        "K7MP2LR王",
                                        "https://inet.example/",
                                        "https://inet.example/e/inet2027",
                                        "https://inet.example/e/inet2027/r/",
                                        "https://inet.example/e/inet2027/K7MP2LRX",
                                        "https://inet.example/?r=/x/K7MP2LRX",
                                        "amina@example.org"};
    for (size_t i = 0; i < COUNT(typed); i++) {
        struct code code = {.text = "untouch"};
        if (code_read(typed[i], &code))
            fail_msg("\"%s\" is read as %s", typed[i], code.text);
        assert_string_equal(code.text, "untouch");
    }
    char long_one[5000];
    memset(long_one, ' ', sizeof long_one - 1);
    long_one[sizeof long_one - 1] = '\0';
    struct code code;
    assert_false(code_read(long_one, &code));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_is_read_however_it_is_typed),
        cmocka_unit_test(a_code_is_taken_out_of_an_address),
        cmocka_unit_test(a_number_behind_a_code_is_somebody_in_a_group),
        cmocka_unit_test(what_is_no_code_is_not_read),
    };
    return cmocka_run_group_tests_name("code", tests, NULL, NULL);
}
