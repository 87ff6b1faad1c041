#include "checkin/checkin.h"

#include <ctype.h>
#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>

#define SCANS_MAX 500
#define RELOAD_AFTER CLOCK_SECOND

struct checkin_desk {
    struct store *store;
    struct store_writer *writer;
    pthread_rwlock_t lock; /* of the keyring */
    struct ticket_keyring keyring;
    int64_t loaded_at;
};

/* A device's scans, in the writer one by one, answered together. */
struct batch {
    atomic_size_t waiting;
    json_t *results; /* places filled by the writer's thread */
    struct error error;
    atomic_bool failed;
    void (*done)(void *context, const json_t *results, const struct error *error);
    void *context;
    struct scan_write *writes;
    size_t count;
};

struct scan_write {
    struct store_write write; /* first: the writer knows no more of it */
    struct batch *batch;
    size_t index;
    char *text;
};

struct checkin_desk *checkin_desk_open(struct store *store, const struct checkin_desk_options *options,
                                       struct error *error)
{
    struct checkin_desk *desk = calloc(1, sizeof *desk);
    if (!desk) {
        error_set(error, ERROR_OURS, NULL, "out of memory");
        return NULL;
    }
    const struct store_writer_options writer = {.statement = SQL_SCAN_GROUP,
                                                .most_queued = options->most_queued,
                                                .most_grouped = options->most_grouped};
    desk->store = store;
    pthread_rwlock_init(&desk->lock, NULL);
    if (!key_ring_load(store, &desk->keyring, error) ||
        !(desk->writer = store_writer_start(store, &writer, error))) {
        pthread_rwlock_destroy(&desk->lock);
        free(desk);
        return NULL;
    }
    return desk;
}

void checkin_desk_usage(struct checkin_desk *desk, struct store_writer_usage *usage)
{
    store_writer_usage(desk->writer, usage);
}

void checkin_desk_close(struct checkin_desk *desk)
{
    if (!desk)
        return;
    store_writer_stop(desk->writer);
    pthread_rwlock_destroy(&desk->lock);
    free(desk);
}

/* A key made since the start. Not more often than once a second, whatever numbers strangers make up. */
static void reload_keyring(struct checkin_desk *desk)
{
    int64_t now = clock_monotonic();
    pthread_rwlock_wrlock(&desk->lock);
    if (now - desk->loaded_at >= RELOAD_AFTER) {
        struct ticket_keyring fresh = {0};
        desk->loaded_at = now;
        if (key_ring_load(desk->store, &fresh, NULL))
            desk->keyring = fresh;
    }
    pthread_rwlock_unlock(&desk->lock);
}

static bool verify(struct checkin_desk *desk, const char *text, size_t length, struct ticket *ticket,
                   enum ticket_parse_result *result)
{
    pthread_rwlock_rdlock(&desk->lock);
    bool good = ticket_verify(&desk->keyring, text, length, ticket, result);
    bool key_is_new =
        !good && *result == TICKET_PARSED && !ticket_keyring_has(&desk->keyring, ticket->key_number);
    pthread_rwlock_unlock(&desk->lock);
    if (!key_is_new)
        return good;
    reload_keyring(desk);
    pthread_rwlock_rdlock(&desk->lock);
    good = ticket_verify(&desk->keyring, text, length, ticket, result);
    pthread_rwlock_unlock(&desk->lock);
    return good;
}

static bool is_uuid(const char *text)
{
    if (strlen(text) != 36)
        return false;
    for (int i = 0; i < 36; i++)
        if (i == 8 || i == 13 || i == 18 || i == 23 ? text[i] != '-' : !isxdigit((unsigned char)text[i]))
            return false;
    return true;
}

/* As PostgreSQL reads bytes. */
static void digest_text(const char *text, size_t length, char digest[static 67])
{
    uint8_t hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, (const uint8_t *)text, length);
    digest[0] = '\\', digest[1] = 'x';
    hex_encode(hash, sizeof hash, digest + 2);
}

static char *make_item(struct checkin_desk *desk, int64_t device, const json_t *scan)
{
    const json_t *token = json_object_get(scan, "token");
    const char *text = json_string_value(token);
    size_t length = json_string_length(token);
    struct ticket ticket = {0};
    enum ticket_parse_result result;
    bool genuine = verify(desk, text, length, &ticket, &result);
    char digest[67];
    char at[CLOCK_TEXT_SIZE];
    int64_t instant = 0;
    digest_text(text, length, digest);
    /* Written anew: RFC 3339 has offsets and years that PostgreSQL has not. */
    clock_parse(json_text(scan, "at", ""), &instant);
    clock_format(instant, at);

    scope_json json_t *item =
        json_pack("{s:s, s:I, s:s, s:b, s:s}", "id", json_text(scan, "id", ""), "device", (json_int_t)device,
                  "at", at, "parsed", (int)genuine, "digest", digest);
    if (genuine) {
        json_object_set_new(item, "kind", json_string(ticket_kind_name(ticket.kind)));
        json_object_set_new(item, "event", json_integer(ticket.event));
        json_object_set_new(item, "serial", json_integer(ticket.serial));
    } else {
        const char *verdict = door_verdict_name(result == TICKET_PARSED ? DOOR_FORGED : DOOR_NOT_OURS);
        json_object_set_new(item, "verdict", json_string(verdict));
    }
    return json_dumps(item, JSON_COMPACT);
}

