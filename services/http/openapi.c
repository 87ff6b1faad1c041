/* What programs are told of the routes: an OpenAPI 3.1 document, made of rows and records. */
#include "http/http_private.h"

#define SCHEMAS_MOST 200 /* records that the rows reach, of either direction */

/* What is read of a body may pass over members that nobody knows, or refuse them. */
enum direction { COMES_IN, COMES_IN_FROM_OTHER_BUILDS, GOES_OUT };

struct schema {
    const struct record *record;
    enum direction direction;
};

struct describer {
    struct buffer *out;
    struct schema schemas[SCHEMAS_MOST]; /* named so far, each once; described at the end */
    size_t count;
};

static void text_member(struct describer *describer, const char *name, const char *text)
{
    buffer_printf(describer->out, "\"%s\":", name);
    record_write_text(text, describer->out);
}

/* --- records */

static const char *schema_name(const struct record *record)
{
    return strncmp(record->name, "struct ", 7) == 0 ? record->name + 7 : record->name;
}

static void reference(struct describer *describer, const struct record *record, enum direction direction)
{
    size_t i = 0;
    while (i < describer->count &&
           (describer->schemas[i].record != record || describer->schemas[i].direction != direction))
        i++;
    if (i == describer->count) {
        must(describer->count < SCHEMAS_MOST);
        describer->schemas[describer->count++] = (struct schema){record, direction};
    }
    buffer_printf(describer->out, "\"$ref\":\"#/components/schemas/%s%s\"", schema_name(record),
                  direction == GOES_OUT ? "" : ".input");
}

static void describe_words(struct describer *describer, const struct record_words *words, bool nullable)
{
    const char *comma = "";
    buffer_text(describer->out, "\"enum\":[");
    for (size_t i = 0; i < words->count; i++) {
        const char *word = record_word(words, (int)i);
        if (!word)
            continue;
        buffer_text(describer->out, comma);
        record_write_text(word, describer->out);
        comma = ",";
    }
    buffer_printf(describer->out, "%s]", nullable ? ",null" : "");
}

static const char *openapi_type(enum record_type type)
{
    static const char *const names[] = {
        [RECORD_IS_TEXT] = "string",  [RECORD_IS_INT] = "integer",   [RECORD_IS_FLAG] = "boolean",
        [RECORD_IS_WORD] = "string",  [RECORD_IS_RECORD] = "object", [RECORD_IS_POINTER] = "object",
        [RECORD_IS_LIST] = "array",   [RECORD_IS_TEXTS] = "array",   [RECORD_IS_WORDS] = "array",
        [RECORD_IS_PAIRS] = "object", [RECORD_IS_REAL] = "number",   [RECORD_IS_REALS] = "array",
    };
    return (size_t)type < COUNT_OF(names) ? names[type] : NULL;
}

static void describe_elements(struct describer *describer, const struct record_member *member,
                              enum direction direction)
{
    buffer_text(describer->out, ",\"items\":{");
    if (member->type == RECORD_IS_LIST)
        reference(describer, member->of, direction);
    else if (member->type == RECORD_IS_WORDS)
        describe_words(describer, member->words, false);
    else
        buffer_text(describer->out,
                    member->type == RECORD_IS_REALS ? "\"type\":\"number\"" : "\"type\":\"string\"");
    buffer_char(describer->out, '}');
}

static bool is_list(const struct record_member *member)
{
    return member->type == RECORD_IS_LIST || member->type == RECORD_IS_TEXTS ||
           member->type == RECORD_IS_WORDS || member->type == RECORD_IS_REALS;
}

static void describe_plain(struct describer *describer, const struct record_member *member,
                           enum direction direction, bool nullable)
{
    const char *type = openapi_type(member->type);
    if (!type) /* any value at all */
        return;
    buffer_printf(describer->out, nullable ? "\"type\":[\"%s\",\"null\"]" : "\"type\":\"%s\"", type);
    if (member->type == RECORD_IS_WORD) {
        buffer_char(describer->out, ',');
        describe_words(describer, member->words, nullable);
    } else if (is_list(member)) {
        describe_elements(describer, member, direction);
    } else if (member->type == RECORD_IS_PAIRS) {
        buffer_printf(describer->out, ",\"additionalProperties\":{\"type\":\"%s\"}",
                      openapi_type(member->values));
    }
    if (member->most)
        buffer_printf(describer->out, ",\"%s\":%lld", is_list(member) ? "maxItems" : "maxLength",
                      (long long)member->most);
}

