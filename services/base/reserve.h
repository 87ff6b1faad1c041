/* A reserve for ICU, which ends the program where it gets no memory for one of its own parts: some of its
 * functions write through the pointer before they look at it (72.1: a formatter of days, of a zone's offset).
 * What malloc refuses comes out of 256 KiB set aside, and goes back there; when those are used up too, ICU is
 * refused as before. */
#pragma once

#include <stddef.h>

#define RESERVE_BYTES ((size_t)256 * 1024)

/* Makes ICU allocate so. First thing in a program, before any other thread and any other use of ICU. */
void reserve_for_icu(void);

/* As ICU calls them; for tests. context is not used. */
void *reserve_alloc(const void *context, size_t size);
void *reserve_realloc(const void *context, void *block, size_t size);
void reserve_free(const void *context, void *block);

/* Out of the reserve alone, as when malloc refuses; for tests. NULL when it is used up. */
void *reserve_take(size_t size);
