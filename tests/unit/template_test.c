/* Templates: what they escape, repeat, put in and refuse. */
#include "tests/unit/unit.h"

#include "template/template.h"

#include <unistd.h>

static struct languages *languages;
static char folder[] = "/tmp/lanyard-pages.XXXXXX";

enum mood { MOOD_NONE, MOOD_GOOD, MOOD_BAD };
static const char *const mood_names[] = {[MOOD_GOOD] = "good", [MOOD_BAD] = "bad<"};
static const struct record_words mood_words = RECORD_WORDS(mood_names);

struct inner {
    const char *i;
    int64_t n;
};
static const struct record_member inner_members[] = {RECORD_TEXT(struct inner, i),
                                                     RECORD_INT(struct inner, n)};
static const struct record inner_record = RECORD(struct inner, inner_members);

struct element {
    int64_t n;
    struct inner *maybe;
};
static const struct record_member element_members[] = {RECORD_INT(struct element, n),
                                                       RECORD_MAYBE(struct element, maybe, inner_record)};
static const struct record element_record = RECORD(struct element, element_members);

struct context {
    const char *v, *none;
    int64_t n, zero, no_number;
    bool yes, no;
    enum mood mood, no_mood;
    struct inner o;
    struct inner *pointer, *nowhere;
    RECORD_LIST_OF(struct element) list, empty;
    RECORD_LIST_OF(const char *) texts;
    RECORD_LIST_OF(int) moods;
    struct record_pairs pairs;
    const char *any;
    const char *few;
    int64_t until;
};
static const struct record_member context_members[] = {
    RECORD_TEXT(struct context, v),
    RECORD_TEXT(struct context, none, .presence = RECORD_OPTIONAL),
    RECORD_INT(struct context, n),
    RECORD_INT(struct context, zero),
    RECORD_INT(struct context, no_number, .presence = RECORD_OPTIONAL),
    RECORD_FLAG(struct context, yes),
    RECORD_FLAG(struct context, no),
    RECORD_WORD(struct context, mood, mood_words),
    RECORD_WORD(struct context, no_mood, mood_words, .presence = RECORD_OPTIONAL),
    RECORD_ONE(struct context, o, inner_record),
    RECORD_MAYBE(struct context, pointer, inner_record),
    RECORD_MAYBE(struct context, nowhere, inner_record),
    RECORD_LIST(struct context, list, element_record),
    RECORD_LIST(struct context, empty, element_record),
    RECORD_TEXTS(struct context, texts),
    RECORD_WORDLIST(struct context, moods, mood_words),
    RECORD_PAIRS(struct context, pairs, RECORD_IS_TEXT),
    RECORD_ANY(struct context, any),
    RECORD_TEXT(struct context, few),
    RECORD_INT(struct context, until),
};
static const struct record context_record = RECORD(struct context, context_members);

static struct inner pointed = {"p", 5};
static struct element elements[] = {{1, NULL}, {2, &pointed}};
static const char *texts[] = {"a", "<"};
static int moods[] = {MOOD_BAD, MOOD_GOOD};

static struct context full_context(void)
{
    return (struct context){.v = "<b a='\"'>&",
                            .n = 7,
                            .no_number = RECORD_NO_INT,
                            .yes = true,
                            .mood = MOOD_GOOD,
                            .o = {"x", 3},
                            .pointer = &pointed,
                            .list = {elements, COUNT(elements)},
                            .texts = {texts, COUNT(texts)},
                            .moods = {moods, COUNT(moods)},
                            .any = "{}",
                            .few = "<few>",
                            .until = 9};
}

static void write_file(const char *name, const char *text)
{
    struct error error = {0};
    char path[100];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_true(file_write(path, text, strlen(text), 0600, &error));
}

static void remove_file(const char *name)
{
    char path[100];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(unlink(path), 0);
}

static int load(void **state)
{
    (void)state;
    struct error error = {0};
    char messages[60];
    if (!mkdtemp(folder))
        return -1;
    snprintf(messages, sizeof messages, "%s/messages", folder);
    if (!file_make_folder(messages, 0700, &error))
        return -1;
    write_file("messages/en.json",
               "{\"plain\": \"A & B\", \"places\": \"{v}, {n} <left>\", \"few\": \"{few}|\", "
               "\"mood.good\": \"Good\", \"mood.bad<\": \"Bad {n}\", \"only.good\": \"x\", "
               "\"gone\": \"{gone}\", \"hollow\": \"[{none}{no_mood}{no_number}]\", "
               "\"listed\": \"{list}\", \"ours\": \"Ours {n}\", "
               "\"left\": \"{n, plural, one {# <place>} other {# <places> of {v}}} left\", "
               "\"text_left\": \"{v, plural, one {1} other {#}}\"}");
    write_file("messages/ar.json", "{\"plain\": \"ab\", \"places\": \"{n} {v}\", \"ours\": \"Theirs "
                                   "{theirs}\", \"left\": \"{n, plural, two {two} other {#}}\", "
                                   "\"text_left\": \"\"}");
    languages = languages_load(folder, &error);
    return languages ? 0 : -1;
}

