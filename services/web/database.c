/* Pools, readers and writers: opened in order, stopped, closed, counted. */
#include "web/database.h"

#include <sodium.h>

#define TIMEOUT_MS 2000
#define PATIENCE_MS 3000
#define DOOR_READERS 2
#define HEALTH_READERS 2 /* who counts what is stored does not hold up who asks whether it is ready */
#define COUNTED_FOR (5 * CLOCK_SECOND) /* to count it the database reads all of it */

struct database {
    struct store *store;      /* the public's connections */
    struct store *door_store; /* the doors' own */
    struct store_reader *database_reader;
};

static const struct record_member readiness_members[] = {
    RECORD_TEXT(struct database_readiness, fault, .presence = RECORD_OPTIONAL)};
const struct record database_readiness_record = RECORD(struct database_readiness, readiness_members);

static const struct record_member counts_members[] = {
    RECORD_PAIRS(struct database_counts, registrations, RECORD_IS_INT),
    RECORD_PAIRS(struct database_counts, scans, RECORD_IS_INT)};
const struct record database_counts_record = RECORD(struct database_counts, counts_members);

static bool open_stores(struct application *application, struct error *error)
{
    struct database *database = application->database;
    struct store_options store = {.url = application->options.database_url,
                                  .role = "lanyard_web",
                                  .program = "lanyard-web",
                                  .connections = 2, /* the starter's; readers and writers have their own */
                                  .timeout_ms = TIMEOUT_MS,
                                  .wait_ms = 1000};
    database->store = store_open(&store, error);
    store.program = "lanyard-web doors";
    database->door_store = database->store ? store_open(&store, error) : NULL;
    return database->door_store != NULL;
}

static struct store_reader *open_reader(struct application *application, struct store *store, int threads,
                                        struct error *error)
{
    const struct store_reader_options options = {
        .threads = threads, .most_queued = (int)application->options.queue, .patience_ms = PATIENCE_MS};
    return store_reader_start(store, &options, error);
}

static bool open_questions(struct application *application, struct error *error)
{
    struct store_reader *reader = application->database->database_reader;
    const struct store_read readiness = {.of_schema = true};
    const struct store_read counts = {.statement = SQL_METRICS};
    return (application->readiness =
                question_open(reader, &readiness, &database_readiness_record, 0, error)) &&
           (application->counts =
                question_open(reader, &counts, &database_counts_record, COUNTED_FOR, error));
}

bool database_open(struct application *application, struct error *error)
{
    struct database *database = application->database = calloc(1, sizeof *database);
    if (!database)
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    int threads = (int)application->options.readers;
    return open_stores(application, error) &&
           (application->reader = open_reader(application, database->store, threads, error)) &&
           (application->door_reader = open_reader(application, database->door_store, DOOR_READERS, error)) &&
           (database->database_reader = open_reader(application, database->store, HEALTH_READERS, error)) &&
           open_questions(application, error);
}

static bool schema_is_current(struct store *store, struct error *error)
{
    struct store_session *session = store_take(store, error);
    bool current = session && store_schema_current(session, error);
    if (session)
        store_give(session);
    return current;
}

bool database_open_desks(struct application *application, struct error *error)
{
    struct database *database = application->database;
    const struct web_options *options = &application->options;
    struct ticket_signer signer;
    if (!schema_is_current(database->store, error) ||
        !key_signer_load(database->store, &application->secret, &signer, error))
        return false;
    const struct order_desk_options desk = {.most_queued = (int)options->queue,
                                            .most_grouped = (int)options->group};
    const struct checkin_desk_options door_desk = {.most_queued = (int)options->queue,
                                                   .most_grouped = (int)options->group};
    if (!application->desk)
        application->desk = order_desk_open(database->store, application->reader, &signer, &desk, error);
    sodium_memzero(&signer, sizeof signer);
    if (application->desk && !application->door_desk)
        application->door_desk =
            checkin_desk_open(database->door_store, application->door_reader, &door_desk, error);
    return application->desk && application->door_desk;
}

void database_stop(struct application *application)
{
    if (!application->database)
        return;
    /* Readers first: what is read may still become a write. */
    store_reader_stop(application->reader);
    store_reader_stop(application->door_reader);
    store_reader_stop(application->database->database_reader);
    order_desk_stop(application->desk);
    checkin_desk_stop(application->door_desk);
}

void database_close(struct application *application)
{
    struct database *database = application->database;
    if (!database)
        return;
    database_stop(application);
    order_desk_close(atomic_exchange(&application->desk, NULL));
    checkin_desk_close(atomic_exchange(&application->door_desk, NULL));
    question_close(application->readiness);
    question_close(application->counts);
    store_reader_free(application->reader);
    store_reader_free(application->door_reader);
    store_reader_free(database->database_reader);
    store_close(database->door_store);
    store_close(database->store);
    free(database);
    application->database = NULL;
}

