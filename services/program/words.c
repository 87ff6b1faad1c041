/* What an error says to whoever runs a program: in English, out of the program itself. */
#include "program/program_private.h"

static const char *words_find(const char *id)
{
    for (const struct program_sentence *sentence = program_sentences; sentence->id; sentence++)
        if (strcmp(sentence->id, id) == 0)
            return sentence->text;
    return id;
}

static void words_fill(void *context, const char *place, struct buffer *text)
{
    const struct refusal_argument *argument = refusal_find(context, place);
    char money[MONEY_TEXT_SIZE];
    if (!argument) {
        buffer_printf(text, "{%s}", place);
        return;
    }
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

void program_describe(const struct error *error, struct buffer *text)
{
    struct refusal refusal = error->refusal;
    if (*error->field)
        buffer_printf(text, "%s: ", error->field);
    if (*error->message)
        buffer_printf(text, "%s%s", error->message, error_is_refusal(error) ? ": " : "");
    else if (!error_is_refusal(error))
        buffer_text(text, "failed, and nothing says why");
    if (error_is_refusal(error))
        sentence_fill(words_find(refusal.id), words_fill, &refusal, text);
}
