/* Base32 and hexadecimal, both ways. */
#include "tests/fuzz/fuzz.h"

#include <ctype.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 500)
        return 0;
    char text[1001];
    uint8_t bytes[500];
    base32_encode(data, size, text);
    require(strlen(text) == BASE32_LENGTH(size));
    require(base32_decode(text, strlen(text), bytes, size) && memcmp(bytes, data, size) == 0);
    hex_encode(data, size, text);
    require(hex_decode(text, bytes, size) && memcmp(bytes, data, size) == 0);

    /* What is read has one spelling. */
    if (base32_decode((const char *)data, size, bytes, size * 5 / 8)) {
        base32_encode(bytes, size * 5 / 8, text);
        require(strlen(text) == size);
        for (size_t i = 0; i < size; i++)
            require(toupper(data[i]) == text[i]);
    }
    return 0;
}
