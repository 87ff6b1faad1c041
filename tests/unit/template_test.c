/* Templates: what they escape, repeat, put in and refuse. */
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
    assert_rendered("{{t event.until}}", "{\"until\": \"<today>\"}",
                    "these prices hold until the end of &lt;today&gt;");
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_escaped_unless_it_says_so_loudly),
        cmocka_unit_test(sections_repeat_choose_and_look_outward),
        cmocka_unit_test(parts_and_messages_are_put_in),
        cmocka_unit_test(a_wrong_template_is_refused_by_line),
    };
    return cmocka_run_group_tests_name("template", tests, load, unload);
}
