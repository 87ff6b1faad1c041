/* UTF-8: checked, cleaned, counted, cut, compared. */
#include "base/base.h"

#include <ctype.h>
#include <errno.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#define TEXT_MOST (1u << 20) /* bytes */

int32_t text_next(const char *text, size_t length, size_t *i)
{
    UChar32 c;
    const uint8_t *octets = (const uint8_t *)text;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion" /* ICU's macro */
    U8_NEXT(octets, *i, length, c);
#pragma GCC diagnostic pop
    return c;
}

bool text_is_utf8(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length;)
        if (text_next(bytes, length, &i) < 0)
            return false;
    return true;
}

void text_drop_partial(char *text)
{
    const uint8_t *octets = (const uint8_t *)text;
    int32_t length = (int32_t)strlen(text);
    U8_TRUNCATE_IF_INCOMPLETE(octets, 0, length);
    text[length] = '\0';
}

size_t text_length(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += (*text & 0xc0) != 0x80;
    return count;
}

/* Signs that enclose digits are formats to Unicode, and are seen: U+0600 and the like. */
static bool is_format(UChar32 c)
{
    return u_charType(c) == U_FORMAT_CHAR && !u_hasBinaryProperty(c, UCHAR_PREPENDED_CONCATENATION_MARK);
}

bool text_is_seen(int32_t c)
{
    return !u_isUWhiteSpace(c) && u_charType(c) != U_CONTROL_CHAR &&
           !u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) && !is_format(c) &&
           c != 0x2800 /* the braille cell without a dot */ && c != 0x1d159 /* a notehead that is none */;
}

enum direction_mark { MARK_NONE, MARK_OPEN, MARK_CLOSE };

/* Embeddings, overrides and isolates (UAX #9), each with what closes it. */
static enum direction_mark direction_mark(UChar32 c, UChar32 *closes_with)
{
    *closes_with = 0;
    if (c == 0x202c || c == 0x2069)
        return MARK_CLOSE;
    if (c == 0x202a || c == 0x202b || c == 0x202d || c == 0x202e)
        *closes_with = 0x202c;
    else if (c >= 0x2066 && c <= 0x2068)
        *closes_with = 0x2069;
    return *closes_with ? MARK_OPEN : MARK_NONE;
}

#define DIRECTION_DEPTH 16

struct cleaner {
    UChar *out;
    int32_t length;
    bool space_due;
    bool seen;                     /* something that has ink */
    UChar32 open[DIRECTION_DEPTH]; /* what closes each open bidirectional control */
    int depth;
};

/* A control that is left open would turn around whatever text follows this one. */
static bool cleaner_direction(struct cleaner *cleaner, UChar32 c)
{
    UChar32 closes_with;
    switch (direction_mark(c, &closes_with)) {
    case MARK_NONE:
        return true;
    case MARK_OPEN:
        if (cleaner->depth == DIRECTION_DEPTH)
            return false;
        cleaner->open[cleaner->depth++] = closes_with;
        return true;
    case MARK_CLOSE:
        return cleaner->depth > 0 && cleaner->open[--cleaner->depth] == c;
    }
    return false;
}

/* What stands at the ends is of a clipboard, not of a name. */
static bool is_zero_width(UChar32 c)
{
    return c == 0x200b || c == 0x2060 || c == 0xfeff;
}

static void cleaner_cut_end(struct cleaner *cleaner)
{
    UChar32 last;
    while (cleaner->length && (last = cleaner->out[cleaner->length - 1], last == ' ' || is_zero_width(last)))
        cleaner->length--;
}

static bool cleaner_add(struct cleaner *cleaner, UChar32 c)
{
    if (is_zero_width(c) && !cleaner->length)
        return true;
    if (u_isUWhiteSpace(c)) {
        cleaner->space_due = cleaner->length > 0;
        return true;
    }
    /* What the installed ICU does not know is a letter of tomorrow. */
    if (u_charType(c) == U_CONTROL_CHAR || U_IS_UNICODE_NONCHAR(c) || !cleaner_direction(cleaner, c))
        return false;
    if (cleaner->space_due)
        cleaner->out[cleaner->length++] = ' ';
    cleaner->space_due = false;
    cleaner->seen = cleaner->seen || text_is_seen(c);
    /* Room for it: white space never grows, and out is as long as the input. */
    UBool error = false;
    U16_APPEND(cleaner->out, cleaner->length, INT32_MAX, c, error);
    return !error;
}

