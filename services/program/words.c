/* What an error says to whoever runs a program: in English, out of the program itself. */
#include "program/program_private.h"

static const char *words_find(const char *id)
{
    for (const struct program_sentence *sentence = program_sentences; sentence->id; sentence++)
        if (strcmp(sentence->id, id) == 0)
            return sentence->text;
    return id;
}

static void words_add_argument(const struct refusal_argument *argument, struct buffer *text)
{
    char money[MONEY_TEXT_SIZE];
    switch (argument->type) {
    case REFUSAL_TEXT:
        buffer_text(text, argument->text);
        break;
    case REFUSAL_NUMBER:
        buffer_printf(text, "%lld", (long long)argument->number);
        break;
    case REFUSAL_MONEY:
        money_format(argument->number, argument->text, money);
        buffer_text(text, money);
        break;
    case REFUSAL_WORD:
        buffer_text(text, words_find(argument->text));
        break;
    }
}

static void words_add_part(const struct sentence_part *part, const struct refusal *refusal,
                           struct buffer *text);

static void words_add_sentence(const char *sentence, const struct refusal *refusal, struct buffer *text)
{
    struct sentence_part part;
    while (sentence_next(&sentence, &part))
        words_add_part(&part, refusal, text);
}

/* English has two kinds of numbers. */
static void words_add_form(const struct sentence_part *part, const struct refusal_argument *argument,
                           const struct refusal *refusal, struct buffer *text)
{
    scope_buffer struct buffer form = BUFFER(4096);
    sentence_form(part, argument->number == 1 ? SENTENCE_ONE : SENTENCE_OTHER, &form);
    if (form.data && !form.failed)
        words_add_sentence(form.data, refusal, text);
    text->failed = text->failed || form.failed;
}

static void words_add_part(const struct sentence_part *part, const struct refusal *refusal,
                           struct buffer *text)
{
    const struct refusal_argument *argument =
        part->place ? refusal_find(refusal, part->place, part->place_length) : NULL;
    buffer_append(text, part->text, part->length);
    if (argument && part->forms)
        words_add_form(part, argument, refusal, text);
    else if (argument)
        words_add_argument(argument, text);
    else if (part->place)
        buffer_printf(text, "{%.*s}", (int)part->place_length, part->place);
}

void program_describe(const struct error *error, struct buffer *text)
{
    if (*error->field)
        buffer_printf(text, "%s: ", error->field);
    if (*error->message)
        buffer_printf(text, "%s%s", error->message, error_is_refusal(error) ? ": " : "");
    else if (!error_is_refusal(error))
        buffer_text(text, "failed, and nothing says why");
    if (error_is_refusal(error))
        words_add_sentence(words_find(error->refusal.id), &error->refusal, text);
}
