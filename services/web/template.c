#include "web/web.h"

/* A page is compiled to a flat list of steps; a section's step knows where it ends.
 *
 *     {{name.path}}          the value, escaped for text and double-quoted attributes
 *     {{t message.id}}       the reader's message, its {places} filled from the context, escaped
 *     {{#name}} … {{/name}}  once for each element of an array; else once if it is true, not empty, not zero
 *     {{^name}} … {{/name}}  if not
 *     {{>file}}              another template
 *     {{!!UNESCAPED name}}   the value as it is: for markup that the service itself made, and nothing else */

#define FILE_MAX (256u * 1024)
#define INCLUDE_DEPTH 8
#define SCOPE_DEPTH 16
#define NAME_SIZE 64

enum step_kind { STEP_TEXT, STEP_VALUE, STEP_MESSAGE, STEP_SECTION, STEP_UNLESS, STEP_END, STEP_UNESCAPED };

struct step {
    enum step_kind kind;
    char *text;  /* literal, name or message id */
    size_t size; /* of a literal */
    size_t end;  /* of a section: the step after its end */
};

struct template
{
    struct step *steps;
    size_t count, capacity;
};

struct compiler {
    struct template *template;
    const char *folder;
    const struct locale *messages;
    struct error *error;
    size_t open[SCOPE_DEPTH];
    size_t depth;
    int includes;
};

void page_template_free(struct template *template)
{
    if (!template)
        return;
    for (size_t i = 0; i < template->count; i++)
        free(template->steps[i].text);
    free(template->steps);
    free(template);
}

static bool add_step(struct compiler *compiler, enum step_kind kind, const char *text, size_t length)
{
    struct template *template = compiler->template;
    if (template->count == template->capacity) {
        size_t capacity = template->capacity ? 2 * template->capacity : 64;
        struct step *steps = realloc(template->steps, capacity * sizeof *steps);
        if (!steps)
            return error_set(compiler->error, ERROR_OURS, NULL, "out of memory");
        template->steps = steps;
        template->capacity = capacity;
    }
    template->steps[template->count++] =
        (struct step){.kind = kind, .text = strndup(text, length), .size = length};
    return true;
}

static bool open_section(struct compiler *compiler, enum step_kind kind, const char *name)
{
    if (compiler->depth == SCOPE_DEPTH)
        return error_set(compiler->error, ERROR_OURS, NULL, "sections are nested too deep");
    compiler->open[compiler->depth++] = compiler->template->count;
    return add_step(compiler, kind, name, strlen(name));
}

static bool close_section(struct compiler *compiler, const char *name)
{
    struct template *template = compiler->template;
    if (!compiler->depth || strcmp(template->steps[compiler->open[compiler->depth - 1]].text, name) != 0)
        return error_set(compiler->error, ERROR_OURS, NULL, "{{/%s}} closes nothing", name);
    size_t opened = compiler->open[--compiler->depth];
    if (!add_step(compiler, STEP_END, name, strlen(name)))
        return false;
    template->steps[opened].end = template->count;
    return true;
}

static bool compile_file(struct compiler *compiler, const char *name);

static bool compile_tag(struct compiler *compiler, const char *tag)
{
    if (tag[0] == '#')
        return open_section(compiler, STEP_SECTION, tag + 1);
    if (tag[0] == '^')
        return open_section(compiler, STEP_UNLESS, tag + 1);
    if (tag[0] == '/')
        return close_section(compiler, tag + 1);
    if (tag[0] == '>')
        return compile_file(compiler, tag + 1);
    if (strncmp(tag, "!!UNESCAPED ", 12) == 0)
        return add_step(compiler, STEP_UNESCAPED, tag + 12, strlen(tag + 12));
    if (strncmp(tag, "t ", 2) != 0)
        return add_step(compiler, STEP_VALUE, tag, strlen(tag));
    /* {{t status.{status}}} depends on the context, so only whole ids can be checked now. */
    if (!strchr(tag, '{') && !locale_has(compiler->messages, tag + 2))
        return error_set(compiler->error, ERROR_OURS, NULL, "there is no message %s", tag + 2);
    return add_step(compiler, STEP_MESSAGE, tag + 2, strlen(tag + 2));
}

