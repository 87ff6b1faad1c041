/* The parts of the service that read what strangers send, and those that write for them. */
#include "tests/unit/unit.h"

#include "web/web.h"

#include <sys/stat.h>

static struct locales *locales;
static char folder[] = "/tmp/lanyard-pages.XXXXXX";

static int load(void **state)
{
    (void)state;
    struct error error = {0};
    locales = locales_load("assets", &error);
    return locales && mkdtemp(folder) ? 0 : -1;
}

static int unload(void **state)
{
    (void)state;
    locales_free(locales);
    return rmdir(folder);
}

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
    struct buffer many = BUFFER(10000);
    for (int i = 0; i < 201; i++)
        buffer_printf(&many, "a%d=1&", i);
    scope_json json_t *fields = json_object();
    assert_false(form_parse(many.data, many.length, fields));
    buffer_free(&many);
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
    for (int i = 0; i < 100000; i++) { /* however many come, the table keeps its size */
        char address[32];
        snprintf(address, sizeof address, "2001:db8:%x:%x::", i >> 16, i & 0xffff);
        assert_true(limiter_admit(limiter, address, now, &after));
    }
    limiter_free(limiter);
    limiter = limiter_new(0);
    for (int i = 0; i < 1000; i++)
        assert_true(limiter_admit(limiter, "192.0.2.1", now, &after));
    limiter_free(limiter);
}

/* --- templates */

static void write_page(const char *name, const char *text)
{
    struct error error = {0};
    char path[80];
    snprintf(path, sizeof path, "%s/%s.html", folder, name);
    assert_true(file_write(path, text, strlen(text), 0600, &error));
}

static void remove_page(const char *name)
{
    char path[80];
    snprintf(path, sizeof path, "%s/%s.html", folder, name);
    assert_int_equal(unlink(path), 0);
}

static void assert_rendered(const char *text, const char *context, const char *wanted)
{
    struct error error = {0};
    write_page("page", text);
    scope_json json_t *values = json_loads(context, 0, NULL);
    struct template *template = template_load(folder, "page", locale_default(locales), &error);
    if (!template)
        fail_msg("%s: %s", text, error.message);
    struct buffer out = BUFFER(10000);
    template_render(template, values, locale_default(locales), &out);
    assert_string_equal(out.data ? out.data : "", wanted);
    buffer_free(&out);
    template_free(template);
    remove_page("page");
}

static void values_are_escaped_unless_it_says_so_loudly(void **state)
{
    (void)state;
    static const char evil[] = "{\"v\": \"<b a='\\\"'>&\", \"n\": 7, \"o\": {\"i\": \"x\"}, \"t\": true}";
    assert_rendered("[{{v}}]", evil, "[&lt;b a=&#39;&quot;&#39;&gt;&amp;]");
    assert_rendered("[{{!!UNESCAPED v}}]", evil, "[<b a='\"'>&]");
    assert_rendered("{{n}} {{o.i}} {{o.none}} {{none}} {{o}} {{t}}", evil, "7 x    ");
    assert_rendered("a { b } {{n}} } }}", evil, "a { b } 7 } }}");
}

static void sections_repeat_choose_and_look_outward(void **state)
{
    (void)state;
    static const char context[] =
        "{\"list\": [{\"n\": 1}, {\"n\": 2, \"out\": \"in\"}], \"none\": [], \"out\": \"o\", \"zero\": 0, "
        "\"empty\": \"\", \"no\": false, \"words\": [\"a\", \"<\"], \"o\": {\"out\": \"inner\"}}";
    assert_rendered("{{#list}}{{n}}{{out}} {{/list}}", context, "1o 2in ");
    assert_rendered("{{#none}}x{{/none}}{{^none}}y{{/none}}", context, "y");
    assert_rendered("{{#zero}}x{{/zero}}{{#empty}}x{{/empty}}{{#no}}x{{/no}}{{#absent}}x{{/absent}}", context,
                    "");
    assert_rendered("{{#words}}{{.}},{{/words}}", context, "a,&lt;,");
    assert_rendered("{{#o}}{{out}}{{/o}}", context, "inner");
    assert_rendered("{{#list}}{{#list}}{{n}}{{/list}};{{/list}}", context, "12;12;");
}

static void parts_and_messages_are_put_in(void **state)
{
    (void)state;
    write_page("part", "<{{x}}>");
    assert_rendered("{{>part}}{{>part}}", "{\"x\": 1}", "<1><1>");
    remove_page("part");
    assert_rendered("{{t event.free}}", "{}", "Free");
    assert_rendered("{{t event.until}}", "{\"until\": \"<today>\"}", "these prices hold until &lt;today&gt;");
    assert_rendered("{{t status.{status}}}", "{\"status\": \"confirmed\"}", "Confirmed");
}

static void a_wrong_template_is_refused_by_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *reason;
    } cases[] = {
        {"a\n{{x", "page.html:2"},
        {"a\n\n{{}}", "page.html:3"},
        {"{{#a}}\n", "section a is not closed"},
        {"{{#a}}\n{{/b}}", "page.html:2: {{/b}} closes nothing"},
        {"{{/a}}", "page.html:1"},
        {"\n{{t no.such}}", "page.html:2: there is no message no.such"},
        {"{{>none}}", "none.html"},
        {"{{>page}}", "includes itself"},
        {"{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#"
         "a}}",
         "nested too deep"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error error = {0};
        write_page("page", cases[i].text);
        struct template *template = template_load(folder, "page", locale_default(locales), &error);
        if (template)
            fail_msg("%s was taken", cases[i].text);
        if (!strstr(error.message, cases[i].reason))
            fail_msg("%s: %s", cases[i].text, error.message);
        remove_page("page");
    }
}