/* --- metrics */

/* All lines of a metric stand together, under what it is. */
static void print_head(struct buffer *out, const char *name, const char *type, const char *help)
{
    buffer_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void print_pools(const struct database *database, struct buffer *out)
{
    struct store *const stores[] = {database->store, database->door_store};
    static const char *const names[] = {"public", "doors"};
    print_head(out, "lanyard_pool_connections", "gauge", "Connections to the database.");
    for (size_t i = 0; i < COUNT_OF(stores); i++) {
        int used;
        int open;
        store_usage(stores[i], &used, &open);
        buffer_printf(out, "lanyard_pool_connections{pool=\"%s\",state=\"used\"} %d\n", names[i], used);
        buffer_printf(out, "lanyard_pool_connections{pool=\"%s\",state=\"open\"} %d\n", names[i], open);
    }
}

static uint64_t reads_queued(const struct store_reader_usage *usage)
{
    return (uint64_t)usage->queued;
}

static uint64_t reads_running(const struct store_reader_usage *usage)
{
    return (uint64_t)usage->reading;
}

static uint64_t reads_done(const struct store_reader_usage *usage)
{
    return usage->reads;
}

static uint64_t reads_failed(const struct store_reader_usage *usage)
{
    return usage->failed;
}

static const struct reader_metric {
    const char *name, *type, *help;
    uint64_t (*value)(const struct store_reader_usage *usage);
} reader_metrics[] = {
    {"lanyard_reader_queued", "gauge", "Questions that wait for a thread.", reads_queued},
    {"lanyard_reader_running", "gauge", "Questions that the database works on.", reads_running},
    {"lanyard_reader_reads_total", "counter", "Questions answered.", reads_done},
    {"lanyard_reader_failed_total", "counter", "Questions that ended with an error.", reads_failed},
};

static void print_readers(struct application *application, struct buffer *out)
{
    struct store_reader *const readers[] = {application->reader, application->door_reader,
                                            application->database->database_reader};
    static const char *const names[] = {"public", "doors", "health"};
    struct store_reader_usage usages[COUNT_OF(readers)];
    for (size_t i = 0; i < COUNT_OF(readers); i++)
        store_reader_usage(readers[i], &usages[i]);
    for (size_t m = 0; m < COUNT_OF(reader_metrics); m++) {
        const struct reader_metric *metric = &reader_metrics[m];
        print_head(out, metric->name, metric->type, metric->help);
        for (size_t i = 0; i < COUNT_OF(readers); i++)
            buffer_printf(out, "%s{reader=\"%s\"} %llu\n", metric->name, names[i],
                          (unsigned long long)metric->value(&usages[i]));
    }
}

static uint64_t writes_queued(const struct store_writer_usage *usage)
{
    return (uint64_t)usage->queued;
}

static uint64_t writes_groups(const struct store_writer_usage *usage)
{
    return usage->groups;
}

static uint64_t writes_items(const struct store_writer_usage *usage)
{
    return usage->items;
}

static uint64_t writes_failed(const struct store_writer_usage *usage)
{
    return usage->failed;
}

static const struct writer_metric {
    const char *name, *type, *help;
    uint64_t (*value)(const struct store_writer_usage *usage);
} writer_metrics[] = {
    {"lanyard_writer_queued", "gauge", "Writes that wait.", writes_queued},
    {"lanyard_writer_groups_total", "counter", "Transactions committed.", writes_groups},
    {"lanyard_writer_items_total", "counter", "Writes in them.", writes_items},
    {"lanyard_writer_failed_total", "counter", "Writes that failed with their transaction.", writes_failed},
};

static void print_writers(struct application *application, struct buffer *out)
{
    struct order_desk *desk = application->desk;
    struct checkin_desk *door_desk = application->door_desk;
    struct store_writer_usage registrations = {0};
    struct store_writer_usage scans = {0};
    if (desk)
        order_desk_usage(desk, &registrations);
    if (door_desk)
        checkin_desk_usage(door_desk, &scans);
    for (size_t i = 0; i < COUNT_OF(writer_metrics); i++) {
        const struct writer_metric *metric = &writer_metrics[i];
        print_head(out, metric->name, metric->type, metric->help);
        buffer_printf(out, "%s{writer=\"registrations\"} %llu\n", metric->name,
                      (unsigned long long)metric->value(&registrations));
        buffer_printf(out, "%s{writer=\"scans\"} %llu\n", metric->name,
                      (unsigned long long)metric->value(&scans));
    }
}

void database_print(struct application *application, struct buffer *out)
{
    print_pools(application->database, out);
    print_readers(application, out);
    print_writers(application, out);
}
