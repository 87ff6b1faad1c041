/* Faults of an input: kept, found, and made of what a record does not take. */
#include "base/base.h"

void faults_add(struct faults *faults, const char *field, const char *message, const char *detail)
{
    struct fault fault = {.message = message};
    snprintf(fault.field, sizeof fault.field, "%s", field);
    text_drop_partial(fault.field);
    text_fit(fault.detail, sizeof fault.detail, detail ? detail : "");
    if (faults->count < FAULTS_MAX && !faults_find(faults, fault.field))
        faults->items[faults->count++] = fault;
}

const struct fault *faults_find(const struct faults *faults, const char *field)
{
    for (size_t i = 0; i < faults->count; i++)
        if (strcmp(faults->items[i].field, field) == 0)
            return &faults->items[i];
    return NULL;
}

/* A sentence for each type: its word would stand in English in the others. */
static const char *type_message(const char *wanted)
{
    static const struct {
        const char *wanted, *message;
    } types[] = {{"text", "fault.type.text"},
                 {"integer", "fault.type.integer"},
                 {"number", "fault.type.number"},
                 {"true/false", "fault.type.flag"},
                 {"list", "fault.type.list"},
                 {"object", "fault.type.object"},
                 {"one of its words", "fault.type.word"}};
    const char *message = NULL;
    for (size_t i = 0; i < COUNT_OF(types); i++)
        if (strcmp(types[i].wanted, wanted) == 0)
            message = types[i].message;
    must(message);
    return message;
}

static void note_mistyped(struct faults *faults, const char *path, const char *wanted)
{
    size_t length = strlen(path);
    bool is_element = length && path[length - 1] == ']' && strcmp(wanted, "object") != 0;
    const char *index = is_element ? strrchr(path, '[') : NULL;
    char field[sizeof faults->items->field];
    snprintf(field, sizeof field, "%.*s", (int)(index ? (size_t)(index - path) : length), path);
    faults_add(faults, *field ? field : "body", type_message(index ? "list" : wanted), NULL);
}

void faults_note(void *context, enum record_fault fault, const char *path, const char *wanted)
{
    struct faults *faults = context;
    switch (fault) {
    case RECORD_MISTYPED:
        note_mistyped(faults, path, wanted);
        break;
    case RECORD_UNKNOWN:
        faults_add(faults, path, "fault.unknown", NULL);
        break;
    case RECORD_BROKEN:
        faults_add(faults, "body", "fault.json", path);
        break;
    case RECORD_TWICE:
        faults_add(faults, "body", "fault.json.twice", path);
        break;
    }
}
