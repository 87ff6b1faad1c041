/* The end of a program in which something does not hold that must. */
#include "base/base.h"

#include <unistd.h>

void must_failed(const char *condition, const char *file, int line, const char *function)
{
    char text[512];
    int length = snprintf(text, sizeof text, "%s:%d: %s: must hold: %s\n", file, line, function, condition);
    /* No stream: its buffer or lock may be what is broken. */
    size_t size = length < 0 ? 0 : (size_t)length < sizeof text ? (size_t)length : sizeof text - 1;
    if (write(STDERR_FILENO, text, size) < 0)
        abort(); /* and say nothing */
    abort();
}
