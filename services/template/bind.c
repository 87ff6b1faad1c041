/* Names: what each means where it stands, found out once. */
#include "template/template_private.h"

const char *template_fixed(const struct template_compiler *compiler, const char *name)
{
    const struct template_source *source = compiler->source;
    return source->fixed ? source->fixed(source->context, name) : NULL;
}

/* "." */
static bool bind_element(const struct template_compiler *compiler, struct template_value *value)
{
    const struct template_scope *scope = &compiler->scopes[compiler->scope];
    if (scope->record)
        return error_set(compiler->error, ERROR_OURS, NULL, "{{.}} stands for no text here");
    *value = (struct template_value){.scope = compiler->scope,
                                     .type = scope->words ? RECORD_IS_WORD : RECORD_IS_TEXT,
                                     .words = scope->words};
    return true;
}

static const struct record_member *find_outward(const struct template_compiler *compiler, const char *name,
                                                size_t length, size_t *scope)
{
    for (*scope = compiler->scope + 1; (*scope)-- > 0;) {
        const struct record *record = compiler->scopes[*scope].record;
        const struct record_member *member = record ? record_find(record, name, length) : NULL;
        if (member)
            return member;
    }
    return NULL;
}

static void enter_member(const struct record_member *member, struct template_value *value)
{
    value->offsets[value->pointers] += member->offset;
    value->type = member->type;
    value->presence = member->presence;
    value->of = member->of;
    value->words = member->words;
    value->size = member->size;
}

/* From a record to the member of it that the name goes on with. */
static bool bind_inward(const struct template_compiler *compiler, const char *name, size_t length,
                        struct template_value *value)
{
    if (value->type != RECORD_IS_RECORD && value->type != RECORD_IS_POINTER)
        return error_set(compiler->error, ERROR_OURS, NULL, "what stands before .%.*s has no members",
                         (int)length, name);
    const struct record_member *member = record_find(value->of, name, length);
    if (!member)
        return error_set(compiler->error, ERROR_OURS, NULL, "there is no %.*s in %s", (int)length, name,
                         value->of->name);
    if (value->type == RECORD_IS_POINTER) {
        if (value->pointers == TEMPLATE_POINTERS)
            return error_set(compiler->error, ERROR_OURS, NULL, "too many pointers lead to %.*s", (int)length,
                             name);
        value->pointers++;
    }
    enter_member(member, value);
    return true;
}

static size_t length_of_part(const char *name, size_t length)
{
    const char *dot = memchr(name, '.', length);
    return dot ? (size_t)(dot - name) : length;
}

bool template_bind(const struct template_compiler *compiler, const char *name, size_t length,
                   struct template_value *value)
{
    *value = (struct template_value){0};
    if (length == 1 && *name == '.')
        return bind_element(compiler, value);
    size_t part = length_of_part(name, length);
    const struct record_member *member = find_outward(compiler, name, part, &value->scope);
    if (!member)
        return error_set(compiler->error, ERROR_OURS, NULL, "there is no %.*s here", (int)length, name);
    enter_member(member, value);
    while (part < length) {
        name += part + 1;
        length -= part + 1;
        part = length_of_part(name, length);
        if (!bind_inward(compiler, name, part, value))
            return false;
    }
    return true;
}

bool template_bind_text(const struct template_compiler *compiler, const char *name, size_t length,
                        struct template_value *value)
{
    if (!template_bind(compiler, name, length, value))
        return false;
    if (value->type == RECORD_IS_TEXT || value->type == RECORD_IS_INT || value->type == RECORD_IS_WORD)
        return true;
    return error_set(compiler->error, ERROR_OURS, NULL, "%.*s is neither text nor number nor word",
                     (int)length, name);
}
