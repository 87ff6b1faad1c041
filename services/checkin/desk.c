/* The desk: devices' batches of scans, on their way to the group commit. */
#include "checkin/checkin_private.h"

#include <stdatomic.h>

#define RELOAD_AFTER CLOCK_SECOND

struct checkin_desk {
    struct key_ring_ask ring_ask; /* first; of the newer keyring */
    struct store_reader *reader;
    struct store_writer *writer;
    struct known_devices known;
    pthread_rwlock_t lock; /* of what follows */
    struct ticket_keyring keyring;
    int64_t asked_at;
    bool being_read;       /* the reader has gone for a newer keyring */
    struct batch *waiting; /* for that */
};

/* A device's scans, in the writer one by one, answered together. All of it lies in the asker's arena, which
 * is of one thread at a time: of whoever submits until the first scan is queued, then of the writer's. */
struct batch {
    struct batch *next; /* of those that wait for a keyring */
    struct checkin_desk *desk;
    int64_t device;
    const struct door_scans *scans;
    struct arena *arena;
    bool by_signature; /* the second round */
    bool names_unknown_key;
    atomic_size_t waiting;
    struct door_answers answers; /* places filled by the writer's thread */
    struct error error;
    atomic_bool failed;
    void (*done)(void *context, const struct door_answers *answers, const struct error *error);
    void *context;
    struct scan_write *writes; /* as many as scans */
};

struct scan_write {
    struct store_write write; /* first: the writer knows no more of it */
    struct batch *batch;
    size_t index;
    bool due; /* in this round */
};

static void desk_release(struct checkin_desk *desk)
{
    pthread_mutex_destroy(&desk->known.lock);
    pthread_rwlock_destroy(&desk->lock);
    free(desk);
}

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
    pthread_mutex_init(&desk->known.lock, NULL);
    if (!key_ring_load(store, &desk->keyring, error) ||
        !(desk->writer = store_writer_start(store, &writer, error))) {
        desk_release(desk);
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
    desk_release(desk);
}

struct known_devices *desk_known(struct checkin_desk *desk)
{
    return &desk->known;
}

struct store_reader *desk_reader(const struct checkin_desk *desk)
{
    return desk->reader;
}

static void batch_verify(struct batch *batch, const char *token, struct scan_reading *reading)
{
    struct checkin_desk *desk = batch->desk;
    pthread_rwlock_rdlock(&desk->lock);
    scan_verify(&desk->keyring, token, reading);
    if (reading->state == SCAN_FORGED && !ticket_keyring_has(&desk->keyring, reading->ticket.key_number))
        batch->names_unknown_key = true;
    pthread_rwlock_unlock(&desk->lock);
}

static void batch_fail(struct batch *batch, const struct error *error)
{
    if (!atomic_exchange(&batch->failed, true))
        batch->error = *error;
}

static void batch_finish(struct batch *batch)
{
    batch->done(batch->context, batch->failed ? NULL : &batch->answers, batch->failed ? &batch->error : NULL);
}

static void batch_settle(struct batch *batch);

/* By the writer's thread; or, with an error, by whoever submits. */
static void batch_written(struct store_write *base, const struct store_answer *stored,
                          const struct error *error)
{
    struct scan_write *write = (struct scan_write *)base;
    struct batch *batch = write->batch;
    struct error wrong = {0};
    write->due = false;
    if (!stored)
        batch_fail(batch, error);
    else if (!scan_answer(stored, batch->arena, &batch->answers.results.items[write->index], &write->due,
                          &wrong))
        batch_fail(batch, &wrong);
    if (atomic_fetch_sub(&batch->waiting, 1) == 1)
        batch_settle(batch);
}

static struct batch *batch_new(struct checkin_desk *desk, int64_t device, const struct door_scans *scans,
                               struct arena *arena)
{
    size_t count = scans->scans.count;
    struct batch *batch = arena_alloc(arena, sizeof *batch);
    if (!batch)
        return NULL;
    batch->desk = desk;
    batch->device = device;
    batch->scans = scans;
    batch->arena = arena;
    batch->writes = arena_array(arena, count, sizeof *batch->writes);
    batch->answers.results.items = arena_array(arena, count, sizeof *batch->answers.results.items);
    batch->answers.results.count = count;
    return arena->failed ? NULL : batch;
}

