/* lanyard-admin event status */
#include "cli/admin/admin.h"

#include <inttypes.h>

#define STATUS_BAR 30 /* columns of the longest day */

static const struct option_spec options[] = {ADMIN_EVENT_OPTION, {0}};

static void status_append_state(const struct event_status *status, struct buffer *out)
{
    buffer_printf(out, "%s (%s), %s to %s\n", status->title, status->event, status->starts_on,
                  status->ends_on);
    buffer_printf(out, "  %s; registration is %s%s%s%s%s\n",
                  record_word(&event_state_words, (int)status->state), status->open ? "open" : "not open now",
                  status->opens_at ? "; opens " : "", status->opens_at ? status->opens_at : "",
                  status->closes_at ? "; closes " : "", status->closes_at ? status->closes_at : "");
}

static void status_append_counts(const struct event_status *status, struct buffer *out)
{
    static const char *const order[] = {"confirmed",  "pending_payment", "pending_approval",
                                        "waitlisted", "declined",        "cancelled"};
    buffer_text(out, "\nRegistrations\n");
    for (size_t i = 0; i < COUNT_OF(order); i++)
        for (size_t j = 0; j < status->statuses.count; j++)
            if (strcmp(status->statuses.items[j].name, order[i]) == 0)
                buffer_printf(out, "  %-20s %8" PRId64 "\n", order[i], status->statuses.items[j].number);
}

static void status_append_money(const struct event_status *status, struct buffer *out)
{
    const struct {
        const char *label;
        int64_t amount;
    } lines[] = {{"received", status->received}, {"due", status->due}, {"overpaid", status->overpaid}};
    char money[MONEY_TEXT_SIZE];
    buffer_text(out, "\nMoney\n");
    for (size_t i = 0; i < COUNT_OF(lines); i++) {
        money_format(lines[i].amount, status->currency, money);
        buffer_printf(out, "  %-20s %16s\n", lines[i].label, money);
    }
}

static void status_append_places(const struct event_status *status, struct buffer *out)
{
    static const char *const titles[] = {[EVENT_PLACES_ALL] = "Places",
                                         [EVENT_PLACES_SHARED] = "Shared places",
                                         [EVENT_PLACES_CATEGORY] = "Categories",
                                         [EVENT_PLACES_SESSION] = "Sessions"};
    for (size_t i = 0; i < status->places.count; i++) {
        const struct event_places *places = &status->places.items[i];
        if (i == 0 || places->kind != places[-1].kind)
            buffer_printf(out, "\n%-22s %8s %8s\n", titles[places->kind], "taken", "left");
        buffer_printf(out, "  %-20s %8" PRId64, places->kind == EVENT_PLACES_ALL ? "in all" : places->code,
                      places->taken);
        if (places->capacity == RECORD_NO_INT)
            buffer_printf(out, " %8s", "-");
        else
            buffer_printf(out, " %8" PRId64, places->capacity - places->taken);
        bool all = places->kind == EVENT_PLACES_ALL;
        buffer_printf(out, "%s%s\n", all ? "" : "  ", all ? "" : places->title);
    }
}

static void status_append_days(const struct event_status *status, struct buffer *out)
{
    int64_t most = 1;
    for (size_t i = 0; i < status->days.count; i++)
        if (status->days.items[i].registrations > most)
            most = status->days.items[i].registrations;
    buffer_text(out, "\nBy day (UTC)\n");
    for (size_t i = 0; i < status->days.count; i++) {
        const struct event_day *day = &status->days.items[i];
        buffer_printf(out, "  %-20s %8" PRId64 "  ", day->day, day->registrations);
        for (int64_t column = 0; column < (day->registrations * STATUS_BAR + most - 1) / most; column++)
            buffer_char(out, '#');
        buffer_char(out, '\n');
    }
}

static int event_status_run(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct error error = {0};
    struct event_status status;
    scope_arena struct arena arena = ARENA(ADMIN_EVENT_MOST + ADMIN_ARENA_MOST);
    scope_store struct store *store = admin_store(&error);
    const char *slug = store ? admin_event(store, &arena, &error) : NULL;
    if (!slug || !event_status_read(store, slug, &arena, &status, &error))
        return program_fail(&error);
    if (admin_wants_json())
        return admin_record(&event_status_record, &status);
    scope_buffer struct buffer out = BUFFER(ADMIN_ARENA_MOST);
    status_append_state(&status, &out);
    status_append_counts(&status, &out);
    status_append_money(&status, &out);
    status_append_places(&status, &out);
    status_append_days(&status, &out);
    admin_print_text(&out);
    return EXIT_DONE;
}

const struct command admin_event_status = {
    .name = "event status",
    .arguments = "",
    .summary = "Tells how an event stands: registrations, money, places, days.",
    .options = options,
    .instead = "event",
    .run = event_status_run};
