/* Event files, and a registration held against what was read. */
#include "order/order.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct error error = {0};
    char path[32];
    int fd = fuzz_file(data, size, path);
    scope_json json_t *event = event_read(path, "assets/events/event.schema.json", &error);
    close(fd);
    if (!event) {
        require(error.message[0]);
        return 0;
    }
    require(json_is_object(event) && json_array_size(json_object_get(event, "categories")) > 0);
    require(money_digits(json_text(event, "currency", "")) >= 0);
    struct faults faults = {0};
    scope_json json_t *checked = order_check(event, event, &faults);
    require((checked == NULL) == (faults.count > 0));
    return 0;
}
