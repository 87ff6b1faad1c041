/* The database that PG* names, and an event of the caller's own in it. */
#pragma once

#include "tests/unit/unit.h"

#include "store/store_private.h"

static inline struct store *open_as(const char *role, const char *url, int connections, int timeout_ms,
                                    int wait_ms)
{
    struct error error = {0};
    const struct store_options options = {.url = url,
                                          .role = role,
                                          .program = "unit",
                                          .connections = connections,
                                          .timeout_ms = timeout_ms,
                                          .wait_ms = wait_ms};
    struct store *store = store_open(&options, &error);
    if (!store)
        fail_msg("%s", error.message);
    return store;
}

static inline struct store *open_owner(void)
{
    return open_as("lanyard_owner", NULL, 1, 0, 1000);
}

static char event_slug[40] __attribute__((unused));
static int64_t event_id __attribute__((unused));

/* The sample under a name of its own, open whatever the day is. */
static inline void make_event(int capacity)
{
    struct error error = {0};
    struct store *owner = open_owner();
    snprintf(event_slug, sizeof event_slug, "unit-");
    random_letters(event_slug + 5, 10, "abcdefghijklmnopqrstuvwxyz");
    scope_free char *sample = file_read("assets/events/inet2027.json", 1 << 20, NULL, &error);
    scope_json json_t *event = json_loads(sample, 0, NULL);
    json_object_set_new(event, "slug", json_string(event_slug));
    json_object_set_new(event, "capacity", json_integer(capacity));
    json_object_set_new(event, "registration", json_object());
    json_t *windows = json_object_get(event, "windows");
    json_object_set_new(json_array_get(windows, json_array_size(windows) - 1), "until", json_null());
    scope_free char *definition = json_dumps(event, 0);
    scope_json json_t *applied = store_call(owner, SQL_EVENT_APPLY, STORE_PARAMS(definition, "unit"), &error);
    scope_json json_t *number = store_call(owner, SQL_EVENT_NUMBER, STORE_PARAMS(event_slug), &error);
    if (!applied || !json_is_integer(number))
        fail_msg("%s", error.message);
    event_id = json_integer_value(number);
    store_close(owner);
}
