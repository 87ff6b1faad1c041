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

void faults_note(void *context, enum record_fault fault, const char *path, const char *wanted)
{
    struct faults *faults = context;
    size_t length = strlen(path);
    bool is_element = length && path[length - 1] == ']' && wanted && strcmp(wanted, "object") != 0;
    const char *index = is_element ? strrchr(path, '[') : NULL;
    char field[sizeof faults->items->field];
    snprintf(field, sizeof field, "%.*s", (int)(index ? (size_t)(index - path) : length), path);
    if (fault == RECORD_UNKNOWN)
        faults_add(faults, field, "fault.unknown", NULL);
    else
        faults_add(faults, *field ? field : "body", "fault.type", index ? "list" : wanted);
}
