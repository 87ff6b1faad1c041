/* A byte string that grows up to a stated maximum.
 *
 * Invariant: data is NULL or ends with a NUL at data[length]. Past the maximum, or out of memory, nothing
 * more is stored and `failed` stays true: append freely and look once, at the end. */
#pragma once

#include "base/error.h"

#include <stddef.h>

struct buffer {
    char *data;
    size_t length;
    size_t capacity;
    size_t max; /* most bytes of content, without the NUL */
    bool failed;
};

#define BUFFER(maximum) ((struct buffer){.max = (maximum)})

void buffer_append(struct buffer *buffer, const void *bytes, size_t length);
void buffer_text(struct buffer *buffer, const char *text);
void buffer_char(struct buffer *buffer, char c);
void buffer_printf(struct buffer *buffer, const char *format, ...) PRINTF(2, 3);

/* Empties it and keeps the memory. */
void buffer_clear(struct buffer *buffer);

void buffer_free(struct buffer *buffer);

/* Hands the content to the caller, who frees it; the buffer is empty afterwards. NULL if it failed.
 * An empty buffer gives an empty string. */
char *buffer_take(struct buffer *buffer);

#define scope_buffer scope(buffer_free)
