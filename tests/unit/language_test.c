/* Languages: which one somebody reads, its messages, its money, days and countries. */
#include "tests/unit/languages.h"

#include <pthread.h>
#include <unistd.h>

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
        {NULL, "zh-Hant-TW", "zh-Hans"}, /* sooner than none, and tagged as what it is */
        {NULL, "ZH-hans", "zh-Hans"},
        {NULL, "zh", "zh-Hans"},
        {NULL, "zh-TW,zh;q=0.9,en-US;q=0.8,en;q=0.7", "zh-Hans"},
        {NULL, "zh-HK;q=0.5, fr;q=0.6", "fr"},
        {NULL, "zho", "en"},
        {"zh", NULL, "zh-Hans"},
        {"zh-CN", "fr", "zh-Hans"},
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
        const char *tag = language_tag(languages_choose(languages, cases[i].wanted, cases[i].accept));
        if (strcmp(tag, cases[i].tag) != 0)
            fail_msg("%s, %s: %s", cases[i].wanted ? cases[i].wanted : "-", cases[i].accept, tag);
    }
}

static void money_and_days_are_the_readers_own(void **state)
{
    (void)state;
    scope_arena struct arena arena = ARENA(100000);
    const struct language *en = languages_choose(languages, "en", NULL);
    const struct language *fr = languages_choose(languages, "fr", NULL);
    const struct language *ar = languages_choose(languages, "ar", NULL);
    /* Twice: what is kept of the first time serves the second. */
    for (int i = 0; i < 2; i++) {
        assert_string_equal(language_money(en, 35000, "USD", &arena), "US$350.00");
        assert_string_equal(language_money(en, 1234567, "EUR", &arena), "€12,345.67");
        assert_string_equal(language_money(en, 45000, "JPY", &arena), "JP¥45,000");
        assert_string_equal(language_money(en, 0, "USD", &arena), "US$0.00");
        assert_string_equal(language_money(en, INT64_MAX, "KWD", &arena),
                            "KWD\u00a09,223,372,036,854,775.807");
        assert_string_equal(language_money(fr, 35000, "USD", &arena), "350,00\u00a0$US");
        assert_string_equal(language_money(en, 35000, "none", &arena), "none 35000");
        assert_string_equal(language_money(en, 450000, "RSD", &arena), "RSD\u00a04,500.00");
        assert_string_equal(language_money(en, 450000, "IQD", &arena), "IQD\u00a0450.000");
        assert_non_null(strstr(language_money(ar, 35000, "USD", &arena), "USD"));
        assert_string_equal(language_days(en, "2027-06-08", "2027-06-10", &arena), "8–10 June 2027");
        assert_string_equal(language_day(fr, "2027-02-28", &arena), "28 février 2027");
        assert_string_equal(language_day(fr, "soon", &arena), "soon");
        assert_string_equal(language_time(en, "2027-06-08T09:00", "2027-06-08T17:00", &arena),
                            "Tue, 8 Jun, 09:00–17:00");
    }
    assert_true(language_is_rtl(ar));
    assert_false(language_is_rtl(fr));
    assert_false(arena.failed);
}

