#include "base/base.h"

void faults_add(struct faults *faults, const char *field, const char *message, const char *detail)
{
    if (faults->count == FAULTS_MAX || faults_find(faults, field))
        return;
    struct fault *fault = &faults->items[faults->count++];
    snprintf(fault->field, sizeof fault->field, "%s", field);
    snprintf(fault->detail, sizeof fault->detail, "%s", detail ? detail : "");
    fault->message = message;
}

const struct fault *faults_find(const struct faults *faults, const char *field)
{
    for (size_t i = 0; i < faults->count; i++)
        if (strcmp(faults->items[i].field, field) == 0)
            return &faults->items[i];
    return NULL;
}