static bool batch_add(struct batch *batch, size_t index)
{
    struct scan_reading reading = {0};
    struct scan_write *write = &batch->writes[index];
    const struct door_scan *scan = &batch->scans->scans.items[index];
    if (batch->by_signature)
        batch_verify(batch, scan->token, &reading);
    else
        scan_read(scan->token, &reading);
    const char *item = scan_item(scan, batch->device, &reading, batch->arena);
    *write = (struct scan_write){.write.done = batch_written, .batch = batch, .index = index, .due = true};
    write->write.item = item;
    write->write.item_length = item ? strlen(item) : 0;
    return item;
}

/* Makes all that is due ready for the database. */
static void batch_write(struct batch *batch)
{
    batch->names_unknown_key = false;
    for (size_t i = 0; i < batch->scans->scans.count; i++) {
        struct error error = {0};
        if (!batch->writes[i].due || batch_add(batch, i))
            continue;
        error_set(&error, ERROR_OURS, NULL, "out of memory");
        batch_fail(batch, &error);
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
    size_t count = batch->scans->scans.count;
    /* One more than are under way, so that the last answer cannot come before the last scan is queued. */
    atomic_store(&batch->waiting, 1);
    for (size_t i = 0; i < count; i++) {
        struct error refused = {0};
        if (!batch->writes[i].due)
            continue;
        atomic_fetch_add(&batch->waiting, 1);
        if (!store_writer_submit(batch->desk->writer, &batch->writes[i].write, &refused))
            batch_written(&batch->writes[i].write, NULL, &refused);
    }
    if (atomic_fetch_sub(&batch->waiting, 1) == 1)
        batch_settle(batch);
}

/* On the reader's thread. Without a newer keyring the old one decides. */
static void desk_keyring_came(struct key_ring_ask *ask, const struct ticket_keyring *keyring,
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
        batch_write(batch);
        batch_send(batch);
    }
}

/* A key made since the start is fetched, not more often than once a second, whatever numbers strangers make
 * up. True if the batch now waits for that, and is the reader's. */
static bool desk_waits_for_keyring(struct checkin_desk *desk, struct batch *batch)
{
    int64_t now = clock_monotonic();
    pthread_rwlock_wrlock(&desk->lock);
    if (!desk->being_read && (!desk->asked_at || now - desk->asked_at >= RELOAD_AFTER)) {
        desk->asked_at = now;
        desk->ring_ask.done = desk_keyring_came;
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

static bool batch_is_answered(const struct batch *batch)
{
    for (size_t i = 0; i < batch->scans->scans.count; i++)
        if (batch->writes[i].due)
            return false;
    return true;
}

/* A stored token needs no look at its signature, which costs more than all else of a scan. What the database
 * did not find goes to it once more, with what its signature says. */
static void batch_settle(struct batch *batch)
{
    if (batch->failed || batch_is_answered(batch)) {
        batch_finish(batch);
        return;
    }
    if (batch->by_signature) {
        struct error error = {0};
        error_set(&error, ERROR_OURS, NULL, "the database did not decide a scan whose signature it was told");
        batch_fail(batch, &error);
        batch_finish(batch);
        return;
    }
    batch->by_signature = true;
    batch_write(batch);
    if (!batch->names_unknown_key || !desk_waits_for_keyring(batch->desk, batch))
        batch_send(batch);
}

bool checkin_desk_submit(struct checkin_desk *desk, int64_t device, const struct door_scans *scans,
                         struct arena *arena,
                         void (*done)(void *context, const struct door_answers *answers,
                                      const struct error *error),
                         void *context, struct error *error)
{
    if (!scan_check_all(scans, error))
        return false;
    struct batch *batch = batch_new(desk, device, scans, arena);
    if (!batch)
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    batch->done = done;
    batch->context = context;
    for (size_t i = 0; i < scans->scans.count; i++)
        batch->writes[i].due = true;
    batch_write(batch);
    batch_send(batch);
    return true;
}
