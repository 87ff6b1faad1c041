/* A page's steps over a context, in one language. */
#include "template/template_private.h"

struct renderer {
    const struct template *template;
    struct buffer *out;
    const struct language *reader;
    size_t language;                         /* its index */
    const char *scopes[TEMPLATE_SCOPES + 1]; /* structs, or elements of a list */
    size_t depth;
};

static void escape_part(const char *text, size_t length, struct buffer *out)
{
    static const char *const escapes[] = {
        ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"};
    for (const char *end = text + length;;) {
        size_t plain = strcspn(text, "&<>\"'");
        if (plain >= (size_t)(end - text)) {
            buffer_append(out, text, (size_t)(end - text));
            return;
        }
        buffer_append(out, text, plain);
        text += plain;
        buffer_text(out, escapes[(unsigned char)*text++]);
    }
}

void template_escape(const char *text, struct buffer *out)
{
    escape_part(text, strlen(text), out);
}

/* --- isolates (language.h): their characters turn digits round in browsers of before 2021, elements do not
 */

#define ISOLATE_LENGTH (sizeof LANGUAGE_ISOLATE - 1)

static const char *next_isolate(const char *text, bool *opens)
{
    const char *open = strstr(text, LANGUAGE_ISOLATE);
    const char *close = strstr(text, LANGUAGE_ISOLATE_END);
    *opens = open && (!close || open < close);
    return *opens ? open : close;
}

/* Whether each that is opened is closed, and no other kind is among them. */
static bool isolates_pair(const char *text)
{
    size_t depth = 0;
    bool opens;
    if (strstr(text, "\u2066") || strstr(text, "\u2067"))
        return false;
    for (const char *at = text; (at = next_isolate(at, &opens)); at += ISOLATE_LENGTH) {
        if (!opens && depth == 0)
            return false;
        depth += opens ? 1 : (size_t)-1;
    }
    return depth == 0;
}

static void escape_isolated(const char *text, bool in_plain, struct buffer *out)
{
    bool opens;
    for (const char *at; (at = next_isolate(text, &opens)); text = at + ISOLATE_LENGTH) {
        escape_part(text, (size_t)(at - text), out);
        if (!in_plain)
            buffer_text(out, opens ? "<bdi>" : "</bdi>");
    }
    template_escape(text, out);
}

/* What an attribute has goes back as it came. */
static void render_text(const struct renderer *renderer, struct template_place place, const char *text)
{
    if (!place.in_tag && isolates_pair(text))
        escape_isolated(text, place.in_plain, renderer->out);
    else
        template_escape(text, renderer->out);
}

/* NULL where a pointer on the way leads nowhere. */
static const void *find_value(const struct renderer *renderer, const struct template_value *value)
{
    const char *at = renderer->scopes[value->scope] + value->offsets[0];
    for (size_t i = 1; i <= value->pointers; i++) {
        at = *(const char *const *)(const void *)at;
        if (!at)
            return NULL;
        at += value->offsets[i];
    }
    return at;
}

/* The text, or the word, of a value; NULL for none. What should be there and is not fails the page. */
static const char *text_at(const struct renderer *renderer, const struct template_value *value,
                           const void *at)
{
    const char *text = NULL;
    int word;
    if (value->type == RECORD_IS_TEXT) {
        text = *(const char *const *)at;
    } else {
        memcpy(&word, at, sizeof word);
        text = record_word(value->words, word);
    }
    renderer->out->failed = renderer->out->failed || (!text && value->presence == RECORD_REQUIRED);
    return text;
}

static bool is_number(const struct template_value *value, const void *at, int64_t *number)
{
    if (value->type != RECORD_IS_INT)
        return false;
    *number = *(const int64_t *)at;
    return value->presence == RECORD_REQUIRED || *number != RECORD_NO_INT;
}

static void render_value(const struct renderer *renderer, const struct template_value *value,
                         struct template_place place)
{
    const void *at = find_value(renderer, value);
    int64_t number;
    if (!at)
        return;
    if (is_number(value, at, &number)) {
        buffer_printf(renderer->out, "%lld", (long long)number);
    } else if (value->type != RECORD_IS_INT) {
        const char *text = text_at(renderer, value, at);
        if (text)
            render_text(renderer, place, text);
    }
}

static void render_unescaped(const struct renderer *renderer, const struct template_value *value)
{
    const void *at = find_value(renderer, value);
    const char *text = at ? text_at(renderer, value, at) : NULL;
    if (text)
        buffer_text(renderer->out, text);
}

/* --- messages */

/* A text stands in an isolate, where there can be one: it may run another way than what is around it. */
static void render_place(const struct renderer *renderer, const struct template_value *value,
                         struct template_place place)
{
    const void *at = find_value(renderer, value);
    bool isolated = !place.in_tag && !place.in_plain && value->type != RECORD_IS_INT && at &&
                    text_at(renderer, value, at);
    if (isolated)
        buffer_text(renderer->out, "<bdi>");
    render_value(renderer, value, place);
    if (isolated)
        buffer_text(renderer->out, "</bdi>");
}

/* NULL where the word that says which is none. */
static const struct template_message *find_message(const struct renderer *renderer,
                                                   const struct template_messages *messages)
{
    int word = 0;
    if (messages->by_word) {
        const void *at = find_value(renderer, &messages->word);
        if (!at || !text_at(renderer, &messages->word, at))
            return NULL;
        memcpy(&word, at, sizeof word);
    }
    return &messages->all[(size_t)word * renderer->template->languages + renderer->language];
}

static void render_parts(const struct renderer *renderer, const struct template_message *message,
                         struct template_place place);

static void render_form(const struct renderer *renderer, const struct template_part *part,
                        struct template_place place)
{
    const void *at = find_value(renderer, &part->value);
    int64_t number;
    if (at && is_number(&part->value, at, &number))
        render_parts(renderer, &part->forms[language_number(renderer->reader, number)], place);
}

static void render_parts(const struct renderer *renderer, const struct template_message *message,
                         struct template_place place)
{
    for (size_t i = 0; i < message->count; i++) {
        const struct template_part *part = &message->parts[i];
        buffer_append(renderer->out, part->text, part->length);
        if (part->forms)
            render_form(renderer, part, place);
        else if (part->has_value)
            render_place(renderer, &part->value, place);
    }
}

static void render_message(const struct renderer *renderer, const struct template_messages *messages,
                           struct template_place place)
{
    const struct template_message *message = find_message(renderer, messages);
    if (message)
        render_parts(renderer, message, place);
}

/* --- sections */

static bool is_true(const struct renderer *renderer, const struct template_value *value, const void *at)
{
    const char *text;
    int64_t number;
    switch (value->type) {
    case RECORD_IS_TEXT:
        text = text_at(renderer, value, at);
        return text && *text;
    case RECORD_IS_WORD:
        return text_at(renderer, value, at) != NULL;
    case RECORD_IS_INT:
        return is_number(value, at, &number) && number != 0;
    case RECORD_IS_FLAG:
        return *(const bool *)at;
    case RECORD_IS_POINTER:
        return *(const void *const *)at != NULL;
    case RECORD_IS_LIST:
    case RECORD_IS_TEXTS:
    case RECORD_IS_WORDS:
        return ((const struct record_any_list *)at)->count > 0;
    case RECORD_IS_RECORD:
        return true;
    default:
        must(false); /* a section that the compiler refuses */
        return false;
    }
}

static void render_steps(struct renderer *renderer, size_t from, size_t to);

static void render_in_scope(struct renderer *renderer, const void *scope, size_t from, size_t to)
{
    must(renderer->depth < TEMPLATE_SCOPES);
    renderer->scopes[++renderer->depth] = scope;
    render_steps(renderer, from, to);
    renderer->depth--;
}

static void render_list(struct renderer *renderer, const struct template_step *step,
                        const struct record_any_list *list, size_t from)
{
    /* The list was too large for its arena. */
    renderer->out->failed = renderer->out->failed || (list->count && !list->items);
    for (size_t i = 0; list->items && i < list->count; i++)
        render_in_scope(renderer, list->items + i * step->value.size, from, step->end);
}

static void render_section(struct renderer *renderer, const struct template_step *step, size_t from)
{
    const void *at = find_value(renderer, &step->value);
    bool truth = at && is_true(renderer, &step->value, at);
    if (truth == (step->kind == TEMPLATE_UNLESS))
        return;
    if (!truth) {
        render_steps(renderer, from, step->end);
        return;
    }
    switch (step->value.type) {
    case RECORD_IS_LIST:
    case RECORD_IS_TEXTS:
    case RECORD_IS_WORDS:
        render_list(renderer, step, at, from);
        break;
    case RECORD_IS_RECORD:
        render_in_scope(renderer, at, from, step->end);
        break;
    case RECORD_IS_POINTER:
        render_in_scope(renderer, *(const void *const *)at, from, step->end);
        break;
    default:
        render_steps(renderer, from, step->end);
    }
}

static void render_steps(struct renderer *renderer, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        const struct template_step *step = &renderer->template->steps[i];
        switch (step->kind) {
        case TEMPLATE_TEXT:
            buffer_append(renderer->out, step->text, step->length);
            break;
        case TEMPLATE_VALUE:
            render_value(renderer, &step->value, step->place);
            break;
        case TEMPLATE_UNESCAPED:
            render_unescaped(renderer, &step->value);
            break;
        case TEMPLATE_MESSAGE:
            render_message(renderer, step->messages, step->place);
            break;
        case TEMPLATE_SECTION:
        case TEMPLATE_UNLESS:
            render_section(renderer, step, i + 1);
            i = step->end - 1;
            break;
        }
    }
}

void template_render(const struct template *template, const void *context, const struct language *language,
                     struct buffer *out)
{
    struct renderer renderer = {.template = template,
                                .out = out,
                                .reader = language,
                                .language = language_index(language),
                                .scopes = {context}};
    must(renderer.language < template->languages);
    render_steps(&renderer, 0, template->count);
}
