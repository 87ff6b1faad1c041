#include "web/web.h"

#include <pthread.h>

#define ROUTES_MAX 32

static const int statuses[] = {200, 201, 204, 303, 304, 308, 400, 401, 403,
                               404, 405, 409, 413, 415, 422, 429, 500, 503};
#define STATUSES (sizeof statuses / sizeof *statuses)

/* Upper bounds in microseconds; the last bucket has none. */
static const int64_t bounds[] = {1000,   2500,   5000,   10000,   25000,  50000,
                                 100000, 250000, 500000, 1000000, 2500000};
#define BOUNDS (sizeof bounds / sizeof *bounds)

struct route_counts {
    _Atomic uint64_t by_status[STATUSES];
    _Atomic uint64_t by_duration[BOUNDS + 1];
    _Atomic uint64_t duration_sum; /* microseconds */
};

/* To count what is stored the database reads all of it, and anybody may ask. */
#define COUNTED_FOR (5 * CLOCK_SECOND)

struct metrics {
    struct route_counts routes[ROUTES_MAX]; /* the last: no route */
    pthread_mutex_t lock;                   /* of what follows; one thread counts, the others wait */
    json_t *stored;                         /* NULL: the database did not answer */
    int64_t counted_at;                     /* monotonic; 0: never */
};

struct metrics *metrics_new(void)
{
    struct metrics *metrics = calloc(1, sizeof *metrics);
    if (metrics)
        pthread_mutex_init(&metrics->lock, NULL);
    return metrics;
}

void metrics_free(struct metrics *metrics)
{
    if (!metrics)
        return;
    json_decref(metrics->stored);
    pthread_mutex_destroy(&metrics->lock);
    free(metrics);
}

void metrics_count(struct metrics *metrics, const struct route *route, int status, int64_t duration)
{
    struct route_counts *counts = &metrics->routes[route ? (size_t)(route - routes) : ROUTES_MAX - 1];
    for (size_t i = 0; i < STATUSES; i++)
        if (statuses[i] == status)
            atomic_fetch_add_explicit(&counts->by_status[i], 1, memory_order_relaxed);
    size_t bucket = 0;
    while (bucket < BOUNDS && duration > bounds[bucket])
        bucket++;
    atomic_fetch_add_explicit(&counts->by_duration[bucket], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&counts->duration_sum, (uint64_t)duration, memory_order_relaxed);
}

static void print_route(const struct route_counts *counts, const char *method, const char *pattern,
                        struct buffer *out)
{
    for (size_t i = 0; i < STATUSES; i++) {
        uint64_t count = atomic_load(&counts->by_status[i]);
        if (count)
            buffer_printf(out, "lanyard_http_requests_total{method=\"%s\",route=\"%s\",status=\"%d\"} %llu\n",
                          method, pattern, statuses[i], (unsigned long long)count);
    }
}

static void print_durations(const struct route_counts *counts, const char *method, const char *pattern,
                            struct buffer *out)
{
    uint64_t total = 0;
    for (size_t i = 0; i <= BOUNDS; i++)
        total += atomic_load(&counts->by_duration[i]);
    if (!total)
        return;
    uint64_t below = 0;
    for (size_t i = 0; i < BOUNDS; i++) {
        below += atomic_load(&counts->by_duration[i]);
        buffer_printf(
            out, "lanyard_http_request_duration_seconds_bucket{method=\"%s\",route=\"%s\",le=\"%g\"} %llu\n",
            method, pattern, (double)bounds[i] / (double)CLOCK_SECOND, (unsigned long long)below);
    }
    buffer_printf(
        out, "lanyard_http_request_duration_seconds_bucket{method=\"%s\",route=\"%s\",le=\"+Inf\"} %llu\n",
        method, pattern, (unsigned long long)total);
    buffer_printf(out, "lanyard_http_request_duration_seconds_sum{method=\"%s\",route=\"%s\"} %.6f\n", method,
                  pattern, (double)atomic_load(&counts->duration_sum) / (double)CLOCK_SECOND);
    buffer_printf(out, "lanyard_http_request_duration_seconds_count{method=\"%s\",route=\"%s\"} %llu\n",
                  method, pattern, (unsigned long long)total);
}

