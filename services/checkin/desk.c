#include "checkin/checkin.h"

#include <ctype.h>
#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>

#define SCANS_MAX 500
#define RELOAD_AFTER CLOCK_SECOND

struct checkin_desk {
    struct key_ring_ask ring_ask; /* first; of the newer keyring */
    struct store_reader *reader;
    struct store_writer *writer;
    pthread_rwlock_t lock; /* of what follows */
    struct ticket_keyring keyring;
    int64_t asked_at;
    bool being_read;       /* the reader has gone for a newer keyring */
    struct batch *waiting; /* for that */
};

/* A device's scans, in the writer one by one, answered together. */
struct batch {
    struct batch *next; /* of those that wait for a keyring */
    struct checkin_desk *desk;
    int64_t device;
    json_t *scans;
    bool names_unknown_key;
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

struct checkin_desk *checkin_desk_open(struct store *store, struct store_reader *reader,
                                       const struct checkin_desk_options *options, struct error *error)
{
    struct checkin_desk *desk = calloc(1, sizeof *desk);
    if (!desk) {
        error_set(error, ERROR_OURS, NULL, "out of memory");
        return NULL;
    }
    const struct store_writer_options writer = {.statement = SQL_SCAN_GROUP,
                                                .most_queued = options->most_queued,
                                                .most_grouped = options->most_grouped};
    desk->reader = reader;
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

void checkin_desk_stop(struct checkin_desk *desk)
{
    if (desk)
        store_writer_stop(desk->writer);
}

void checkin_desk_close(struct checkin_desk *desk)
{
    if (!desk)
        return;
    must(!desk->being_read);
    store_writer_free(desk->writer);
    pthread_rwlock_destroy(&desk->lock);
    free(desk);
}

static bool verify(struct batch *batch, const char *text, size_t length, struct ticket *ticket,
                   enum ticket_parse_result *result)
{
    struct checkin_desk *desk = batch->desk;
    pthread_rwlock_rdlock(&desk->lock);
    bool good = ticket_verify(&desk->keyring, text, length, ticket, result);
    if (!good && *result == TICKET_PARSED && !ticket_keyring_has(&desk->keyring, ticket->key_number))
        batch->names_unknown_key = true;
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

static char *make_item(struct batch *batch, const json_t *scan)
{
    const json_t *token = json_object_get(scan, "token");
    const char *text = json_string_value(token);
    size_t length = json_string_length(token);
    struct ticket ticket = {0};
    enum ticket_parse_result result;
    bool genuine = verify(batch, text, length, &ticket, &result);
    char digest[67];
    char at[CLOCK_TEXT_SIZE];
    int64_t instant = 0;
    digest_text(text, length, digest);
    /* Written anew: RFC 3339 has offsets and years that PostgreSQL has not. */
    clock_parse(json_text(scan, "at", ""), &instant);
    clock_format(instant, at);

    scope_json json_t *item =
        json_pack("{s:s, s:I, s:s, s:b, s:s}", "id", json_text(scan, "id", ""), "device",
                  (json_int_t)batch->device, "at", at, "parsed", (int)genuine, "digest", digest);
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

static void batch_forget(struct batch *batch)
{
    while (batch->count)
        free(batch->writes[--batch->count].text);
}

static void batch_free(struct batch *batch)
{
    batch_forget(batch);
    free(batch->writes);
    json_decref(batch->scans);
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

static void written(struct store_write *base, const struct store_answer *given, const struct error *error)
{
    const json_t *answer = (const json_t *)given;
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
    batch->desk = desk;
    batch->device = device;
    batch->scans = json_incref((json_t *)(uintptr_t)scans);
    batch->writes = calloc(json_array_size(scans), sizeof *batch->writes);
    batch->results = json_array();
    if (batch->writes && batch->results)
        return batch;
    batch_free(batch);
    return NULL;
}

static bool batch_add(struct batch *batch, const json_t *scan)
{
    struct scan_write *write = &batch->writes[batch->count];
    *write = (struct scan_write){.write.done = written, .batch = batch, .index = batch->count};
    write->text = make_item(batch, scan);
    batch->count++;
    write->write.item = write->text;
    write->write.item_length = write->text ? strlen(write->text) : 0;
    return write->text && json_array_append_new(batch->results, json_null()) == 0;
}

/* Verifies all of it. */
static void batch_write(struct batch *batch)
{
    size_t i;
    const json_t *scan;
    batch->names_unknown_key = false;
    json_array_foreach(batch->scans, i, scan)
    {
        if (batch_add(batch, scan))
            continue;
        batch->failed = true;
        error_set(&batch->error, ERROR_OURS, NULL, "out of memory");
        return;
    }
}

/* The answer comes from the writer's thread, or at once if there is none to come. */
static void batch_send(struct batch *batch)
{
    if (batch->failed) {
        batch_finish(batch);
        return;
    }
    /* One more than there are, so that the last answer cannot come before the last scan is queued. */
    atomic_store(&batch->waiting, batch->count + 1);
    for (size_t i = 0; i < batch->count; i++) {
        struct error refused = {0};
        if (!store_writer_submit(batch->desk->writer, &batch->writes[i].write, &refused))
            written(&batch->writes[i].write, NULL, &refused);
    }
    if (atomic_fetch_sub(&batch->waiting, 1) == 1)
        batch_finish(batch);
}

/* On the reader's thread. Without a newer keyring the old one decides. */
static void keyring_came(struct key_ring_ask *ask, const struct ticket_keyring *keyring,
                         const struct error *error)
{
    (void)error;
    struct checkin_desk *desk = (struct checkin_desk *)ask;
    pthread_rwlock_wrlock(&desk->lock);
    if (keyring)
        desk->keyring = *keyring;
    desk->being_read = false;
    struct batch *waiting = scope_take(&desk->waiting);
    pthread_rwlock_unlock(&desk->lock);
    while (waiting) {
        struct batch *batch = waiting;
        waiting = batch->next;
        batch_forget(batch);
        json_array_clear(batch->results); /* nobody has it yet */
        batch_write(batch);
        batch_send(batch);
    }
}

/* A key made since the start is fetched, not more often than once a second, whatever numbers strangers make
 * up. True if the batch now waits for that, and is the reader's. */
static bool waits_for_keyring(struct checkin_desk *desk, struct batch *batch)
{
    int64_t now = clock_monotonic();
    pthread_rwlock_wrlock(&desk->lock);
    if (!desk->being_read && (!desk->asked_at || now - desk->asked_at >= RELOAD_AFTER)) {
        desk->asked_at = now;
        desk->ring_ask.done = keyring_came;
        desk->being_read = key_ring_read(desk->reader, &desk->ring_ask, NULL);
    }
    bool waits = desk->being_read;
    if (waits) {
        batch->next = desk->waiting;
        desk->waiting = batch;
    }
    pthread_rwlock_unlock(&desk->lock);
    return waits;
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
    batch_write(batch);
    if (!batch->names_unknown_key || !waits_for_keyring(desk, batch))
        batch_send(batch);
    return true;
}
