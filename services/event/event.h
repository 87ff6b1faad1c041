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

/* Events as the public sees them, at most a second old: definition, today's prices, what is left. What is
 * older is read anew by the reader, once for all who ask meanwhile; up to ten seconds the old one serves
 * beside that, and where the database does not answer. Nobody waits in a call. Thread-safe. */
struct event_catalogue;
struct event_catalogue *event_catalogue_open(struct store_reader *reader, struct error *error) CHECKED;
/* The reader has stopped before. */
void event_catalogue_close(struct event_catalogue *catalogue);

/* What is asked for: an event's slug; or the list of the open ones, soonest first, EVENT_LIST_MOST of those
 * after the one that `after` names as "2027-06-08.slug" (its first day and slug; "" from the beginning, and
 * what has another form is that too). No slug begins as the name of a list does. */
#define EVENT_LIST_MOST 50
#define EVENT_NAME_SIZE 48
void event_list_name(const char *after, char name[static EVENT_NAME_SIZE]);

/* Whether the answer is known without asking: *event is a new reference, to be treated as read-only, or NULL
 * with ERROR_NOT_FOUND. A single event is found whatever its state but "draft". */
bool event_catalogue_known(struct event_catalogue *catalogue, const char *name, json_t **event,
                           struct error *error) CHECKED;

/* One who waits for the answer; the asker's own until it is told, of which it must stay where it is. */
struct event_ask {
    struct event_ask *next; /* the catalogue's */
    /* Called once, from the reader's thread, or at once: event is borrowed, or NULL with the error set. */
    void (*done)(void *context, const json_t *event, const struct error *error);
    void *context;
};

/* Asks. False with ERROR_BUSY or ERROR_NOT_FOUND when nobody can be asked; then done is not called. */
bool event_catalogue_ask(struct event_catalogue *catalogue, const char *name, struct event_ask *ask,
                         struct error *error) CHECKED;
