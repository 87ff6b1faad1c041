/* Records: looking into tables, and JSON into structs. */
#include "base/base.h"

const struct record_member *record_find(const struct record *record, const char *name, size_t length)
{
    for (size_t i = 0; i < record->count; i++)
        if (strncmp(record->members[i].name, name, length) == 0 && !record->members[i].name[length])
            return &record->members[i];
    return NULL;
}

const char *record_word(const struct record_words *words, int value)
{
    must(value >= 0 && (size_t)value < words->count);
    return words->words[value];
}

bool record_word_parse(const struct record_words *words, const char *word, int *value)
{
    for (size_t i = 0; i < words->count; i++)
        if (words->words[i] && strcmp(words->words[i], word) == 0) {
            *value = (int)i;
            return true;
        }
    return false;
}

const struct record_pair *record_pair(const struct record_pairs *pairs, const char *name)
{
    for (size_t i = 0; i < pairs->count; i++)
        if (strcmp(pairs->items[i].name, name) == 0)
            return &pairs->items[i];
    return NULL;
}

static bool none_is_a_word(const struct record_words *words)
{
    return words->words[0] == NULL;
}

void record_must_hold(const struct record *record)
{
    for (size_t i = 0; i < record->count; i++) {
        const struct record_member *member = &record->members[i];
        must(member->offset < record->size);
        must(record_find(record, member->name, strlen(member->name)) == member);
        must(!member->of || member->of->size == member->size);
        must(member->type != RECORD_IS_WORD || member->presence == RECORD_REQUIRED ||
             none_is_a_word(member->words));
        must(member->type != RECORD_IS_REAL || member->presence == RECORD_REQUIRED);
        if (member->of && member->of != record)
            record_must_hold(member->of);
    }
}

/* --- reading */

/* Where the reader is, printed only when something is wrong there. */
struct place {
    const struct place *outer;
    const char *name; /* NULL: an index */
    size_t index;
};

struct reader {
    struct arena *arena;
    struct error *error;
    bool is_input, passes_unknown;
    void (*report)(void *context, enum record_fault fault, const char *path, const char *wanted);
    void *context;
};

static void print_place(const struct place *place, struct buffer *path)
{
    if (!place)
        return;
    print_place(place->outer, path);
    if (place->name)
        buffer_printf(path, "%s%s", path->length ? "." : "", place->name);
    else
        buffer_printf(path, "[%zu]", place->index);
}

static bool is_wrong(const struct reader *reader, enum record_fault fault, const struct place *place,
                     const char *wanted)
{
    struct buffer path = BUFFER(1024);
    print_place(place, &path);
    const char *name = path.data && !path.failed ? path.data : place ? "a member" : "";
    if (reader->is_input)
        reader->report(reader->context, fault, name, wanted);
    else if (fault == RECORD_UNKNOWN)
        error_set(reader->error, ERROR_OURS, NULL, "%s is not known", name);
    else
        error_set(reader->error, ERROR_OURS, NULL, "%s should be of type %s", name, wanted);
    buffer_free(&path);
    return reader->is_input;
}

static bool is_no_word(const struct reader *reader, const struct record_words *words,
                       const struct place *place)
{
    if (reader->is_input)
        return is_wrong(reader, RECORD_MISTYPED, place, "one of its words");
    scope_buffer struct buffer message = BUFFER(2048);
    print_place(place, &message);
    buffer_text(&message, " should be one of");
    const char *between = " ";
    for (size_t i = 0; i < words->count; i++)
        if (words->words[i]) {
            buffer_printf(&message, "%s%s", between, words->words[i]);
            between = ", ";
        }
    return error_set(reader->error, ERROR_OURS, NULL, "%s",
                     message.failed ? "a member is none of its words" : message.data);
}

static bool is_missing(const struct reader *reader, const struct place *place)
{
    struct buffer path = BUFFER(1024);
    print_place(place, &path);
    error_set(reader->error, ERROR_OURS, NULL, "%s is missing",
              path.data && !path.failed ? path.data : "a member");
    buffer_free(&path);
    return false;
}

