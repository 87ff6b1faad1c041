/* Records: structs out as JSON, and what differs between two. */
#include "base/base.h"

#include <math.h>

struct writer {
    struct buffer *out;
    int indent, level;
};

static void write_line(const struct writer *writer)
{
    if (!writer->indent)
        return;
    buffer_char(writer->out, '\n');
    for (int i = 0; i < writer->indent * writer->level; i++)
        buffer_char(writer->out, ' ');
}

static void write_open(struct writer *writer, char bracket)
{
    buffer_char(writer->out, bracket);
    writer->level++;
}

/* Behind the bracket or the element before. */
static void write_next(const struct writer *writer, bool first)
{
    if (!first)
        buffer_char(writer->out, ',');
    write_line(writer);
}

static void write_close(struct writer *writer, char bracket, bool empty)
{
    writer->level--;
    if (!empty)
        write_line(writer);
    buffer_char(writer->out, bracket);
}

static void write_name(const struct writer *writer, const char *name)
{
    record_write_text(name, writer->out);
    buffer_text(writer->out, writer->indent ? ": " : ":");
}

/* What RFC 8259, section 7, wants escaped, and what a script in a page would end on. */
void record_write_text(const char *text, struct buffer *out)
{
    static const char *const named[] = {
        ['"'] = "\\\"", ['\\'] = "\\\\", ['\n'] = "\\n", ['\r'] = "\\r", ['\t'] = "\\t"};
    if (!text || !text_is_utf8(text, strlen(text))) {
        out->failed = true;
        return;
    }
    buffer_char(out, '"');
    for (const char *c = text; *c;) {
        size_t plain = 0;
        while ((unsigned char)c[plain] >= ' ' && c[plain] != '"' && c[plain] != '\\')
            plain++;
        buffer_append(out, c, plain);
        c += plain;
        unsigned char special = (unsigned char)*c;
        if (!special)
            break;
        if (special < sizeof named / sizeof *named && named[special])
            buffer_text(out, named[special]);
        else
            buffer_printf(out, "\\u%04x", special);
        c++;
    }
    buffer_char(out, '"');
}

/* The shortest that is read back as the same: 9.5, not 9.5000000000000000. */
static void write_real(const struct writer *writer, double real)
{
    char text[32];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, real);
        if (strtod(text, NULL) == real)
            break;
    }
    writer->out->failed = writer->out->failed || !isfinite(real);
    buffer_text(writer->out, text);
}

static void write_object(struct writer *writer, const struct record *record, const void *from);

static void write_word(const struct writer *writer, const struct record_words *words, const void *from)
{
    int value;
    memcpy(&value, from, sizeof value);
    record_write_text(record_word(words, value), writer->out);
}

static void write_list(struct writer *writer, const struct record_member *member,
                       const struct record_any_list *list)
{
    write_open(writer, '[');
    for (size_t i = 0; i < list->count; i++) {
        const void *item = list->items + i * member->size;
        write_next(writer, i == 0);
        if (member->type == RECORD_IS_LIST)
            write_object(writer, member->of, item);
        else if (member->type == RECORD_IS_WORDS)
            write_word(writer, member->words, item);
        else if (member->type == RECORD_IS_REALS)
            write_real(writer, *(const double *)item);
        else
            record_write_text(*(const char *const *)item, writer->out);
    }
    write_close(writer, ']', list->count == 0);
}

static void write_pairs(struct writer *writer, enum record_type values, const struct record_pairs *pairs)
{
    write_open(writer, '{');
    for (size_t i = 0; i < pairs->count; i++) {
        const struct record_pair *pair = &pairs->items[i];
        write_next(writer, i == 0);
        write_name(writer, pair->name);
        if (values == RECORD_IS_TEXT)
            record_write_text(pair->text, writer->out);
        else if (values == RECORD_IS_INT)
            buffer_printf(writer->out, "%lld", (long long)pair->number);
        else
            buffer_text(writer->out, pair->flag ? "true" : "false");
    }
    write_close(writer, '}', pairs->count == 0);
}

static void write_wording(struct writer *writer, const struct record_pairs *wording)
{
    if (wording->count == 1 && !*wording->items[0].name)
        record_write_text(wording->items[0].text, writer->out);
    else
        write_pairs(writer, RECORD_IS_TEXT, wording);
}