static int unload(void **state)
{
    (void)state;
    languages_free(languages);
    remove_file("messages/en.json");
    remove_file("messages/ar.json");
    remove_file("messages/../page.html");
    char messages[60];
    snprintf(messages, sizeof messages, "%s/messages", folder);
    return rmdir(messages) | rmdir(folder);
}

static const char *find_fixed(const void *context, const char *name)
{
    return strcmp(name, "assets.css") == 0 ? context : NULL;
}

static struct template *compile(const char *text, struct error *error)
{
    const struct template_source source = {
        .folder = folder, .languages = languages, .fixed = find_fixed, .context = "/a?b&c"};
    write_file("page.html", text);
    return template_compile(&source, "page", &context_record, error);
}

static void assert_rendered_in(const char *tag, const char *text, const struct context *context,
                               const char *wanted)
{
    struct error error = {0};
    struct template *template = compile(text, &error);
    if (!template)
        fail_msg("%s: %s", text, error.message);
    assert_int_equal(error.kind, ERROR_NONE);
    scope_buffer struct buffer out = BUFFER(10000);
    template_render(template, context, languages_choose(languages, tag, NULL), &out);
    assert_false(out.failed);
    assert_string_equal(out.data ? out.data : "", wanted);
    template_free(template);
}

static void assert_rendered(const char *text, const char *wanted)
{
    const struct context context = full_context();
    assert_rendered_in("en", text, &context, wanted);
}

static void values_are_escaped_unless_it_says_so_loudly(void **state)
{
    (void)state;
    assert_rendered("[{{v}}]", "[&lt;b a=&#39;&quot;&#39;&gt;&amp;]");
    assert_rendered("[{{!!UNESCAPED v}}]", "[<b a='\"'>&]");
    assert_rendered("{{n}} {{o.i}} {{mood}} {{pointer.n}}", "7 x good 5");
    assert_rendered("[{{none}}{{no_number}}{{no_mood}}{{nowhere.i}}{{nowhere.n}}]", "[]");
    assert_rendered("a { b } {{n}} } }}", "a { b } 7 } }}");
    assert_rendered("<link href=\"{{assets.css}}\">", "<link href=\"/a?b&amp;c\">");
}

static void sections_repeat_choose_and_look_outward(void **state)
{
    (void)state;
    assert_rendered("{{#list}}{{n}}{{mood}} {{/list}}", "1good 2good ");
    assert_rendered("{{#list}}{{#maybe}}{{i}}{{n}}{{/maybe}}{{^maybe}}{{n}}-{{/maybe}}{{/list}}", "1-p5");
    assert_rendered("{{#list}}{{maybe.i}}{{#maybe.i}}!{{/maybe.i}}{{/list}}", "p!");
    assert_rendered("{{#empty}}x{{/empty}}{{^empty}}y{{/empty}}", "y");
    assert_rendered("{{#zero}}x{{/zero}}{{#no}}x{{/no}}{{#none}}x{{/none}}{{#no_number}}x{{/no_number}}"
                    "{{#no_mood}}x{{/no_mood}}{{#nowhere}}x{{/nowhere}}{{#nowhere.i}}x{{/nowhere.i}}",
                    "");
    assert_rendered("{{^zero}}a{{/zero}}{{^no}}b{{/no}}{{^none}}c{{/none}}{{^no_number}}d{{/no_number}}"
                    "{{^no_mood}}e{{/no_mood}}{{^nowhere}}f{{/nowhere}}{{^nowhere.i}}g{{/nowhere.i}}",
                    "abcdefg");
    assert_rendered("{{#v}}a{{/v}}{{#n}}b{{/n}}{{#yes}}c{{/yes}}{{#mood}}d{{/mood}}{{#pointer}}e{{/pointer}}"
                    "{{^v}}x{{/v}}{{^yes}}x{{/yes}}{{^list}}x{{/list}}",
                    "abcde");
    assert_rendered("{{#texts}}{{.}},{{/texts}}{{#moods}}{{.}};{{/moods}}", "a,&lt;,bad&lt;;good;");
    /* Those that only ask leave "." what it was. */
    assert_rendered("{{#texts}}{{#yes}}{{.}}{{/yes}}{{/texts}}", "a&lt;");
    assert_rendered("{{#o}}{{i}}{{n}}{{/o}}{{n}}", "x37");
    assert_rendered("{{#list}}{{#list}}{{n}}{{/list}};{{/list}}", "12;12;");
}

