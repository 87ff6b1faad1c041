/* Where the service's connections to the database are opened and closed: pools, readers, writers. Everything
 * else in web gets a reader or a desk and asks the rooms. */
#pragma once

#include "web/web.h"

struct database;

/* What it answers to the questions whether it is ready and how much it holds. */
struct database_readiness {
    const char *fault; /* what an operator must do; NULL: the schema is ours */
};
extern const struct record database_readiness_record;

struct database_counts {
    struct record_pairs registrations; /* by status */
    struct record_pairs scans;         /* by verdict */
};
extern const struct record database_counts_record;

/* Opens pools and readers, which connect when first asked. */
bool database_open(struct application *application, struct error *error) CHECKED;

/* Opens the desks when database, schema and key are there; else false with what is missing. */
bool database_open_desks(struct application *application, struct error *error) CHECKED;

/* Finishes what is queued for readers and desks, and refuses what comes. */
void database_stop(struct application *application);

/* Closes all; nobody asks any more. */
void database_close(struct application *application);

/* Pools, readers and writers in the Prometheus text format. */
void database_print(struct application *application, struct buffer *out);
