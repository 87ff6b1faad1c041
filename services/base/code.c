/* Codes as people type and paste them. */
#include "base/base.h"

#include <ctype.h>
#include <unicode/uchar.h>

/* --- letters */

/* What looks like a letter of the alphabet on another keyboard. */
static const struct {
    UChar32 typed;
    char meant;
} look_alikes[] = {{0x0410, 'A'}, {0x0412, 'B'}, {0x0415, 'E'}, {0x041a, 'K'}, {0x041c, 'M'}, {0x041d, 'H'},
                   {0x0420, 'P'}, {0x0421, 'C'}, {0x0422, 'T'}, {0x0423, 'Y'}, {0x0425, 'X'}, {0x0391, 'A'},
                   {0x0392, 'B'}, {0x0395, 'E'}, {0x0396, 'Z'}, {0x0397, 'H'}, {0x039a, 'K'}, {0x039c, 'M'},
                   {0x039d, 'N'}, {0x03a1, 'P'}, {0x03a4, 'T'}, {0x03a5, 'Y'}, {0x03a7, 'X'}, {'1', 'L'},
                   {'I', 'L'}, /* 1, I and the small l: of these the alphabet has L alone */
                   {'|', 'L'},    {0x0130, 'L'}};

#define FULL_WIDTH_FIRST 0xff01 /* of '!' to '~' */
#define FULL_WIDTH_LAST 0xff5e

/* Spaces, dashes and the punctuation that comes along when something is copied. */
static bool code_is_between(UChar32 c)
{
    return u_isUWhiteSpace(c) || u_charType(c) == U_DASH_PUNCTUATION || c == 0x2212 ||
           u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ||
           u_hasBinaryProperty(c, UCHAR_QUOTATION_MARK) ||
           (c > 0 && c < 0x80 && strchr("`<>()[]{}.,;:_*#", (int)c));
}

/* The letter of the alphabet that is meant, or 0. */
static char code_letter(UChar32 c)
{
    if (u_charDigitValue(c) >= 0)
        c = '0' + u_charDigitValue(c);
    c = u_toupper(c);
    for (size_t i = 0; i < COUNT_OF(look_alikes); i++)
        if (look_alikes[i].typed == c)
            c = (UChar32)look_alikes[i].meant;
    return c > 0 && c < 0x80 && strchr(CODE_ALPHABET, (int)c) ? (char)c : '\0';
}

#define CODE_PERSON_MAX 999

/* The number behind a code, apart from it: its next digit. */
static bool code_add_digit(struct code *code, UChar32 c)
{
    int digit = u_charDigitValue(c);
    if (digit < 0 || (digit == 0 && code->person == 0))
        return false;
    code->person = 10 * code->person + digit;
    return code->person <= CODE_PERSON_MAX;
}

static UChar32 code_next_letter(const char *text, size_t length, size_t *i)
{
    UChar32 c = text_next(text, length, i);
    return c >= FULL_WIDTH_FIRST && c <= FULL_WIDTH_LAST ? c - (FULL_WIDTH_FIRST - '!') : c;
}

static bool code_read_letters(const char *text, size_t length, struct code *code)
{
    size_t count = 0;
    bool apart = false; /* something stood between the code and what comes now */
    for (size_t i = 0; i < length;) {
        UChar32 c = code_next_letter(text, length, &i);
        if (c > 0 && code_is_between(c)) {
            apart = true;
            continue;
        }
        if (count == CODE_LENGTH) {
            if (!(apart || code->person) || !code_add_digit(code, c))
                return false;
            continue;
        }
        apart = false;
        char letter = c > 0 ? code_letter(c) : '\0';
        if (!letter)
            return false;
        code->text[count++] = letter;
    }
    return count == CODE_LENGTH;
}

/* --- addresses */

/* A part of an address's path. */
struct code_part {
    const char *text;
    size_t length;
};

static bool code_part_is(const struct code_part *part, const char *word)
{
    return part->length == strlen(word) && strncasecmp(part->text, word, part->length) == 0;
}

static struct code_part code_next_part(const char **rest)
{
    struct code_part part = {*rest, strcspn(*rest, "/?#")};
    *rest += part.length;
    if (**rest == '/')
        ++*rest;
    else
        *rest += strlen(*rest);
    return part;
}

static void code_set_place(struct code *code, const struct code_part *part)
{
    if (part->length >= sizeof code->place)
        return;
    for (size_t i = 0; i < part->length; i++)
        code->place[i] = (char)tolower((unsigned char)part->text[i]);
    code->place[part->length] = '\0';
}

static bool code_read_address(const char *text, struct code *code)
{
    struct code_part before = {"", 0};
    while (*text) {
        struct code_part part = code_next_part(&text);
        if (code_part_is(&before, "e") || code_part_is(&before, "events"))
            code_set_place(code, &part);
        if (code_part_is(&before, "r") || code_part_is(&before, "registrations"))
            return code_read_letters(part.text, part.length, code);
        before = part;
    }
    return false;
}

#define CODE_MOST_TEXT 4096

bool code_read(const char *text, struct code *code)
{
    struct code read = {0};
    size_t length = strnlen(text, CODE_MOST_TEXT);
    if (length == CODE_MOST_TEXT)
        return false;
    bool good = strchr(text, '/') ? code_read_address(text, &read) : code_read_letters(text, length, &read);
    if (good)
        *code = read;
    return good;
}