static void a_zone_is_a_place_and_how_far_from_utc(void **state)
{
    (void)state;
    scope_arena struct arena arena = ARENA(100000);
    static const struct {
        const char *tag, *zone, *place, *day, *wanted;
    } wanted[] = {{"en", "Asia/Kuala_Lumpur", NULL, "2027-06-08", "Kuala Lumpur, UTC+8"},
                  {"fr", "Asia/Kuala_Lumpur", NULL, "2027-06-08", "Kuala Lumpur, UTC+8"},
                  {"zh", "Asia/Kuala_Lumpur", NULL, "2027-06-08", "吉隆坡，UTC+8"},
                  {"ru", "Europe/Berlin", NULL, "2027-06-08", "Берлин, UTC+2"},
                  {"en", "Europe/Berlin", "", "2027-01-08", "Berlin, UTC+1"},
                  {"en", "Europe/Berlin", "Leipzig", "2027-01-08", "Leipzig, UTC+1"},
                  {"en", "Asia/Kathmandu", NULL, "2027-06-08", "Kathmandu, UTC+5:45"},
                  {"en", "America/St_Johns", NULL, "2027-01-08", "St. John’s, UTC\u22123:30"},
                  {"en", "Australia/Lord_Howe", NULL, "2027-01-08", "Lord Howe, UTC+11"},
                  {"en", "America/Havana", NULL, "2027-11-06T23:30", "Havana, UTC\u22124"},
                  {"en", "America/Havana", NULL, "2027-11-07T01:30", "Havana, UTC\u22125"},
                  {"en", "Pacific/Apia", NULL, "2027-06-08", "Apia, UTC+13"},
                  {"en", "Etc/UTC", NULL, "2027-06-08", "UTC"},
                  {"en", "UTC", "Geneva", "2027-06-08", "Geneva, UTC"},
                  {"en", "Nowhere/At_All", NULL, "2027-06-08", "Nowhere/At_All"},
                  {"en", "Asia/Kuala_Lumpur", NULL, "soon", "Kuala Lumpur"}};
    for (size_t i = 0; i < COUNT(wanted); i++) {
        const struct language *language = languages_choose(languages, wanted[i].tag, NULL);
        assert_string_equal(language_zone(language, wanted[i].zone, wanted[i].place, wanted[i].day, &arena),
                            wanted[i].wanted);
    }
}

/* Whole sums too have all their digits, and a symbol says whose dollar it is. */
static void money_says_which_it_is_in_every_language(void **state)
{
    (void)state;
    scope_arena struct arena arena = ARENA(100000);
    static const struct {
        const char *tag, *usd, *jpy, *rsd;
    } wanted[] = {{"en", "US$350.00", "JP¥45,000", "RSD\u00a04,500.00"},
                  {"fr", "350,00\u00a0$US", "45\u202f000\u00a0JPY", "4\u202f500,00\u00a0RSD"},
                  {"es", "350,00\u00a0US$", "45.000\u00a0JPY", "4500,00\u00a0RSD"},
                  {"ru", "350,00\u00a0US$", "45\u00a0000\u00a0JP¥", "4\u00a0500,00\u00a0RSD"},
                  {"zh", "US$350.00", "JP¥45,000", "RSD\u00a04,500.00"}};
    for (size_t i = 0; i < COUNT(wanted); i++) {
        const struct language *language = languages_choose(languages, wanted[i].tag, NULL);
        assert_string_equal(language_money(language, 35000, "USD", &arena), wanted[i].usd);
        assert_string_equal(language_money(language, 45000, "JPY", &arena), wanted[i].jpy);
        assert_string_equal(language_money(language, 450000, "RSD", &arena), wanted[i].rsd);
    }
}

static void texts_of_a_full_arena_are_none(void **state)
{
    (void)state;
    scope_arena struct arena arena = ARENA(16);
    const struct language *en = languages_default(languages);
    assert_null(language_days(en, "2027-06-08", "2027-06-10", &arena));
    assert_true(arena.failed);
}

static void countries_are_sorted_for_the_reader(void **state)
{
    (void)state;
    for (size_t i = 0; i < languages_count(languages); i++) {
        size_t count;
        const struct language_country *all = language_countries(languages_at(languages, i), &count);
        assert_int_equal(count, 242);
        for (size_t k = 0; k < count; k++) {
            char alone[LANGUAGE_TEXT_SIZE];
            assert_true(text_is_country(all[k].code) && strcmp(all[k].name, all[k].code) != 0);
            language_country(language_tag(languages_at(languages, i)), all[k].code, alone);
            assert_string_equal(alone, all[k].name);
        }
    }
    size_t count;
    const struct language_country *french =
        language_countries(languages_choose(languages, "fr", NULL), &count);
    assert_string_equal(french[0].name, "Afghanistan");
    /* As people sort, not as bytes do: É beside E. */
    for (size_t i = 0; i < count; i++)
        if (strcmp(french[i].code, "EG") == 0)
            assert_string_equal(french[i].name, "Égypte"), assert_true(i > 50 && i < 90);
}

