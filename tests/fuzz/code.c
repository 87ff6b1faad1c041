/* What people type or paste for a code. */
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct code code;
    scope_free char *text = fuzz_text(data, size);
    if (!code_read(text, &code))
        return 0;
    require(strlen(code.text) == CODE_LENGTH && strspn(code.text, CODE_ALPHABET) == CODE_LENGTH);
    require(strlen(code.place) < sizeof code.place);
    require(code.person >= 0 && code.person <= 999);
    struct code again;
    require(code_read(code.text, &again) && strcmp(again.text, code.text) == 0);
    return 0;
}