static void parts_and_messages_are_put_in(void **state)
{
    (void)state;
    const struct context context = full_context();
    write_file("part.html", "<{{n}}>");
    assert_rendered("{{>part}}{{#o}}{{>part}}{{/o}}", "<7><3>");
    remove_file("part.html");
    assert_rendered("{{t plain}}", "A &amp; B");
    assert_rendered("{{t places}}", "<bdi>&lt;b a=&#39;&quot;&#39;&gt;&amp;</bdi>, 7 &lt;left&gt;");
    assert_rendered("{{#o}}{{t places}}{{/o}}",
                    "<bdi>&lt;b a=&#39;&quot;&#39;&gt;&amp;</bdi>, 3 &lt;left&gt;");
    assert_rendered("{{t mood.{mood}}}", "Good");
    assert_rendered("{{#moods}}{{t mood.{.}}}, {{/moods}}", "Bad 7, Good, ");
    assert_rendered("[{{t mood.{no_mood}}}]", "[]");
    assert_rendered("{{t hollow}}", "[]");
    /* A number needs no isolate; what a language lacks is the default's. */
    assert_rendered_in("ar", "{{t places}}", &context, "7 <bdi>&lt;b a=&#39;&quot;&#39;&gt;&amp;</bdi>");
    assert_rendered_in("ar", "{{t few}}{{t hollow}}", &context, "<bdi>&lt;few&gt;</bdi>|[]");
    assert_rendered_in("ar", "<a title=\"{{t few}}\"><title>{{t few}}</title><p>{{t few}}", &context,
                       "<a title=\"&lt;few&gt;|\"><title>&lt;few&gt;|</title><p><bdi>&lt;few&gt;</bdi>|");
}

static void words_hang_on_a_number(void **state)
{
    (void)state;
    struct context context = full_context();
    context.v = "A";
    assert_rendered_in("en", "{{t left}}", &context, "7 &lt;places&gt; of <bdi>A</bdi> left");
    context.n = 1;
    assert_rendered_in("en", "{{t left}}", &context, "1 &lt;place&gt; left");
    context.n = 2;
    assert_rendered_in("ar", "{{t left}}", &context, "two");
    context.n = 3;
    assert_rendered_in("ar", "{{t left}}", &context, "3"); /* a form that lacks is that of others */
}

static void isolates_are_elements_where_there_can_be_some(void **state)
{
    (void)state;
    static const char all[] = "<p>{{v}}</p><title>{{v}}</title><a b=\"{{v}}\">";
    struct context context = full_context();
    context.v = LANGUAGE_ISOLATE "a" LANGUAGE_ISOLATE "<" LANGUAGE_ISOLATE_END LANGUAGE_ISOLATE_END "2";
    static const char *const tags[] = {"ar", "en"};
    for (size_t i = 0; i < COUNT_OF(tags); i++)
        assert_rendered_in(tags[i], all, &context,
                           "<p><bdi>a<bdi>&lt;</bdi></bdi>2</p><title>a&lt;2</title><a b=\"" LANGUAGE_ISOLATE
                           "a" LANGUAGE_ISOLATE "&lt;" LANGUAGE_ISOLATE_END LANGUAGE_ISOLATE_END "2\">");
    /* What is not closed, or closes another, stays what it is: elements would be torn. */
    static const char *const torn[] = {LANGUAGE_ISOLATE "a", "a" LANGUAGE_ISOLATE_END,
                                       "\u2067a" LANGUAGE_ISOLATE_END, LANGUAGE_ISOLATE_END LANGUAGE_ISOLATE};
    for (size_t i = 0; i < COUNT_OF(torn); i++) {
        context.v = torn[i];
        assert_rendered_in("ar", "{{v}}", &context, torn[i]);
    }
}

