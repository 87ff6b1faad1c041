/* The table of routes: every address, and how often which answer was given. */
#include "http/http_private.h"

/* A status outside of this is none (RFC 9110 section 15). */
#define STATUS_LEAST 100
#define STATUS_MOST 599
#define STATUSES (STATUS_MOST - STATUS_LEAST + 1)

/* Upper bounds in microseconds; the last bucket has none. */
static const int64_t bounds[] = {1000,   2500,   5000,   10000,   25000,  50000,
                                 100000, 250000, 500000, 1000000, 2500000};
#define BOUNDS COUNT_OF(bounds)

struct route_counts {
    _Atomic uint64_t by_status[STATUSES];
    _Atomic uint64_t by_duration[BOUNDS + 1];
    _Atomic uint64_t duration_sum; /* microseconds */
};

struct http_table {
    const struct http_route **rows;
    size_t count;
    struct route_counts *counts; /* one a row, and one more for what finds none */
};

/* --- what a row must say */

static bool is_method(const char *method)
{
    static const char *const methods[] = {"GET", "POST", "PUT", "DELETE"};
    for (size_t i = 0; method && i < COUNT_OF(methods); i++)
        if (strcmp(method, methods[i]) == 0)
            return true;
    return false;
}

static bool pattern_usable(const char *pattern)
{
    size_t captures = 0;
    if (!pattern || *pattern != '/')
        return false;
    for (const char *open = strchr(pattern, '{'); open; open = strchr(open + 1, '{')) {
        const char *close = strchr(open, '}');
        if (++captures > HTTP_CAPTURES || !close || open[-1] != '/' || (close[1] && close[1] != '/'))
            return false;
    }
    return true;
}

/* A form has texts only. */
static bool is_readable(const struct http_route *row)
{
    record_must_hold(row->input);
    for (size_t i = 0; row->takes == HTTP_TAKES_FORM && i < row->input->count; i++) {
        const struct record_member *member = &row->input->members[i];
        bool flags = member->type == RECORD_IS_PAIRS && member->values == RECORD_IS_FLAG;
        if (!flags && member->type != RECORD_IS_TEXT && member->type != RECORD_IS_FLAG &&
            member->type != RECORD_IS_TEXTS && member->type != RECORD_IS_INT)
            return false;
    }
    return true;
}

/* NULL if the row says all. */
static const char *row_fault(const struct http_route *row)
{
    bool reads = row->method && strcmp(row->method, "GET") == 0;
    if (!is_method(row->method))
        return "its method is none of GET, POST, PUT and DELETE";
    if (!pattern_usable(row->pattern))
        return "its pattern is no path, or names too much";
    if (!row->handler)
        return "it has no handler";
    if (!row->who || !row->who->name)
        return "it does not say who may";
    if (row->wants && !row->wants->name)
        return "what it wants has no name";
    if (reads != (row->takes == HTTP_TAKES_NOTHING) || reads != (row->body_max == 0))
        return "it does not say what it takes, or takes a body with GET";
    if ((row->takes == HTTP_TAKES_FORM) != (row->untrusted != NULL))
        return "a form needs an answer to one without its token";
    if ((row->takes == HTTP_TAKES_NOTHING) != !row->input)
        return "it does not say what its body is read into, or reads one that it does not take";
    if (row->input && !is_readable(row))
        return "a form cannot be read into its record";
    if (row->summary && row->output)
        record_must_hold(row->output);
    if (!row->listeners)
        return "it is found nowhere";
    return NULL;
}

/* Whether two patterns are the same but for the names in them. */
static bool same_shape(const char *a, const char *b)
{
    while (*a && *a == *b) {
        bool named = *a == '{';
        a = named ? strchr(a, '}') : a + 1;
        b = named ? strchr(b, '}') : b + 1;
    }
    return !*a && !*b;
}

static bool row_refuse(const struct http_route *row, const char *fault, struct error *error)
{
    return error_set(error, ERROR_OURS, NULL, "route %s %s: %s", row->method ? row->method : "?",
                     row->pattern ? row->pattern : "?", fault);
}

static bool table_add(struct http_table *table, const struct http_route *row, struct error *error)
{
    const char *fault = row_fault(row);
    if (fault)
        return row_refuse(row, fault, error);
    for (size_t i = 0; i < table->count; i++)
        if (strcmp(table->rows[i]->method, row->method) == 0 &&
            same_shape(table->rows[i]->pattern, row->pattern))
            return row_refuse(row, "it is there twice", error);
    table->rows[table->count++] = row;
    return true;
}

struct http_table *http_table_new(const struct http_area *const *areas, size_t count, struct error *error)
{
    size_t rows = 0;
    for (size_t a = 0; a < count; a++)
        rows += areas[a]->count;
    struct http_table *table = calloc(1, sizeof *table);
    bool good = table && (table->rows = calloc(rows + 1, sizeof *table->rows)) &&
                (table->counts = calloc(rows + 1, sizeof *table->counts));
    if (!good)
        error_set(error, ERROR_OURS, NULL, "out of memory");
    for (size_t a = 0; good && a < count; a++)
        for (size_t i = 0; good && i < areas[a]->count; i++)
            good = table_add(table, &areas[a]->rows[i], error);
    if (good)
        return table;
    http_table_free(table);
    return NULL;
}

