/* The catalogues of messages: the same in every language, each used, each that is used there. */
#include "tests/unit/languages.h"

#include "language/language_private.h"

#include <glob.h>

/* The places of a message, sorted, as "{a}{b}"; forms count as the place that they hang on. */
static void places_of(const char *message, struct buffer *places)
{
    char *found[8];
    size_t count = 0;
    struct sentence_part part;
    if (!sentence_is_whole(message))
        fail_msg("%s: a place is not closed, or a form is none", message);
    while (sentence_next(&message, &part)) {
        if (part.place && count == COUNT(found))
            fail_msg("%s: there are too many places", message);
        else if (part.place)
            assert_true(asprintf(&found[count++], "{%.*s}", (int)part.place_length, part.place) > 0);
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
    assert_int_equal(languages_count(languages), 6);
    for (size_t i = 0; i < languages_count(languages); i++) {
        const char *tag = language_tag(languages_at(languages, i));
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

static bool ends_before(const char *text, const char *at, const char *wanted)
{
    size_t length = strlen(wanted);
    return (size_t)(at - text) >= length && strncmp(at - length, wanted, length) == 0;
}

/* Narrow space before ; ? !, no-break space before a colon that ends a word and inside « »: nothing begins a
 * line with them. */
static bool is_set_as_french(const char *text)
{
    for (const char *c = text; *c; c++) {
        bool ends_word = c[1] == '\0' || c[1] == ' ';
        if (strchr(";?!", *c) && !ends_before(text, c, "\u202f"))
            return false;
        if (*c == ':' && ends_word && !ends_before(text, c, "\u00a0"))
            return false;
        if (strncmp(c, "«", strlen("«")) == 0 && strncmp(c + strlen("«"), "\u00a0", 2) != 0)
            return false;
        if (strncmp(c, "»", strlen("»")) == 0 && !ends_before(text, c, "\u00a0"))
            return false;
    }
    return true;
}

/* All texts in French within an event's file, a text being an object by language. */
static void check_french_within(json_t *node)
{
    const char *name;
    json_t *value;
    size_t index;
    json_object_foreach(node, name, value)
    {
        if (strcmp(name, "fr") == 0 && json_is_string(value) && !is_set_as_french(json_string_value(value)))
            fail_msg("the sample event: \"%s\" breaks where French does not", json_string_value(value));
        check_french_within(value);
    }
    json_array_foreach(node, index, value) check_french_within(value);
}

static void french_breaks_no_line_before_its_signs(void **state)
{
    (void)state;
    assert_true(is_set_as_french("Quoi\u202f? «\u00a0Rien\u00a0»\u00a0: https://example.org"));
    assert_false(is_set_as_french("Quoi ?"));
    assert_false(is_set_as_french("« rien\u00a0»"));
    const struct record_pairs *all = &languages_choose(languages, "fr", NULL)->messages;
    for (size_t i = 0; i < all->count; i++)
        if (!is_set_as_french(all->items[i].text))
            fail_msg("fr: %s: \"%s\"", all->items[i].name, all->items[i].text);
    struct error error = {0};
    scope_free char *text = file_read("assets/events/inet2027.json", 1 << 20, NULL, &error);
    scope_json json_t *event = json_loads(text, 0, NULL);
    assert_non_null(event);
    check_french_within(event);
}

/* The signs that may stand beside a word. */
static bool is_apart(const char *at)
{
    static const char *const signs[] = {" ", ".", ",", ";", ":", "(", ")", "«", "»", "،", "؛", "؟"};
    for (size_t i = 0; i < COUNT(signs); i++)
        if (strncmp(at, signs[i], strlen(signs[i])) == 0)
            return true;
    return *at == '\0';
}

static bool has_word(const char *text, const char *word)
{
    for (const char *at = strstr(text, word); at; at = strstr(at + 1, word)) {
        bool begins = at == text || is_apart(at - 1) || (at - text > 1 && is_apart(at - 2));
        if (begins && is_apart(at + strlen(word)))
            return true;
    }
    return false;
}

/* Orders to one man, words that have a better one, the table for the office. */
static void words_address_everybody(void **state)
{
    (void)state;
    static const struct {
        const char *tag, *word;
    } avoided[] = {{"ar", "اختر"},   {"ar", "اكتب"},   {"ar", "حاول"},  {"ar", "تأكد"},    {"ar", "تحقق"},
                   {"ar", "راجع"},   {"ar", "أرسل"},   {"ar", "وأرسل"}, {"ar", "اضغط"},    {"ar", "واضغط"},
                   {"ar", "انتظر"},  {"ar", "احتفظ"},  {"ar", "أظهر"},  {"ar", "سجّل"},     {"ar", "احجز"},
                   {"ar", "احفظ"},   {"ar", "انتقل"},  {"ar", "اترك"},  {"ar", "اذكر"},    {"ar", "حدد"},
                   {"ar", "حدّد"},    {"ar", "زد"},     {"ar", "ألغِه"},  {"ar", "ألغ"},     {"ar", "أعد"},
                   {"ar", "اطلب"},   {"ar", "اسمح"},   {"ar", "املأ"},  {"ar", "أدخل"},    {"ar", "ادفع"},
                   {"ar", "ستشارك"}, {"ar", "مجانًا"},  {"ar", "مجاناً"}, {"ar", "افتح"},    {"ar", "استخدم"},
                   {"ar", "انقر"},   {"ar", "لتستلم"}, {"ar", "عد"},    {"ar", "شارك"},    {"ar", "صحح"},
                   {"ar", "غيّر"},    {"ar", "ابدأ"},   {"ar", "أعطِ"},   {"ar", "احذف"},    {"ar", "أضف"},
                   {"ar", "استعمل"}, {"ar", "قم"},     {"ar", "أجب"},   {"es", "Rellene"}, {"es", "rellene"},
                   {"es", "tú"},     {"es", "tu"},     {"fr", "tu"},    {"ru", "ты"}};
    for (size_t i = 0; i < COUNT(avoided); i++) {
        const struct record_pairs *all = &languages_choose(languages, avoided[i].tag, NULL)->messages;
        for (size_t k = 0; k < all->count; k++)
            if (has_word(all->items[k].text, avoided[i].word))
                fail_msg("%s: %s says %s: \"%s\"", avoided[i].tag, all->items[k].name, avoided[i].word,
                         all->items[k].text);
    }
    const struct language *chinese = languages_choose(languages, "zh", NULL);
    assert_string_equal(language_name(chinese), "简体中文");
    for (size_t k = 0; k < chinese->messages.count; k++)
        if (strstr(chinese->messages.items[k].text, "注册台"))
            fail_msg("zh-Hans: %s has no such desk", chinese->messages.items[k].name);
}

/* Quotation marks and apostrophes of the language, one space, a full stop behind what is wrong. */
static void sentences_are_set_with_care(void **state)
{
    (void)state;
    for (size_t i = 0; i < languages_count(languages); i++) {
        const struct language *language = languages_at(languages, i);
        for (size_t k = 0; k < language->messages.count; k++) {
            const struct record_pair *message = &language->messages.items[k];
            size_t length = strlen(message->text);
            bool is_sentence = strncmp(message->name, "fault.", 6) == 0 ||
                               strncmp(message->name, "problem.", 8) == 0 ||
                               strncmp(message->name, "refusal.", 8) == 0;
            if (!length || strpbrk(message->text, "'\"") || strstr(message->text, "  ") ||
                strstr(message->text, "...") || message->text[0] == ' ' || message->text[length - 1] == ' ')
                fail_msg("%s: %s: \"%s\"", language_tag(language), message->name, message->text);
            if (is_sentence && message->text[length - 1] != '.' &&
                !ends_before(message->text, message->text + length, "。"))
                fail_msg("%s: %s does not end: \"%s\"", language_tag(language), message->name, message->text);
        }
    }
}

/* Everything in which a message may be named: pages and sources, one after the other. */
static void read_users(struct buffer *all)
{
    static const char *const patterns[] = {"assets/pages/*.html", "services/*/*.c", "services/*/*/*.c",
                                           "cli/*/*.c",           "cli/*/*.h",      "sql/functions/*/*.sql"};
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

/* Those that pages put together: {{t status.{status}.next}}, .then, {{t register.{field}}}, and a fault that
 * a field words its own way. */
static bool put_together(const char *id)
{
    static const char *const values[][2] = {
        {"status.", "confirmed"},    {"status.", "pending_payment"}, {"status.", "pending_approval"},
        {"status.", "waitlisted"},   {"status.", "declined"},        {"status.", "cancelled"},
        {"register.", "category"},   {"register.", "name"},          {"register.", "badge_name"},
        {"register.", "email"},      {"register.", "affiliation"},   {"register.", "country"},
        {"register.", "sessions"},   {"register.", "consents"},      {"fault.required.", "category"},
        {"fault.required.", "name"}, {"fault.required.", "email"},   {"page.link.", "site"},
        {"page.link.", "privacy"},   {"page.link.", "terms"},        {"page.link.", "conduct"},
        {"page.link.", "refunds"},
    };
    for (size_t i = 0; i < COUNT(values); i++) {
        char plain[40];
        snprintf(plain, sizeof plain, "%s%s", values[i][0], values[i][1]);
        const char *rest = strncmp(id, plain, strlen(plain)) == 0 ? id + strlen(plain) : "-";
        bool of_status = strncmp(id, "status.", strlen("status.")) == 0;
        if (!*rest || (of_status && (strcmp(rest, ".next") == 0 || strcmp(rest, ".then") == 0)))
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
        if (!named(all.data, "{{t ", id, "}}") && !named(all.data, "\"", id, "\"") &&
            !named(all.data, "'", id, "'") && !put_together(id))
            fail_msg("nothing says %s", id);
    }
    buffer_free(&all);
}

static void every_message_that_is_used_is_there(void **state)
{
    (void)state;
    static const char *const kinds[] = {"\"fault.", "\"problem.", "\"refusal.", "'refusal.", "{{t "};
    struct buffer all = BUFFER(4 << 20);
    read_users(&all);
    for (size_t k = 0; k < COUNT(kinds); k++)
        for (const char *c = strstr(all.data, kinds[k]); c; c = strstr(c + 1, kinds[k])) {
            char id[80];
            const char *start = c + (*c == '{' ? 4 : 1);
            size_t length = strspn(start, "abcdefghijklmnopqrstuvwxyz_.");
            if (!length || start[length - 1] == '.' || !strchr("\"'}", start[length]))
                continue; /* put together, or a comment of the template's own */
            snprintf(id, sizeof id, "%.*s", (int)length, start);
            if (strchr(id, '.') && strcmp(id, "message.id") != 0 &&
                !language_find(languages_default(languages), id))
                fail_msg("there is no message %s", id);
        }
    buffer_free(&all);
}

/* The kinds that numbers of everyday have in the language, as bits; up to a million in French and Spanish,
 * which have one for it. */
static unsigned kinds_of(const struct language *language, int64_t up_to)
{
    unsigned kinds = 1U << SENTENCE_OTHER;
    for (int64_t number = 0; number < 1000; number++)
        kinds |= 1U << language_number(language, number);
    return up_to < 1000 ? kinds : kinds | 1U << language_number(language, up_to);
}

static void check_forms(const struct language *language, const struct record_pair *message)
{
    const char *rest = message->text;
    struct sentence_part part;
    while (sentence_next(&rest, &part))
        for (enum sentence_number kind = 0; part.forms && kind < SENTENCE_NUMBERS; kind++) {
            bool has = sentence_has_form(&part, kind);
            if (!has && kinds_of(language, 0) & 1U << kind)
                fail_msg("%s: %s lacks the form for %s", language_tag(language), message->name,
                         sentence_numbers[kind]);
            if (has && !(kinds_of(language, 1000000) & 1U << kind))
                fail_msg("%s: %s has a form for %s, and no number is so", language_tag(language),
                         message->name, sentence_numbers[kind]);
        }
}

static void a_number_has_all_forms_of_the_language(void **state)
{
    (void)state;
    const struct record_pairs *all = &languages_default(languages)->messages;
    for (size_t i = 0; i < languages_count(languages); i++)
        for (size_t k = 0; k < all->count; k++)
            check_forms(
                languages_at(languages, i),
                &(struct record_pair){.name = all->items[k].name,
                                      .text = language_find(languages_at(languages, i), all->items[k].name)});
    assert_int_equal(__builtin_popcount(kinds_of(languages_choose(languages, "ar", NULL), 0)), 6);
    assert_int_equal(__builtin_popcount(kinds_of(languages_choose(languages, "ru", NULL), 0)), 4);
    assert_int_equal(__builtin_popcount(kinds_of(languages_choose(languages, "zh", NULL), 0)), 1);
}

/* Where a number stands for itself, no word hangs on it. */
static bool stands_alone(const char *id)
{
    static const char *const alone[] = {"refusal.event.capacity", "refusal.key.unknown"};
    for (size_t i = 0; i < COUNT(alone); i++)
        if (strcmp(id, alone[i]) == 0)
            return true;
    return false;
}

/* A name that is given a number in C, in SQL or by a page. */
static bool is_number_name(const char *all, const struct sentence_part *part)
{
    static const char *const others[] = {"few",  "taken", "capacity", "number",
                                         "left", "days",  "minutes",  "count"};
    char given[64];
    snprintf(given, sizeof given, "NUMBER_ARGUMENT(\"%.*s\"", (int)part->place_length, part->place);
    for (size_t i = 0; i < COUNT(others); i++)
        if (strlen(others[i]) == part->place_length &&
            strncmp(others[i], part->place, part->place_length) == 0)
            return true;
    return strstr(all, given) != NULL;
}

static void words_that_hang_on_a_number_have_forms(void **state)
{
    (void)state;
    struct buffer all = BUFFER(4 << 20);
    size_t seen = 0;
    read_users(&all);
    for (size_t i = 0; i < languages_count(languages); i++) {
        const struct record_pairs *messages = &languages_at(languages, i)->messages;
        for (size_t k = 0; k < messages->count; k++) {
            const char *rest = messages->items[k].text;
            struct sentence_part part;
            while (sentence_next(&rest, &part)) {
                seen += part.forms != NULL;
                if (part.place && !part.forms && is_number_name(all.data, &part) &&
                    !stands_alone(messages->items[k].name))
                    fail_msg("%s: %s has a number {%.*s} without forms",
                             language_tag(languages_at(languages, i)), messages->items[k].name,
                             (int)part.place_length, part.place);
            }
        }
    }
    assert_true(seen > 60);
    buffer_free(&all);
}

/* Whether the place is named, in these quotes, in the statement that begins here. */
static bool gives(const char *statement, const char *place, size_t length, char quote)
{
    const char *end = strchr(statement, ';');
    char quoted[40];
    snprintf(quoted, sizeof quoted, "%c%.*s%c", quote, (int)length, place, quote);
    const char *found = strstr(statement, quoted);
    return end && found && found < end;
}

/* A sentence whose place nobody fills would show its braces. */
static void every_place_of_a_refusal_is_given_where_it_is_refused(void **state)
{
    (void)state;
    struct buffer all = BUFFER(4 << 20);
    struct error error = {0};
    size_t seen = 0;
    scope_free char *text = file_read("assets/messages/en.json", 1 << 20, NULL, &error);
    scope_json json_t *messages = json_loads(text, 0, NULL);
    read_users(&all);
    for (const char *c = strstr(all.data, "refusal."); c; c = strstr(c + 1, "refusal.")) {
        char id[80];
        char quote = c[-1];
        size_t length = strspn(c, "abcdefghijklmnopqrstuvwxyz_.");
        if ((quote != '"' && quote != '\'') || c[length] != quote)
            continue;
        snprintf(id, sizeof id, "%.*s", (int)length, c);
        const char *sentence = json_text(messages, id, "");
        struct sentence_part part;
        while (sentence_next(&sentence, &part))
            if (part.place && !gives(c, part.place, part.place_length, quote))
                fail_msg("%s is refused without what stands at %s", id, part.place);
        seen++;
    }
    assert_true(seen > 15);
    buffer_free(&all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_language_says_the_same_with_the_same_places),
        cmocka_unit_test(a_number_has_all_forms_of_the_language),
        cmocka_unit_test(words_that_hang_on_a_number_have_forms),
        cmocka_unit_test(french_breaks_no_line_before_its_signs),
        cmocka_unit_test(words_address_everybody),
        cmocka_unit_test(sentences_are_set_with_care),
        cmocka_unit_test(every_message_is_used),
        cmocka_unit_test(every_message_that_is_used_is_there),
        cmocka_unit_test(every_place_of_a_refusal_is_given_where_it_is_refused),
    };
    return cmocka_run_group_tests_name("messages", tests, load, unload);
}