static bool has_memory(const struct reader *reader)
{
    return !reader->arena->failed || error_set(reader->error, ERROR_OURS, NULL, "the document is too large");
}

static bool read_object(const struct reader *reader, const struct record *record, const json_t *json,
                        const struct place *place, void *into);

static bool read_text(const struct reader *reader, const struct record_member *member, const json_t *json,
                      const struct place *place, void *to)
{
    (void)member;
    if (!json_is_string(json))
        return is_wrong(reader, RECORD_MISTYPED, place, "text");
    *(const char **)to = arena_text(reader->arena, json_string_value(json), json_string_length(json));
    return has_memory(reader);
}

static bool read_int(const struct reader *reader, const struct record_member *member, const json_t *json,
                     const struct place *place, void *to)
{
    (void)member;
    if (!json_is_integer(json))
        return is_wrong(reader, RECORD_MISTYPED, place, "integer");
    *(int64_t *)to = json_integer_value(json);
    return true;
}

static bool read_real(const struct reader *reader, const struct record_member *member, const json_t *json,
                      const struct place *place, void *to)
{
    (void)member;
    if (!json_is_number(json))
        return is_wrong(reader, RECORD_MISTYPED, place, "number");
    *(double *)to = json_number_value(json);
    return true;
}

static bool read_flag(const struct reader *reader, const struct record_member *member, const json_t *json,
                      const struct place *place, void *to)
{
    (void)member;
    if (!json_is_boolean(json))
        return is_wrong(reader, RECORD_MISTYPED, place, "true/false");
    *(bool *)to = json_is_true(json);
    return true;
}

static bool read_word(const struct reader *reader, const struct record_member *member, const json_t *json,
                      const struct place *place, void *to)
{
    int value;
    if (!json_is_string(json) || !record_word_parse(member->words, json_string_value(json), &value))
        return is_no_word(reader, member->words, place);
    memcpy(to, &value, sizeof value);
    return true;
}

static bool read_any(const struct reader *reader, const struct record_member *member, const json_t *json,
                     const struct place *place, void *to)
{
    (void)member, (void)place;
    scope_free char *text = json_print(json, JSON_COMPACT | JSON_ENCODE_ANY);
    *(const char **)to = text ? arena_copy(reader->arena, text) : NULL;
    reader->arena->failed = reader->arena->failed || !text;
    return has_memory(reader);
}

static bool read_record(const struct reader *reader, const struct record_member *member, const json_t *json,
                        const struct place *place, void *to)
{
    return read_object(reader, member->of, json, place, to);
}

static bool read_pointer(const struct reader *reader, const struct record_member *member, const json_t *json,
                         const struct place *place, void *to)
{
    void *object = arena_alloc(reader->arena, member->of->size);
    *(void **)to = object;
    return has_memory(reader) && read_object(reader, member->of, json, place, object);
}

static bool read_element(const struct reader *reader, const struct record_member *member, const json_t *json,
                         const struct place *place, void *to)
{
    switch (member->type) {
    case RECORD_IS_LIST:
        return read_object(reader, member->of, json, place, to);
    case RECORD_IS_WORDS:
        return read_word(reader, member, json, place, to);
    case RECORD_IS_REALS:
        return read_real(reader, member, json, place, to);
    default:
        return read_text(reader, member, json, place, to);
    }
}

static bool is_element(const struct record_member *member, const json_t *json)
{
    switch (member->type) {
    case RECORD_IS_LIST:
        return json_is_object(json);
    case RECORD_IS_REALS:
        return json_is_number(json);
    default:
        return json_is_string(json);
    }
}

