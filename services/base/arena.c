/* Blocks that grow as more is asked for; nothing is given back before the end. */
#include "base/base.h"

#include <stdarg.h>

#define FIRST_BLOCK 2048
#define LARGEST_BLOCK (256u * 1024)

struct arena_block {
    struct arena_block *next;
    size_t size, used;
    max_align_t bytes[];
};

static size_t aligned(size_t size)
{
    const size_t step = sizeof(max_align_t);
    return (size + step - 1) / step * step;
}

static struct arena_block *arena_grow(struct arena *arena, size_t least)
{
    size_t size = arena->blocks ? 2 * arena->blocks->size : FIRST_BLOCK;
    size = size > LARGEST_BLOCK ? LARGEST_BLOCK : size;
    size = size < least ? least : size;
    struct arena_block *block = calloc(1, sizeof *block + size);
    if (!block)
        return NULL;
    block->size = size;
    block->next = arena->blocks;
    arena->blocks = block;
    return block;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    must(arena->max > 0);
    if (size == 0)
        size = 1;
    if (arena->failed || size > arena->max || aligned(size) > arena->max - arena->used) {
        arena->failed = true;
        return NULL;
    }
    size_t wanted = aligned(size);
    struct arena_block *block = arena->blocks;
    if (!block || wanted > block->size - block->used)
        block = arena_grow(arena, wanted);
    if (!block) {
        arena->failed = true;
        return NULL;
    }
    void *given = (char *)block->bytes + block->used;
    block->used += wanted;
    arena->used += wanted;
    return given;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    size_t whole;
    if (__builtin_mul_overflow(count, size, &whole)) {
        arena->failed = true;
        return NULL;
    }
    return arena_alloc(arena, whole);
}

char *arena_text(struct arena *arena, const char *bytes, size_t length)
{
    char *copy = length < SIZE_MAX ? arena_alloc(arena, length + 1) : NULL;
    if (copy && length)
        memcpy(copy, bytes, length);
    return copy;
}

const char *arena_copy(struct arena *arena, const char *text)
{
    return text ? arena_text(arena, text, strlen(text)) : NULL;
}

const char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = length < 0 ? NULL : arena_alloc(arena, (size_t)length + 1);
    if (text)
        vsnprintf(text, (size_t)length + 1, format, again);
    else
        arena->failed = true;
    va_end(again);
    return text;
}

void arena_free(struct arena *arena)
{
    while (arena->blocks) {
        struct arena_block *block = arena->blocks;
        arena->blocks = block->next;
        free(block);
    }
    arena->used = 0;
    arena->failed = false;
}
