/* Messages of a page: each in every language, its places bound to what stands there. */
#include "template/template_private.h"

#define ID_MAX 256
#define ESCAPED_MAX (64u * 1024)
#define PARTS_MOST 32 /* of one message; more is an error */

static bool out_of_memory(const struct template_compiler *compiler)
{
    return error_set(compiler->error, ERROR_OURS, NULL, "out of memory");
}

static bool compile_plain(const struct template_compiler *compiler, const struct sentence_part *source,
                          struct template_part *part)
{
    scope_buffer struct buffer plain = BUFFER(ESCAPED_MAX);
    scope_buffer struct buffer escaped = BUFFER(ESCAPED_MAX);
    buffer_append(&plain, source->text, source->length);
    template_escape(plain.data ? plain.data : "", &escaped);
    part->text = arena_text(&compiler->template->arena, escaped.data, escaped.length);
    part->length = escaped.length;
    return (!plain.failed && !escaped.failed && part->text) || out_of_memory(compiler);
}

static bool compile_message(const struct template_compiler *compiler, const char *text,
                            struct template_message *message);

/* What hangs on a number, each form a message of its own. */
static bool compile_forms(const struct template_compiler *compiler, const struct sentence_part *source,
                          struct template_part *part)
{
    if (part->value.type != RECORD_IS_INT)
        return error_set(compiler->error, ERROR_OURS, NULL, "%.*s is no number, and has forms for one",
                         (int)source->place_length, source->place);
    part->forms = arena_array(&compiler->template->arena, SENTENCE_NUMBERS, sizeof *part->forms);
    if (!part->forms)
        return out_of_memory(compiler);
    for (enum sentence_number number = 0; number < SENTENCE_NUMBERS; number++) {
        scope_buffer struct buffer form = BUFFER(ESCAPED_MAX);
        sentence_form(source, number, &form);
        if (form.failed)
            return out_of_memory(compiler);
        if (!compile_message(compiler, form.data ? form.data : "", &part->forms[number]))
            return false;
    }
    return true;
}

static bool compile_part(const struct template_compiler *compiler, const struct sentence_part *source,
                         struct template_part *part)
{
    if (!compile_plain(compiler, source, part))
        return false;
    part->has_value = source->place != NULL;
    if (!part->has_value)
        return true;
    return template_bind_text(compiler, source->place, source->place_length, &part->value) &&
           (!source->forms || compile_forms(compiler, source, part));
}

static bool compile_message(const struct template_compiler *compiler, const char *text,
                            struct template_message *message)
{
    struct template_part parts[PARTS_MOST] = {0};
    struct sentence_part part;
    size_t count = 0;
    for (const char *rest = text; sentence_next(&rest, &part); count++) {
        if (count == PARTS_MOST)
            return error_set(compiler->error, ERROR_OURS, NULL, "it has too many places");
        if (!compile_part(compiler, &part, &parts[count]))
            return false;
    }
    message->parts = arena_array(&compiler->template->arena, count, sizeof *parts);
    message->count = count;
    if (!message->parts)
        return out_of_memory(compiler);
    memcpy(message->parts, parts, count * sizeof *parts);
    return true;
}

static bool compile_id(const struct template_compiler *compiler, const char *id,
                       struct template_message *messages)
{
    const struct languages *languages = compiler->source->languages;
    if (!language_find(languages_default(languages), id))
        return error_set(compiler->error, ERROR_OURS, NULL, "there is no message %s", id);
    for (size_t i = 0; i < languages_count(languages); i++) {
        const struct language *language = languages_at(languages, i);
        if (!compile_message(compiler, language_find(language, id), &messages[i]))
            return error_context(compiler->error, "message %s of %s", id, language_tag(language));
    }
    return true;
}

/* "status.{status}.next" */
static bool compile_words(const struct template_compiler *compiler, const char *pattern, const char *open,
                          struct template_messages *messages)
{
    const char *close = strchr(open, '}');
    if (!close || strchr(close, '{'))
        return error_set(compiler->error, ERROR_OURS, NULL, "a message's id has one {name}, which ends");
    if (!template_bind(compiler, open + 1, (size_t)(close - open - 1), &messages->word))
        return false;
    const struct record_words *words = messages->word.words;
    if (messages->word.type != RECORD_IS_WORD)
        return error_set(compiler->error, ERROR_OURS, NULL, "%.*s is no word, so its messages are not known",
                         (int)(close - open - 1), open + 1);
    messages->by_word = true;
    messages->all = arena_array(&compiler->template->arena, words->count * compiler->template->languages,
                                sizeof *messages->all);
    if (!messages->all)
        return out_of_memory(compiler);
    for (size_t i = 0; i < words->count; i++) {
        char id[ID_MAX];
        if (!words->words[i])
            continue;
        int length =
            snprintf(id, sizeof id, "%.*s%s%s", (int)(open - pattern), pattern, words->words[i], close + 1);
        must(length >= 0 && (size_t)length < sizeof id);
        if (!compile_id(compiler, id, &messages->all[i * compiler->template->languages]))
            return false;
    }
    return true;
}

const struct template_messages *template_compile_message(const struct template_compiler *compiler,
                                                         const char *id)
{
    const char *open = strchr(id, '{');
    struct template_messages *messages = arena_alloc(&compiler->template->arena, sizeof *messages);
    if (!messages) {
        out_of_memory(compiler);
        return NULL;
    }
    if (open)
        return compile_words(compiler, id, open, messages) ? messages : NULL;
    messages->all =
        arena_array(&compiler->template->arena, compiler->template->languages, sizeof *messages->all);
    if (!messages->all) {
        out_of_memory(compiler);
        return NULL;
    }
    return compile_id(compiler, id, messages->all) ? messages : NULL;
}
