/* Memory set aside for ICU: see reserve.h. */
#include "base/reserve.h"
#include "base/base.h"

#include <malloc.h>
#include <pthread.h>
#include <stdalign.h>
#include <unicode/uclean.h>

/* Stands before each block. */
struct reserve_head {
    alignas(max_align_t) size_t size;
};

static struct {
    pthread_mutex_t lock;
    size_t used; /* from the beginning; all of it is free again when no block is live */
    size_t live;
    alignas(max_align_t) unsigned char bytes[RESERVE_BYTES];
} reserve = {.lock = PTHREAD_MUTEX_INITIALIZER};

static bool is_reserve(const void *block)
{
    const unsigned char *byte = block;
    return byte >= reserve.bytes && byte < reserve.bytes + RESERVE_BYTES;
}

void *reserve_take(size_t size)
{
    void *block = NULL;
    if (size > RESERVE_BYTES)
        return NULL;
    size_t whole = sizeof(struct reserve_head) +
                   (size + alignof(max_align_t) - 1) / alignof(max_align_t) * alignof(max_align_t);
    pthread_mutex_lock(&reserve.lock);
    if (whole <= RESERVE_BYTES - reserve.used) {
        struct reserve_head *head = (struct reserve_head *)(void *)(reserve.bytes + reserve.used);
        head->size = size;
        block = head + 1;
        reserve.used += whole;
        reserve.live++;
    }
    pthread_mutex_unlock(&reserve.lock);
    return block;
}

void *reserve_alloc(const void *context, size_t size)
{
    (void)context;
    void *block = malloc(size);
    if (!block)
        block = reserve_take(size);
    return block;
}

void reserve_free(const void *context, void *block)
{
    (void)context;
    if (!is_reserve(block)) {
        free(block);
        return;
    }
    pthread_mutex_lock(&reserve.lock);
    must(reserve.live > 0);
    if (--reserve.live == 0)
        reserve.used = 0;
    pthread_mutex_unlock(&reserve.lock);
}

void *reserve_realloc(const void *context, void *block, size_t size)
{
    bool reserved = is_reserve(block);
    void *moved = reserved ? NULL : realloc(block, size);
    if (moved)
        return moved;
    moved = reserve_alloc(context, size);
    if (!moved || !block)
        return moved;
    size_t before = reserved ? ((struct reserve_head *)block - 1)->size : malloc_usable_size(block);
    memcpy(moved, block, before < size ? before : size);
    reserve_free(context, block);
    return moved;
}

void reserve_for_icu(void)
{
    UErrorCode status = U_ZERO_ERROR;
    u_setMemoryFunctions(NULL, reserve_alloc, reserve_realloc, reserve_free, &status);
    must(U_SUCCESS(status)); /* else somebody used it before */
}
