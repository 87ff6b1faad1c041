/* Events as the public sees them, kept for a second: one question for all who ask meanwhile. */
#include "event/event.h"

#include <pthread.h>

#define FRESH CLOCK_SECOND
#define STALE (10 * CLOCK_SECOND)
#define ENTRIES 64
#define SLUG_MAX 32
#define DAY_LENGTH 10
#define LIST '.' /* begins the name of a list */

/* An event, or under "." and where it begins a list; kept for a second, so that a rush asks the database
 * once. */
struct entry {
    struct store_read read; /* first: the reader knows no more of it */
    struct event_catalogue *catalogue;
    char name[EVENT_NAME_SIZE];
    char day[DAY_LENGTH + 1]; /* where a list begins */
    char most[12];
    const char *params[4];
    json_t *document; /* json_null(): there is no such event */
    int64_t read_at;  /* monotonic */
    bool being_read;  /* the reader has it, and the entry keeps its place */
    int64_t last_used;
    struct event_ask *waiting;
};

struct event_catalogue {
    struct store_reader *reader;
    pthread_mutex_t lock;
    struct entry entries[ENTRIES];
};

struct event_catalogue *event_catalogue_open(struct store_reader *reader, struct error *error)
{
    struct event_catalogue *catalogue = calloc(1, sizeof *catalogue);
    if (!catalogue) {
        error_set(error, ERROR_OURS, NULL, "out of memory");
        return NULL;
    }
    catalogue->reader = reader;
    pthread_mutex_init(&catalogue->lock, NULL);
    return catalogue;
}

void event_catalogue_close(struct event_catalogue *catalogue)
{
    if (!catalogue)
        return;
    for (size_t i = 0; i < ENTRIES; i++) {
        must(!catalogue->entries[i].being_read);
        json_decref(catalogue->entries[i].document);
    }
    pthread_mutex_destroy(&catalogue->lock);
    free(catalogue);
}

/* The slug's entry, else the one longest unused, made its own. NULL when all are being read. */
static struct entry *catalogue_find(struct event_catalogue *catalogue, const char *slug)
{
    struct entry *oldest = NULL;
    for (size_t i = 0; i < ENTRIES; i++) {
        struct entry *entry = &catalogue->entries[i];
        if (entry->last_used && strcmp(entry->name, slug) == 0)
            return entry;
        if (!entry->being_read && (!oldest || entry->last_used < oldest->last_used))
            oldest = entry;
    }
    if (oldest) {
        json_decref(oldest->document);
        *oldest = (struct entry){.catalogue = catalogue};
        text_copy(oldest->name, sizeof oldest->name, slug);
    }
    return oldest;
}

/* What is not fresh still serves while somebody has gone for a newer one. */
static bool entry_serves(const struct entry *entry)
{
    int64_t age = clock_monotonic() - entry->read_at;
    return entry->document && age < (entry->being_read ? STALE : FRESH);
}

/* An old document still serves for a while when the database does not answer. New reference or NULL. */
static json_t *entry_renew(struct entry *entry, const json_t *document)
{
    int64_t now = clock_monotonic();
    if (document) {
        json_decref(entry->document);
        entry->document = json_incref((json_t *)(uintptr_t)document);
        entry->read_at = now;
    } else if (!entry->document || now - entry->read_at > STALE) {
        return NULL;
    }
    return json_incref(entry->document);
}

static bool refuse_unknown(const char *slug, struct error *error)
{
    return error_set(error, ERROR_NOT_FOUND, "event", "there is no event %.40s", slug);
}

/* On the reader's thread. */
static void entry_came(struct store_read *read, const struct store_answer *given, const struct error *error)
{
    const json_t *document = (const json_t *)given;
    struct entry *entry = (struct entry *)read;
    struct event_catalogue *catalogue = entry->catalogue;
    struct error unknown = {0};
    pthread_mutex_lock(&catalogue->lock);
    entry->being_read = false;
    scope_json json_t *kept = entry_renew(entry, document);
    struct event_ask *waiting = scope_take(&entry->waiting);
    refuse_unknown(entry->name, &unknown);
    pthread_mutex_unlock(&catalogue->lock);
    bool is_there = kept && !json_is_null(kept);
    while (waiting) {
        struct event_ask *ask = waiting;
        waiting = ask->next; /* whoever is told may free what it asked with */
        ask->done(ask->context, is_there ? kept : NULL, is_there ? NULL : kept ? &unknown : error);
    }
}

