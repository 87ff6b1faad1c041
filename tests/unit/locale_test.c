/* The reader's language: which it is, its words, its money and days. */
#include "tests/unit/unit.h"

#include "web/web.h"

#include <glob.h>
#include <unistd.h>

static struct locales *locales;

static int load(void **state)
{
    (void)state;
    struct error error = {0};
    locales = locales_load("assets", &error);
    return locales ? 0 : -1;
}

static int unload(void **state)
{
    (void)state;
    locales_free(locales);
    return 0;
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
        {NULL, "fr;Q=0, en", "en"},
        {NULL, "fr ; q=0.1 ,es\t;\tq=0.2", "es"},
        {NULL, "fr;xq=0;q=0.3, es;q=0.2", "fr"},
        {NULL, "fr;q=0.300, es;q=0.3", "fr"},
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

/* The places of a message, sorted, as "{a}{b}". */
static void places_of(const char *message, struct buffer *places)
{
    char *found[8];
    size_t count = 0;
    for (const char *c = strchr(message, '{'); c; c = strchr(c + 1, '{')) {
        const char *end = strchr(c, '}');
        if (!end || count == COUNT(found))
            fail_msg("%s: a place is not closed, or there are too many", message);
        else
            found[count++] = strndup(c, (size_t)(end + 1 - c));
    }
    for (; count; count--) {
        size_t least = 0;
        for (size_t i = 1; i < count; i++)
            least = strcmp(found[i], found[least]) < 0 ? i : least;
        buffer_text(places, found[least]);
        free(found[least]);
        found[least] = found[count - 1];
    }
}

static void every_language_says_the_same_with_the_same_places(void **state)
{
    (void)state;
    struct error error = {0};
    const char *id;
    json_t *english;
    scope_free char *text = file_read("assets/messages/en.json", 1 << 20, NULL, &error);
    scope_json json_t *messages = json_loads(text, 0, NULL);
    scope_json json_t *list = locale_list(locales, locale_default(locales));
    assert_int_equal(json_array_size(list), 6);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *tag = json_text(json_array_get(list, i), "tag", "");
        char path[80];
        snprintf(path, sizeof path, "assets/messages/%s.json", tag);
        scope_free char *other_text = file_read(path, 1 << 20, NULL, &error);
        scope_json json_t *others = json_loads(other_text, JSON_REJECT_DUPLICATES, NULL);
        assert_int_equal(json_object_size(others), json_object_size(messages));
        json_object_foreach(messages, id, english)
        {
            struct buffer ours = BUFFER(200);
            struct buffer theirs = BUFFER(200);
            const char *translated = json_text(others, id, NULL);
            if (!translated || !*translated) {
                fail_msg("%s lacks %s", path, id);
                return;
            }
            places_of(json_string_value(english), &ours);
            places_of(translated, &theirs);
            if (strcmp(ours.data ? ours.data : "", theirs.data ? theirs.data : "") != 0)
                fail_msg("%s: %s has other places", path, id);
            buffer_free(&ours);
            buffer_free(&theirs);
        }
    }
}