static void countries_have_the_names_of_the_united_nations(void **state)
{
    (void)state;
    static const struct {
        const char *code, *en, *fr, *es, *ar, *ru, *zh;
    } wanted[] = {
        {"TR", "Türkiye", "Türkiye", "Türkiye", "تركيا", "Турция", "土耳其"},
        {"PS", "State of Palestine", "État de Palestine", "Estado de Palestina", "دولة فلسطين",
         "Государство Палестина", "巴勒斯坦国"},
        {"CZ", "Czechia", "Tchéquie", "Chequia", "تشيكيا", "Чехия", "捷克"},
        {"SZ", "Eswatini", "Eswatini", "Eswatini", "إسواتيني", "Эсватини", "斯威士兰"},
        {"CI", "Côte d’Ivoire", "Côte d’Ivoire", "Côte d’Ivoire", "كوت ديفوار", "Кот-д’Ивуар", "科特迪瓦"},
        {"MK", "North Macedonia", "Macédoine du Nord", "Macedonia del Norte", "مقدونيا الشمالية",
         "Северная Македония", "北马其顿"},
        {"CV", "Cabo Verde", "Cabo Verde", "Cabo Verde", "كابو فيردي", "Кабо-Верде", "佛得角"},
        {"TL", "Timor-Leste", "Timor-Leste", "Timor-Leste", "تيمور-ليشتي", "Тимор-Лешти", "东帝汶"},
        {"VN", "Viet Nam", "Viet Nam", "Viet Nam", "فييت نام", "Вьетнам", "越南"},
        {"MM", "Myanmar", "Myanmar", "Myanmar", "ميانمار", "Мьянма", "缅甸"},
        {"DE", "Germany", "Allemagne", "Alemania", "ألمانيا", "Германия", "德国"}};
    for (size_t i = 0; i < COUNT(wanted); i++) {
        const struct {
            const char *tag, *name;
        } each[] = {{"en", wanted[i].en}, {"fr", wanted[i].fr}, {"es", wanted[i].es},
                    {"ar", wanted[i].ar}, {"ru", wanted[i].ru}, {"zh-Hans", wanted[i].zh}};
        for (size_t k = 0; k < COUNT(each); k++) {
            char text[LANGUAGE_TEXT_SIZE];
            language_country(each[k].tag, wanted[i].code, text);
            assert_string_equal(text, each[k].name);
        }
    }
}

struct writer {
    pthread_t thread;
    int64_t amount;
    const char *day, *money_text, *day_text; /* as one thread alone writes them */
    int failures;
};

static void *write_prices(void *of)
{
    struct writer *writer = of;
    const struct language *language = languages_choose(languages, "fr", NULL);
    for (int i = 0; i < 20000; i++) {
        scope_arena struct arena arena = ARENA(10000);
        const char *money = language_money(language, writer->amount, "CHF", &arena);
        const char *day = language_day(language, writer->day, &arena);
        writer->failures += strcmp(money, writer->money_text) != 0 || strcmp(day, writer->day_text) != 0;
    }
    return NULL;
}

static void threads_share_a_language(void **state)
{
    (void)state;
    struct writer writers[] = {
        {.amount = 1, .day = "2031-01-31", .money_text = "0,01\u00a0CHF", .day_text = "31 janvier 2031"},
        {.amount = 123456789,
         .day = "2032-02-29",
         .money_text = "1\u202f234\u202f567,89\u00a0CHF",
         .day_text = "29 février 2032"},
        {.amount = -50000, .day = "2033-08-01", .money_text = "-500,00\u00a0CHF", .day_text = "1 août 2033"}};
    for (size_t i = 0; i < COUNT(writers); i++)
        assert_int_equal(pthread_create(&writers[i].thread, NULL, write_prices, &writers[i]), 0);
    for (size_t i = 0; i < COUNT(writers); i++)
        assert_int_equal(pthread_join(writers[i].thread, NULL), 0);
    for (size_t i = 0; i < COUNT(writers); i++)
        assert_int_equal(writers[i].failures, 0);
}