/* A list or pairs that are not there are written as empty ones. */
static bool is_nullable(const struct record_member *member, enum direction direction)
{
    bool empty = is_list(member) || member->type == RECORD_IS_PAIRS || member->type == RECORD_IS_FLAG;
    return direction == GOES_OUT ? member->presence == RECORD_OPTIONAL && !empty
                                 : member->presence != RECORD_REQUIRED;
}

static void describe_member(struct describer *describer, const struct record_member *member,
                            enum direction direction)
{
    bool nullable = is_nullable(member, direction);
    bool is_record = member->type == RECORD_IS_RECORD || member->type == RECORD_IS_POINTER;
    record_write_text(member->name, describer->out);
    buffer_text(describer->out, ":{");
    if (is_record && nullable) {
        buffer_text(describer->out, "\"anyOf\":[{");
        reference(describer, member->of, direction);
        buffer_text(describer->out, "},{\"type\":\"null\"}]");
    } else if (is_record) {
        reference(describer, member->of, direction);
    } else {
        describe_plain(describer, member, direction, nullable);
    }
    if (member->note) {
        buffer_text(describer->out, is_record || openapi_type(member->type) ? "," : "");
        text_member(describer, "description", member->note);
    }
    buffer_char(describer->out, '}');
}

static bool is_required(const struct record_member *member, enum direction direction)
{
    return direction == GOES_OUT ? member->presence != RECORD_LEFT_OUT : member->presence == RECORD_REQUIRED;
}

static void describe_required(struct describer *describer, const struct schema *schema)
{
    const char *comma = "";
    buffer_text(describer->out, ",\"required\":[");
    for (size_t i = 0; i < schema->record->count; i++) {
        const struct record_member *member = &schema->record->members[i];
        if (!is_required(member, schema->direction))
            continue;
        buffer_text(describer->out, comma);
        record_write_text(member->name, describer->out);
        comma = ",";
    }
    buffer_char(describer->out, ']');
}

/* What comes in with members that nobody knows is refused; who reads what goes out passes over them, for a
 * newer service may say more. */
static void describe_record(struct describer *describer, struct schema schema)
{
    buffer_printf(describer->out, "\"%s%s\":{\"type\":\"object\",\"properties\":{",
                  schema_name(schema.record), schema.direction == GOES_OUT ? "" : ".input");
    for (size_t i = 0; i < schema.record->count; i++) {
        buffer_text(describer->out, i ? "," : "");
        describe_member(describer, &schema.record->members[i], schema.direction);
    }
    buffer_char(describer->out, '}');
    describe_required(describer, &schema);
    buffer_printf(describer->out, "%s}",
                  schema.direction == COMES_IN ? ",\"additionalProperties\":false" : "");
}

/* Describing one may name others, which come to the end of the list. */
static void describe_records(struct describer *describer)
{
    buffer_text(describer->out, "\"schemas\":{");
    for (size_t i = 0; i < describer->count; i++) {
        buffer_text(describer->out, i ? "," : "");
        describe_record(describer, describer->schemas[i]);
    }
    buffer_char(describer->out, '}');
}

/* --- rows */

static void parameter(struct describer *describer, const char *name, const char *in, bool required,
                      const char *note, const char *comma)
{
    buffer_printf(describer->out, "%s{", comma);
    text_member(describer, "name", name);
    buffer_printf(describer->out, ",\"in\":\"%s\",\"required\":%s,\"schema\":{\"type\":\"string\"}", in,
                  required ? "true" : "false");
    if (note) {
        buffer_char(describer->out, ',');
        text_member(describer, "description", note);
    }
    buffer_char(describer->out, '}');
}

