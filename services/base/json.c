/* Small helpers over jansson: reading that notices when memory runs out, typed look-ups, differences. */
#include "base/base.h"

/* Where jansson (2.14) gets no memory for a character it goes on without it, when reading, and for a name
 * when writing, and gives a document that says something else. So its allocations are looked at: whatever was
 * read or written meanwhile is none. Before main, since what is allocated one way must be freed the same. */
static _Thread_local bool json_ran_out;

static void *json_allocate(size_t size)
{
    void *block = malloc(size);
    json_ran_out = json_ran_out || !block;
    return block;
}

__attribute__((constructor)) static void json_watch_memory(void)
{
    json_set_alloc_funcs(json_allocate, free);
}

json_t *json_load(const char *bytes, size_t length, size_t flags, json_error_t *problem)
{
    json_ran_out = false;
    json_t *json = json_loadb(bytes, length, flags, problem);
    if (!json_ran_out)
        return json;
    json_decref(json);
    *problem = (json_error_t){.text = "out of memory"};
    return NULL;
}

char *json_print(const json_t *json, size_t flags)
{
    json_ran_out = false;
    char *text = json_dumps(json, flags);
    if (!json_ran_out)
        return text;
    free(text);
    return NULL;
}

json_t *json_read_at(const char *bytes, size_t length, const char *source, struct json_place *place,
                     struct error *error)
{
    json_error_t problem;
    json_t *json = json_load(bytes, length, JSON_REJECT_DUPLICATES, &problem);
    *place = (struct json_place){0};
    if (json)
        return json;
    if (json_ran_out) {
        error_set(error, ERROR_OURS, NULL, "%s: out of memory", source);
        return NULL;
    }
    *place = (struct json_place){.line = problem.line,
                                 .column = problem.column,
                                 .twice = json_error_code(&problem) == json_error_duplicate_key};
    error_set(error, ERROR_CALLER, NULL, "%s:%d:%d: %s", source, problem.line, problem.column, problem.text);
    return NULL;
}

json_t *json_read(const char *bytes, size_t length, const char *source, struct error *error)
{
    struct json_place place;
    return json_read_at(bytes, length, source, &place, error);
}

const char *json_text(const json_t *object, const char *name, const char *fallback)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : fallback;
}

int64_t json_int(const json_t *object, const char *name, int64_t fallback)
{
    const json_t *value = json_object_get(object, name);
    return json_is_integer(value) ? json_integer_value(value) : fallback;
}

bool json_flag(const json_t *object, const char *name, bool fallback)
{
    const json_t *value = json_object_get(object, name);
    return json_is_boolean(value) ? json_is_true(value) : fallback;
}

/* The first object of the list whose member is this text, NULL if there is none. Borrowed. */
static json_t *find_by(const json_t *list, const char *member, const char *text)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *entry = json_array_get(list, i);
        const char *value = json_text(entry, member, NULL);
        if (value && strcmp(value, text) == 0)
            return entry;
    }
    return NULL;
}

#define PATH_SIZE 256

struct differ {
    void (*report)(void *context, const char *path, const json_t *before, const json_t *after);
    void *context;
};

static void diff(const struct differ *differ, const char *path, const json_t *before, const json_t *after);

static void diff_member(const struct differ *differ, const char *path, const char *name, const json_t *before,
                        const json_t *after)
{
    char inner[PATH_SIZE];
    snprintf(inner, sizeof inner, "%s%s%s", path, *path ? "." : "", name);
    diff(differ, inner, before, after);
}

static void diff_leaf(const struct differ *differ, const char *path, const char *name, const json_t *before,
                      const json_t *after)
{
    char inner[PATH_SIZE];
    snprintf(inner, sizeof inner, "%s%s%s", path, *path ? "." : "", name);
    differ->report(differ->context, inner, before, after);
}

static void diff_objects(const struct differ *differ, const char *path, json_t *before, json_t *after)
{
    const char *name;
    json_t *value;
    json_object_foreach(before, name, value)
    {
        diff_member(differ, path, name, value, json_object_get(after, name));
    }
    json_object_foreach(after, name, value)
    {
        if (!json_object_get(before, name))
            diff_member(differ, path, name, NULL, value);
    }
}

/* The element with this code, or for elements without codes the one at this index. */
static json_t *counterpart(const json_t *array, const json_t *element, size_t index)
{
    const char *code = json_text(element, "code", NULL);
    return code ? find_by(array, "code", code) : json_array_get(array, index);
}

static void diff_element(const struct differ *differ, const char *path, const json_t *element, size_t index,
                         const json_t *before, const json_t *after)
{
    char number[24];
    snprintf(number, sizeof number, "%zu", index);
    diff_member(differ, path, json_text(element, "code", number), before, after);
}

static json_t *codes_in_order(const json_t *array)
{
    json_t *codes = json_array();
    for (size_t i = 0; i < json_array_size(array); i++)
        json_array_append(codes, json_object_get(json_array_get(array, i), "code"));
    return codes;
}

/* Elements are matched by code, so that one put in front does not shift the rest; a new order is a change of
 * its own. */
static void diff_order(const struct differ *differ, const char *path, const json_t *before,
                       const json_t *after)
{
    scope_json json_t *b = codes_in_order(before);
    scope_json json_t *a = codes_in_order(after);
    if (json_array_size(b) == json_array_size(before) && json_array_size(b) == json_array_size(a) &&
        !json_equal(b, a))
        diff_leaf(differ, path, "order", b, a);
}

static void diff_arrays(const struct differ *differ, const char *path, const json_t *before,
                        const json_t *after)
{
    for (size_t i = 0; i < json_array_size(before); i++) {
        const json_t *element = json_array_get(before, i);
        diff_element(differ, path, element, i, element, counterpart(after, element, i));
    }
    for (size_t i = 0; i < json_array_size(after); i++) {
        const json_t *element = json_array_get(after, i);
        if (!counterpart(before, element, i))
            diff_element(differ, path, element, i, NULL, element);
    }
    diff_order(differ, path, before, after);
}

static void diff(const struct differ *differ, const char *path, const json_t *before, const json_t *after)
{
    if (before && after && json_equal(before, after))
        return;
    if (json_is_object(before) && json_is_object(after)) {
        scope_json json_t *b = json_copy((json_t *)(uintptr_t)before);
        scope_json json_t *a = json_copy((json_t *)(uintptr_t)after);
        diff_objects(differ, path, b, a);
    } else if (json_is_array(before) && json_is_array(after)) {
        diff_arrays(differ, path, before, after);
    } else {
        differ->report(differ->context, path, before, after);
    }
}

void json_diff(const json_t *before, const json_t *after,
               void (*report)(void *context, const char *path, const json_t *before, const json_t *after),
               void *context)
{
    diff(&(struct differ){report, context}, "", before, after);
}