static void words_follow_their_number(void **state)
{
    (void)state;
    static const struct {
        const char *tag;
        int64_t number;
        const char *text;
    } cases[] = {{"en", 0, "0 places left"},       {"en", 1, "1 place left"},
                 {"en", 2, "2 places left"},       {"fr", 0, "Plus que 0 place"},
                 {"fr", 1, "Plus que 1 place"},    {"fr", 2, "Plus que 2 places"},
                 {"es", 1, "Queda 1 plaza"},       {"es", 5, "Quedan 5 plazas"},
                 {"zh", 1, "剩余 1 个名额"},       {"ru", 1, "Осталось 1 место"},
                 {"ru", 3, "Осталось 3 места"},    {"ru", 5, "Осталось 5 мест"},
                 {"ru", 11, "Осталось 11 мест"},   {"ru", 21, "Осталось 21 место"},
                 {"ru", 112, "Осталось 112 мест"}, {"ar", 1, "بقي مقعد واحد"},
                 {"ar", 2, "بقي مقعدان"},          {"ar", 3, "بقيت 3 مقاعد"},
                 {"ar", 11, "بقي 11 مقعدًا"},       {"ar", 100, "بقي 100 مقعد"},
                 {"ar", 103, "بقيت 103 مقاعد"},    {"fr", 1000000, "Plus que 1000000 places"}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        scope_buffer struct buffer text = BUFFER(1000);
        struct record_pair few = {.name = "few", .number = cases[i].number};
        language_message(languages_choose(languages, cases[i].tag, NULL), "event.left",
                         &(struct record_pairs){&few, 1}, &text);
        assert_string_equal(text.data, cases[i].text);
    }
    /* A number that came as a text is one. */
    scope_buffer struct buffer text = BUFFER(1000);
    language_fault(languages_default(languages), &(struct fault){.message = "fault.text.long", .detail = "1"},
                   &text);
    assert_string_equal(text.data, "This is too long. Shorten it to at most 1 character.");
}

static void places_in_messages_are_filled_and_unknown_ones_left_out(void **state)
{
    (void)state;
    scope_buffer struct buffer text = BUFFER(1000);
    struct record_pair pair = {.name = "detail", .text = "NTW"};
    const struct record_pairs places = {&pair, 1};
    language_message(languages_default(languages), "fault.sold_out", &places, &text);
    assert_string_equal(text.data, "NTW is sold out. Choose something else.");
    buffer_clear(&text);
    language_message(languages_default(languages), "fault.sold_out", NULL, &text);
    assert_string_equal(text.data, " is sold out. Choose something else.");
    buffer_clear(&text);
    language_message(languages_default(languages), "no.such", NULL, &text);
    assert_string_equal(text.data, "no.such");
    buffer_clear(&text);
    language_message(languages_choose(languages, "ar", NULL), "fault.sold_out", &places, &text);
    /* isolated between letters that run the other way */
    assert_non_null(strstr(text.data, LANGUAGE_ISOLATE "NTW" LANGUAGE_ISOLATE_END));
    buffer_clear(&text);
    /* An Arabic title in an English sentence is one too. */
    pair.text = "ورشة (1)";
    language_message(languages_default(languages), "fault.sold_out", &places, &text);
    assert_string_equal(text.data, LANGUAGE_ISOLATE "ورشة (1)" LANGUAGE_ISOLATE_END
                                                    " is sold out. Choose something else.");
    buffer_clear(&text);
    pair = (struct record_pair){.name = "few", .number = 7};
    language_message(languages_choose(languages, "ar", NULL), "event.left", &places, &text);
    assert_non_null(strstr(text.data, "7"));
    assert_null(strstr(text.data, LANGUAGE_ISOLATE));
}

static void a_fault_has_its_fields_own_words_where_there_are_some(void **state)
{
    (void)state;
    static const struct {
        struct fault fault;
        const char *text;
    } cases[] = {
        {{"name", "fault.required", ""}, "Write your name."},
        {{"country", "fault.required", ""}, "Please fill this in."},
        {{"sessions", "fault.sold_out", "NTW"}, "NTW is sold out. Choose something else."},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        scope_buffer struct buffer text = BUFFER(1000);
        language_fault(languages_default(languages), &cases[i].fault, &text);
        assert_string_equal(text.data, cases[i].text);
    }
}

