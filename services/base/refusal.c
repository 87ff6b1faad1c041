/* Refusals: an id and its arguments. */
#include "base/base.h"

static bool argument_set(struct refusal_argument *argument, const struct refusal_given *given)
{
    if (!given->name || !given->text || !text_copy(argument->name, sizeof argument->name, given->name))
        return false;
    argument->type = given->type;
    argument->number = given->number;
    if (given->type != REFUSAL_TEXT)
        return text_copy(argument->text, sizeof argument->text, given->text);
    text_fit(argument->text, sizeof argument->text, given->text);
    if (!text_is_utf8(argument->text, strlen(argument->text)))
        for (char *c = argument->text; *c; c++)
            if (*c & 0x80)
                *c = '?';
    return true;
}

bool refusal_set(struct refusal *refusal, const char *id, const struct refusal_given *given, size_t count)
{
    *refusal = (struct refusal){0};
    bool good = count <= REFUSAL_ARGUMENTS_MAX && text_copy(refusal->id, sizeof refusal->id, id);
    for (; good && refusal->count < count; refusal->count++)
        good = argument_set(&refusal->arguments[refusal->count], &given[refusal->count]);
    if (!good)
        *refusal = (struct refusal){0};
    return good;
}

const struct refusal_argument *refusal_find(const struct refusal *refusal, const char *name, size_t length)
{
    for (size_t i = 0; i < refusal->count; i++)
        if (strncmp(refusal->arguments[i].name, name, length) == 0 && !refusal->arguments[i].name[length])
            return &refusal->arguments[i];
    return NULL;
}
