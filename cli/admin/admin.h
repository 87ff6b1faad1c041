/* lanyard-admin: what its commands share. One command a file; main.c has the table. */
#pragma once

#include "checkin/checkin.h"
#include "order/order.h"
#include "program/program.h"

struct admin_options {
    const char *database_url;
    const char *secret_file;
    const char *assets;
    const char *actor;  /* for the audit; the operating system's user if not given */
    const char *format; /* "text" or "json" */
};
extern struct admin_options admin_options;

/* Opens the database, whose schema must be current. NULL with the error; close with store_close. */
struct store *admin_store(struct error *error);

/* The same without the look at the schema. */
struct store *admin_store_any(struct error *error);

/* The issuer for tickets that a command confirms. */
struct key_issuer *admin_issuer(struct store *store, struct error *error);

const char *admin_actor(void);

/* --event, where a command asks for it */
#define ADMIN_EVENT_OPTION(target_variable)                                                                  \
    {                                                                                                        \
        .name = "event", .variable = "LANYARD_EVENT", .type = OPTION_TEXT, .target = &(target_variable),     \
        .value = "SLUG", .help = "which event, if there are several"                                         \
    }

/* --format json was asked for. */
bool admin_wants_json(void);

/* Prints it as JSON on standard output, whole or not at all, and gives the exit status. list: a
 * RECORD_LIST_OF the record's struct.
 *
 *     if (admin_wants_json())
 *         return admin_list(&event_summary_record, &events); */
int admin_record(const struct record *record, const void *from) CHECKED;
int admin_list(const struct record *record, const void *list) CHECKED;

/* The same of what was decided about a registration, in words or as JSON. */
int admin_decision(const struct order_decision *decision) CHECKED;

#define ADMIN_ARENA_MOST ((size_t)16 << 20) /* for what a command reads of one registration */

static inline void admin_store_scope(struct store **store)
{
    store_close(*store);
}
static inline void admin_issuer_scope(struct key_issuer **issuer)
{
    key_issuer_close(*issuer);
}
#define scope_store scope(admin_store_scope)
#define scope_issuer scope(admin_issuer_scope)

extern const struct command admin_migrate, admin_secret_new, admin_key_new, admin_key_list, admin_key_retire,
    admin_event_apply, admin_event_show, admin_event_list, admin_registration_list, admin_registration_show,
    admin_registration_approve, admin_registration_decline, admin_registration_cancel, admin_payment_record,
    admin_device_new, admin_device_list, admin_device_revoke, admin_ticket_practice;