static void a_refusal_is_worded_in_the_readers_language(void **state)
{
    (void)state;
    struct error error = {0};
    scope_buffer struct buffer text = BUFFER(1000);
    error_refuse(&error, ERROR_CONFLICT, NULL, "refusal.payment.refund", TEXT_ARGUMENT("code", "K7"),
                 MONEY_ARGUMENT("overpaid", 45000, "USD"));
    language_refusal(languages_choose(languages, "fr", NULL), &error.refusal, &text);
    assert_string_equal(text.data,
                        "L’inscription K7 a 450,00\u00a0$US à rembourser. N’enregistrez pas plus.");
    buffer_clear(&text);
    error_refuse(&error, ERROR_CONFLICT, NULL, "refusal.order.restore", TEXT_ARGUMENT("code", "K7"),
                 WORD_ARGUMENT("status", "status.confirmed"));
    language_refusal(languages_choose(languages, "es", NULL), &error.refusal, &text);
    assert_string_equal(
        text.data, "La inscripción K7 tiene el estado «Confirmada», así que no hay nada que restablecer.");
    buffer_clear(&text);
    language_refusal(languages_choose(languages, "ar", NULL), &error.refusal, &text);
    assert_non_null(strstr(text.data, "\u2068K7\u2069"));
}

static void write_messages(const char *folder, const char *name, const char *messages)
{
    struct error error = {0};
    char path[120];
    snprintf(path, sizeof path, "%s/messages/%s.json", folder, name);
    assert_true(file_write(path, messages, strlen(messages), 0600, &error));
}

static void remove_messages(const char *folder, const char *name)
{
    char path[120];
    snprintf(path, sizeof path, "%s/messages/%s.json", folder, name);
    assert_int_equal(unlink(path), 0);
}

