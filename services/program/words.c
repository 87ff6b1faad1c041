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

static void words_add(const struct refusal *refusal, struct buffer *text)
{
    const char *rest = words_find(refusal->id);
    struct sentence_part part;
    while (sentence_next(&rest, &part)) {
        buffer_append(text, part.text, part.length);
        const struct refusal_argument *argument =
            part.place ? refusal_find(refusal, part.place, part.place_length) : NULL;
        if (argument)
            words_add_argument(argument, text);
        else if (part.place)
            buffer_printf(text, "{%.*s}", (int)part.place_length, part.place);
    }
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
        words_add(&error->refusal, text);
}
