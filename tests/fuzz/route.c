/* Addresses as sent; the method is chosen by the first byte. */
#include "tests/fuzz/fuzz.h"
#include "web/web.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const methods[] = {"GET", "HEAD", "POST", "OPTIONS", "PUT", ""};
    if (size < 1)
        return 0;
    scope_free char *path = fuzz_text(data + 1, size - 1);
    const struct route *route = NULL;
    char captures[REQUEST_CAPTURES][REQUEST_CAPTURE_SIZE] = {0};
    enum route_match match =
        route_find(methods[data[0] % (sizeof methods / sizeof *methods)], path, &route, captures);
    struct buffer allow = BUFFER(200);
    route_allow(path, &allow);
    require((match == ROUTE_NO_PATH) == (strcmp(allow.data, "OPTIONS") == 0));
    require((match == ROUTE_FOUND) == (route != NULL));
    if (match == ROUTE_FOUND)
        for (size_t i = 0; i < REQUEST_CAPTURES; i++)
            require(strcspn(captures[i], "/%\\ <>\"'?#&\r\n") == strlen(captures[i]));
    buffer_free(&allow);
    return 0;
}
