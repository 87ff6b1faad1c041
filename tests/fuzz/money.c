/* Amounts: three letters of currency, then the number. */
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 3)
        return 0;
    scope_free char *currency = fuzz_text(data, 3);
    scope_free char *text = fuzz_text(data + 3, size - 3);
    struct error error = {0};
    int64_t amount;
    int64_t again;
    char written[MONEY_TEXT_SIZE];
    if (!money_parse(text, currency, &amount, &error)) {
        require(error.kind == ERROR_CALLER && *error.field);
        return 0;
    }
    require(amount >= 0);
    money_format(amount, currency, written);
    require(strncmp(written, currency, 3) == 0);
    require(money_parse(written + 4, currency, &again, &error) && again == amount);
    return 0;
}
