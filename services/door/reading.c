/* What was read, looked at by the door alone: keyboards of other letters, and what of it is kept. */
#include "door/door_private.h"

#include <sodium.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

/* --- a token, typed on a keyboard of other letters */

struct reading_letters {
    size_t all, foreign, capital, small;
};

/* False where it is no token on any keyboard: it has white space, bytes that are no text, or ideographs. */
static bool reading_count(const char *text, struct reading_letters *count)
{
    size_t length = strlen(text);
    for (size_t i = 0; i < length; count->all++) {
        UErrorCode status = U_ZERO_ERROR;
        int32_t c = text_next(text, length, &i);
        if (c < 0 || u_isUWhiteSpace(c) || uscript_getScript(c, &status) == USCRIPT_HAN)
            return false;
        if (c < 0x80) {
            count->capital += c >= 'A' && c <= 'Z';
            count->small += c >= 'a' && c <= 'z';
        } else {
            bool mark = u_getCombiningClass(c) || u_charType(c) == U_NON_SPACING_MARK;
            count->foreign += u_isalpha(c) || mark;
        }
    }
    return true;
}

#define READING_PREFIX_MOST 8

/* Of 32 letters and digits of a token three in five at least stay letters on a keyboard that has others; some
 * give two (Arabic lam-alef), some join into one (Hangul). On a Latin one a prefix such as "]Q1" is damaged
 * with it; what is a token's is of one case, as addresses and base64 are not. */
bool reading_is_other_layout(const char *text)
{
    char trimmed[DOOR_TEXT_MAX + 1];
    struct reading_letters count = {0};
    const char *start = text + strspn(text, " ");
    size_t length = strlen(start);
    while (length && start[length - 1] == ' ')
        length--;
    if (length >= sizeof trimmed)
        return false;
    snprintf(trimmed, sizeof trimmed, "%.*s", (int)length, start);
    if (!reading_count(trimmed, &count))
        return false;
    bool other = count.all >= TICKET_TOKEN_LENGTH / 3 && count.all <= TICKET_TOKEN_LENGTH * 4 / 3 &&
                 count.foreign * 5 >= count.all * 3;
    bool prefixed =
        count.all > TICKET_TOKEN_LENGTH && count.all <= TICKET_TOKEN_LENGTH + READING_PREFIX_MOST &&
        (count.capital + count.small + count.foreign) * 2 > count.all && (!count.capital || !count.small);
    return other || prefixed;
}

/* --- what the journal keeps */

/* UTF-8 of a bounded length. Of anything else, and a code may hold anything, ASCII is kept; else one odd code
 * would keep all after it from being sent. Control characters, six bytes each in JSON, become spaces, or a
 * batch would outgrow what the service reads. */
const char *reading_text(const char *text, size_t length, struct arena *arena)
{
    if (length > DOOR_TEXT_MAX)
        for (length = DOOR_TEXT_MAX; length && (text[length] & 0xc0) == 0x80;)
            length--;
    char *kept = arena_text(arena, text, length);
    if (!kept)
        return NULL;
    bool plain = text_is_utf8(text, length);
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)kept[i] < ' ')
            kept[i] = ' ';
        else if (!plain && (unsigned char)kept[i] >= 0x80)
            kept[i] = '?';
    return kept;
}

/* A guest's contact or a password of the house is nobody's business here. */
const char *reading_digest(const char *text, struct arena *arena)
{
    uint8_t hash[crypto_hash_sha256_BYTES];
    char hex[2 * sizeof hash + 1];
    crypto_hash_sha256(hash, (const uint8_t *)text, strlen(text));
    hex_encode(hash, sizeof hash, hex);
    return arena_printf(arena, "sha256:%s", hex);
}

const char *reading_code(const struct code *code, struct arena *arena)
{
    char person[16] = "";
    if (code->person)
        snprintf(person, sizeof person, "-%d", code->person);
    return *code->place ? arena_printf(arena, "/e/%s/r/%s%s", code->place, code->text, person)
                        : arena_printf(arena, "%s%s", code->text, person);
}
