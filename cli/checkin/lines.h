/* Lines as hand scanners type them. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define LINE_MAX_BYTES 512

/* Some scanners send no Enter, so a pause ends a line too: soon behind a whole token, later behind anything
 * else, or a scan that was cut short would spoil the next one. */
#define LINE_PATIENCE_MS 300
#define LINE_PATIENCE_LONG_MS 1000

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

/* The next line that is not empty, ended by CR, LF, Tab or a pause. Control characters are dropped, and so is
 * what goes past LINE_MAX_BYTES, and what stands before or behind a whole token: scanners are set to name the
 * kind of symbol ("]Q1"), and people touch keys. stop: looked at whenever a signal has come. */
enum line_result lines_next(struct lines *lines, const volatile bool *stop);

/* One byte of a line; true if it ends one. For lines_next and for the fuzzer. */
bool lines_take(struct lines *lines, char byte);
