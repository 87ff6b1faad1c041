/* Sentences taken apart: plain text, places, forms for numbers. */
#include "base/base.h"

#define NAME_LETTERS "abcdefghijklmnopqrstuvwxyz_"
#define PLURAL ", plural, "

const char *const sentence_numbers[SENTENCE_NUMBERS] = {
    [SENTENCE_ZERO] = "zero", [SENTENCE_ONE] = "one",   [SENTENCE_TWO] = "two",
    [SENTENCE_FEW] = "few",   [SENTENCE_MANY] = "many", [SENTENCE_OTHER] = "other"};

/* The brace that closes the one that stands here; NULL if none does. */
static const char *closing_brace(const char *open)
{
    int depth = 0;
    for (const char *c = open; *c; c++) {
        depth += *c == '{';
        depth -= *c == '}';
        if (depth == 0)
            return c;
    }
    return NULL;
}

bool sentence_next(const char **rest, struct sentence_part *part)
{
    *part = (struct sentence_part){.text = *rest, .length = strcspn(*rest, "{")};
    const char *open = *rest + part->length;
    const char *close = *open ? closing_brace(open) : NULL;
    if (!close) {
        *rest = open + strlen(open);
        return part->length > 0;
    }
    const char *behind = open + 1 + strspn(open + 1, NAME_LETTERS);
    part->place = open + 1;
    part->place_length = (size_t)(close - open - 1);
    if (strncmp(behind, PLURAL, strlen(PLURAL)) == 0) {
        part->place_length = (size_t)(behind - part->place);
        part->forms = behind + strlen(PLURAL);
        part->forms_length = (size_t)(close - part->forms);
    }
    *rest = close + 1;
    return true;
}

struct form {
    const char *name, *text;
    size_t name_length, length;
};

/* The next of "one {…} other {…}"; false at the end, and where it is something else. */
static bool form_next(const char **rest, const char *end, struct form *form)
{
    const char *name = *rest + strspn(*rest, " ");
    size_t length = strspn(name, NAME_LETTERS);
    const char *open = name + length + strspn(name + length, " ");
    const char *close = open < end && *open == '{' ? closing_brace(open) : NULL;
    if (!length || !close || close >= end)
        return false;
    *form = (struct form){name, open + 1, length, (size_t)(close - open - 1)};
    *rest = close + 1;
    return true;
}

static bool form_is(const struct form *form, enum sentence_number number)
{
    const char *name = sentence_numbers[number];
    return form->name_length == strlen(name) && strncmp(form->name, name, form->name_length) == 0;
}

static bool find_form(const struct sentence_part *part, enum sentence_number number, struct form *form)
{
    const char *rest = part->forms;
    while (rest && form_next(&rest, part->forms + part->forms_length, form))
        if (form_is(form, number))
            return true;
    return false;
}

bool sentence_has_form(const struct sentence_part *part, enum sentence_number number)
{
    struct form form;
    return find_form(part, number, &form);
}

void sentence_form(const struct sentence_part *part, enum sentence_number number, struct buffer *out)
{
    struct form form;
    if (!find_form(part, number, &form) && !find_form(part, SENTENCE_OTHER, &form))
        return;
    for (size_t i = 0; i < form.length; i++)
        if (form.text[i] == '#')
            buffer_printf(out, "{%.*s}", (int)part->place_length, part->place);
        else
            buffer_char(out, form.text[i]);
}

static bool text_is_whole(const char *text, size_t length, bool in_form);

static bool forms_are_whole(const struct sentence_part *part)
{
    const char *end = part->forms + part->forms_length;
    const char *rest = part->forms;
    struct form form;
    unsigned seen = 0;
    while (form_next(&rest, end, &form)) {
        unsigned number = 0;
        while (number < SENTENCE_NUMBERS && !form_is(&form, number))
            number++;
        if (number == SENTENCE_NUMBERS || seen & 1U << number || !text_is_whole(form.text, form.length, true))
            return false;
        seen |= 1U << number;
    }
    return rest + strspn(rest, " ") == end && seen & 1U << SENTENCE_OTHER;
}

/* Forms stand in no form. */
static bool text_is_whole(const char *text, size_t length, bool in_form)
{
    const char *end = text + length;
    for (const char *rest = text; rest < end;) {
        struct sentence_part part;
        if (memchr(rest, '}',
                   strcspn(rest, "{") < (size_t)(end - rest) ? strcspn(rest, "{") : (size_t)(end - rest)))
            return false;
        if (rest + strcspn(rest, "{") >= end)
            return true;
        if (!sentence_next(&rest, &part) || !part.place || !part.place_length ||
            strspn(part.place, NAME_LETTERS) != part.place_length ||
            (part.forms && (in_form || !forms_are_whole(&part))))
            return false;
    }
    return true;
}

bool sentence_is_whole(const char *message)
{
    return text_is_whole(message, strlen(message), false);
}