static bool is_there(const struct record_member *member, const void *from)
{
    int word;
    switch (member->type) {
    case RECORD_IS_TEXT:
    case RECORD_IS_ANY:
    case RECORD_IS_POINTER:
        return *(const void *const *)from != NULL;
    case RECORD_IS_INT:
        return member->presence == RECORD_REQUIRED || *(const int64_t *)from != RECORD_NO_INT;
    case RECORD_IS_WORD:
        memcpy(&word, from, sizeof word);
        return record_word(member->words, word) != NULL;
    case RECORD_IS_FLAG:
        return member->presence != RECORD_LEFT_OUT || *(const bool *)from;
    case RECORD_IS_LIST:
    case RECORD_IS_TEXTS:
    case RECORD_IS_WORDS:
    case RECORD_IS_REALS:
    case RECORD_IS_PAIRS:
        return member->presence != RECORD_LEFT_OUT || ((const struct record_any_list *)from)->count > 0;
    case RECORD_IS_WORDING:
        return ((const struct record_pairs *)from)->count > 0;
    case RECORD_IS_RECORD:
    case RECORD_IS_REAL:
        break;
    }
    return true;
}

static void write_value(struct writer *writer, const struct record_member *member, const void *from)
{
    switch (member->type) {
    case RECORD_IS_TEXT:
        record_write_text(*(const char *const *)from, writer->out);
        break;
    case RECORD_IS_ANY:
        buffer_text(writer->out, *(const char *const *)from);
        break;
    case RECORD_IS_INT:
        buffer_printf(writer->out, "%lld", (long long)*(const int64_t *)from);
        break;
    case RECORD_IS_REAL:
        write_real(writer, *(const double *)from);
        break;
    case RECORD_IS_FLAG:
        buffer_text(writer->out, *(const bool *)from ? "true" : "false");
        break;
    case RECORD_IS_WORD:
        write_word(writer, member->words, from);
        break;
    case RECORD_IS_RECORD:
        write_object(writer, member->of, from);
        break;
    case RECORD_IS_POINTER:
        write_object(writer, member->of, *(const void *const *)from);
        break;
    case RECORD_IS_LIST:
    case RECORD_IS_TEXTS:
    case RECORD_IS_WORDS:
    case RECORD_IS_REALS:
        write_list(writer, member, from);
        break;
    case RECORD_IS_PAIRS:
        write_pairs(writer, member->values, from);
        break;
    case RECORD_IS_WORDING:
        write_wording(writer, from);
        break;
    }
}

static void write_object(struct writer *writer, const struct record *record, const void *from)
{
    bool first = true;
    write_open(writer, '{');
    for (size_t i = 0; i < record->count; i++) {
        const struct record_member *member = &record->members[i];
        const void *value = (const char *)from + member->offset;
        bool there = is_there(member, value);
        /* Memory was out when it was put together: a document with a part missing is none. */
        writer->out->failed = writer->out->failed || (!there && member->presence == RECORD_REQUIRED);
        if (!there && member->presence == RECORD_LEFT_OUT)
            continue;
        write_next(writer, first);
        write_name(writer, member->name);
        if (there)
            write_value(writer, member, value);
        else
            buffer_text(writer->out, "null");
        first = false;
    }
    write_close(writer, '}', first);
}

void record_write(const struct record *record, const void *from, int indent, struct buffer *out)
{
    struct writer writer = {.out = out, .indent = indent};
    write_object(&writer, record, from);
}

void record_write_list(const struct record *record, const void *list, int indent, struct buffer *out)
{
    const struct record_member all = {.type = RECORD_IS_LIST, .of = record, .size = record->size};
    struct writer writer = {.out = out, .indent = indent};
    write_list(&writer, &all, list);
}

/* --- differences */

struct differ {
    void (*report)(void *context, const char *path, const char *before, const char *after);
    void *context;
    bool failed;
};

static char *leaf_text(struct differ *differ, const json_t *json)
{
    char *text = json ? json_print(json, JSON_COMPACT | JSON_ENCODE_ANY) : NULL;
    differ->failed = differ->failed || (json && !text);
    return text;
}

static void report_leaf(void *context, const char *path, const json_t *before, const json_t *after)
{
    struct differ *differ = context;
    scope_free char *was = leaf_text(differ, before);
    scope_free char *is = leaf_text(differ, after);
    if (!differ->failed)
        differ->report(differ->context, path, was, is);
}

static json_t *as_json(const struct record *record, const void *from, struct error *error)
{
    struct buffer text = BUFFER(16u << 20);
    record_write(record, from, 0, &text);
    json_t *json = text.failed ? NULL : json_read(text.data, text.length, record->name, error);
    buffer_free(&text);
    return json;
}

bool record_diff(const struct record *record, const void *before, const void *after,
                 void (*report)(void *context, const char *path, const char *before, const char *after),
                 void *context, struct error *error)
{
    struct differ differ = {.report = report, .context = context};
    scope_json json_t *was = as_json(record, before, error);
    scope_json json_t *is = was ? as_json(record, after, error) : NULL;
    if (is)
        json_diff(was, is, report_leaf, &differ);
    return (is && !differ.failed) || error_set(error, ERROR_OURS, NULL, "out of memory");
}
