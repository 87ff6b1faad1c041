/* UTF-8 text as people write it, and numbers in it. */
#pragma once

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

/* Checks UTF-8 (RFC 3629), normalises to NFC (UAX #15), turns runs of white space into one space and trims
 * both ends, of zero width spaces too. What has nothing to be seen (text_is_seen) comes out empty. Returns a
 * new string for the caller to free. NULL when the bytes are no UTF-8, or hold a control character, a
 * noncharacter or an unpaired bidirectional control (UAX #9). Nothing else is refused: what Unicode has
 * assigned since is as good, and joiners are letters' business. */
char *text_clean(const char *bytes, size_t length);

/* NFC alone, of valid UTF-8, for the caller to free. NULL when it is no UTF-8, too long or out of memory. */
char *text_nfc(const char *text, size_t length);

/* The code point at *i, which moves on; negative if the bytes there are no UTF-8. */
int32_t text_next(const char *text, size_t length, size_t *i);

/* False for a code point that leaves nothing to be seen: white space, controls, formats, what is ignorable by
 * default (Hangul fillers, tags, variation selectors), the empty braille cell.
 * sql/functions/order/search_fold.sql has the same for a search. */
bool text_is_seen(int32_t code_point);

/* The number of code points; the text must be valid UTF-8. */
size_t text_length(const char *text);

bool text_is_utf8(const char *bytes, size_t length);

/* Drops a code point that was cut in two at the end, as snprintf leaves one. */
void text_drop_partial(char *text);

/* Decimal integer, the whole text, within [min, max]. */
bool text_to_int(const char *text, int64_t min, int64_t max, int64_t *value);

/* ASCII only, whatever the locale. */
bool text_equal_nocase(const char *a, const char *b);

/* Copies with a NUL always; false if it did not fit (then dst is empty). */
bool text_copy(char *dst, size_t size, const char *src);

/* Copies what fits, whole characters of UTF-8; where something is left out it ends in "…". */
void text_fit(char *dst, size_t size, const char *src);

/* True for an ISO 3166-1 alpha-2 code, upper case, of a place that one may come from (countries.c). */
bool text_is_country(const char *code);

/* Those, by index in the order of their codes; NULL behind the last. */
const char *text_country(size_t index);

/* True for a BCP 47 tag we could be asked for: letters, digits and hyphens, at most 35 long. */
bool text_is_language(const char *tag);
