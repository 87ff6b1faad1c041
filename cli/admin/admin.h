/* lanyard-admin: what its commands share. One command a file; main.c has the table. */
#pragma once

#include "checkin/checkin.h"
#include "order/order.h"
#include "program/program.h"

struct admin_options {
    const char *database_url;
    const char *secret_file;
    const char *assets;
    const char *actor;    /* for the audit; the operating system's user if not given */
    const char *format;   /* "text" or "json" */
    bool json;            /* the same as "json" */
    const char *base_url; /* of the pages, without a slash at its end; NULL: not said */
    const char *event;    /* what --event says, in a command that asks for it */
};
extern struct admin_options admin_options;

/* Opens the database, whose schema must be current. NULL with the error; close with store_close. */
struct store *admin_store(struct error *error);

/* The same without the look at the schema. */
struct store *admin_store_any(struct error *error);

/* The issuer for tickets that a command confirms. */
struct key_issuer *admin_issuer(struct store *store, struct error *error);

const char *admin_actor(void);

/* Enough memory for admin_event beside what a command reads itself. */
#define ADMIN_EVENT_MOST EVENT_SUMMARIES_MOST

/* The event that --event names, or the one that is open, in the arena (event_choose). NULL with the error. */
const char *admin_event(struct store *store, struct arena *arena, struct error *error) CHECKED;

/* --event, in every command that means one */
#define ADMIN_EVENT_OPTION                                                                                   \
    {                                                                                                        \
        .name = "event", .letter = 'e', .variable = "LANYARD_EVENT", .type = OPTION_TEXT,                    \
        .target = &admin_options.event, .value = "SLUG", .help = "which event (the one that is open)"        \
    }

/* --json or --format json was asked for. */
bool admin_wants_json(void);

/* Prints lines for people, or a JSON text, so that a terminal obeys nothing in it. */
void admin_print_text(const struct buffer *text);

/* Prints it as JSON on standard output, whole or not at all, and gives the exit status. list: a
 * RECORD_LIST_OF the record's struct.
 *
 *     if (admin_wants_json())
 *         return admin_list(&event_summary_record, &events); */
int admin_record(const struct record *record, const void *from) CHECKED;
int admin_list(const struct record *record, const void *list) CHECKED;

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
    admin_event_apply, admin_event_diff, admin_event_rename, admin_event_delete, admin_event_preview,
    admin_event_show, admin_event_list, admin_event_status, admin_registration_list, admin_registration_show,
    admin_registration_approve, admin_registration_restore, admin_registration_reconsider,
    admin_registration_link, admin_registration_history, admin_payment_reverse, admin_payment_refund,
    admin_registration_decline, admin_registration_cancel, admin_payment_record, admin_device_new,
    admin_device_list, admin_device_revoke, admin_ticket_practice;
