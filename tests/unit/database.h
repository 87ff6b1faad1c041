/* The database that PG* names, and an event of the caller's own in it. */
#pragma once

#include "tests/unit/unit.h"

#include "event/event.h"
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

#define SCHEMA "assets/events/event.schema.json"

static inline void apply(struct store *owner, const struct event *event)
{
    struct error error = {0};
    struct event_applied applied;
    scope_arena struct arena arena = ARENA(EVENT_MOST);
    if (!event_apply(owner, event, NULL, "unit", &arena, &applied, &error))
        fail_msg("%s", error.message);
}

static inline struct event sample_event(struct arena *arena)
{
    struct event event;
    struct error error = {0};
    struct event_findings findings;
    if (!event_read("assets/events/inet2027.json", SCHEMA, arena, &event, &findings, &error))
        fail_msg("%s", error.message);
    event.brand = (struct event_brand){0}; /* of which the bytes would have to come along */
    return event;
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
    scope_arena struct arena arena = ARENA(EVENT_MOST);
    struct event event = sample_event(&arena);
    event.slug = event_slug;
    event.capacity = capacity;
    event.registration = (struct event_registration){0};
    event.windows.items[event.windows.count - 1].until = NULL;
    uint16_t number = 0;
    apply(owner, &event);
    if (!event_number(owner, event_slug, &number, &error))
        fail_msg("%s", error.message);
    event_id = number;
    store_close(owner);
}