static bool check_scan(const json_t *scan, size_t index, struct error *error)
{
    int64_t at;
    char field[64];
    const json_t *token = json_object_get(scan, "token");
    const char *name = NULL;
    const char *reason = NULL;
    if (!is_uuid(json_text(scan, "id", "")))
        name = "id", reason = "is no UUID";
    else if (!json_is_string(token) || json_string_length(token) > DOOR_TEXT_MAX)
        name = "token", reason = "is no text of at most 512 bytes";
    else if (!clock_parse(json_text(scan, "at", ""), &at))
        name = "at", reason = "is no RFC 3339 date and time";
    if (!name)
        return true;
    snprintf(field, sizeof field, "scans[%zu].%s", index, name);
    return error_set(error, ERROR_CALLER, field, "%s", reason);
}

static bool check_scans(const json_t *scans, struct error *error)
{
    if (!json_is_array(scans) || json_array_size(scans) == 0 || json_array_size(scans) > SCANS_MAX)
        return error_set(error, ERROR_CALLER, "scans", "is no list of 1 to %d scans", SCANS_MAX);
    size_t i;
    const json_t *scan;
    json_array_foreach(scans, i, scan)
    {
        if (!check_scan(scan, i, error))
            return false;
    }
    return true;
}

static void batch_free(struct batch *batch)
{
    for (size_t i = 0; i < batch->count; i++)
        free(batch->writes[i].text);
    free(batch->writes);
    json_decref(batch->results);
    free(batch);
}

static void batch_finish(struct batch *batch)
{
    batch->done(batch->context, batch->failed ? NULL : batch->results, batch->failed ? &batch->error : NULL);
    batch_free(batch);
}

static void add_short_code(json_t *result)
{
    const json_t *serial = json_object_get(result, "serial");
    char text[TICKET_SHORT_SIZE];
    if (!serial)
        return;
    ticket_short_code((uint32_t)json_integer_value(serial), text);
    json_object_set_new(result, "short", json_string(text));
    json_object_del(result, "serial");
}

static void written(struct store_write *base, const json_t *answer, const struct error *error)
{
    struct scan_write *write = (struct scan_write *)base;
    struct batch *batch = write->batch;
    if (answer) {
        json_t *result = json_copy((json_t *)(uintptr_t)answer);
        add_short_code(result);
        json_array_set_new(batch->results, write->index, result);
    } else if (!atomic_exchange(&batch->failed, true)) {
        batch->error = *error;
    }
    if (atomic_fetch_sub(&batch->waiting, 1) == 1)
        batch_finish(batch);
}

static struct batch *make_batch(struct checkin_desk *desk, int64_t device, const json_t *scans)
{
    struct batch *batch = calloc(1, sizeof *batch);
    if (!batch)
        return NULL;
    batch->count = json_array_size(scans);
    batch->writes = calloc(batch->count, sizeof *batch->writes);
    batch->results = json_array();
    bool good = batch->writes && batch->results;
    if (!batch->writes)
        batch->count = 0;
    for (size_t i = 0; good && i < batch->count; i++) {
        struct scan_write *write = &batch->writes[i];
        *write = (struct scan_write){.write.done = written, .batch = batch, .index = i};
        write->text = make_item(desk, device, json_array_get(scans, i));
        good = write->text && json_array_append_new(batch->results, json_null()) == 0;
        write->write.item = write->text;
        write->write.item_length = good ? strlen(write->text) : 0;
    }
    if (good)
        return batch;
    batch_free(batch);
    return NULL;
}

bool checkin_desk_submit(struct checkin_desk *desk, int64_t device, const json_t *scans,
                         void (*done)(void *context, const json_t *results, const struct error *error),
                         void *context, struct error *error)
{
    if (!check_scans(scans, error))
        return false;
    struct batch *batch = make_batch(desk, device, scans);
    if (!batch)
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    batch->done = done;
    batch->context = context;
    /* One more than there are, so that the last answer cannot come before the last scan is queued. */
    atomic_store(&batch->waiting, batch->count + 1);
    for (size_t i = 0; i < batch->count; i++) {
        struct error refused = {0};
        if (!store_writer_submit(desk->writer, &batch->writes[i].write, &refused))
            written(&batch->writes[i].write, NULL, &refused);
    }
    if (atomic_fetch_sub(&batch->waiting, 1) == 1)
        batch_finish(batch);
    return true;
}
