/* A registration as the API takes it, against the sample event. */
#include "order/order.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static json_t *event;
    struct error error = {0};
    if (!event)
        event = event_read("assets/events/inet2027.json", "assets/events/event.schema.json", &error);
    require(event);
    scope_json json_t *input = json_read((const char *)data, size, "body", &error);
    if (!input)
        return 0;
    struct faults faults = {0};
    scope_json json_t *checked = order_check(event, input, &faults);
    require((checked == NULL) == (faults.count > 0));
    if (!checked)
        return 0;
    require(text_length(json_text(checked, "name", "")) <= 100 && *json_text(checked, "name", ""));
    require(text_length(json_text(checked, "badge_name", "")) <= 60 && *json_text(checked, "badge_name", ""));
    /* What was found right stays right. */
    scope_json json_t *again = order_check(event, checked, &faults);
    require(again && json_equal(again, checked));
    return 0;
}