static int line_of(const char *text, const char *place)
{
    int line = 1;
    for (; text < place; text++)
        line += *text == '\n';
    return line;
}

static bool compile_text(struct compiler *compiler, const char *name, const char *text)
{
    const char *rest = text;
    const char *tag;
    while ((tag = strstr(rest, "{{"))) {
        const char *end = strstr(tag, "}}");
        while (end && end[2] == '}')
            end++;
        char word[NAME_SIZE];
        size_t length = end ? (size_t)(end - tag - 2) : 0;
        if (!end || length == 0 || length >= sizeof word)
            return error_set(compiler->error, ERROR_OURS, NULL, "%s.html:%d: a tag is not closed", name,
                             line_of(text, tag));
        snprintf(word, sizeof word, "%.*s", (int)length, tag + 2);
        if (!add_step(compiler, STEP_TEXT, rest, (size_t)(tag - rest)))
            return false;
        if (!compile_tag(compiler, word))
            return error_context(compiler->error, "%s.html:%d", name, line_of(text, tag));
        rest = end + 2;
    }
    return add_step(compiler, STEP_TEXT, rest, strlen(rest));
}

static bool compile_file(struct compiler *compiler, const char *name)
{
    if (compiler->includes == INCLUDE_DEPTH)
        return error_set(compiler->error, ERROR_OURS, NULL, "%s.html includes itself", name);
    struct buffer path = BUFFER(4096);
    buffer_printf(&path, "%s/%s.html", compiler->folder, name);
    scope_free char *text = file_read(path.data, FILE_MAX, NULL, compiler->error);
    buffer_free(&path);
    compiler->includes++;
    size_t depth = compiler->depth;
    bool good = text && compile_text(compiler, name, text);
    compiler->includes--;
    if (good && compiler->depth != depth)
        return error_set(compiler->error, ERROR_OURS, NULL, "%s.html: section %s is not closed", name,
                         compiler->template->steps[compiler->open[compiler->depth - 1]].text);
    return good;
}

struct template *page_template_load(const char *folder, const char *name, const struct locale *messages,
                                    struct error *error)
{
    struct template *template = calloc(1, sizeof *template);
    struct compiler compiler = {.template = template, .folder = folder, .messages = messages, .error = error};
    if (template && compile_file(&compiler, name))
        return template;
    page_template_free(template);
    return NULL;
}

/* --- rendering */

struct renderer {
    const struct template *template;
    const struct locale *locale;
    struct buffer *out;
    const json_t *scopes[SCOPE_DEPTH + 1];
    size_t depth;
};

/* The innermost scope that has the first part of a.b.c, and from there inward. "." is the element itself. */
static const json_t *look_up(const struct renderer *renderer, const char *name)
{
    if (strcmp(name, ".") == 0)
        return renderer->scopes[renderer->depth];
    const json_t *value = NULL;
    size_t length = strcspn(name, ".");
    for (size_t i = renderer->depth + 1; i-- > 0 && !value;)
        value = json_object_getn(renderer->scopes[i], name, length);
    while (value && name[length]) {
        name += length + 1;
        length = strcspn(name, ".");
        value = json_object_getn(value, name, length);
    }
    return value;
}

static void escape(const char *text, struct buffer *out)
{
    for (;;) {
        size_t plain = strcspn(text, "&<>\"'");
        buffer_append(out, text, plain);
        text += plain;
        switch (*text++) {
        case '&':
            buffer_text(out, "&amp;");
            break;
        case '<':
            buffer_text(out, "&lt;");
            break;
        case '>':
            buffer_text(out, "&gt;");
            break;
        case '"':
            buffer_text(out, "&quot;");
            break;
        case '\'':
            buffer_text(out, "&#39;");
            break;
        default:
            return;
        }
    }
}

