/* Event files: read, held against the schema, cleaned and completed. */
#include "event/event_private.h"

#define FILE_MAX (1u << 20)

/* Some editors put a mark in front of UTF-8 (RFC 8259, section 8.1, lets a reader ignore it). */
static const char *behind_mark(const char *text, size_t *length)
{
    size_t mark = *length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    *length -= mark;
    return text + mark;
}

/* Whether it is JSON at all, which is told by line; that it is an object the schema says. */
static bool check_syntax(const char *text, size_t length, const char *path, struct arena *arena,
                         struct error *error)
{
    static const struct record any_object = {.name = "document", .size = 1};
    char none;
    struct error problem = {0};
    if (record_read(&any_object, text, length, path, RECORD_TOLERANT, arena, &none, &problem) ||
        problem.kind != ERROR_CALLER)
        return true;
    return error_set(error, problem.kind, NULL, "%s", problem.message);
}

struct reading {
    struct event_findings *findings;
    bool lost_elements; /* of a list one was left out, so that the next ones' places are no longer theirs */
};

static void note_fault(void *context, const char *path, const char *says)
{
    struct reading *reading = context;
    event_find(reading->findings, EVENT_FAULT, *path ? path : "the file", "%s", says);
}

static bool check_schema(const char *text, const char *schema_path, struct reading *reading,
                         struct error *error)
{
    char problem[400];
    scope_free char *schema = file_read(schema_path, FILE_MAX, NULL, error);
    return schema && (event_schema_check(schema, text, note_fault, reading, problem, sizeof problem) ||
                      error_set(error, ERROR_OURS, NULL, "%s", problem));
}

/* Whatever it is, the schema tells it. */
static void note_misfit(void *context, enum record_fault fault, const char *path, const char *wanted)
{
    struct reading *reading = context;
    (void)fault, (void)wanted;
    size_t length = strlen(path);
    reading->lost_elements = reading->lost_elements || (length && path[length - 1] == ']');
}

static void set_default(const char **text, const char *value)
{
    if (!*text)
        *text = value;
}

static void set_default_wording(struct record_pairs *wording)
{
    static struct record_pair nothing = {.name = "", .text = ""};
    if (!wording->count)
        *wording = (struct record_pairs){&nothing, 1};
}

static void set_default_number(int64_t *number, int64_t value)
{
    if (*number == RECORD_NO_INT)
        *number = value;
}

#define GRACE_MINUTES 30

/* What it means to leave something out, as the schema tells; the words' first are drafts and entries once. */
static void complete(struct event *event, struct arena *arena)
{
    set_default_wording(&event->summary);
    set_default(&event->contact, "");
    scope_free char *contact = *event->contact ? email_canonical(event->contact, NULL) : NULL;
    if (contact)
        event->contact = arena_copy(arena, contact);
    set_default_number(&event->payment.grace_minutes, GRACE_MINUTES);
    for (size_t i = 0; i < event->categories.count; i++) {
        set_default_wording(&event->categories.items[i].description);
        set_default(&event->categories.items[i].color, "#444444");
    }
    for (size_t i = 0; i < event->sessions.count; i++) {
        set_default_wording(&event->sessions.items[i].room);
        set_default_number(&event->sessions.items[i].price, 0);
    }
}

static bool read_text(const char *text, const char *schema, struct arena *arena, struct event *event,
                      struct event_findings *findings, struct error *error)
{
    struct reading reading = {.findings = findings};
    *event = (struct event){0};
    if (!record_read_input(&event_definition_record, text, strlen(text), arena, event, note_misfit, &reading,
                           error) ||
        !event_clean(&event_definition_record, event, arena, findings, error) ||
        !check_schema(text, schema, &reading, error))
        return false;
    if (!reading.lost_elements)
        event_check(event, findings);
    if (!findings->faults) {
        complete(event, arena);
        event_warn(event, findings);
        return true;
    }
    return error_set(error, ERROR_CALLER, NULL, "%s: %s", findings->items[0].path, findings->items[0].says);
}

bool event_read(const char *path, const char *schema, struct arena *arena, struct event *event,
                struct event_findings *findings, struct error *error)
{
    size_t length;
    *findings = (struct event_findings){.arena = arena};
    scope_free char *file = file_read(path, FILE_MAX, &length, error);
    const char *text = file ? behind_mark(file, &length) : NULL;
    if (!text || !check_syntax(text, length, path, arena, error))
        return false;
    return read_text(text, schema, arena, event, findings, error) || error_context(error, "%s", path);
}
