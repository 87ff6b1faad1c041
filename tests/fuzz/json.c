/* Bodies of the API, event files, the door's answers. */
#include "tests/fuzz/fuzz.h"

static void report(void *context, const char *path, const json_t *before, const json_t *after)
{
    (void)path, (void)before, (void)after;
    ++*(int *)context;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct error error = {0};
    int differences = 0;
    scope_json json_t *document = json_read((const char *)data, size, "body", &error);
    if (!document) {
        require(error.kind == ERROR_CALLER && strncmp(error.message, "body:", 5) == 0);
        return 0;
    }
    json_diff(document, document, report, &differences);
    require(differences == 0);
    scope_free char *text = json_dumps(document, JSON_COMPACT);
    require(text);
    scope_json json_t *again = json_read(text, strlen(text), "again", &error);
    require(again && json_equal(document, again));
    json_text(document, "a", "");
    json_int(document, "a", 0);
    json_flag(document, "a", false);
    return 0;
}
