/* Addresses as sent; the method is chosen by the first byte. */
#include "tests/fuzz/fuzz.h"
#include "web/web.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const methods[] = {"GET", "HEAD", "POST", "OPTIONS", "PUT", ""};
    if (size < 1)
        return 0;
    scope_free char *path = fuzz_text(data + 1, size - 1);
    const struct http_route *route = NULL;
    char captures[HTTP_CAPTURES][HTTP_CAPTURE_SIZE] = {0};
    static struct http_table *table;
    if (!table)
        table = http_table_new(web_areas, web_area_count, NULL);
    require(table);
    enum http_match match = http_table_find(
        table, ON_BOTH, methods[data[0] % (sizeof methods / sizeof *methods)], path, &route, captures);
    struct buffer allow = BUFFER(200);
    http_table_allow(table, ON_BOTH, path, &allow);
    require((match == HTTP_NO_PATH) == (strcmp(allow.data, "OPTIONS") == 0));
    require((match == HTTP_FOUND) == (route != NULL));
    if (match == HTTP_FOUND)
        for (size_t i = 0; i < HTTP_CAPTURES; i++)
            require(strcspn(captures[i], "/%\\ <>\"'?#&\r\n") == strlen(captures[i]));
    buffer_free(&allow);
    return 0;
}
