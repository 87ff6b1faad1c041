/* Lines as hand scanners type them. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define LINE_MAX_BYTES 512

/* How long half a line may wait for its end before it is taken as a whole: some scanners send no Enter. */
#define LINE_PATIENCE_MS 300

struct lines {
    int fd;
    char pending[4096]; /* read and not yet looked at */
    size_t start, end;
    char line[LINE_MAX_BYTES + 1];
    size_t length;
    bool typed; /* from a terminal: Backspace takes a letter back, Ctrl-D ends */
    bool ended;
};

enum line_result { LINE_READY, LINE_END, LINE_INTERRUPTED };

/* The next line that is not empty, ended by CR, LF or both, or by a pause behind a whole token. Control
 * characters are dropped, and so is what goes past LINE_MAX_BYTES. stop: looked at whenever a signal has
 * come. */
enum line_result lines_next(struct lines *lines, const volatile bool *stop);

/* One byte of a line; true if it ends one. For lines_next and for the fuzzer. */
bool lines_take(struct lines *lines, char byte);