static bool read_list(const struct reader *reader, const struct record_member *member, const json_t *json,
                      const struct place *place, void *to)
{
    struct record_any_list *list = to;
    if (!json_is_array(json))
        return is_wrong(reader, RECORD_MISTYPED, place, "list");
    size_t count = json_array_size(json);
    list->items = arena_array(reader->arena, count, member->size);
    if (!has_memory(reader))
        return false;
    /* In input an element that is wrong is reported and left out, so that none is NULL. */
    for (size_t i = 0; i < count; i++) {
        const struct place inner = {.outer = place, .index = i};
        const json_t *element = json_array_get(json, i);
        bool fits = is_element(member, element);
        char *item = list->items + list->count * member->size;
        if (!read_element(reader, member, element, &inner, item))
            return false;
        list->count += fits || !reader->is_input;
    }
    return true;
}

static bool read_pair(const struct reader *reader, enum record_type values, const json_t *json,
                      const struct place *place, struct record_pair *pair)
{
    if (values == RECORD_IS_TEXT)
        return read_text(reader, NULL, json, place, &pair->text);
    return values == RECORD_IS_INT ? read_int(reader, NULL, json, place, &pair->number)
                                   : read_flag(reader, NULL, json, place, &pair->flag);
}

static bool read_pairs(const struct reader *reader, const struct record_member *member, const json_t *json,
                       const struct place *place, void *to)
{
    struct record_pairs *pairs = to;
    const char *name;
    json_t *value;
    if (!json_is_object(json))
        return is_wrong(reader, RECORD_MISTYPED, place, "object");
    pairs->items = arena_array(reader->arena, json_object_size(json), sizeof *pairs->items);
    if (!has_memory(reader))
        return false;
    json_object_foreach((json_t *)(uintptr_t)json, name, value)
    {
        struct record_pair *pair = &pairs->items[pairs->count++];
        pair->name = arena_copy(reader->arena, name);
        const struct place inner = {.outer = place, .name = name};
        if (!has_memory(reader) || !read_pair(reader, member->values, value, &inner, pair))
            return false;
    }
    return true;
}

/* One string has no language of its own. */
static bool read_wording(const struct reader *reader, const struct record_member *member, const json_t *json,
                         const struct place *place, void *to)
{
    static const struct record_member by_language = {.type = RECORD_IS_PAIRS, .values = RECORD_IS_TEXT};
    struct record_pairs *wording = to;
    if (json_is_object(json))
        return read_pairs(reader, &by_language, json, place, to);
    wording->items = arena_array(reader->arena, 1, sizeof *wording->items);
    if (!has_memory(reader))
        return false;
    wording->items[0].name = "";
    wording->count = json_is_string(json);
    return read_text(reader, member, json, place, &wording->items[0].text);
}

static bool (*const reads[])(const struct reader *reader, const struct record_member *member,
                             const json_t *json, const struct place *place, void *to) = {
    [RECORD_IS_TEXT] = read_text,   [RECORD_IS_INT] = read_int,         [RECORD_IS_FLAG] = read_flag,
    [RECORD_IS_WORD] = read_word,   [RECORD_IS_RECORD] = read_record,   [RECORD_IS_POINTER] = read_pointer,
    [RECORD_IS_LIST] = read_list,   [RECORD_IS_TEXTS] = read_list,      [RECORD_IS_WORDS] = read_list,
    [RECORD_IS_PAIRS] = read_pairs, [RECORD_IS_ANY] = read_any,         [RECORD_IS_REAL] = read_real,
    [RECORD_IS_REALS] = read_list,  [RECORD_IS_WORDING] = read_wording,
};

/* Of a record that may be left out as a whole, its members are too. */
static void leave_out(const struct reader *reader, const struct record_member *member, void *to)
{
    if (member->type == RECORD_IS_INT && (reader->is_input || member->presence != RECORD_REQUIRED))
        *(int64_t *)to = RECORD_NO_INT;
    for (size_t i = 0; member->type == RECORD_IS_RECORD && i < member->of->count; i++)
        leave_out(reader, &member->of->members[i], (char *)to + member->of->members[i].offset);
}

