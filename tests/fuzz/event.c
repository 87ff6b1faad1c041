/* Event files, and a registration held against what was read. */
#include "order/order.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct error error = {0};
    char path[32];
    int fd = fuzz_file(data, size, path);
    scope_arena struct arena arena = ARENA(EVENT_MOST);
    struct event event;
    struct event_findings findings;
    bool good = event_read(path, "assets/events/event.schema.json", &arena, &event, &findings, &error);
    close(fd);
    if (!good) {
        require(error.message[0] && findings.count <= EVENT_FINDINGS_MOST);
        return 0;
    }
    require(event.categories.count > 0 && money_digits(event.currency) >= 0);
    struct faults faults = {0};
    struct order_input checked;
    const struct order_input nothing = {0};
    require(!order_check(&event, "fr", &nothing, &arena, &checked, &faults) && faults.count > 0);
    return 0;
}
