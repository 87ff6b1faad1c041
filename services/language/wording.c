#include "language/language.h"

#include "base/base.h"

#include <unicode/udateintervalformat.h>
#include <unicode/uldnames.h>
#include <unicode/ustring.h>

/* Local times are read and written as if in UTC. */
static bool instant_of(const char *local, UDate *instant)
{
    char whole[40];
    int64_t microseconds;
    snprintf(whole, sizeof whole, "%.10sT%.5s:00Z", local, strlen(local) > 11 ? local + 11 : "00:00");
    if (!clock_parse(whole, &microseconds))
        return false;
    *instant = (UDate)microseconds / 1000.0;
    return true;
}

static void to_utf8(const UChar *wide, int32_t length, UErrorCode status, const char *fallback,
                    char text[static LANGUAGE_TEXT_SIZE])
{
    if (U_SUCCESS(status) && length > 0)
        u_strToUTF8(text, LANGUAGE_TEXT_SIZE, NULL, wide, length, &status);
    if (U_FAILURE(status) || status == U_STRING_NOT_TERMINATED_WARNING || length <= 0)
        snprintf(text, LANGUAGE_TEXT_SIZE, "%s", fallback);
}

void language_interval(const char *language, const char *skeleton, const char *from, const char *to,
                       char text[static LANGUAGE_TEXT_SIZE])
{
    UDate start;
    UDate end;
    UChar pattern[40];
    UChar wide[LANGUAGE_TEXT_SIZE];
    char locale[64];
    UErrorCode status = U_ZERO_ERROR;
    snprintf(text, LANGUAGE_TEXT_SIZE, "%s", from);
    if (strlen(skeleton) >= 40 || !instant_of(from, &start) || !instant_of(to, &end))
        return;
    snprintf(locale, sizeof locale, "%s@numbers=latn", language);
    u_charsToUChars(skeleton, pattern, (int32_t)strlen(skeleton) + 1);
    UDateIntervalFormat *format = udtitvfmt_open(locale, pattern, -1, u"UTC", -1, &status);
    int32_t length = udtitvfmt_format(format, start, end, wide, LANGUAGE_TEXT_SIZE, NULL, &status);
    udtitvfmt_close(format);
    to_utf8(wide, length, status, from, text);
}

void language_country(const char *language, const char *code, char text[static LANGUAGE_TEXT_SIZE])
{
    UChar wide[LANGUAGE_TEXT_SIZE];
    UErrorCode status = U_ZERO_ERROR;
    ULocaleDisplayNames *names = uldn_open(language, ULDN_STANDARD_NAMES, &status);
    int32_t length = uldn_regionDisplayName(names, code, wide, LANGUAGE_TEXT_SIZE, &status);
    uldn_close(names);
    to_utf8(wide, length, status, code, text);
}