static const struct {
    const char *text, *reason;
} wrong_pages[] = {
    {"a\n{{x", "page.html:2: a tag is not closed"},
    {"{{t text_left}}", "message text_left of en: v is no number, and has forms for one"},
    {"a\n\n{{}}", "page.html:3"},
    {"{{a123456789a123456789a123456789a123456789a123456789a123456789abcd}}", "longer than 63 bytes"},
    {"{{#yes}}\n", "section yes is not closed"},
    {"{{#yes}}\n{{/no}}", "page.html:2: {{/no}} closes nothing"},
    {"{{/yes}}", "page.html:1: {{/yes}} closes nothing"},
    {"{{>none}}", "none.html"},
    {"{{>page}}", "includes itself"},
    {"{{#o}}{{#o}}{{#o}}{{#o}}{{#o}}{{#o}}{{#o}}{{#o}}{{#o}}{{#o}}{{#o}}{{#o}}{{#o}}{{#o}}{{#o}}{{#o}}{{#"
     "o}}",
     "nested too deep"},
    /* names */
    {"\n{{wrong}}", "page.html:2: there is no wrong here"},
    {"{{o.wrong}}", "there is no wrong in struct inner"},
    {"{{pointer.i.wrong}}", "what stands before .wrong has no members"},
    {"{{v.wrong}}", "what stands before .wrong has no members"},
    {"{{#list}}{{/list}}{{maybe}}", "there is no maybe here"},
    {"{{^list}}{{maybe}}{{/list}}", "there is no maybe here"},
    {"{{assets.js}}", "there is no assets.js here"},
    {"{{.}}", "{{.}} stands for no text here"},
    {"{{#list}}{{.}}{{/list}}", "{{.}} stands for no text here"},
    {"{{list}}", "list is neither text nor number nor word"},
    {"{{yes}}", "yes is neither text nor number nor word"},
    {"{{o}}", "o is neither text nor number nor word"},
    {"{{any}}", "any is neither text nor number nor word"},
    {"{{#pairs}}{{/pairs}}", "pairs cannot be a section"},
    {"{{#any}}{{/any}}", "any cannot be a section"},
    {"{{#wrong}}{{/wrong}}", "there is no wrong here"},
    {"{{^o}}{{/o}}", "o is always there"},
    {"{{!!UNESCAPED n}}", "n is no text"},
    {"{{ v}}", "there is no  v here"},
    /* messages */
    {"\n{{t no.such}}", "page.html:2: there is no message no.such"},
    {"\n{{t gone}}", "page.html:2: message gone of ar: there is no gone here"},
    {"{{t listed}}", "message listed of ar: list is neither"},
    {"{{t ours}}", "message ours of ar: there is no theirs here"},
    {"{{t only.{mood}}}", "there is no message only.bad<"},
    {"{{t mood.{v}}}", "v is no word"},
    {"{{t mood.{wrong}}}", "there is no wrong here"},
    {"{{t mood.{mood}.{mood}}}", "has one {name}"},
    {"{{t mood.{mood}}", "page.html:1"},
};

static void a_wrong_template_is_refused_by_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(wrong_pages); i++) {
        struct error error = {0};
        struct template *template = compile(wrong_pages[i].text, &error);
        if (template)
            fail_msg("%s was taken", wrong_pages[i].text);
        if (!strstr(error.message, wrong_pages[i].reason))
            fail_msg("%s: %s", wrong_pages[i].text, error.message);
        assert_int_equal(error.kind, strcmp(wrong_pages[i].text, "{{>none}}") ? ERROR_OURS : ERROR_NOT_FOUND);
    }
}

/* Pages end on an error, not on a hole: memory was out when the context was made, or the page is too long. */
static void a_page_with_a_part_missing_fails(void **state)
{
    (void)state;
    static const char *const pages[] = {"{{v}}",
                                        "{{#v}}{{/v}}",
                                        "{{^v}}{{/v}}",
                                        "{{t places}}",
                                        "{{!!UNESCAPED v}}",
                                        "{{#texts}}{{.}}{{/texts}}",
                                        "{{mood}}",
                                        "{{t mood.{mood}}}",
                                        "{{#list}}{{/list}}",
                                        "{{#o}}{{i}}{{/o}}"};
    const char *hole = NULL;
    struct context context = full_context();
    context.v = NULL;
    context.texts.items = &hole;
    context.texts.count = 1;
    context.mood = MOOD_NONE;
    context.list.items = NULL;
    context.o.i = NULL;
    for (size_t i = 0; i < COUNT(pages); i++)
        for (size_t l = 0; l < languages_count(languages); l++) {
            struct error error = {0};
            struct template *template = compile(pages[i], &error);
            if (!template)
                fail_msg("%s", error.message);
            scope_buffer struct buffer out = BUFFER(1000);
            template_render(template, &context, languages_at(languages, l), &out);
            if (!out.failed)
                fail_msg("%s gives %s", pages[i], out.data);
            template_free(template);
        }
    struct error error = {0};
    struct template *template = compile("{{n}}{{n}}{{n}}", &error);
    scope_buffer struct buffer small = BUFFER(2);
    template_render(template, &context, languages_default(languages), &small);
    assert_true(small.failed);
    template_free(template);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_escaped_unless_it_says_so_loudly),
        cmocka_unit_test(sections_repeat_choose_and_look_outward),
        cmocka_unit_test(parts_and_messages_are_put_in),
        cmocka_unit_test(words_hang_on_a_number),
        cmocka_unit_test(isolates_are_elements_where_there_can_be_some),
        cmocka_unit_test(a_wrong_template_is_refused_by_line),
        cmocka_unit_test(a_page_with_a_part_missing_fails),
    };
    return cmocka_run_group_tests_name("template", tests, load, unload);
}
