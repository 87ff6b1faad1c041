/* Which word somebody may have meant. */
#pragma once

#include <stddef.h>

/* How many bytes differ (Levenshtein); words are short, to a long one everything is far. */
size_t near_distance(const char *a, const char *b);

/* The word among `words`, which NULL ends, that is nearest to this one; NULL if none is near. */
const char *near_word(const char *word, const char *const *words);
