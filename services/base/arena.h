/* Memory that ends together: a request's, a document's, a page's.
 *
 * Like a buffer it has a stated maximum and a sticky failure: past the maximum, or out of memory, every call
 * gives NULL and `failed` stays true; look once, at the end. What it gave is never moved, and freed by
 * arena_free alone. One thread at a time. */
#pragma once

#include "base/error.h"

#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *blocks; /* the newest first */
    size_t used;                /* bytes given, of all blocks */
    size_t max;
    bool failed;
};

#define ARENA(maximum) ((struct arena){.max = (maximum)})

/* Zeroed, aligned for anything; a size of 0 gives a pointer too. */
void *arena_alloc(struct arena *arena, size_t size);

/* The same for count elements; fails where the product overflows. */
void *arena_array(struct arena *arena, size_t count, size_t size);

/* A copy with a NUL behind it. bytes may be NULL where length is 0. */
char *arena_text(struct arena *arena, const char *bytes, size_t length);

/* A copy of the whole text; NULL stays NULL, which is no failure. */
const char *arena_copy(struct arena *arena, const char *text);

const char *arena_printf(struct arena *arena, const char *format, ...) PRINTF(2, 3);

void arena_free(struct arena *arena);

#define scope_arena scope(arena_free)
