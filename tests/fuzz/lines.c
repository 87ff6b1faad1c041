/* What comes down the wire of a hand scanner. */
#include "cli/checkin/lines.h"
#include "tests/fuzz/fuzz.h"

#include <fcntl.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const volatile bool stop = false;
    char path[32];
    int fd = fuzz_file(data, size, path);
    require(lseek(fd, 0, SEEK_SET) == 0);
    struct lines lines = {.fd = fd, .typed = size & 1};
    size_t total = 0;
    while (lines_next(&lines, &stop) == LINE_READY) {
        require(lines.length > 0 && lines.length <= LINE_MAX_BYTES);
        require(strlen(lines.line) == lines.length);
        for (size_t i = 0; i < lines.length; i++)
            require((unsigned char)lines.line[i] >= ' ' && lines.line[i] != 0x7f);
        total += lines.length;
    }
    require(total <= size);
    close(fd);
    return 0;
}