void http_table_free(struct http_table *table)
{
    if (!table)
        return;
    free(table->counts);
    free(table->rows);
    free(table);
}

/* --- which row */

static bool segment_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
}

static size_t segment_length(const char *path)
{
    size_t length = 0;
    while (segment_char(path[length]))
        length++;
    return length;
}

static bool pattern_matches(const char *pattern, const char *path,
                            char captures[HTTP_CAPTURES][HTTP_CAPTURE_SIZE])
{
    size_t captured = 0;
    while (*pattern) {
        if (*pattern != '{') {
            if (*pattern++ != *path++)
                return false;
            continue;
        }
        size_t length = segment_length(path);
        if (length == 0 || length >= HTTP_CAPTURE_SIZE)
            return false;
        must(captured < HTTP_CAPTURES);
        memcpy(captures[captured], path, length);
        captures[captured++][length] = '\0';
        path += length;
        pattern = strchr(pattern, '}') + 1;
    }
    return !*path;
}

enum http_match http_table_find(const struct http_table *table, unsigned listeners, const char *method,
                                const char *path, const struct http_route **route,
                                char captures[HTTP_CAPTURES][HTTP_CAPTURE_SIZE])
{
    enum http_match match = HTTP_NO_PATH;
    if (strcmp(method, "HEAD") == 0)
        method = "GET";
    for (size_t i = 0; i < table->count; i++) {
        const struct http_route *row = table->rows[i];
        if (!(row->listeners & listeners) || !pattern_matches(row->pattern, path, captures))
            continue;
        if (strcmp(row->method, method) == 0) {
            *route = row;
            return HTTP_FOUND;
        }
        match = HTTP_NO_METHOD;
    }
    return match;
}

void http_table_allow(const struct http_table *table, unsigned listeners, const char *path,
                      struct buffer *allow)
{
    char captures[HTTP_CAPTURES][HTTP_CAPTURE_SIZE];
    for (size_t i = 0; i < table->count; i++) {
        const struct http_route *row = table->rows[i];
        if ((row->listeners & listeners) && pattern_matches(row->pattern, path, captures))
            buffer_printf(allow, "%s%s, ", row->method, strcmp(row->method, "GET") == 0 ? ", HEAD" : "");
    }
    buffer_text(allow, "OPTIONS");
}

size_t http_table_budgets(const struct http_table *table)
{
    size_t budgets = 1;
    for (size_t i = 0; i < table->count; i++)
        if (table->rows[i]->budget >= budgets)
            budgets = table->rows[i]->budget + 1;
    return budgets;
}

void http_table_describe(const struct http_table *table, const struct http_api *api, struct buffer *out)
{
    http_openapi(table->rows, table->count, api, out);
}

/* --- what was answered */

static size_t table_index(const struct http_table *table, const struct http_route *route)
{
    size_t index = 0;
    while (route && index < table->count && table->rows[index] != route)
        index++;
    must(!route || index < table->count);
    return route ? index : table->count;
}

void http_table_count(const struct http_table *table, const struct http_route *route, int status,
                      int64_t duration)
{
    must(status >= STATUS_LEAST && status <= STATUS_MOST);
    struct route_counts *counts = &table->counts[table_index(table, route)];
    atomic_fetch_add_explicit(&counts->by_status[status - STATUS_LEAST], 1, memory_order_relaxed);
    size_t bucket = 0;
    while (bucket < BOUNDS && duration > bounds[bucket])
        bucket++;
    atomic_fetch_add_explicit(&counts->by_duration[bucket], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&counts->duration_sum, (uint64_t)duration, memory_order_relaxed);
}

static void print_statuses(const struct route_counts *counts, const char *method, const char *pattern,
                           struct buffer *out)
{
    for (int i = 0; i < STATUSES; i++) {
        uint64_t count = atomic_load(&counts->by_status[i]);
        if (count)
            buffer_printf(out, "lanyard_http_requests_total{method=\"%s\",route=\"%s\",status=\"%d\"} %llu\n",
                          method, pattern, STATUS_LEAST + i, (unsigned long long)count);
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

void http_table_print(const struct http_table *table, struct buffer *out)
{
    void (*const prints[])(const struct route_counts *, const char *, const char *,
                           struct buffer *) = {print_statuses, print_durations};
    const char *const heads[] = {
        "# HELP lanyard_http_requests_total Requests answered.\n# TYPE lanyard_http_requests_total counter\n",
        "# HELP lanyard_http_request_duration_seconds From the request's first line to its answer.\n"
        "# TYPE lanyard_http_request_duration_seconds histogram\n"};
    for (size_t p = 0; p < COUNT_OF(prints); p++) {
        buffer_text(out, heads[p]);
        for (size_t i = 0; i < table->count; i++)
            prints[p](&table->counts[i], table->rows[i]->method, table->rows[i]->pattern, out);
        prints[p](&table->counts[table->count], "other", "none", out);
    }
}
