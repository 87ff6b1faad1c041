/* Money, days and times as people of a language write them, with formatters that are kept. */
#include "language/language_private.h"

#include <ctype.h>
#include <pthread.h>
#include <unicode/unumberformatter.h>
#include <unicode/ustring.h>

#define CURRENCY_SIZE 4
#define SKELETON_SIZE 64

enum interval { INTERVAL_DAYS, INTERVAL_TIME, INTERVAL_MOMENT, INTERVALS };

static const char *const skeletons[] = {
    [INTERVAL_DAYS] = "yMMMMd", [INTERVAL_TIME] = "MMMEdHm", [INTERVAL_MOMENT] = "yMMMMdHm"};
must_at_compile(COUNT_OF(skeletons) == INTERVALS, "a skeleton for each");

struct kept_money {
    struct kept_money *next;
    char currency[CURRENCY_SIZE];
    int digits;
    UNumberFormatter *format;
    UFormattedNumber *result; /* used again and again: unum_formatDecimal makes one, and does not look */
};

/* The list grows with the currencies of ISO 4217, and no further. */
struct language_formats {
    char tag[LANGUAGE_LOCALE_SIZE];
    char locale[LANGUAGE_LOCALE_SIZE]; /* with Western digits */
    bool is_rtl;
    pthread_mutex_t lock; /* over what follows */
    UDateIntervalFormat *intervals[INTERVALS];
    struct kept_money *money;
};

struct language_formats *language_formats_open(const char *locale, bool is_rtl)
{
    struct language_formats *formats = calloc(1, sizeof *formats);
    if (!formats)
        return NULL;
    snprintf(formats->tag, sizeof formats->tag, "%s", locale);
    language_locale(locale, formats->locale);
    formats->is_rtl = is_rtl;
    pthread_mutex_init(&formats->lock, NULL);
    return formats;
}

static void close_money(struct kept_money *money)
{
    if (!money)
        return;
    unumf_close(money->format);
    unumf_closeResult(money->result);
    free(money);
}

void language_formats_close(struct language_formats *formats)
{
    if (!formats)
        return;
    for (size_t i = 0; i < INTERVALS; i++)
        udtitvfmt_close(formats->intervals[i]);
    while (formats->money) {
        struct kept_money *money = formats->money;
        formats->money = money->next;
        close_money(money);
    }
    pthread_mutex_destroy(&formats->lock);
    free(formats);
}

/* --- money */

/* By digits of the minor unit: ISO 4217's, since CLDR's are other ones for a dozen of currencies. */
static const char *const precisions[] = {"precision-integer", ".0", ".00", ".000", ".0000"};

static bool open_money(const struct language_formats *formats, struct kept_money *money)
{
    UErrorCode status = U_ZERO_ERROR;
    char skeleton[SKELETON_SIZE];
    UChar wide[SKELETON_SIZE];
    /* "US$" comes out as "$US" between letters that run from right to left; the code does not. */
    snprintf(skeleton, sizeof skeleton, "currency/%s %s%s", money->currency, precisions[money->digits],
             formats->is_rtl ? " unit-width-iso-code" : "");
    u_charsToUChars(skeleton, wide, (int32_t)strlen(skeleton) + 1);
    money->format = unumf_openForSkeletonAndLocale(wide, -1, formats->locale, &status);
    money->result = unumf_openResult(&status);
    return U_SUCCESS(status);
}

static struct kept_money *add_money(struct language_formats *formats, const char *currency)
{
    int digits = money_stored_digits(currency);
    struct kept_money *money =
        digits < 0 || (size_t)digits >= COUNT_OF(precisions) ? NULL : calloc(1, sizeof *money);
    if (!money)
        return NULL;
    text_copy(money->currency, sizeof money->currency, currency);
    money->digits = digits;
    if (!open_money(formats, money)) {
        close_money(money);
        return NULL;
    }
    money->next = formats->money;
    formats->money = money;
    return money;
}

/* NULL if it is no currency, or out of memory. */
static struct kept_money *find_money(struct language_formats *formats, const char *currency)
{
    for (struct kept_money *money = formats->money; money; money = money->next)
        if (strcmp(money->currency, currency) == 0)
            return money;
    return add_money(formats, currency);
}

/* "$" and "¥" alone say too little to readers of half the world; with their country as the other languages
 * have them. A symbol behind a letter has its country already. */
static const char *find_bare_symbol(const char *text, const char *currency, const char **country)
{
    static const struct {
        const char *currency, *symbol, *country;
    } bare[] = {{"USD", "$", "US"}, {"JPY", "¥", "JP"}};
    for (size_t i = 0; i < COUNT_OF(bare); i++) {
        const char *at = strcmp(currency, bare[i].currency) == 0 ? strstr(text, bare[i].symbol) : NULL;
        *country = bare[i].country;
        if (at)
            return (at > text && isalpha((unsigned char)at[-1])) ||
                           isalpha((unsigned char)at[strlen(bare[i].symbol)])
                       ? NULL
                       : at;
    }
    return NULL;
}

static const char *name_symbol(const char *text, const char *currency, struct arena *arena)
{
    const char *country;
    const char *at = find_bare_symbol(text, currency, &country);
    return at ? arena_printf(arena, "%.*s%s%s", (int)(at - text), text, country, at)
              : arena_copy(arena, text);
}

const char *language_money(const struct language *language, int64_t amount, const char *currency,
                           struct arena *arena)
{
    char plain[MONEY_TEXT_SIZE];
    char decimal[MONEY_DECIMAL_SIZE];
    char text[LANGUAGE_TEXT_SIZE];
    UChar wide[LANGUAGE_TEXT_SIZE];
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = 0;
    struct language_formats *formats = language->formats;
    pthread_mutex_lock(&formats->lock);
    const struct kept_money *money = find_money(formats, currency);
    if (money) {
        /* A decimal number, exact however large. */
        money_format_decimal(amount, money->digits, decimal);
        unumf_formatDecimal(money->format, decimal, -1, money->result, &status);
        length = unumf_resultToString(money->result, wide, LANGUAGE_TEXT_SIZE, &status);
    }
    pthread_mutex_unlock(&formats->lock);
    if (length <= 0 || U_FAILURE(status))
        money_format(amount, currency, plain);
    language_from_utf16(wide, length, status, plain, text);
    return name_symbol(text, currency, arena);
}

/* --- days and times */

static const char *format_interval(const struct language *language, enum interval interval, const char *from,
                                   const char *to, struct arena *arena)
{
    struct language_formats *formats = language->formats;
    char text[LANGUAGE_TEXT_SIZE];
    pthread_mutex_lock(&formats->lock);
    UDateIntervalFormat **kept = &formats->intervals[interval];
    if (!*kept)
        *kept = language_interval_open(formats->locale, skeletons[interval]);
    language_interval_write(*kept, from, to, text);
    pthread_mutex_unlock(&formats->lock);
    return arena_copy(arena, text);
}

const char *language_day(const struct language *language, const char *date, struct arena *arena)
{
    return format_interval(language, INTERVAL_DAYS, date, date, arena);
}

const char *language_moment(const struct language *language, const char *time, struct arena *arena)
{
    return format_interval(language, INTERVAL_MOMENT, time, time, arena);
}

const char *language_days(const struct language *language, const char *from, const char *to,
                          struct arena *arena)
{
    return format_interval(language, INTERVAL_DAYS, from, to, arena);
}

const char *language_time(const struct language *language, const char *from, const char *to,
                          struct arena *arena)
{
    return format_interval(language, INTERVAL_TIME, from, to, arena);
}
