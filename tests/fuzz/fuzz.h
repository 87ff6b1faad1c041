/* What every fuzz target includes. A target is LLVMFuzzerTestOneInput (libFuzzer); require() says what must
 * hold. */
#pragma once

#include "base/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define require(condition)                                                                                   \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            fprintf(stderr, "%s:%d: %s does not hold\n", __FILE__, __LINE__, #condition);                    \
            abort();                                                                                         \
        }                                                                                                    \
    } while (0)

/* The input as text with a NUL; what follows a NUL in it is lost. The caller frees. */
static inline char *fuzz_text(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    require(text);
    if (size)
        memcpy(text, data, size);
    text[size] = '\0';
    return text;
}

/* The input as a file without a name. The caller closes. */
static inline int fuzz_file(const uint8_t *data, size_t size, char path[static 32])
{
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    require(fd >= 0 && file_write_all(fd, data, size));
    snprintf(path, 32, "/proc/self/fd/%d", fd);
    return fd;
}
