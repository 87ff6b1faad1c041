/* What the commands of lanyard-admin share: the database, the issuer, JSON for programs. */
#include "cli/admin/admin.h"

#include <pwd.h>
#include <sodium.h>

struct admin_options admin_options = {.assets = LANYARD_ASSETS, .format = "text"};

struct store *admin_store_any(struct error *error)
{
    const struct store_options options = {.url = admin_options.database_url,
                                          .role = "lanyard_owner",
                                          .program = "lanyard-admin",
                                          .connections = 2,
                                          .timeout_ms = 60000,
                                          .wait_ms = 5000};
    return store_open(&options, error);
}

#define ACTOR_MAX 100

/* The audit and the history show it, on terminals too. */
static bool actor_is_shown(struct error *error)
{
    const char *actor = admin_options.actor;
    scope_free char *clean = actor ? text_clean(actor, strlen(actor)) : NULL;
    return !actor || (clean && *clean && strcmp(clean, actor) == 0 && text_length(clean) <= ACTOR_MAX) ||
           error_set(error, ERROR_CALLER, "--actor", "a name of at most %d characters that can be shown",
                     ACTOR_MAX);
}

struct store *admin_store(struct error *error)
{
    if (!actor_is_shown(error))
        return NULL;
    struct store *store = admin_store_any(error);
    struct store_session *session = store ? store_take(store, error) : NULL;
    bool current = session && store_schema_current(session, error);
    if (session)
        store_give(session);
    if (current)
        return store;
    store_close(store);
    return NULL;
}

struct key_issuer *admin_issuer(struct store *store, struct error *error)
{
    struct key_secret secret;
    struct ticket_signer signer;
    bool good = key_secret_read(admin_options.secret_file, &secret, error) &&
                key_signer_load(store, &secret, &signer, error);
    struct key_issuer *issuer = good ? key_issuer_open(store, NULL, &signer, error) : NULL;
    sodium_memzero(&secret, sizeof secret);
    sodium_memzero(&signer, sizeof signer);
    return issuer;
}

const char *admin_event(struct store *store, struct arena *arena, struct error *error)
{
    return event_choose(store, admin_options.event, arena, error);
}

const char *admin_actor(void)
{
    if (admin_options.actor)
        return admin_options.actor;
    const struct passwd *user = getpwuid(getuid());
    return user ? user->pw_name : "unknown";
}

bool admin_wants_json(void)
{
    return admin_options.json || strcmp(admin_options.format, "json") == 0;
}

void admin_print_text(const struct buffer *text)
{
    if (admin_wants_json())
        screen_print_json(stdout, text->data ? text->data : "", text->length);
    else
        screen_print(stdout, text->data ? text->data : "", text->length);
}

#define ADMIN_MOST_JSON ((size_t)1 << 30) /* what PostgreSQL gives at most in one value */

/* All of it or nothing: half a document is worse than none to a program. */
static int admin_print(const struct buffer *document)
{
    struct error error = {0};
    if (!document->failed) {
        screen_print_json(stdout, document->data, document->length);
        putchar('\n');
        return EXIT_DONE;
    }
    error_set(&error, ERROR_OURS, NULL, "out of memory, or the answer is no text: nothing was printed of it");
    return program_fail(&error);
}

int admin_record(const struct record *record, const void *from)
{
    scope_buffer struct buffer document = BUFFER(ADMIN_MOST_JSON);
    record_write(record, from, 2, &document);
    return admin_print(&document);
}

int admin_list(const struct record *record, const void *list)
{
    scope_buffer struct buffer document = BUFFER(ADMIN_MOST_JSON);
    record_write_list(record, list, 2, &document);
    return admin_print(&document);
}
