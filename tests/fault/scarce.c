/* Preloaded into a program, makes one allocation fail: whichever of the process's, in our code, in libraries,
 * in libc itself. SCARCE_CONTROL names a file of three numbers (64 bits, of this machine), which is mapped,
 * so that a test arms and looks while the program runs:
 *
 *     which     the how-many-th allocation from now on fails; 0: none is counted and none fails
 *     counted   so many were asked for since
 *     failed    so many failed: 0 or 1
 *
 * Where one failed stands in the file SCARCE_TRACE, if that is set: a line a frame. */
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *pointer, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

struct control {
    _Atomic uint64_t which, counted, failed;
};

static struct control *control;
static int trace = -1;

#define MOST_FRAMES 48

/* The first call of backtrace allocates: it is made before anything is counted. */
__attribute__((constructor)) static void scarce_open(void)
{
    void *frame[1];
    const char *path = getenv("SCARCE_CONTROL");
    const char *trace_path = getenv("SCARCE_TRACE");
    int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    if (fd < 0)
        return;
    (void)backtrace(frame, 1);
    if (trace_path)
        trace = open(trace_path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
    void *mapped = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (mapped != MAP_FAILED)
        control = mapped;
    close(fd);
}

static void scarce_tell(void)
{
    void *frames[MOST_FRAMES];
    int count = backtrace(frames, MOST_FRAMES);
    if (ftruncate(trace, 0) == 0 && count > 2)
        backtrace_symbols_fd(frames + 2, count - 2, trace);
}

static bool scarce(void)
{
    if (!control || !control->which)
        return false;
    if (atomic_fetch_add(&control->counted, 1) + 1 != control->which)
        return false;
    if (trace >= 0)
        scarce_tell();
    control->failed++;
    errno = ENOMEM;
    return true;
}

void *malloc(size_t size)
{
    return scarce() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return scarce() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *pointer, size_t size)
{
    return scarce() ? NULL : __libc_realloc(pointer, size);
}

void *reallocarray(void *pointer, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) {
        errno = ENOMEM;
        return NULL;
    }
    return realloc(pointer, bytes);
}

void *memalign(size_t alignment, size_t size)
{
    return scarce() ? NULL : __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return memalign(alignment, size);
}

int posix_memalign(void **pointer, size_t alignment, size_t size)
{
    if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0)
        return EINVAL;
    void *block = memalign(alignment, size);
    if (!block)
        return ENOMEM;
    *pointer = block;
    return 0;
}