static void describe_parameters(struct describer *describer, const struct http_route *row)
{
    const char *comma = "";
    buffer_text(describer->out, "\"parameters\":[");
    for (const char *open = strchr(row->pattern, '{'); open; open = strchr(open + 1, '{')) {
        char name[HTTP_CAPTURE_SIZE];
        snprintf(name, sizeof name, "%.*s", (int)strcspn(open + 1, "}"), open + 1);
        parameter(describer, name, "path", true, NULL, comma);
        comma = ",";
    }
    for (const struct http_parameter *more = row->parameters; more && more->name; more++) {
        parameter(describer, more->name, more->in, false, more->note, comma);
        comma = ",";
    }
    buffer_char(describer->out, ']');
}

static void describe_content(struct describer *describer, const char *type, const struct record *record,
                             enum direction direction)
{
    buffer_printf(describer->out, "\"content\":{\"%s\":{\"schema\":{", type);
    if (record)
        reference(describer, record, direction);
    buffer_text(describer->out, "}}}");
}

static void describe_answers(struct describer *describer, const struct http_route *row,
                             const struct record *problem)
{
    int status = row->success ? row->success : 200;
    buffer_printf(describer->out, "\"responses\":{\"%d\":{\"description\":\"%s\",", status,
                  MHD_get_reason_phrase_for((unsigned)status));
    describe_content(describer, "application/json", row->output, GOES_OUT);
    buffer_text(describer->out, "},\"default\":{\"description\":\"What went wrong (RFC 9457).\",");
    describe_content(describer, "application/problem+json", problem, GOES_OUT);
    buffer_text(describer->out, "}}");
}

static void describe_row(struct describer *describer, const struct http_route *row,
                         const struct record *problem)
{
    char method[8] = "";
    for (size_t i = 0; row->method[i] && i + 1 < sizeof method; i++)
        method[i] = (char)(row->method[i] | 32);
    buffer_printf(describer->out, "\"%s\":{", method);
    text_member(describer, "summary", row->summary);
    buffer_char(describer->out, ',');
    describe_parameters(describer, row);
    if (row->input) {
        buffer_text(describer->out, ",\"requestBody\":{\"required\":true,");
        describe_content(describer, "application/json", row->input,
                         row->passes_unknown ? COMES_IN_FROM_OTHER_BUILDS : COMES_IN);
        buffer_char(describer->out, '}');
    }
    buffer_printf(describer->out, ",\"security\":[%s],", row->who->is_bearer ? "{\"bearer\":[]}" : "");
    describe_answers(describer, row, problem);
    buffer_char(describer->out, '}');
}

/* All rows of a path stand under it; the first of them calls this. */
static void describe_path(struct describer *describer, const struct http_route *const *rows, size_t count,
                          const struct record *problem)
{
    const char *pattern = rows[0]->pattern;
    record_write_text(pattern, describer->out);
    buffer_text(describer->out, ":{");
    describe_row(describer, rows[0], problem);
    for (size_t i = 1; i < count; i++)
        if (rows[i]->summary && strcmp(rows[i]->pattern, pattern) == 0) {
            buffer_char(describer->out, ',');
            describe_row(describer, rows[i], problem);
        }
    buffer_char(describer->out, '}');
}

static bool is_first_of_path(const struct http_route *const *rows, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (rows[i]->summary && strcmp(rows[i]->pattern, rows[index]->pattern) == 0)
            return false;
    return rows[index]->summary != NULL;
}

void http_openapi(const struct http_route *const *rows, size_t count, const struct http_api *api,
                  struct buffer *out)
{
    struct describer describer = {.out = out};
    const char *comma = "";
    buffer_text(out, "{\"openapi\":\"3.1.0\",\"info\":{");
    text_member(&describer, "title", api->title);
    buffer_char(out, ',');
    text_member(&describer, "version", api->version);
    buffer_text(out, "},\"paths\":{");
    for (size_t i = 0; i < count; i++) {
        if (!is_first_of_path(rows, i))
            continue;
        buffer_text(out, comma);
        describe_path(&describer, rows + i, count - i, api->problem);
        comma = ",";
    }
    buffer_text(out, "},\"components\":{");
    describe_records(&describer);
    buffer_text(out, ",\"securitySchemes\":{\"bearer\":{\"type\":\"http\",\"scheme\":\"bearer\"}}}}\n");
}
