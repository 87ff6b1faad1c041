#include "event/event.h"

#include <pthread.h>

#define FRESH CLOCK_SECOND
#define STALE (10 * CLOCK_SECOND)
#define ENTRIES 64

/* An event, or under "." and where it begins a list; kept for a second, so that a rush asks the database
 * once. */
struct entry {
    char slug[48];
    json_t *document;
    int64_t read_at; /* monotonic */
    bool being_read; /* somebody has gone for a newer one */
    int64_t last_used;
};

struct event_catalogue {
    struct store *store;
    pthread_mutex_t lock;
    pthread_cond_t came;
    struct entry entries[ENTRIES];
};

struct event_catalogue *event_catalogue_open(struct store *store, struct error *error)
{
    struct event_catalogue *catalogue = calloc(1, sizeof *catalogue);
    if (!catalogue) {
        error_set(error, ERROR_OURS, NULL, "out of memory");
        return NULL;
    }
    catalogue->store = store;
    pthread_mutex_init(&catalogue->lock, NULL);
    pthread_cond_init(&catalogue->came, NULL);
    return catalogue;
}

void event_catalogue_close(struct event_catalogue *catalogue)
{
    if (!catalogue)
        return;
    for (size_t i = 0; i < ENTRIES; i++)
        json_decref(catalogue->entries[i].document);
    pthread_cond_destroy(&catalogue->came);
    pthread_mutex_destroy(&catalogue->lock);
    free(catalogue);
}

/* The slug's entry, else the one longest unused, made its own. NULL when all are being read. */
static struct entry *find_entry(struct event_catalogue *catalogue, const char *slug)
{
    struct entry *oldest = NULL;
    for (size_t i = 0; i < ENTRIES; i++) {
        struct entry *entry = &catalogue->entries[i];
        if (entry->last_used && strcmp(entry->slug, slug) == 0)
            return entry;
        if (!entry->being_read && (!oldest || entry->last_used < oldest->last_used))
            oldest = entry;
    }
    if (oldest) {
        json_decref(oldest->document);
        *oldest = (struct entry){.last_used = clock_monotonic()};
        text_copy(oldest->slug, sizeof oldest->slug, slug);
    }
    return oldest;
}

static json_t *read_document(struct event_catalogue *catalogue, const char *slug, struct error *error)
{
    char day[11], most[12];
    if (*slug != '.')
        return store_call(catalogue->store, SQL_EVENT_PUBLIC, STORE_PARAMS(slug), error);
    bool from_start = !slug[1];
    snprintf(day, sizeof day, "%.10s", slug + 1);
    snprintf(most, sizeof most, "%d", EVENT_LIST_MOST);
    return store_call(catalogue->store, SQL_EVENT_LIST,
                      STORE_PARAMS(from_start ? NULL : day, from_start ? NULL : slug + sizeof day + 1, most),
                      error);
}

/* Reads with the lock let go; an old document still serves for a while when the database does not answer. */
static json_t *refresh(struct event_catalogue *catalogue, struct entry *entry, const char *slug,
                       struct error *error)
{
    entry->being_read = true;
    pthread_mutex_unlock(&catalogue->lock);
    json_t *document = read_document(catalogue, slug, error);
    pthread_mutex_lock(&catalogue->lock);
    entry->being_read = false;
    pthread_cond_broadcast(&catalogue->came);
    int64_t now = clock_monotonic();
    if (document) {
        json_decref(entry->document);
        entry->document = document;
        entry->read_at = now;
    } else if (!entry->document || now - entry->read_at > STALE) {
        return NULL;
    }
    return json_incref(entry->document);
}

/* What is not fresh still serves while somebody has gone for a newer one. */
static bool serves(const struct entry *entry)
{
    int64_t age = clock_monotonic() - entry->read_at;
    return entry->document && age < (entry->being_read ? STALE : FRESH);
}

static json_t *look_up(struct event_catalogue *catalogue, const char *slug, struct error *error)
{
    json_t *document = NULL;
    pthread_mutex_lock(&catalogue->lock);
    struct entry *entry = find_entry(catalogue, slug);
    while (entry && entry->being_read && !serves(entry)) {
        pthread_cond_wait(&catalogue->came, &catalogue->lock);
        entry = find_entry(catalogue, slug);
    }
    if (!entry)
        error_set(error, ERROR_BUSY, NULL, "too many events are asked for at once");
    else if (serves(entry))
        document = json_incref(entry->document);
    else
        document = refresh(catalogue, entry, slug, error);
    if (entry)
        entry->last_used = clock_monotonic();
    pthread_mutex_unlock(&catalogue->lock);
    return document;
}

static bool is_place_in_list(const char *after)
{
    static const char form[] = "dddd-dd-dd.";
    for (size_t i = 0; form[i]; i++)
        if (form[i] == 'd' ? after[i] < '0' || after[i] > '9' : after[i] != form[i])
            return false;
    size_t slug = strlen(after) - strlen(form);
    return slug >= 1 && slug <= 32;
}

json_t *event_catalogue_list(struct event_catalogue *catalogue, const char *after, struct error *error)
{
    char key[48] = ".";
    if (is_place_in_list(after))
        snprintf(key, sizeof key, ".%s", after);
    json_t *list = look_up(catalogue, key, error);
    return list;
}

json_t *event_catalogue_event(struct event_catalogue *catalogue, const char *slug, struct error *error)
{
    scope_json json_t *event = NULL;
    if (*slug && strlen(slug) <= 32)
        event = look_up(catalogue, slug, error);
    else
        event = json_null();
    if (json_is_null(event)) {
        error_set(error, ERROR_NOT_FOUND, "event", "there is no event %.40s", slug);
        return NULL;
    }
    return scope_take(&event);
}
