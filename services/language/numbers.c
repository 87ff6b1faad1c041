/* Which words go with a number, by CLDR's rules for the language. */
#include "language/language_private.h"

#include <unicode/ustring.h>

enum sentence_number language_number(const struct language *language, int64_t number)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar wide[16];
    char word[16];
    int32_t length = uplrules_select(language->numbers, (double)number, wide, COUNT_OF(wide), &status);
    if (U_FAILURE(status) || length <= 0 || length >= (int32_t)COUNT_OF(wide))
        return SENTENCE_OTHER;
    u_UCharsToChars(wide, word, length);
    word[length] = '\0';
    for (enum sentence_number kind = 0; kind < SENTENCE_OTHER; kind++)
        if (strcmp(word, sentence_numbers[kind]) == 0)
            return kind;
    return SENTENCE_OTHER;
}
