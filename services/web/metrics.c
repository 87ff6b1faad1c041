#include "web/web.h"

#define ROUTES_MAX 32

static const int statuses[] = {200, 201, 204, 303, 304, 400, 401, 403, 404,
                               405, 409, 413, 415, 422, 429, 500, 503};
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

struct metrics {
    struct route_counts routes[ROUTES_MAX]; /* the last: no route */
};

struct metrics *metrics_new(void)
{
    return calloc(1, sizeof(struct metrics));
}

void metrics_free(struct metrics *metrics)
{
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

static void print_value(struct buffer *out, const char *name, const char *type, const char *help,
                        double value)
{
    buffer_printf(out, "# HELP %s %s\n# TYPE %s %s\n%s %.0f\n", name, help, name, type, name, value);
}

static void print_pool(struct store *store, const char *pool, struct buffer *out)
{
    int used;
    int open;
    store_usage(store, &used, &open);
    buffer_printf(out, "lanyard_pool_connections{pool=\"%s\",state=\"used\"} %d\n", pool, used);
    buffer_printf(out, "lanyard_pool_connections{pool=\"%s\",state=\"open\"} %d\n", pool, open);
}

static void print_writer(const char *writer, const struct store_writer_usage *usage, struct buffer *out)
{
    buffer_printf(out, "lanyard_writer_queued{writer=\"%s\"} %d\n", writer, usage->queued);
    buffer_printf(out, "lanyard_writer_groups_total{writer=\"%s\"} %llu\n", writer,
                  (unsigned long long)usage->groups);
    buffer_printf(out, "lanyard_writer_items_total{writer=\"%s\"} %llu\n", writer,
                  (unsigned long long)usage->items);
    buffer_printf(out, "lanyard_writer_failed_total{writer=\"%s\"} %llu\n", writer,
                  (unsigned long long)usage->failed);
}

static void print_writers(struct application *application, struct buffer *out)
{
    struct registration_desk *desk = application->desk;
    struct checkin_desk *door_desk = application->door_desk;
    struct store_writer_usage usage;
    if (desk) {
        registration_desk_usage(desk, &usage);
        print_writer("registrations", &usage, out);
    }
    if (door_desk) {
        checkin_desk_usage(door_desk, &usage);
        print_writer("scans", &usage, out);
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

void metrics_send(struct request *request)
{
    struct application *application = request->application;
    struct buffer out = BUFFER(1u << 20);
    print_http(application->metrics, &out);
    print_pool(application->store, "public", &out);
    print_pool(application->door_store, "doors", &out);
    print_writers(application, &out);
    scope_json json_t *counts = store_call(application->store, SQL_METRICS, NULL, NULL);
    print_value(&out, "lanyard_database_up", "gauge", "Whether the database answered.", counts != NULL);
    print_counts(json_object_get(counts, "registrations"), "lanyard_registrations", "status", &out);
    print_counts(json_object_get(counts, "scans"), "lanyard_scans", "verdict", &out);
    response_send(request, 200, "text/plain; version=0.0.4", &out, NULL);
}
