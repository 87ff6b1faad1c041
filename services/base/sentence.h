/* Sentences of the catalogue (assets/messages): text with places, {code}, and places whose number decides the
 * words, in the form of ICU's MessageFormat:
 *
 *     {few, plural, one {# place left} other {# places left}}
 *
 * In a form # is the number, and places may stand. Which forms a language has, CLDR says; each sentence has
 * "other". */
#pragma once

#include "base/buffer.h"

enum sentence_number {
    SENTENCE_ZERO,
    SENTENCE_ONE,
    SENTENCE_TWO,
    SENTENCE_FEW,
    SENTENCE_MANY,
    SENTENCE_OTHER,
    SENTENCE_NUMBERS
};

/* "zero", "one", … as CLDR calls them. */
extern const char *const sentence_numbers[SENTENCE_NUMBERS];

/* A stretch of plain text and the place behind it. */
struct sentence_part {
    const char *text;
    size_t length;
    const char *place; /* its name; NULL at the message's end */
    size_t place_length;
    const char *forms; /* what stands behind "plural,"; NULL: a plain place */
    size_t forms_length;
};

/* The next part of a message; *rest is where it begins and is moved behind it. False at the end. */
bool sentence_next(const char **rest, struct sentence_part *part);

/* Appends the form for this kind of number, that of "other" where there is none: a sentence again, in which
 * each # is the place itself, "{few}". */
void sentence_form(const struct sentence_part *part, enum sentence_number number, struct buffer *out);

/* Whether it has a form of its own for this kind of number. */
bool sentence_has_form(const struct sentence_part *part, enum sentence_number number);

/* Whether every place is {name} or has forms as above: small letters and underscores in a name, each form
 * named by CLDR's word and once, one for "other" among them. */
bool sentence_is_whole(const char *message);
