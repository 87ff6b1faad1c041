/* Forms and queries as browsers write them. */
#include "http/http_private.h"

#define PAIRS_MAX 200

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 32);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The decoded text, NULL if an escape is wrong, a byte is zero or it is no UTF-8. */
static json_t *form_decode(const char *bytes, size_t length)
{
    scope_free char *plain = malloc(length + 1);
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
    return text_is_utf8(plain, written) ? json_stringn(plain, written) : NULL;
}

/* A name that comes again becomes a list. */
static void form_add(json_t *fields, const char *name, json_t *value)
{
    json_t *before = json_object_get(fields, name);
    size_t length = strlen(name);
    bool list = length > 2 && strcmp(name + length - 2, "[]") == 0;
    if (json_is_array(before)) {
        json_array_append_new(before, value);
    } else if (before || list) {
        json_t *values = json_array();
        if (before)
            json_array_append(values, before);
        json_array_append_new(values, value);
        json_object_set_new(fields, name, values);
    } else {
        json_object_set_new(fields, name, value);
    }
}

static bool form_parse_pair(const char *pair, size_t length, json_t *fields)
{
    const char *equals = memchr(pair, '=', length);
    size_t name_length = equals ? (size_t)(equals - pair) : length;
    const char *rest = equals ? equals + 1 : pair + length;
    scope_json json_t *name = form_decode(pair, name_length);
    json_t *value = form_decode(rest, (size_t)(pair + length - rest));
    if (!name || !value) {
        json_decref(value);
        return false;
    }
    form_add(fields, json_string_value(name), value);
    return true;
}

bool http_form_parse(const char *bytes, size_t length, json_t *fields)
{
    const char *end = bytes + length;
    for (int pairs = 0; bytes < end;) {
        const char *stop = memchr(bytes, '&', (size_t)(end - bytes));
        size_t size = (size_t)((stop ? stop : end) - bytes);
        if (size && (pairs++ == PAIRS_MAX || !form_parse_pair(bytes, size, fields)))
            return false;
        bytes += size + 1;
    }
    return true;
}
