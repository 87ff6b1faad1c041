/* Money, days, times and countries as people of a language write them. */
#include "web/web.h"

#include <unicode/ucol.h>
#include <unicode/udat.h>
#include <unicode/uldnames.h>
#include <unicode/uloc.h>
#include <unicode/unum.h>
#include <unicode/ustring.h>

#define TEXT_MAX 200
#define FORMATTING_SIZE 64

static json_t *json_from_utf16(const UChar *text, int32_t length, const char *fallback)
{
    char utf8[3 * TEXT_MAX];
    int32_t bytes = 0;
    UErrorCode status = U_ZERO_ERROR;
    if (length > 0)
        u_strToUTF8(utf8, sizeof utf8, &bytes, text, length, &status);
    return length > 0 && U_SUCCESS(status) ? json_stringn(utf8, (size_t)bytes) : json_string(fallback);
}

/* Western digits, as base/wording.h says. */
static const char *formatting(const struct locale *locale, char name[static FORMATTING_SIZE])
{
    snprintf(name, FORMATTING_SIZE, "%s@numbers=latn", locale_formats(locale));
    return name;
}

json_t *locale_money(const struct locale *locale, int64_t amount, const char *currency)
{
    char plain[MONEY_TEXT_SIZE];
    money_format(amount, currency, plain);
    UErrorCode status = U_ZERO_ERROR;
    char name[FORMATTING_SIZE];
    /* "US$" comes out as "$US" between letters that run from right to left; the code does not. */
    UNumberFormatStyle style = locale_is_rtl(locale) ? UNUM_CURRENCY_ISO : UNUM_CURRENCY;
    UNumberFormat *format = unum_open(style, NULL, 0, formatting(locale, name), NULL, &status);
    UChar code[4] = {0};
    UChar text[TEXT_MAX];
    u_charsToUChars(currency, code, 3);
    unum_setTextAttribute(format, UNUM_CURRENCY_CODE, code, 3, &status);
    /* "USD 450.00" without its code is a decimal number, exact however large. */
    int32_t length = unum_formatDecimal(format, plain + 4, -1, text, TEXT_MAX, NULL, &status);
    unum_close(format);
    return json_from_utf16(text, U_SUCCESS(status) ? length : 0, plain);
}

static json_t *format_interval(const struct locale *locale, const char *skeleton, const char *from,
                               const char *to)
{
    char text[LANGUAGE_TEXT_SIZE];
    language_interval(locale_formats(locale), skeleton, from, to, text);
    return json_string(text);
}

json_t *locale_day(const struct locale *locale, const char *date)
{
    return format_interval(locale, "yMMMMd", date, date);
}

json_t *locale_days(const struct locale *locale, const char *from, const char *to)
{
    return format_interval(locale, "yMMMMd", from, to);
}

json_t *locale_time(const struct locale *locale, const char *from, const char *to)
{
    return format_interval(locale, "MMMEdHm", from, to);
}

json_t *locale_zone(const struct locale *locale, const char *zone)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar id[TEXT_MAX] = {0};
    UChar text[TEXT_MAX];
    if (strlen(zone) < TEXT_MAX)
        u_charsToUChars(zone, id, (int32_t)strlen(zone));
    UDateFormat *format =
        udat_open(UDAT_PATTERN, UDAT_PATTERN, locale_formats(locale), id, -1, u"VVVV", -1, &status);
    int32_t length = udat_format(format, 0, text, TEXT_MAX, NULL, &status);
    udat_close(format);
    return json_from_utf16(text, U_SUCCESS(status) ? length : 0, zone);
}

struct country {
    const char *code;
    UChar name[TEXT_MAX];
    uint8_t key[4 * TEXT_MAX]; /* sorts as the reader expects */
};

static int compare_countries(const void *a, const void *b)
{
    return strcmp((const char *)((const struct country *)a)->key,
                  (const char *)((const struct country *)b)->key);
}

/* Codes of the ISO list that name no country one comes from. */
static bool not_a_country(const char *code)
{
    static const char *const others[] = {"AC", "CP", "DG", "EA", "IC", "TA", "AN", "CQ"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(code, others[i]) == 0)
            return true;
    return false;
}

json_t *locale_countries(const struct locale *locale, const char *chosen)
{
    static const size_t most = 320;
    UErrorCode status = U_ZERO_ERROR;
    ULocaleDisplayNames *names = uldn_open(locale_tag(locale), ULDN_STANDARD_NAMES, &status);
    UCollator *order = ucol_open(locale_tag(locale), &status);
    scope_free struct country *countries = calloc(most, sizeof *countries);
    size_t count = 0;
    for (const char *const *code = uloc_getISOCountries();
         U_SUCCESS(status) && countries && *code && count < most; code++) {
        struct country *country = &countries[count];
        if (not_a_country(*code))
            continue;
        country->code = *code;
        int32_t length = uldn_regionDisplayName(names, *code, country->name, TEXT_MAX, &status);
        ucol_getSortKey(order, country->name, length, country->key, sizeof country->key);
        count++;
    }
    uldn_close(names);
    ucol_close(order);
    json_t *list = json_array();
    if (count)
        qsort(countries, count, sizeof *countries, compare_countries);
    for (size_t i = 0; i < count; i++) {
        const struct country *country = &countries[i];
        json_t *name = json_from_utf16(country->name, u_strlen(country->name), country->code);
        json_array_append_new(list, json_pack("{s:s, s:o, s:b}", "code", country->code, "name", name,
                                              "chosen", (int)(chosen && strcmp(chosen, country->code) == 0)));
    }
    return list;
}
