/* Messages: found by their ids, cut into text and places, filled. */
#include "language/language_private.h"

#include <unicode/uchar.h>

#define FORM_MAX 4096 /* bytes of one form of a message */

static int compare_id(const void *id, const void *pair)
{
    return strcmp(id, ((const struct record_pair *)pair)->name);
}

const char *language_find(const struct language *language, const char *id)
{
    const struct record_pairs *all = &language->messages;
    const struct record_pair *found = bsearch(id, all->items, all->count, sizeof *all->items, compare_id);
    return found ? found->text : NULL;
}

static const struct record_pair *find_place(const struct record_pairs *places,
                                            const struct sentence_part *part)
{
    for (size_t i = 0; places && i < places->count; i++)
        if (strncmp(places->items[i].name, part->place, part->place_length) == 0 &&
            !places->items[i].name[part->place_length])
            return &places->items[i];
    return NULL;
}

/* Whether it has letters from right to left, whose punctuation wanders among others. */
static bool runs_left(const char *text)
{
    size_t length = strlen(text);
    for (size_t i = 0; i < length;) {
        int32_t c = text_next(text, length, &i);
        UCharDirection direction = c < 0 ? U_OTHER_NEUTRAL : u_charDirection(c);
        if (direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC)
            return true;
    }
    return false;
}

static void fill_place(const struct language *language, const struct record_pair *value, struct buffer *out)
{
    bool isolated = value->text && (language->is_rtl || runs_left(value->text));
    if (value->text)
        buffer_printf(out, "%s%s%s", isolated ? LANGUAGE_ISOLATE : "", value->text,
                      isolated ? LANGUAGE_ISOLATE_END : "");
    else
        buffer_printf(out, "%lld", (long long)value->number);
}

/* Whether it is a number, or a text that is one. */
static bool number_of(const struct record_pair *value, int64_t *number)
{
    *number = value->number;
    return !value->text || text_to_int(value->text, INT64_MIN, INT64_MAX, number);
}

static void fill_sentence(const struct language *language, const char *sentence,
                          const struct record_pairs *places, struct buffer *out);

static void fill_form(const struct language *language, const struct sentence_part *part,
                      const struct record_pair *value, const struct record_pairs *places, struct buffer *out)
{
    scope_buffer struct buffer form = BUFFER(FORM_MAX);
    int64_t number;
    sentence_form(part, number_of(value, &number) ? language_number(language, number) : SENTENCE_OTHER,
                  &form);
    if (form.data && !form.failed)
        fill_sentence(language, form.data, places, out);
    out->failed = out->failed || form.failed;
}

static void fill_sentence(const struct language *language, const char *sentence,
                          const struct record_pairs *places, struct buffer *out)
{
    struct sentence_part part;
    while (sentence_next(&sentence, &part)) {
        buffer_append(out, part.text, part.length);
        const struct record_pair *value = part.place ? find_place(places, &part) : NULL;
        if (value && part.forms)
            fill_form(language, &part, value, places, out);
        else if (value)
            fill_place(language, value, out);
    }
}

void language_message(const struct language *language, const char *id, const struct record_pairs *places,
                      struct buffer *out)
{
    const char *message = language_find(language, id);
    fill_sentence(language, message ? message : id, places, out);
}

void language_fault(const struct language *language, const struct fault *fault, struct buffer *out)
{
    struct record_pair detail = {.name = "detail", .text = fault->detail};
    scope_buffer struct buffer own = BUFFER(1024);
    buffer_printf(&own, "%s.%s", fault->message, fault->field);
    bool has_own = !own.failed && language_find(language, own.data);
    out->failed = out->failed || own.failed;
    language_message(language, has_own ? own.data : fault->message, &(struct record_pairs){&detail, 1}, out);
}

/* As the language writes it; NULL for a number, and when out of memory. */
static const char *word_argument(const struct language *language, const struct refusal_argument *argument,
                                 struct arena *arena)
{
    const char *word = NULL;
    switch (argument->type) {
    case REFUSAL_NUMBER:
        return NULL;
    case REFUSAL_MONEY:
        return language_money(language, argument->number, argument->text, arena);
    case REFUSAL_WORD:
        word = language_find(language, argument->text);
        break;
    case REFUSAL_TEXT:
        break;
    }
    return word ? word : argument->text;
}

void language_refusal(const struct language *language, const struct refusal *refusal, struct buffer *out)
{
    scope_arena struct arena arena = ARENA(4096);
    struct record_pair places[REFUSAL_ARGUMENTS_MAX];
    for (size_t i = 0; i < refusal->count; i++) {
        const struct refusal_argument *argument = &refusal->arguments[i];
        places[i] = (struct record_pair){.name = argument->name,
                                         .text = word_argument(language, argument, &arena),
                                         .number = argument->number};
    }
    out->failed = out->failed || arena.failed;
    language_message(language, refusal->id, &(struct record_pairs){places, refusal->count}, out);
}
