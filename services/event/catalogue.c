/* Events as the public sees them, kept for a second: one question for all who ask meanwhile. */
#include "event/event_private.h"

#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>

#define FRESH CLOCK_SECOND
#define STALE (10 * CLOCK_SECOND)
#define ENTRIES 64
#define SLUG_MAX 32
#define DAY_LENGTH 10
#define LIST '.'    /* begins the name of a list */
#define PREVIEW '+' /* and that of a preview */
#define HASH_SIZE 32

/* --- what is kept */

struct kept {
    struct event_kept shown; /* first: holders know no more of it */
    atomic_int holders;
    unsigned char hash[HASH_SIZE]; /* of what was read */
    struct arena arena;
    struct event event;
    struct {
        struct event_listed *items;
        size_t count;
    } list;
};

static struct event_kept *kept_hold(struct kept *kept)
{
    int holders = atomic_fetch_add_explicit(&kept->holders, 1, memory_order_relaxed);
    must(holders > 0);
    return &kept->shown;
}

struct event_kept *event_kept_hold(struct event_kept *kept)
{
    return kept_hold((struct kept *)kept);
}

void event_kept_release(struct event_kept *shown)
{
    struct kept *kept = (struct kept *)shown;
    if (!kept)
        return;
    int holders = atomic_fetch_sub_explicit(&kept->holders, 1, memory_order_acq_rel);
    must(holders > 0);
    if (holders > 1)
        return;
    arena_free(&kept->arena);
    free(kept);
}

/* Equal bytes are equal contents: the table's order is the order of members. */
static bool kept_hash(struct kept *kept)
{
    scope_buffer struct buffer text = BUFFER(EVENT_MOST);
    if (kept->shown.event)
        record_write(&event_record, kept->shown.event, 0, &text);
    else
        record_write_list(&event_listed_record, &kept->list, 0, &text);
    if (!text.failed)
        crypto_generichash(kept->hash, sizeof kept->hash, (const unsigned char *)text.data, text.length, NULL,
                           0);
    return !text.failed;
}

static bool kept_fill(struct kept *kept, bool is_list, const struct store_answer *answer, struct error *error)
{
    if (is_list && !store_answer_list(answer, &event_listed_record, &kept->arena, &kept->list, error))
        return false;
    if (!is_list && !store_answer_record(answer, &event_record, &kept->arena, &kept->event, error))
        return false;
    kept->shown = (struct event_kept){
        .event = is_list ? NULL : &kept->event, .list = kept->list.items, .count = kept->list.count};
    return kept_hash(kept) || error_set(error, ERROR_OURS, NULL, "out of memory");
}

static struct kept *kept_read(bool is_list, const struct store_answer *answer, struct error *error)
{
    struct kept *kept = calloc(1, sizeof *kept);
    if (!kept) {
        error_set(error, ERROR_OURS, NULL, "out of memory");
        return NULL;
    }
    kept->holders = 1;
    kept->arena = ARENA(EVENT_MOST);
    if (kept_fill(kept, is_list, answer, error))
        return kept;
    event_kept_release(&kept->shown);
    return NULL;
}

/* --- the entries */

/* An event, or under "." and where it begins a list; kept for a second, so that a rush asks the database
 * once. */
struct entry {
    struct store_read read; /* first: the reader knows no more of it */
    struct event_catalogue *catalogue;
    char name[EVENT_NAME_SIZE];
    char day[DAY_LENGTH + 1]; /* where a list begins */
    char most[12];
    const char *params[4];
    struct kept *kept;
    bool is_none;    /* there is no such event */
    int64_t read_at; /* monotonic */
    bool being_read; /* the reader has it, and the entry keeps its place */
    int64_t last_used;
    struct event_ask *waiting;
};

struct event_catalogue {
    struct store_reader *reader;
    pthread_mutex_t lock; /* of what follows */
    uint64_t serials;     /* given so far */
    struct entry entries[ENTRIES];
};

static void entry_clear(struct entry *entry)
{
    event_kept_release(entry->kept ? &entry->kept->shown : NULL);
    entry->kept = NULL;
    entry->is_none = false;
}

static bool entry_is_read(const struct entry *entry)
{
    return entry->kept || entry->is_none;
}

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
        entry_clear(&catalogue->entries[i]);
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
        entry_clear(oldest);
        *oldest = (struct entry){.catalogue = catalogue};
        text_copy(oldest->name, sizeof oldest->name, slug);
    }
    return oldest;
}

/* What is not fresh still serves while somebody has gone for a newer one. */
static bool entry_serves(const struct entry *entry)
{
    int64_t age = clock_monotonic() - entry->read_at;
    return entry_is_read(entry) && age < (entry->being_read ? STALE : FRESH);
}

