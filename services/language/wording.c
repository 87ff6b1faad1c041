/* Days and countries for those who have no catalogue, and what the kept formatters are made of. */
#include "language/language_private.h"

#include <unicode/uldnames.h>
#include <unicode/ustring.h>

#define SKELETON_SIZE 40

void language_locale(const char *language, char locale[static LANGUAGE_LOCALE_SIZE])
{
    snprintf(locale, LANGUAGE_LOCALE_SIZE, "%s@numbers=latn", language);
}

void language_from_utf16(const UChar *wide, int32_t length, UErrorCode status, const char *fallback,
                         char text[static LANGUAGE_TEXT_SIZE])
{
    if (U_SUCCESS(status) && length > 0)
        u_strToUTF8(text, LANGUAGE_TEXT_SIZE, NULL, wide, length, &status);
    if (U_FAILURE(status) || status == U_STRING_NOT_TERMINATED_WARNING || length <= 0) {
        snprintf(text, LANGUAGE_TEXT_SIZE, "%s", fallback);
        text_drop_partial(text);
    }
}

bool language_instant(const char *local, UDate *instant)
{
    char whole[40];
    int64_t microseconds;
    snprintf(whole, sizeof whole, "%.10sT%.5s:00Z", local, strlen(local) > 11 ? local + 11 : "00:00");
    if (!clock_parse(whole, &microseconds))
        return false;
    *instant = (UDate)microseconds / 1000.0;
    return true;
}

UDateIntervalFormat *language_interval_open(const char *locale, const char *skeleton)
{
    UChar pattern[SKELETON_SIZE];
    UErrorCode status = U_ZERO_ERROR;
    if (strlen(skeleton) >= SKELETON_SIZE)
        return NULL;
    u_charsToUChars(skeleton, pattern, (int32_t)strlen(skeleton) + 1);
    UDateIntervalFormat *format = udtitvfmt_open(locale, pattern, -1, u"UTC", -1, &status);
    if (U_SUCCESS(status))
        return format;
    udtitvfmt_close(format);
    return NULL;
}

void language_interval_write(const UDateIntervalFormat *format, const char *from, const char *to,
                             char text[static LANGUAGE_TEXT_SIZE])
{
    UDate start;
    UDate end;
    UChar wide[LANGUAGE_TEXT_SIZE];
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = 0;
    if (format && language_instant(from, &start) && language_instant(to, &end))
        length = udtitvfmt_format(format, start, end, wide, LANGUAGE_TEXT_SIZE, NULL, &status);
    language_from_utf16(wide, length, status, from, text);
}

void language_interval(const char *language, const char *skeleton, const char *from, const char *to,
                       char text[static LANGUAGE_TEXT_SIZE])
{
    char locale[LANGUAGE_LOCALE_SIZE];
    language_locale(language, locale);
    UDateIntervalFormat *format = language_interval_open(locale, skeleton);
    language_interval_write(format, from, to, text);
    udtitvfmt_close(format);
}

void language_name_country(const ULocaleDisplayNames *names, const char *language, const char *code,
                           char text[static LANGUAGE_TEXT_SIZE])
{
    UChar wide[LANGUAGE_TEXT_SIZE];
    UErrorCode status = U_ZERO_ERROR;
    const char *own = language_own_country(language, code);
    int32_t length = own ? 0 : uldn_regionDisplayName(names, code, wide, LANGUAGE_TEXT_SIZE, &status);
    language_from_utf16(wide, length, status, own ? own : code, text);
}

void language_country(const char *language, const char *code, char text[static LANGUAGE_TEXT_SIZE])
{
    UErrorCode status = U_ZERO_ERROR;
    ULocaleDisplayNames *names = uldn_open(language, ULDN_STANDARD_NAMES, &status);
    if (U_SUCCESS(status))
        language_name_country(names, language, code, text);
    else
        snprintf(text, LANGUAGE_TEXT_SIZE, "%s", code);
    uldn_close(names);
}
