/* RFC 3339, from doors and event files. */
#include "tests/fuzz/fuzz.h"

#include "language/language.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scope_free char *text = fuzz_text(data, size);
    int64_t instant;
    int64_t again;
    char written[CLOCK_TEXT_SIZE];
    char twice[CLOCK_TEXT_SIZE];
    char worded[LANGUAGE_TEXT_SIZE];
    language_interval("en", "yMMMMd", text, text, worded);
    if (!clock_parse(text, &instant))
        return 0;
    clock_format(instant, written);
    require(clock_parse(written, &again));
    clock_format(again, twice);
    require(strcmp(written, twice) == 0);
    require(instant - again >= 0 && instant - again < 1000);
    return 0;
}
