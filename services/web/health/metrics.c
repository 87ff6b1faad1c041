/* What is counted, in the Prometheus text format. */
#include "web/health/health.h"

#include "web/database.h"
#include "web/kept.h"

/* All lines of a metric stand together, under what it is. */
static void print_head(struct buffer *out, const char *name, const char *type, const char *help)
{
    buffer_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void print_counts(const struct record_pairs *counts, const char *name, const char *label,
                         struct buffer *out)
{
    for (size_t i = 0; i < counts->count; i++)
        buffer_printf(out, "%s{%s=\"%s\"} %lld\n", name, label, counts->items[i].name,
                      (long long)counts->items[i].number);
}

static void counts_came(struct http_request *request)
{
    struct application *application = web_application(request);
    static const struct database_counts unknown;
    const struct database_counts *found = web_request(request)->found;
    const struct database_counts *counts = found ? found : &unknown;
    struct buffer out = BUFFER(4u << 20);
    http_table_print(application->table, &out);
    database_print(application, &out);
    print_head(&out, "lanyard_pictures_made_total", "counter",
               "Pictures of tickets made, not taken from those kept.");
    buffer_printf(&out, "lanyard_pictures_made_total %llu\n",
                  (unsigned long long)kept_made(application->kept_pictures));
    print_head(&out, "lanyard_pages_made_total", "counter",
               "Pages that many see made, not taken from those kept.");
    buffer_printf(&out, "lanyard_pages_made_total %llu\n",
                  (unsigned long long)kept_made(application->kept_pages));
    print_head(&out, "lanyard_database_up", "gauge", "Whether the database answered.");
    buffer_printf(&out, "lanyard_database_up %d\n", found != NULL);
    print_head(&out, "lanyard_registrations", "gauge", "Registrations stored.");
    print_counts(&counts->registrations, "lanyard_registrations", "status", &out);
    print_head(&out, "lanyard_scans", "gauge", "Scans stored.");
    print_counts(&counts->scans, "lanyard_scans", "verdict", &out);
    http_send(request, 200, "text/plain; version=0.0.4", &out, NULL);
}

/* GET /metrics */
void health_metrics(struct http_request *request)
{
    question_ask(web_application(request)->counts, request, counts_came);
}