static void entry_ask_list(struct entry *entry)
{
    bool from_start = !entry->name[1];
    snprintf(entry->day, sizeof entry->day, "%.*s", DAY_LENGTH, entry->name + 1);
    snprintf(entry->most, sizeof entry->most, "%d", EVENT_LIST_MOST);
    const char *const params[] = {from_start ? NULL : entry->day,
                                  from_start ? NULL : entry->name + 1 + DAY_LENGTH + 1, entry->most,
                                  store_params_end};
    memcpy(entry->params, params, sizeof params);
    entry->read = (struct store_read){.statement = SQL_EVENT_LIST};
}

static void entry_ask_event(struct entry *entry)
{
    entry->params[0] = entry->name;
    entry->params[1] = store_params_end;
    entry->read = (struct store_read){.statement = SQL_EVENT_PUBLIC};
}

/* One goes, all wait for that one. */
static bool entry_go(struct entry *entry, struct error *error)
{
    if (*entry->name == LIST)
        entry_ask_list(entry);
    else
        entry_ask_event(entry);
    entry->read.params = entry->params;
    entry->read.done = entry_came;
    return entry->being_read = store_reader_submit(entry->catalogue->reader, &entry->read, error);
}

static bool entry_ask(struct entry *entry, struct event_ask *ask, struct error *error)
{
    entry->last_used = clock_monotonic();
    if (!entry->being_read && !entry_go(entry, error))
        return false;
    ask->next = entry->waiting;
    entry->waiting = ask;
    return true;
}

/* What can be no event's is not worth a question. */
static bool name_usable(const char *name)
{
    return *name == LIST || (*name && strlen(name) <= SLUG_MAX);
}

bool event_catalogue_known(struct event_catalogue *catalogue, const char *name, json_t **event,
                           struct error *error)
{
    *event = NULL;
    if (!name_usable(name)) {
        refuse_unknown(name, error);
        return true;
    }
    pthread_mutex_lock(&catalogue->lock);
    struct entry *entry = catalogue_find(catalogue, name);
    if (entry)
        entry->last_used = clock_monotonic();
    bool known = entry && entry_serves(entry);
    if (known && !json_is_null(entry->document))
        *event = json_incref(entry->document);
    pthread_mutex_unlock(&catalogue->lock);
    if (known && !*event)
        refuse_unknown(name, error);
    return known;
}

static bool is_place_in_list(const char *after)
{
    static const char form[] = "dddd-dd-dd.";
    for (size_t i = 0; form[i]; i++)
        if (form[i] == 'd' ? after[i] < '0' || after[i] > '9' : after[i] != form[i])
            return false;
    size_t slug = strlen(after) - strlen(form);
    return slug >= 1 && slug <= SLUG_MAX;
}

void event_list_name(const char *after, char name[static EVENT_NAME_SIZE])
{
    snprintf(name, EVENT_NAME_SIZE, ".%s", is_place_in_list(after) ? after : "");
}

bool event_catalogue_ask(struct event_catalogue *catalogue, const char *name, struct event_ask *ask,
                         struct error *error)
{
    if (!name_usable(name))
        return refuse_unknown(name, error);
    pthread_mutex_lock(&catalogue->lock);
    struct entry *entry = catalogue_find(catalogue, name);
    bool asked = entry ? entry_ask(entry, ask, error)
                       : error_set(error, ERROR_BUSY, NULL, "too many events are asked for at once");
    scope_json json_t *old = asked || !entry ? NULL : entry_renew(entry, NULL);
    pthread_mutex_unlock(&catalogue->lock);
    bool serves = json_is_object(old) || json_is_array(old);
    if (serves)
        ask->done(ask->context, old, NULL);
    return asked || serves;
}