static bool read_member(const struct reader *reader, const struct record_member *member, const json_t *json,
                        const struct place *place, void *to)
{
    leave_out(reader, member, to);
    if (json && (!json_is_null(json) || member->type == RECORD_IS_ANY))
        return reads[member->type](reader, member, json, place, to);
    return reader->is_input || member->presence != RECORD_REQUIRED || is_missing(reader, place);
}

static bool look_for_unknown(const struct reader *reader, const struct record *record, const json_t *json,
                             const struct place *place)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)json, name, value)
    {
        const struct place inner = {.outer = place, .name = name};
        if (!record_find(record, name, strlen(name)) && !is_wrong(reader, RECORD_UNKNOWN, &inner, NULL))
            return false;
    }
    return true;
}

static bool read_object(const struct reader *reader, const struct record *record, const json_t *json,
                        const struct place *place, void *into)
{
    memset(into, 0, record->size);
    /* In input it is reported, and all its members are missing. */
    if (!json_is_object(json) && !is_wrong(reader, RECORD_MISTYPED, place, "object"))
        return false;
    for (size_t i = 0; i < record->count; i++) {
        const struct record_member *member = &record->members[i];
        const struct place inner = {.outer = place, .name = member->name};
        if (!read_member(reader, member, json_object_get(json, member->name), &inner,
                         (char *)into + member->offset))
            return false;
    }
    return reader->passes_unknown || look_for_unknown(reader, record, json, place);
}

bool record_from_json(const struct record *record, const json_t *json, enum record_strictness strictness,
                      struct arena *arena, void *into, struct error *error)
{
    const struct reader reader = {
        .arena = arena, .error = error, .passes_unknown = strictness == RECORD_TOLERANT};
    if (read_object(&reader, record, json, NULL, into))
        return true;
    return error_context(error, "%s", record->name);
}

bool record_list_from_json(const struct record *record, const json_t *json, enum record_strictness strictness,
                           struct arena *arena, void *list, struct error *error)
{
    const struct record_member all = {.type = RECORD_IS_LIST, .of = record, .size = record->size};
    const struct reader reader = {
        .arena = arena, .error = error, .passes_unknown = strictness == RECORD_TOLERANT};
    *(struct record_any_list *)list = (struct record_any_list){0};
    if (read_list(&reader, &all, json, NULL, list))
        return true;
    return error_context(error, "%s", record->name);
}

bool record_read(const struct record *record, const char *json, size_t length, const char *source,
                 enum record_strictness strictness, struct arena *arena, void *into, struct error *error)
{
    const struct reader reader = {
        .arena = arena, .error = error, .passes_unknown = strictness == RECORD_TOLERANT};
    scope_json json_t *document = json_read(json, length, source, error);
    if (!document)
        return false;
    return read_object(&reader, record, document, NULL, into) || error_context(error, "%s", source);
}

bool record_read_input(const struct record *record, const char *json, size_t length, struct arena *arena,
                       void *into,
                       void (*report)(void *context, enum record_fault fault, const char *path,
                                      const char *wanted),
                       void *context, struct error *error)
{
    const struct reader reader = {
        .arena = arena, .error = error, .is_input = true, .report = report, .context = context};
    struct json_place place;
    char where[32];
    scope_json json_t *document = json_read_at(json, length, "body", &place, error);
    if (document)
        return read_object(&reader, record, document, NULL, into);
    snprintf(where, sizeof where, "%d:%d", place.line, place.column);
    if (place.line)
        report(context, place.twice ? RECORD_TWICE : RECORD_BROKEN, where, NULL);
    return false;
}

bool record_read_texts(const char *json, size_t length, const char *source, struct arena *arena,
                       struct record_pairs *pairs, struct error *error)
{
    const struct record_member all = {.type = RECORD_IS_PAIRS, .values = RECORD_IS_TEXT};
    const struct reader reader = {.arena = arena, .error = error};
    scope_json json_t *document = json_read(json, length, source, error);
    *pairs = (struct record_pairs){0};
    if (!document)
        return false;
    return read_pairs(&reader, &all, document, NULL, pairs) || error_context(error, "%s", source);
}
