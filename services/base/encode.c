/* Base32 and hexadecimal digits. */
#include "base/base.h"

#include <sodium.h>

static const char base32_letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

void base32_encode(const uint8_t *bytes, size_t length, char *text)
{
    uint32_t bits = 0;
    unsigned held = 0;
    for (size_t i = 0; i < length; i++) {
        bits = (bits << 8 | bytes[i]) & 0xfff;
        for (held += 8; held >= 5; held -= 5)
            *text++ = base32_letters[bits >> (held - 5) & 31];
    }
    if (held)
        *text++ = base32_letters[bits << (5 - held) & 31];
    *text = '\0';
}

static int base32_value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a';
    if (c >= '2' && c <= '7')
        return c - '2' + 26;
    return -1;
}

bool base32_decode(const char *text, size_t text_length, uint8_t *bytes, size_t length)
{
    if (text_length != BASE32_LENGTH(length))
        return false;
    uint32_t bits = 0;
    unsigned held = 0;
    for (size_t i = 0; i < text_length; i++) {
        int value = base32_value(text[i]);
        if (value < 0)
            return false;
        bits = (bits << 5 | (uint32_t)value) & 0xfff;
        held += 5;
        if (held >= 8) {
            held -= 8;
            *bytes++ = (uint8_t)(bits >> held);
        }
    }
    return (bits & ((1u << held) - 1)) == 0;
}

void hex_encode(const uint8_t *bytes, size_t length, char *text)
{
    sodium_bin2hex(text, 2 * length + 1, bytes, length);
}

bool hex_decode(const char *text, uint8_t *bytes, size_t length)
{
    size_t written = 0;
    return strlen(text) == 2 * length &&
           sodium_hex2bin(bytes, length, text, 2 * length, NULL, &written, NULL) == 0 && written == length;
}

bool secret_equal(const void *a, size_t a_length, const void *b, size_t b_length)
{
    return a_length == b_length && sodium_memcmp(a, b, a_length) == 0;
}
