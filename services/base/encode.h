/* Bytes as text and back: base32 (RFC 4648 section 6, upper case, no padding), lower-case hexadecimal. */
#pragma once

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

#define BASE32_LENGTH(bytes) (((bytes)*8 + 4) / 5)

/* Writes BASE32_LENGTH(length) letters and a NUL. */
void base32_encode(const uint8_t *bytes, size_t length, char *text);

/* Reads exactly text_length letters, either case, into exactly `length` bytes. False on any other character,
 * on a length that does not fit, and on stray bits in the last letter: one value has one spelling. */
bool base32_decode(const char *text, size_t text_length, uint8_t *bytes, size_t length);

/* Writes 2 * length digits and a NUL. */
void hex_encode(const uint8_t *bytes, size_t length, char *text);

/* Reads exactly 2 * length digits, either case, and the end of the text. */
bool hex_decode(const char *text, uint8_t *bytes, size_t length);

/* Compares in a time that does not depend on the content; lengths are not secret. */
bool secret_equal(const void *a, size_t a_length, const void *b, size_t b_length);