static void render_value(const struct renderer *renderer, const char *name)
{
    const json_t *value = look_up(renderer, name);
    if (json_is_string(value))
        escape(json_string_value(value), renderer->out);
    else if (json_is_integer(value))
        buffer_printf(renderer->out, "%lld", (long long)json_integer_value(value));
}

/* The id may hold names itself: status.{status}. */
static void message_id(const struct renderer *renderer, const char *pattern, struct buffer *id)
{
    for (const char *c = pattern; *c;) {
        size_t length = strcspn(c, "{");
        buffer_append(id, c, length);
        c += length;
        size_t name_length = strcspn(c, "}");
        if (!*c || !c[name_length])
            return;
        char name[NAME_SIZE];
        snprintf(name, sizeof name, "%.*s", (int)name_length - 1, c + 1);
        buffer_text(
            id, json_string_value(look_up(renderer, name)) ? json_string_value(look_up(renderer, name)) : "");
        c += name_length + 1;
    }
}

static void render_message(const struct renderer *renderer, const char *pattern)
{
    struct buffer id = BUFFER(256);
    struct buffer text = BUFFER(8192);
    scope_json json_t *context = json_object();
    for (size_t i = 0; i <= renderer->depth; i++)
        json_object_update(context, (json_t *)(uintptr_t)renderer->scopes[i]);
    message_id(renderer, pattern, &id);
    locale_message(renderer->locale, id.data ? id.data : "", context, &text);
    escape(text.data ? text.data : "", renderer->out);
    buffer_free(&id);
    buffer_free(&text);
}

static bool is_true(const json_t *value)
{
    switch (value ? json_typeof(value) : JSON_NULL) {
    case JSON_NULL:
    case JSON_FALSE:
        return false;
    case JSON_ARRAY:
        return json_array_size(value) > 0;
    case JSON_OBJECT:
        return json_object_size(value) > 0;
    case JSON_STRING:
        return json_string_length(value) > 0;
    case JSON_INTEGER:
        return json_integer_value(value) != 0;
    default:
        return true;
    }
}

static void render_steps(struct renderer *renderer, size_t from, size_t to);

static void render_in_scope(struct renderer *renderer, const json_t *scope, size_t from, size_t to)
{
    if (renderer->depth == SCOPE_DEPTH)
        return;
    renderer->scopes[++renderer->depth] = scope;
    render_steps(renderer, from, to);
    renderer->depth--;
}

static void render_section(struct renderer *renderer, const struct step *step, size_t from)
{
    const json_t *value = look_up(renderer, step->text);
    size_t i;
    const json_t *element;
    if (step->kind == STEP_UNLESS) {
        if (!is_true(value))
            render_steps(renderer, from, step->end);
    } else if (json_is_array(value)) {
        json_array_foreach(value, i, element)
        {
            render_in_scope(renderer, element, from, step->end);
        }
    } else if (is_true(value)) {
        render_in_scope(renderer, value, from, step->end);
    }
}

static void render_steps(struct renderer *renderer, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        const struct step *step = &renderer->template->steps[i];
        switch (step->kind) {
        case STEP_TEXT:
            buffer_append(renderer->out, step->text, step->size);
            break;
        case STEP_VALUE:
            render_value(renderer, step->text);
            break;
        case STEP_UNESCAPED:
            buffer_text(renderer->out, json_string_value(look_up(renderer, step->text))
                                           ? json_string_value(look_up(renderer, step->text))
                                           : "");
            break;
        case STEP_MESSAGE:
            render_message(renderer, step->text);
            break;
        case STEP_SECTION:
        case STEP_UNLESS:
            render_section(renderer, step, i + 1);
            i = step->end - 1;
            break;
        case STEP_END:
            break;
        }
    }
}

void page_template_render(const struct template *template, const json_t *context, const struct locale *locale,
                          struct buffer *out)
{
    struct renderer renderer = {.template = template, .locale = locale, .out = out, .scopes = {context}};
    render_steps(&renderer, 0, template->count);
}
