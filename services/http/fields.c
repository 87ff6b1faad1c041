/* Forms and queries as browsers write them: pairs of names and values, and how they become a record. */
#include "http/http_private.h"

#define FIELDS_MOST 256

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 32);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The decoded text, NULL if an escape is wrong, a byte is zero or it is no UTF-8. */
static const char *field_decode(const char *bytes, size_t length, struct arena *arena)
{
    char *plain = arena_alloc(arena, length + 1);
    size_t written = 0;
    if (!plain)
        return NULL;
    for (size_t i = 0; i < length; i++) {
        char c = bytes[i] == '+' ? ' ' : bytes[i];
        if (c == '%') {
            if (length - i < 3 || hex_value(bytes[i + 1]) < 0 || hex_value(bytes[i + 2]) < 0)
                return NULL;
            c = (char)(hex_value(bytes[i + 1]) << 4 | hex_value(bytes[i + 2]));
            i += 2;
        }
        if (!c)
            return NULL;
        plain[written++] = c;
    }
    return text_is_utf8(plain, written) ? plain : NULL;
}

static bool field_parse(const char *pair, size_t length, struct arena *arena, struct http_field *field)
{
    const char *equals = memchr(pair, '=', length);
    size_t name_length = equals ? (size_t)(equals - pair) : length;
    const char *rest = equals ? equals + 1 : pair + length;
    field->name = field_decode(pair, name_length, arena);
    field->value = field_decode(rest, (size_t)(pair + length - rest), arena);
    return field->name && field->value;
}

static size_t count_pairs(const char *bytes, const char *end)
{
    size_t pairs = 0;
    for (const char *at = bytes; at < end; at++)
        pairs += *at != '&' && (at == bytes || at[-1] == '&');
    return pairs;
}

bool http_fields_parse(const char *bytes, size_t length, struct arena *arena, struct http_fields *fields)
{
    const char *end = bytes + length;
    size_t pairs = count_pairs(bytes, end);
    *fields = (struct http_fields){0};
    if (pairs > FIELDS_MOST || !(fields->items = arena_array(arena, pairs, sizeof *fields->items)))
        return false;
    while (bytes < end) {
        const char *stop = memchr(bytes, '&', (size_t)(end - bytes));
        size_t size = (size_t)((stop ? stop : end) - bytes);
        if (size && !field_parse(bytes, size, arena, &fields->items[fields->count++]))
            return false;
        bytes += size + 1;
    }
    return true;
}

const char *http_fields_find(const struct http_fields *fields, const char *name)
{
    const char *value = NULL;
    for (size_t i = 0; i < fields->count; i++) {
        if (strcmp(fields->items[i].name, name) != 0)
            continue;
        if (value)
            return NULL;
        value = fields->items[i].value;
    }
    return value;
}

/* --- into a record */

/* As every RECORD_LIST_OF texts lies in memory. */
struct text_list {
    const char **items;
    size_t count;
};

/* What follows in the name, "[]" or ".KEY"; NULL if the field is another one's. */
static const char *field_rest(const struct http_field *field, const struct record_member *member)
{
    size_t length = strlen(member->name);
    return strncmp(field->name, member->name, length) == 0 ? field->name + length : NULL;
}

static bool read_texts(const struct http_fields *fields, const struct record_member *member,
                       struct arena *arena, struct text_list *list)
{
    if (!(list->items = arena_array(arena, fields->count, sizeof *list->items)))
        return false;
    for (size_t i = 0; i < fields->count; i++) {
        const char *rest = field_rest(&fields->items[i], member);
        if (rest && strcmp(rest, "[]") == 0)
            list->items[list->count++] = fields->items[i].value;
    }
    return true;
}

static bool read_flags(const struct http_fields *fields, const struct record_member *member,
                       struct arena *arena, struct record_pairs *pairs)
{
    if (!(pairs->items = arena_array(arena, fields->count, sizeof *pairs->items)))
        return false;
    for (size_t i = 0; i < fields->count; i++) {
        const char *rest = field_rest(&fields->items[i], member);
        if (rest && *rest == '.' && !record_pair(pairs, rest + 1))
            pairs->items[pairs->count++] = (struct record_pair){.name = rest + 1, .flag = true};
    }
    return true;
}

/* What is no whole number is missing. */
static int64_t read_number(const char *value)
{
    enum { DIGITS_MOST = 18 };
    size_t length = value ? strlen(value) : 0;
    int64_t number = 0;
    if (length == 0 || length > DIGITS_MOST || strspn(value, "0123456789") < length)
        return RECORD_NO_INT;
    for (; *value; value++)
        number = number * 10 + (*value - '0');
    return number;
}

bool http_fields_read(const struct http_fields *fields, const struct record *record, struct arena *arena,
                      void *into)
{
    bool good = true;
    memset(into, 0, record->size);
    for (size_t i = 0; good && i < record->count; i++) {
        const struct record_member *member = &record->members[i];
        void *to = (char *)into + member->offset;
        const char *value = http_fields_find(fields, member->name);
        bool is_empty = !value || !*value;
        if (member->type == RECORD_IS_TEXT)
            *(const char **)to = is_empty ? NULL : value;
        else if (member->type == RECORD_IS_FLAG)
            *(bool *)to = !is_empty;
        else if (member->type == RECORD_IS_TEXTS)
            good = read_texts(fields, member, arena, to);
        else if (member->type == RECORD_IS_INT)
            *(int64_t *)to = read_number(value);
        else
            good = read_flags(fields, member, arena, to);
    }
    return good;
}
