/* event: what an organizer sets up. The file, its check and its application; the event as the public sees it.
 *
 * All JSON documents named here are described in sql/README.md. */
#pragma once

#include "base/base.h"
#include "store/store.h"

/* Reads and checks an event file against event.schema.json (schema: its path) and what a schema cannot say
 * (dates in order, references that exist, an IANA time zone, an ISO 4217 currency, prices for every window).
 * ERROR_CALLER names the file and the line, or the path in the document, and the reason. */
json_t *event_read(const char *path, const char *schema, struct error *error);

/* Creates or updates the event. Calls report for each leaf that changed (see json_diff); *created may be
 * NULL. ERROR_CONFLICT when the change would break what is registered already (capacity under what is taken,
 * a category in use removed). */
bool event_apply(struct store *store, const json_t *definition, const char *actor,
                 void (*report)(void *context, const char *path, const json_t *before, const json_t *after),
                 void *context, bool *created, struct error *error);

/* The event in the file's form. ERROR_NOT_FOUND. */
json_t *event_show(struct store *store, const char *slug, struct error *error);

/* Events as the public sees them, at most a second old: definition, today's prices, what is left.
 * Thread-safe. */
struct event_catalogue;
struct event_catalogue *event_catalogue_open(struct store *store, struct error *error);
void event_catalogue_close(struct event_catalogue *catalogue);

/* New references; treat as read-only. The list holds open events only, soonest first, EVENT_LIST_MOST of those
 * after the one that `after` names as "2027-06-08.slug" (its first day and slug; "" from the beginning, and
 * what has another form is that too). A single event is found whatever its state but "draft". */
#define EVENT_LIST_MOST 50
json_t *event_catalogue_list(struct event_catalogue *catalogue, const char *after, struct error *error);
json_t *event_catalogue_event(struct event_catalogue *catalogue, const char *slug, struct error *error);
