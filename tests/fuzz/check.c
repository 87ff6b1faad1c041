/* A registration as the API takes it, against the sample event. */
#include "order/order.h"
#include "tests/fuzz/fuzz.h"

static void write_canonical(const struct order_input *input, struct buffer *out)
{
    record_write(&order_input_record, input, 0, out);
    require(!out->failed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena lasting = ARENA(EVENT_MOST);
    static struct event event;
    struct error error = {0};
    static struct event_findings findings;
    if (!event.slug)
        require(event_read("assets/events/inet2027.json", "assets/events/event.schema.json", &lasting, &event,
                           &findings, &error));
    scope_arena struct arena arena = ARENA(EVENT_MOST);
    struct faults faults = {0};
    struct order_input input, checked, again;
    if (!record_read_input(&order_input_record, (const char *)data, size, &arena, &input, faults_note,
                           &faults, &error))
        return 0;
    bool good = order_check(&event, "ar", &input, &arena, &checked, &faults);
    require(good == (faults.count == 0));
    if (!good)
        return 0;
    require(text_length(checked.name) <= 100 && *checked.name);
    require(text_length(checked.badge_name) <= 60 && *checked.badge_name);
    /* What was found right stays right. */
    require(order_check(&event, "ar", &checked, &arena, &again, &faults));
    scope_buffer struct buffer one = BUFFER(1u << 20), two = BUFFER(1u << 20);
    write_canonical(&checked, &one);
    write_canonical(&again, &two);
    require(strcmp(one.data, two.data) == 0);
    return 0;
}
