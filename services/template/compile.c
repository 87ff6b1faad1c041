/* A page's file, and those that it takes in, into steps. */
#include "template/template_private.h"

#define FILE_MAX (256u * 1024)
#define TEMPLATE_MAX (16u << 20)
#define FILES_DEEP 8
#define TAG_SIZE 64

void template_free(struct template *template)
{
    if (!template)
        return;
    arena_free(&template->arena);
    free(template);
}

static bool grow_steps(struct template *template)
{
    size_t capacity = template->capacity ? 2 * template->capacity : 64;
    struct template_step *steps = arena_array(&template->arena, capacity, sizeof *steps);
    if (!steps)
        return false;
    if (template->count)
        memcpy(steps, template->steps, template->count * sizeof *steps);
    template->steps = steps;
    template->capacity = capacity;
    return true;
}

static bool add_step(const struct template_compiler *compiler, const struct template_step *step)
{
    struct template *template = compiler->template;
    if (template->count == template->capacity && !grow_steps(template))
        return error_set(compiler->error, ERROR_OURS, NULL, "out of memory");
    template->steps[template->count++] = *step;
    return true;
}

static bool add_text(const struct template_compiler *compiler, const char *text, size_t length)
{
    const struct template_step step = {.kind = TEMPLATE_TEXT,
                                       .text = arena_text(&compiler->template->arena, text, length),
                                       .length = length};
    if (!step.text)
        return error_set(compiler->error, ERROR_OURS, NULL, "out of memory");
    return length == 0 || add_step(compiler, &step);
}

/* --- sections */

/* What the section asks or goes through, and the scope that it opens, if it opens one. */
static bool bind_section(const struct template_compiler *compiler, const char *name, bool unless,
                         struct template_value *value, struct template_scope *scope, bool *has_scope)
{
    if (!template_bind(compiler, name, strlen(name), value))
        return false;
    *scope = (struct template_scope){.record = value->of, .words = value->words};
    switch (value->type) {
    case RECORD_IS_TEXT:
    case RECORD_IS_INT:
    case RECORD_IS_FLAG:
    case RECORD_IS_WORD:
        *has_scope = false;
        return true;
    case RECORD_IS_RECORD:
        if (unless)
            return error_set(compiler->error, ERROR_OURS, NULL, "%s is always there", name);
        break;
    case RECORD_IS_POINTER:
    case RECORD_IS_LIST:
    case RECORD_IS_TEXTS:
    case RECORD_IS_WORDS:
        break;
    default:
        return error_set(compiler->error, ERROR_OURS, NULL, "%s cannot be a section", name);
    }
    *has_scope = !unless;
    return true;
}

static bool open_section(struct template_compiler *compiler, const char *name, bool unless)
{
    struct template_step step = {.kind = unless ? TEMPLATE_UNLESS : TEMPLATE_SECTION};
    struct template_section section = {.step = compiler->template->count,
                                       .name = arena_copy(&compiler->template->arena, name)};
    struct template_scope scope;
    if (compiler->depth == TEMPLATE_SCOPES)
        return error_set(compiler->error, ERROR_OURS, NULL, "sections are nested too deep");
    if (!section.name)
        return error_set(compiler->error, ERROR_OURS, NULL, "out of memory");
    if (!bind_section(compiler, name, unless, &step.value, &scope, &section.has_scope))
        return false;
    compiler->sections[compiler->depth++] = section;
    if (section.has_scope)
        compiler->scopes[++compiler->scope] = scope;
    return add_step(compiler, &step);
}

static bool close_section(struct template_compiler *compiler, const char *name)
{
    if (!compiler->depth || strcmp(compiler->sections[compiler->depth - 1].name, name) != 0)
        return error_set(compiler->error, ERROR_OURS, NULL, "{{/%s}} closes nothing", name);
    const struct template_section *section = &compiler->sections[--compiler->depth];
    compiler->template->steps[section->step].end = compiler->template->count;
    compiler->scope -= section->has_scope;
    return true;
}

/* --- tags */

static bool compile_fixed(const struct template_compiler *compiler, const char *fixed)
{
    scope_buffer struct buffer escaped = BUFFER(FILE_MAX);
    template_escape(fixed, &escaped);
    return escaped.failed ? error_set(compiler->error, ERROR_OURS, NULL, "out of memory")
                          : add_text(compiler, escaped.data, escaped.length);
}

static bool compile_value(const struct template_compiler *compiler, const char *name)
{
    struct template_step step = {.kind = TEMPLATE_VALUE, .place = compiler->place};
    const char *fixed = template_fixed(compiler, name);
    if (fixed)
        return compile_fixed(compiler, fixed);
    return template_bind_text(compiler, name, strlen(name), &step.value) && add_step(compiler, &step);
}

