/* Names, affiliations: whatever people type. */
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scope_free char *clean = text_clean((const char *)data, size);
    if (!clean)
        return 0;
    size_t length = strlen(clean);
    require(text_is_utf8(clean, length));
    require(text_length(clean) <= length);
    require(!strstr(clean, "  "));
    require(length == 0 || (clean[0] != ' ' && clean[length - 1] != ' '));
    for (size_t i = 0; i < length; i++)
        require((unsigned char)clean[i] >= ' ' && clean[i] != 0x7f);
    scope_free char *again = text_clean(clean, length);
    require(again && strcmp(again, clean) == 0);
    return 0;
}
