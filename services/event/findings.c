/* What is said of a file, path by path. */
#include "event/event_private.h"

#include <stdarg.h>

#define SAYS_MOST 600

static bool has_path(const struct event_findings *findings, const char *path)
{
    for (size_t i = 0; i < findings->count; i++)
        if (strcmp(findings->items[i].path, path) == 0)
            return true;
    return false;
}

void event_find(struct event_findings *findings, enum event_weight weight, const char *path,
                const char *format, ...)
{
    char says[SAYS_MOST];
    va_list arguments;
    if (has_path(findings, path))
        return;
    findings->faults += weight == EVENT_FAULT;
    if (findings->count == EVENT_FINDINGS_MOST) {
        findings->more++;
        return;
    }
    va_start(arguments, format);
    vsnprintf(says, sizeof says, format, arguments);
    va_end(arguments);
    struct event_finding finding = {.weight = weight,
                                    .path = arena_copy(findings->arena, path),
                                    .says = arena_copy(findings->arena, says)};
    if (finding.path && finding.says)
        findings->items[findings->count++] = finding;
}

struct event_path event_path(const char *format, ...)
{
    struct event_path path;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(path.text, sizeof path.text, format, arguments);
    va_end(arguments);
    return path;
}
