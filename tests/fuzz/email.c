/* Mail addresses. */
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scope_free char *text = fuzz_text(data, size);
    struct email_fault fault;
    scope_free char *canonical = email_canonical(text, &fault);
    if (!canonical) {
        require(strncmp(fault.message, "fault.", 6) == 0 && text_is_utf8(fault.detail, strlen(fault.detail)));
        return 0;
    }
    require(strlen(canonical) <= 254);
    const char *at = strrchr(canonical, '@');
    require(at && at > canonical && at - canonical <= 64 && strchr(at, '.'));
    require(strcspn(canonical, " \r\n\t<>,;:\"\\()[]") == strlen(canonical));
    scope_free char *again = email_canonical(canonical, NULL);
    require(again && strcmp(again, canonical) == 0);
    return 0;
}