/* Everything in which a message may be named: pages and sources, one after the other. */
static void read_users(struct buffer *all)
{
    static const char *const patterns[] = {"assets/pages/*.html", "services/*/*.c", "services/*/*/*.c"};
    glob_t found = {0};
    for (size_t i = 0; i < COUNT(patterns); i++)
        assert_int_equal(glob(patterns[i], i ? GLOB_APPEND : 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct error error = {0};
        scope_free char *text = file_read(found.gl_pathv[i], 1 << 20, NULL, &error);
        assert_non_null(text);
        buffer_text(all, text);
    }
    globfree(&found);
    assert_false(all->failed);
}

static bool named(const char *all, const char *before, const char *id, const char *after)
{
    char whole[120];
    snprintf(whole, sizeof whole, "%s%s%s", before, id, after);
    return strstr(all, whole) != NULL;
}

/* Those that pages put together: {{t status.{status}.next}}, {{t register.{field}}}, and a fault that a field
 * words its own way. */
static bool put_together(const char *id)
{
    static const char *const values[][2] = {
        {"status.", "confirmed"},    {"status.", "pending_payment"}, {"status.", "pending_approval"},
        {"status.", "waitlisted"},   {"status.", "declined"},        {"status.", "cancelled"},
        {"register.", "category"},   {"register.", "name"},          {"register.", "badge_name"},
        {"register.", "email"},      {"register.", "affiliation"},   {"register.", "country"},
        {"register.", "sessions"},   {"register.", "consents"},      {"fault.required.", "category"},
        {"fault.required.", "name"}, {"fault.required.", "email"},
    };
    for (size_t i = 0; i < COUNT(values); i++) {
        char plain[40];
        char next[48];
        snprintf(plain, sizeof plain, "%s%s", values[i][0], values[i][1]);
        snprintf(next, sizeof next, "%s.next", plain);
        if (strcmp(id, plain) == 0 || (strncmp(id, "status.", 7) == 0 && strcmp(id, next) == 0))
            return true;
    }
    return false;
}

static void every_message_is_used(void **state)
{
    (void)state;
    struct error error = {0};
    struct buffer all = BUFFER(4 << 20);
    const char *id;
    json_t *message;
    scope_free char *text = file_read("assets/messages/en.json", 1 << 20, NULL, &error);
    scope_json json_t *messages = json_loads(text, 0, NULL);
    read_users(&all);
    json_object_foreach(messages, id, message)
    {
        if (!named(all.data, "{{t ", id, "}}") && !named(all.data, "\"", id, "\"") && !put_together(id))
            fail_msg("nothing says %s", id);
    }
    buffer_free(&all);
}

static void every_message_that_is_used_is_there(void **state)
{
    (void)state;
    static const char *const kinds[] = {"\"fault.", "\"problem.", "{{t "};
    struct buffer all = BUFFER(4 << 20);
    read_users(&all);
    for (size_t k = 0; k < COUNT(kinds); k++)
        for (const char *c = strstr(all.data, kinds[k]); c; c = strstr(c + 1, kinds[k])) {
            char id[80];
            const char *start = c + (*c == '"' ? 1 : 4);
            size_t length = strspn(start, "abcdefghijklmnopqrstuvwxyz_.");
            if (!strchr("\"}", start[length]))
                continue; /* put together, or a comment of the template's own */
            snprintf(id, sizeof id, "%.*s", (int)length, start);
            if (strchr(id, '.') && strcmp(id, "message.id") != 0 && !locale_has(locale_default(locales), id))
                fail_msg("there is no message %s", id);
        }
    buffer_free(&all);
}

static void write_messages(const char *folder, const char *name)
{
    struct error error = {0};
    char path[120];
    snprintf(path, sizeof path, "%s/messages/%s.json", folder, name);
    assert_true(file_write(path, "{}", 2, 0600, &error));
}

static void remove_messages(const char *folder, const char *name)
{
    char path[120];
    snprintf(path, sizeof path, "%s/messages/%s.json", folder, name);
    assert_int_equal(unlink(path), 0);
}

static void there_may_be_any_number_of_languages(void **state)
{
    (void)state;
    char folder[] = "/tmp/lanyard-languages.XXXXXX";
    char messages[60];
    struct error error = {0};
    assert_non_null(mkdtemp(folder));
    snprintf(messages, sizeof messages, "%s/messages", folder);
    assert_true(file_make_folder(messages, 0700, &error));
    write_messages(folder, "en");
    for (char c = 'a'; c < 'a' + 26; c++) {
        write_messages(folder, (const char[]){'x', c, '\0'});
        write_messages(folder, (const char[]){'y', c, '\0'});
    }
    struct locales *many = locales_load(folder, &error);
    if (!many)
        fail_msg("%s", error.message);
    assert_string_equal(locale_tag(locale_choose(many, "yz", NULL)), "yz");
    locales_free(many);
    write_messages(folder, "a-tag-that-is-longer-than-any-language");
    assert_null(locales_load(folder, &error));
    assert_int_equal(error.kind, ERROR_SETUP);
    remove_messages(folder, "a-tag-that-is-longer-than-any-language");
    remove_messages(folder, "en");
    for (char c = 'a'; c < 'a' + 26; c++) {
        remove_messages(folder, (const char[]){'x', c, '\0'});
        remove_messages(folder, (const char[]){'y', c, '\0'});
    }
    assert_int_equal(rmdir(messages) | rmdir(folder), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_readers_language_is_found),
        cmocka_unit_test(money_and_days_are_the_readers_own),
        cmocka_unit_test(places_in_messages_are_filled_and_unknown_ones_left_out),
        cmocka_unit_test(every_language_says_the_same_with_the_same_places),
        cmocka_unit_test(every_message_is_used),
        cmocka_unit_test(every_message_that_is_used_is_there),
        cmocka_unit_test(there_may_be_any_number_of_languages),
    };
    return cmocka_run_group_tests_name("locale", tests, load, unload);
}