/* What was read anew, or that there is none; the same content stays the same object. */
static void entry_renew(struct entry *entry, struct kept *fresh)
{
    entry->read_at = clock_monotonic();
    if (fresh && entry->kept && memcmp(entry->kept->hash, fresh->hash, sizeof fresh->hash) == 0) {
        event_kept_release(&fresh->shown);
        return;
    }
    entry_clear(entry);
    entry->kept = fresh;
    entry->is_none = !fresh;
    if (fresh)
        fresh->shown.serial = ++entry->catalogue->serials;
}

/* An old content still serves for a while when the database does not answer. */
static bool entry_may_serve(const struct entry *entry)
{
    return entry_is_read(entry) && clock_monotonic() - entry->read_at <= STALE;
}

static struct event_kept *entry_hold(const struct entry *entry)
{
    return entry->kept ? kept_hold(entry->kept) : NULL;
}

static void tell_all(struct event_ask *waiting, struct event_kept *kept, const struct error *error)
{
    while (waiting) {
        struct event_ask *ask = waiting;
        waiting = ask->next; /* whoever is told may free what it asked with */
        ask->done(ask->context, kept, kept ? NULL : error);
    }
}

/* On the reader's thread. */
static void entry_came(struct store_read *read, const struct store_answer *answer, const struct error *error)
{
    struct entry *entry = (struct entry *)read;
    struct event_catalogue *catalogue = entry->catalogue;
    struct error problem = error ? *error : (struct error){0};
    bool is_there = answer && !store_answer_is_none(answer);
    struct kept *fresh = is_there ? kept_read(*entry->name == LIST, answer, &problem) : NULL;
    pthread_mutex_lock(&catalogue->lock);
    entry->being_read = false;
    if (fresh || (answer && !is_there))
        entry_renew(entry, fresh);
    scope_kept struct event_kept *kept = entry_may_serve(entry) ? entry_hold(entry) : NULL;
    if (!kept && entry_may_serve(entry))
        event_refuse_unknown(entry->name, &problem);
    struct event_ask *waiting = scope_take(&entry->waiting);
    pthread_mutex_unlock(&catalogue->lock);
    tell_all(waiting, kept, &problem);
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
    bool is_preview = *entry->name == PREVIEW;
    entry->params[0] = entry->name + is_preview;
    entry->params[1] = store_params_end;
    entry->read = (struct store_read){.statement = is_preview ? SQL_EVENT_PREVIEW : SQL_EVENT_PUBLIC};
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
    return *name == LIST || (*name && strlen(name) <= SLUG_MAX + (*name == PREVIEW));
}

bool event_catalogue_known(struct event_catalogue *catalogue, const char *name, struct event_kept **kept,
                           struct error *error)
{
    *kept = NULL;
    if (!name_usable(name)) {
        event_refuse_unknown(name, error);
        return true;
    }
    pthread_mutex_lock(&catalogue->lock);
    struct entry *entry = catalogue_find(catalogue, name);
    if (entry)
        entry->last_used = clock_monotonic();
    bool known = entry && entry_serves(entry);
    if (known)
        *kept = entry_hold(entry);
    pthread_mutex_unlock(&catalogue->lock);
    if (known && !*kept)
        event_refuse_unknown(name, error);
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

void event_preview_name(const char *slug, char name[static EVENT_NAME_SIZE])
{
    snprintf(name, EVENT_NAME_SIZE, "%c%.*s", PREVIEW, SLUG_MAX, slug);
}

void event_preview_secret(const uint8_t preview_key[static 32], const char *event,
                          char secret[static EVENT_PREVIEW_SIZE])
{
    uint8_t hash[16];
    crypto_generichash(hash, sizeof hash, (const uint8_t *)event, strlen(event), preview_key, 32);
    base32_encode(hash, sizeof hash, secret);
}

bool event_catalogue_ask(struct event_catalogue *catalogue, const char *name, struct event_ask *ask,
                         struct error *error)
{
    if (!name_usable(name))
        return event_refuse_unknown(name, error);
    pthread_mutex_lock(&catalogue->lock);
    struct entry *entry = catalogue_find(catalogue, name);
    bool asked = entry ? entry_ask(entry, ask, error)
                       : error_set(error, ERROR_BUSY, NULL, "too many events are asked for at once");
    scope_kept struct event_kept *old = !asked && entry && entry_may_serve(entry) ? entry_hold(entry) : NULL;
    pthread_mutex_unlock(&catalogue->lock);
    if (old)
        ask->done(ask->context, old, NULL);
    return asked || old;
}