static char *utf8_from_nfc(const UChar *text, int32_t length)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
    int32_t capacity = 3 * length + 1; /* NFC expands no further (UAX #15) */
    scope_free UChar *normal = calloc((size_t)capacity, sizeof *normal);
    if (!normal)
        return NULL;
    int32_t normal_length = unorm2_normalize(nfc, text, length, normal, capacity, &status);
    int32_t bytes = 0;
    if (U_FAILURE(status))
        return NULL;
    u_strToUTF8(NULL, 0, &bytes, normal, normal_length, &status);
    status = U_ZERO_ERROR;
    char *utf8 = malloc((size_t)bytes + 1);
    if (utf8)
        u_strToUTF8(utf8, bytes + 1, NULL, normal, normal_length, &status);
    return utf8;
}

char *text_nfc(const char *text, size_t length)
{
    if (length > TEXT_MOST)
        return NULL;
    UErrorCode status = U_ZERO_ERROR;
    scope_free UChar *wide = calloc(length + 1, sizeof *wide); /* no code point takes more units than bytes */
    int32_t wide_length = 0;
    if (!wide)
        return NULL;
    u_strFromUTF8(wide, (int32_t)length + 1, &wide_length, text, (int32_t)length, &status);
    return U_SUCCESS(status) ? utf8_from_nfc(wide, wide_length) : NULL;
}

char *text_clean(const char *bytes, size_t length)
{
    if (length > TEXT_MOST)
        return NULL;
    struct cleaner cleaner = {.out = calloc(2 * length + 2, sizeof(UChar))};
    scope_free UChar *out = cleaner.out;
    if (!out)
        return NULL;
    for (size_t i = 0; i < length;) {
        UChar32 c = text_next(bytes, length, &i);
        if (c < 0 || !cleaner_add(&cleaner, c))
            return NULL;
    }
    cleaner_cut_end(&cleaner);
    return cleaner.depth ? NULL : utf8_from_nfc(cleaner.out, cleaner.seen ? cleaner.length : 0);
}

bool text_to_int(const char *text, int64_t min, int64_t max, int64_t *value)
{
    if (!text || !(isdigit((unsigned char)text[0]) || (text[0] == '-' && isdigit((unsigned char)text[1]))))
        return false;
    char *end;
    errno = 0;
    long long number = strtoll(text, &end, 10);
    if (errno || *end || number < min || number > max)
        return false;
    *value = number;
    return true;
}

bool text_equal_nocase(const char *a, const char *b)
{
    for (; *a && *b; a++, b++) {
        int x = *a >= 'A' && *a <= 'Z' ? *a + 32 : *a;
        int y = *b >= 'A' && *b <= 'Z' ? *b + 32 : *b;
        if (x != y)
            return false;
    }
    return *a == *b;
}

bool text_copy(char *dst, size_t size, const char *src)
{
    size_t length = strlen(src);
    if (length >= size) {
        dst[0] = '\0';
        return false;
    }
    memcpy(dst, src, length + 1);
    return true;
}

void text_fit(char *dst, size_t size, const char *src)
{
    static const char cut[] = "…";
    must(size >= sizeof cut);
    if (text_copy(dst, size, src))
        return;
    snprintf(dst, size - (sizeof cut - 1), "%s", src);
    text_drop_partial(dst);
    memcpy(dst + strlen(dst), cut, sizeof cut);
}

bool text_is_language(const char *tag)
{
    size_t length = strlen(tag);
    if (length < 2 || length > 35 || !isalpha((unsigned char)tag[0]))
        return false;
    for (size_t i = 0; i < length; i++)
        if (!isalnum((unsigned char)tag[i]) && !(tag[i] == '-' && tag[i + 1] && tag[i + 1] != '-'))
            return false;
    return true;
}