/* A folder with a folder for messages in it. */
static void make_folder(char folder[static 40], char messages[static 60])
{
    struct error error = {0};
    snprintf(folder, 40, "/tmp/lanyard-languages.XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(messages, 60, "%s/messages", folder);
    assert_true(file_make_folder(messages, 0700, &error));
}

static void there_may_be_any_number_of_languages(void **state)
{
    (void)state;
    char folder[40], messages[60];
    struct error error = {0};
    make_folder(folder, messages);
    write_messages(folder, "en", "{}");
    for (char c = 'a'; c < 'a' + 26; c++) {
        write_messages(folder, (const char[]){'x', c, '\0'}, "{}");
        write_messages(folder, (const char[]){'y', c, '\0'}, "{}");
    }
    struct languages *many = languages_load(folder, &error);
    if (!many)
        fail_msg("%s", error.message);
    assert_string_equal(language_tag(languages_choose(many, "yz", NULL)), "yz");
    assert_string_equal(language_name(languages_choose(many, "yz", NULL)), "yz");
    languages_free(many);
    write_messages(folder, "a-tag-that-is-longer-than-any-language", "{}");
    assert_null(languages_load(folder, &error));
    assert_int_equal(error.kind, ERROR_SETUP);
    remove_messages(folder, "a-tag-that-is-longer-than-any-language");
    remove_messages(folder, "en");
    for (char c = 'a'; c < 'a' + 26; c++) {
        remove_messages(folder, (const char[]){'x', c, '\0'});
        remove_messages(folder, (const char[]){'y', c, '\0'});
    }
    assert_int_equal(rmdir(messages) | rmdir(folder), 0);
}

static void what_a_language_lacks_is_the_defaults(void **state)
{
    (void)state;
    char folder[40], messages[60];
    struct error error = {0};
    make_folder(folder, messages);
    write_messages(folder, "en",
                   "{\"z\": \"Z\", \"b\": \"B {x}\", \"a\": \"A\", \"language.name\": \"English\"}");
    write_messages(folder, "fr", "{\"c\": \"own\", \"b\": \"Bé {x}\"}");
    struct languages *two = languages_load(folder, &error);
    if (!two)
        fail_msg("%s", error.message);
    const struct language *fr = languages_choose(two, "fr", NULL);
    assert_string_equal(language_find(fr, "a"), "A");
    assert_string_equal(language_find(fr, "b"), "Bé {x}");
    assert_string_equal(language_find(fr, "c"), "own");
    assert_string_equal(language_find(fr, "z"), "Z");
    assert_null(language_find(fr, "d"));
    assert_null(language_find(languages_default(two), "c"));
    assert_string_equal(language_name(fr), "fr");
    assert_int_equal(language_index(fr), 1);
    languages_free(two);
    remove_messages(folder, "en");
    remove_messages(folder, "fr");
    assert_int_equal(rmdir(messages) | rmdir(folder), 0);
}

static void a_catalogue_that_is_wrong_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *messages, *reason;
    } cases[] = {
        {"{\"a\": 1}", "messages/en.json: a should be of type text"},
        {"{\"a\": \"b\", \"a\": \"c\"}", "messages/en.json"},
        {"[]", "messages/en.json"},
        {"{", "messages/en.json:1"},
        {"{\"a\": \"up to {most\"}",
         "messages/en.json: a: a place in it is neither {name} nor {name, plural, "},
        {"{\"a\": \"up to {}\"}", "messages/en.json: a: a place in it is neither {name} nor {name, plural, "},
        {"{\"a\": \"up to most}\"}",
         "messages/en.json: a: a place in it is neither {name} nor {name, plural, "},
        {"{\"a\": \"{n, plural, one {#}}\"}", "messages/en.json: a: a place in it is neither"},
        {"{\"a\": \"{n, plural, one {#} one {#} other {#}}\"}",
         "messages/en.json: a: a place in it is neither"},
        {"{\"a\": \"{n, plural, some {#} other {#}}\"}", "messages/en.json: a: a place in it is neither"},
        {"{\"a\": \"{n, plural, other {#}\"}", "messages/en.json: a: a place in it is neither"},
        {"{\"a\": \"{n, plural, other {{the most}}}\"}", "messages/en.json: a: a place in it is neither"},
        {"{\"a\": \"{n, select, other {#}}\"}", "messages/en.json: a: a place in it is neither"},
        {"{\"a\": \"{n, plural, other {{n, plural, other {#}}}}\"}",
         "messages/en.json: a: a place in it is neither"},
        {"{\"a\": \"up to {the most}\"}",
         "messages/en.json: a: a place in it is neither {name} nor {name, plural, "},
    };
    char folder[40], messages[60];
    make_folder(folder, messages);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error error = {0};
        write_messages(folder, "en", cases[i].messages);
        assert_null(languages_load(folder, &error));
        if (!strstr(error.message, cases[i].reason))
            fail_msg("%s: %s", cases[i].messages, error.message);
        remove_messages(folder, "en");
    }
    struct error error = {0};
    assert_null(languages_load(folder, &error));
    assert_non_null(strstr(error.message, "there are no messages"));
    write_messages(folder, "fr", "{}");
    assert_null(languages_load(folder, &error));
    assert_non_null(strstr(error.message, "en.json is missing"));
    remove_messages(folder, "fr");
    assert_int_equal(rmdir(messages) | rmdir(folder), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_readers_language_is_found),
        cmocka_unit_test(money_and_days_are_the_readers_own),
        cmocka_unit_test(a_zone_is_a_place_and_how_far_from_utc),
        cmocka_unit_test(money_says_which_it_is_in_every_language),
        cmocka_unit_test(texts_of_a_full_arena_are_none),
        cmocka_unit_test(countries_are_sorted_for_the_reader),
        cmocka_unit_test(countries_have_the_names_of_the_united_nations),
        cmocka_unit_test(threads_share_a_language),
        cmocka_unit_test(words_follow_their_number),
        cmocka_unit_test(places_in_messages_are_filled_and_unknown_ones_left_out),
        cmocka_unit_test(a_fault_has_its_fields_own_words_where_there_are_some),
        cmocka_unit_test(a_refusal_is_worded_in_the_readers_language),
        cmocka_unit_test(there_may_be_any_number_of_languages),
        cmocka_unit_test(what_a_language_lacks_is_the_defaults),
        cmocka_unit_test(a_catalogue_that_is_wrong_is_named),
    };
    return cmocka_run_group_tests_name("language", tests, load, unload);
}
