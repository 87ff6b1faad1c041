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
        size_t at = 0, before = 0;
        struct line_code code;
        require(lines.length > 0 && lines.length <= LINE_MAX_BYTES);
        for (size_t i = 0; i < lines.length; i++)
            require(lines.line[i] != '\n' && lines.line[i] != '\r' && lines.line[i] != '\t');
        while (lines_next_code(lines.line, lines.length, &at, &code)) {
            require(code.length > 0 && code.text >= lines.line + before);
            before = (size_t)(code.text - lines.line) + code.length;
            require(before <= at && at <= lines.length);
        }
        total += lines.length;
    }
    require(total <= size);
    close(fd);
    return 0;
}
