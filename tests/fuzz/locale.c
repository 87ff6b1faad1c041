/* Accept-Language. */
#include "tests/fuzz/fuzz.h"
#include "web/web.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct locales *locales;
    struct error error = {0};
    if (!locales)
        locales = locales_load("assets", &error);
    require(locales);
    scope_free char *text = fuzz_text(data, size);
    const struct locale *accepted = locale_choose(locales, NULL, text);
    const struct locale *wanted = locale_choose(locales, text, "fr");
    require(accepted && wanted && locale_tag(accepted) && locale_tag(wanted));
    scope_json json_t *context =
        json_pack("{s:s%}", "detail", text, text_is_utf8(text, strlen(text)) ? strlen(text) : 0);
    struct buffer message = BUFFER(100000);
    locale_message(accepted, "fault.sold_out", context, &message);
    require(message.length > 0);
    buffer_free(&message);
    scope_json json_t *day = locale_day(accepted, text);
    require(day || !text_is_utf8(text, strlen(text)) || strlen(text) >= LANGUAGE_TEXT_SIZE);
    return 0;
}