static void print_http(const struct metrics *metrics, struct buffer *out)
{
    void (*const prints[])(const struct route_counts *, const char *, const char *,
                           struct buffer *) = {print_route, print_durations};
    const char *const heads[] = {
        "# HELP lanyard_http_requests_total Requests answered.\n# TYPE lanyard_http_requests_total counter\n",
        "# HELP lanyard_http_request_duration_seconds From the request's first line to its answer.\n"
        "# TYPE lanyard_http_request_duration_seconds histogram\n"};
    for (size_t p = 0; p < 2; p++) {
        buffer_text(out, heads[p]);
        for (size_t i = 0; i < route_count; i++)
            prints[p](&metrics->routes[i], routes[i].method, routes[i].pattern, out);
        prints[p](&metrics->routes[ROUTES_MAX - 1], "other", "none", out);
    }
}

/* All lines of a metric stand together, under what it is. */
static void print_head(struct buffer *out, const char *name, const char *type, const char *help)
{
    buffer_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void print_pools(struct application *application, struct buffer *out)
{
    struct store *const stores[] = {application->store, application->door_store};
    static const char *const names[] = {"public", "doors"};
    print_head(out, "lanyard_pool_connections", "gauge", "Connections to the database.");
    for (size_t i = 0; i < 2; i++) {
        int used;
        int open;
        store_usage(stores[i], &used, &open);
        buffer_printf(out, "lanyard_pool_connections{pool=\"%s\",state=\"used\"} %d\n", names[i], used);
        buffer_printf(out, "lanyard_pool_connections{pool=\"%s\",state=\"open\"} %d\n", names[i], open);
    }
}

static uint64_t usage_queued(const struct store_writer_usage *usage)
{
    return (uint64_t)usage->queued;
}

static uint64_t usage_groups(const struct store_writer_usage *usage)
{
    return usage->groups;
}

static uint64_t usage_items(const struct store_writer_usage *usage)
{
    return usage->items;
}

static uint64_t usage_failed(const struct store_writer_usage *usage)
{
    return usage->failed;
}

static const struct writer_metric {
    const char *name, *type, *help;
    uint64_t (*value)(const struct store_writer_usage *usage);
} writer_metrics[] = {
    {"lanyard_writer_queued", "gauge", "Writes that wait.", usage_queued},
    {"lanyard_writer_groups_total", "counter", "Transactions committed.", usage_groups},
    {"lanyard_writer_items_total", "counter", "Writes in them.", usage_items},
    {"lanyard_writer_failed_total", "counter", "Writes that failed with their transaction.", usage_failed},
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
    for (size_t i = 0; i < sizeof writer_metrics / sizeof *writer_metrics; i++) {
        const struct writer_metric *metric = &writer_metrics[i];
        print_head(out, metric->name, metric->type, metric->help);
        buffer_printf(out, "%s{writer=\"registrations\"} %llu\n", metric->name,
                      (unsigned long long)metric->value(&registrations));
        buffer_printf(out, "%s{writer=\"scans\"} %llu\n", metric->name,
                      (unsigned long long)metric->value(&scans));
    }
}

static void print_counts(const json_t *counts, const char *name, const char *label, struct buffer *out)
{
    const char *key;
    const json_t *value;
    json_object_foreach((json_t *)(uintptr_t)counts, key, value)
    {
        buffer_printf(out, "%s{%s=\"%s\"} %lld\n", name, label, key, (long long)json_integer_value(value));
    }
}

/* What is stored, at most a few seconds old. New reference, or NULL. */
static json_t *stored_counts(struct application *application)
{
    struct metrics *metrics = application->metrics;
    pthread_mutex_lock(&metrics->lock);
    if (!metrics->counted_at || clock_monotonic() - metrics->counted_at >= COUNTED_FOR) {
        json_decref(metrics->stored);
        metrics->stored = store_call(application->store, SQL_METRICS, NULL, NULL);
        metrics->counted_at = clock_monotonic();
    }
    json_t *counts = json_incref(metrics->stored);
    pthread_mutex_unlock(&metrics->lock);
    return counts;
}

void metrics_send(struct request *request)
{
    struct application *application = request->application;
    struct buffer out = BUFFER(1u << 20);
    print_http(application->metrics, &out);
    print_pools(application, &out);
    print_writers(application, &out);
    scope_json json_t *counts = stored_counts(application);
    print_head(&out, "lanyard_database_up", "gauge", "Whether the database answered.");
    buffer_printf(&out, "lanyard_database_up %d\n", counts != NULL);
    print_head(&out, "lanyard_registrations", "gauge", "Registrations stored.");
    print_counts(json_object_get(counts, "registrations"), "lanyard_registrations", "status", &out);
    print_head(&out, "lanyard_scans", "gauge", "Scans stored.");
    print_counts(json_object_get(counts, "scans"), "lanyard_scans", "verdict", &out);
    response_send(request, 200, "text/plain; version=0.0.4", &out, NULL);
}
