#include "web/web.h"

#define KIB 1024u
#define JSON_TYPE "application/json"
#define FORM_TYPE "application/x-www-form-urlencoded"

/* Every address of the service. HEAD goes with GET; OPTIONS, 404 and 405 are answered from this table alone.
 */
const struct route routes[] = {
    {"GET", "/", page_home, 0, NULL, false},
    {"GET", "/e/{event}", page_event, 0, NULL, false},
    {"GET", "/e/{event}/register", page_register_form, 0, NULL, false},
    {"POST", "/e/{event}/register", page_register_submit, 64 * KIB, FORM_TYPE, true},
    {"GET", "/e/{event}/r/{code}", page_attendee, 0, NULL, false},
    {"GET", "/e/{event}/r/{code}/ticket.svg", page_ticket_svg, 0, NULL, false},
    {"GET", "/e/{event}/r/{code}/ticket.png", page_ticket_png, 0, NULL, false},
    {"GET", "/r/{code}", page_attendee_moved, 0, NULL, false},
    {"GET", "/r/{code}/ticket.svg", page_attendee_moved, 0, NULL, false},
    {"GET", "/r/{code}/ticket.png", page_attendee_moved, 0, NULL, false},
    {"GET", "/assets/{name}", asset_send, 0, NULL, false},
    {"POST", "/api/v1/events/{event}/registrations", api_register, 64 * KIB, JSON_TYPE, true},
    {"POST", "/api/v1/devices/pair", api_pair, 4 * KIB, JSON_TYPE, true},
    {"GET", "/api/v1/device", api_device, 0, NULL, false},
    {"POST", "/api/v1/scans", api_scans, 256 * KIB, JSON_TYPE, false},
    {"GET", "/healthz", health_live, 0, NULL, false},
    {"GET", "/readyz", health_ready, 0, NULL, false},
    {"GET", "/metrics", metrics_send, 0, NULL, false},
};
const size_t route_count = sizeof routes / sizeof *routes;

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
                            char captures[REQUEST_CAPTURES][REQUEST_CAPTURE_SIZE])
{
    size_t captured = 0;
    while (*pattern) {
        if (*pattern != '{') {
            if (*pattern++ != *path++)
                return false;
            continue;
        }
        size_t length = segment_length(path);
        if (length == 0 || length >= REQUEST_CAPTURE_SIZE || captured == REQUEST_CAPTURES)
            return false;
        memcpy(captures[captured], path, length);
        captures[captured++][length] = '\0';
        path += length;
        pattern = strchr(pattern, '}') + 1;
    }
    return !*path;
}

enum route_match route_find(const char *method, const char *path, const struct route **route,
                            char captures[REQUEST_CAPTURES][REQUEST_CAPTURE_SIZE])
{
    enum route_match match = ROUTE_NO_PATH;
    if (strcmp(method, "HEAD") == 0)
        method = "GET";
    for (size_t i = 0; i < route_count; i++) {
        if (!pattern_matches(routes[i].pattern, path, captures))
            continue;
        if (strcmp(routes[i].method, method) == 0) {
            *route = &routes[i];
            return ROUTE_FOUND;
        }
        match = ROUTE_NO_METHOD;
    }
    return match;
}

void route_allow(const char *path, struct buffer *allow)
{
    char captures[REQUEST_CAPTURES][REQUEST_CAPTURE_SIZE];
    for (size_t i = 0; i < route_count; i++)
        if (pattern_matches(routes[i].pattern, path, captures))
            buffer_printf(allow, "%s%s, ", routes[i].method,
                          strcmp(routes[i].method, "GET") == 0 ? ", HEAD" : "");
    buffer_text(allow, "OPTIONS");
}