static void the_readers_language_is_found(void **state)
{
    (void)state;
    static const struct {
        const char *wanted, *accept, *tag;
    } cases[] = {
        {NULL, NULL, "en"},
        {NULL, "", "en"},
        {NULL, "fr", "fr"},
        {NULL, "fr-CA, en;q=0.8", "fr"},
        {NULL, "de, es;q=0.5", "es"},
        {NULL, "en;q=0.1, ar;q=0.9", "ar"},
        {NULL, "es;q=0.5, ru;q=0.55", "ru"},
        {NULL, "fr;q=0, en", "en"},
        {NULL, "zh-Hant-TW", "zh"},
        {NULL, "ZH-hans", "zh"},
        {NULL, "*", "en"},
        {NULL, ";;;,,,=", "en"},
        {NULL, "fr;q=1.5", "fr"},
        {NULL, "fr;q=", "en"},
        {"es", "fr", "es"},
        {"xx", "fr", "fr"},
        {"../../etc", "fr", "fr"},
        {NULL, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, ru", "ru"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *tag = locale_tag(locale_choose(locales, cases[i].wanted, cases[i].accept));
        if (strcmp(tag, cases[i].tag) != 0)
            fail_msg("%s, %s: %s", cases[i].wanted ? cases[i].wanted : "-", cases[i].accept, tag);
    }
}

static void assert_text(json_t *text, const char *wanted)
{
    assert_string_equal(json_string_value(text), wanted);
    json_decref(text);
}

static void money_and_days_are_the_readers_own(void **state)
{
    (void)state;
    const struct locale *en = locale_choose(locales, "en", NULL);
    const struct locale *fr = locale_choose(locales, "fr", NULL);
    const struct locale *ar = locale_choose(locales, "ar", NULL);
    assert_text(locale_money(en, 35000, "USD"), "US$350.00");
    assert_text(locale_money(en, 1234567, "EUR"), "€12,345.67");
    assert_text(locale_money(en, 45000, "JPY"), "JP¥45,000");
    assert_text(locale_money(en, 0, "USD"), "US$0.00");
    assert_text(locale_money(fr, 35000, "USD"), "350,00\u00a0$US");
    assert_text(locale_days(en, "2027-06-08", "2027-06-10"), "8–10 June 2027");
    assert_text(locale_day(fr, "2027-02-28"), "28 février 2027");
    assert_text(locale_time(en, "2027-06-08T09:00", "2027-06-08T17:00"), "Tue, 8 Jun, 09:00–17:00");
    assert_true(locale_is_rtl(ar));
    assert_false(locale_is_rtl(fr));
    scope_json json_t *countries = locale_countries(fr, "SN");
    size_t i;
    const json_t *country;
    int chosen = 0;
    json_array_foreach(countries, i, country)
    {
        if (!json_flag(country, "chosen", false))
            continue;
        chosen++;
        assert_string_equal(json_text(country, "name", ""), "Sénégal");
    }
    assert_int_equal(chosen, 1);
    assert_true(json_array_size(countries) > 240);
}

static void places_in_messages_are_filled_and_unknown_ones_left_out(void **state)
{
    (void)state;
    struct buffer text = BUFFER(1000);
    scope_json json_t *context = json_pack("{s:s}", "detail", "NTW");
    locale_message(locale_default(locales), "fault.sold_out", context, &text);
    assert_string_equal(text.data, "NTW is sold out.");
    buffer_clear(&text);
    locale_message(locale_default(locales), "fault.sold_out", NULL, &text);
    assert_string_equal(text.data, " is sold out.");
    buffer_clear(&text);
    locale_message(locale_default(locales), "no.such", NULL, &text);
    assert_string_equal(text.data, "no.such");
    buffer_clear(&text);
    locale_message(locale_choose(locales, "ar", NULL), "fault.sold_out", context, &text);
    assert_non_null(
        strstr(text.data, "\u2068NTW\u2069")); /* isolated between letters that run the other way */
    buffer_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_are_read_as_the_url_standard_says),
        cmocka_unit_test(damaged_forms_are_refused),
        cmocka_unit_test(addresses_find_their_row_and_no_other),
        cmocka_unit_test(an_address_has_its_minutes_worth_and_gets_it_back_in_time),
        cmocka_unit_test(values_are_escaped_unless_it_says_so_loudly),
        cmocka_unit_test(sections_repeat_choose_and_look_outward),
        cmocka_unit_test(parts_and_messages_are_put_in),
        cmocka_unit_test(a_wrong_template_is_refused_by_line),
        cmocka_unit_test(the_readers_language_is_found),
        cmocka_unit_test(money_and_days_are_the_readers_own),
        cmocka_unit_test(places_in_messages_are_filled_and_unknown_ones_left_out),
    };
    return cmocka_run_group_tests_name("web", tests, load, unload);
}