static bool compile_unescaped(const struct template_compiler *compiler, const char *name)
{
    struct template_step step = {.kind = TEMPLATE_UNESCAPED};
    if (!template_bind(compiler, name, strlen(name), &step.value))
        return false;
    if (step.value.type != RECORD_IS_TEXT)
        return error_set(compiler->error, ERROR_OURS, NULL, "%s is no text", name);
    return add_step(compiler, &step);
}

static bool compile_message_tag(const struct template_compiler *compiler, const char *id)
{
    const struct template_step step = {.kind = TEMPLATE_MESSAGE,
                                       .place = compiler->place,
                                       .messages = template_compile_message(compiler, id)};
    return step.messages && add_step(compiler, &step);
}

static bool compile_file(struct template_compiler *compiler, const char *name);

static bool compile_tag(struct template_compiler *compiler, const char *tag)
{
    static const char unescaped[] = "!!UNESCAPED ";
    if (tag[0] == '#' || tag[0] == '^')
        return open_section(compiler, tag + 1, tag[0] == '^');
    if (tag[0] == '/')
        return close_section(compiler, tag + 1);
    if (tag[0] == '>')
        return compile_file(compiler, tag + 1);
    if (strncmp(tag, unescaped, strlen(unescaped)) == 0)
        return compile_unescaped(compiler, tag + strlen(unescaped));
    return strncmp(tag, "t ", 2) == 0 ? compile_message_tag(compiler, tag + 2) : compile_value(compiler, tag);
}

/* --- files */

static int line_of(const char *text, const char *place)
{
    int line = 1;
    for (; text < place; text++)
        line += *text == '\n';
    return line;
}

/* What stands between the braces; *rest is moved behind them. */
static bool read_tag(const struct template_compiler *compiler, const char **rest, char tag[static TAG_SIZE])
{
    const char *start = *rest + 2;
    const char *end = strstr(start, "}}");
    /* A {name} of a message's id ends in a brace, too. */
    if (end)
        end += strspn(end + 2, "}");
    if (!end || end == start)
        return error_set(compiler->error, ERROR_OURS, NULL, "a tag is not closed, or empty");
    if (end - start >= TAG_SIZE)
        return error_set(compiler->error, ERROR_OURS, NULL, "a tag is longer than %d bytes", TAG_SIZE - 1);
    snprintf(tag, TAG_SIZE, "%.*s", (int)(end - start), start);
    *rest = end + 2;
    return true;
}

static bool compile_text(struct template_compiler *compiler, const char *name, const char *text)
{
    const char *rest = text;
    for (const char *tag; (tag = strstr(rest, "{{"));) {
        char word[TAG_SIZE] = {0};
        if (!add_text(compiler, rest, (size_t)(tag - rest)))
            return false;
        template_place_pass(&compiler->place, rest, (size_t)(tag - rest));
        rest = tag;
        if (!read_tag(compiler, &rest, word) || !compile_tag(compiler, word))
            return error_context(compiler->error, "%s.html:%d", name, line_of(text, tag));
    }
    template_place_pass(&compiler->place, rest, strlen(rest));
    return add_text(compiler, rest, strlen(rest));
}

static bool compile_file(struct template_compiler *compiler, const char *name)
{
    scope_buffer struct buffer path = BUFFER(4096);
    size_t depth = compiler->depth;
    if (compiler->files == FILES_DEEP)
        return error_set(compiler->error, ERROR_OURS, NULL, "%s.html includes itself", name);
    buffer_printf(&path, "%s/%s.html", compiler->source->folder, name);
    if (path.failed)
        return error_set(compiler->error, ERROR_OURS, NULL, "%s.html: too long a name", name);
    scope_free char *text = file_read(path.data, FILE_MAX, NULL, compiler->error);
    compiler->files++;
    bool good = text && compile_text(compiler, name, text);
    compiler->files--;
    if (good && compiler->depth != depth)
        return error_set(compiler->error, ERROR_OURS, NULL, "%s.html: section %s is not closed", name,
                         compiler->sections[compiler->depth - 1].name);
    return good;
}

struct template *template_compile(const struct template_source *source, const char *name,
                                  const struct record *context, struct error *error)
{
    struct template *template = calloc(1, sizeof *template);
    if (!template) {
        error_set(error, ERROR_OURS, NULL, "out of memory");
        return NULL;
    }
    record_must_hold(context);
    template->arena = ARENA(TEMPLATE_MAX);
    template->languages = languages_count(source->languages);
    struct template_compiler compiler = {
        .template = template, .source = source, .error = error, .scopes = {{.record = context}}};
    if (compile_file(&compiler, name))
        return template;
    template_free(template);
    return NULL;
}
