/* What is refused, as an id of the catalogue (assets/messages) and what stands in the places of its sentence.
 * Whoever reports it words it in the reader's language; there is no sentence in C or SQL, and so none in a
 * wrong language.
 *
 * A value is a text as it stands, a number, money (minor units and an ISO 4217 code) that the reader's
 * language writes, or a word of the catalogue itself, "status.confirmed". */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define REFUSAL_ARGUMENTS_MAX 4

enum refusal_type { REFUSAL_TEXT, REFUSAL_NUMBER, REFUSAL_MONEY, REFUSAL_WORD };

struct refusal_argument {
    char name[24]; /* the place's, without the braces */
    enum refusal_type type;
    int64_t number; /* the number, or money's minor units */
    char text[128]; /* the text, money's currency or the word's id; where it was cut it ends in "…" */
};

struct refusal {
    char id[64]; /* "refusal.order.unknown"; empty: none */
    struct refusal_argument arguments[REFUSAL_ARGUMENTS_MAX];
    size_t count;
};

/* An argument as it is given; everything is copied. */
struct refusal_given {
    const char *name;
    enum refusal_type type;
    int64_t number;
    const char *text;
};
#define TEXT_ARGUMENT(name, value)                                                                           \
    {                                                                                                        \
        (name), REFUSAL_TEXT, 0, (value)                                                                     \
    }
#define NUMBER_ARGUMENT(name, value)                                                                         \
    {                                                                                                        \
        (name), REFUSAL_NUMBER, (value), ""                                                                  \
    }
#define MONEY_ARGUMENT(name, amount, currency)                                                               \
    {                                                                                                        \
        (name), REFUSAL_MONEY, (amount), (currency)                                                          \
    }
#define WORD_ARGUMENT(name, id)                                                                              \
    {                                                                                                        \
        (name), REFUSAL_WORD, 0, (id)                                                                        \
    }

/* Sets it. What is no UTF-8 in a text is shown as "?". False, and the refusal is none, where id, a name, a
 * word or a currency is too long, or there are too many. */
bool refusal_set(struct refusal *refusal, const char *id, const struct refusal_given *given, size_t count);

/* The argument of that name, which need not end behind its length; or NULL. */
const struct refusal_argument *refusal_find(const struct refusal *refusal, const char *name, size_t length);
