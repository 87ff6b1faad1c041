/* Accept-Language; texts that go into messages and days. */
#include "language/language.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct languages *languages;
    struct error error = {0};
    if (!languages)
        languages = languages_load("assets", &error);
    require(languages);
    scope_free char *text = fuzz_text(data, size);
    const struct language *accepted = languages_choose(languages, NULL, text);
    const struct language *wanted = languages_choose(languages, text, "fr");
    require(accepted && wanted && language_tag(accepted) && language_tag(wanted));
    struct record_pair detail = {.name = "detail", .text = text};
    scope_buffer struct buffer message = BUFFER(100000 + size);
    language_message(accepted, "fault.sold_out", &(struct record_pairs){&detail, 1}, &message);
    require(!message.failed && strstr(message.data, text));
    buffer_clear(&message);
    language_message(accepted, text, NULL, &message);
    require(!message.failed && (message.length <= size || language_find(accepted, text)));
    scope_arena struct arena arena = ARENA(100000 + 8 * size);
    require(language_day(accepted, text, &arena));
    require(language_zone(accepted, text, text, text, &arena));
    require(language_money(accepted, (int64_t)size, text, &arena));
    return 0;
}
