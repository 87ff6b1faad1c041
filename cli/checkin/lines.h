/* Lines as hand scanners type them. Every byte is data: a code may hold anything, and a terminal that is read
 * here is raw (terminal.h). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LINE_MAX_BYTES 8191 /* a symbol holds 7,089 digits */

/* Some scanners send no Enter, so a pause ends a line too: soon behind a whole token, later behind anything
 * else, or a scan that was cut short would spoil the next one. */
#define LINE_PATIENCE_MS 300
#define LINE_PATIENCE_LONG_MS 1000

/* A person's key is alone: nothing came so long before it, nothing comes so long behind it. Scanners pause up
 * to a tenth of a second between letters. */
#define LINE_ALONE_MS 500
#define LINE_EDIT_MS 40 /* Backspace behind a pause is a person's, within a burst it is data */
#define LINE_IDLE_MS 100
#define LINE_ASKED_MS 10000 /* so long the question whether to end stands */

struct lines {
    int fd;
    char pending[4096]; /* read and not yet looked at */
    size_t start, end;
    char line[LINE_MAX_BYTES + 1];
    size_t length;
    bool typed; /* from a terminal: Backspace takes a letter back, Ctrl-D or Ctrl-C asks and ends */
    bool ended;
    int64_t came_at;  /* when bytes came last, monotonic; 0: never */
    int64_t silence;  /* before them, microseconds */
    int64_t asked_at; /* when LINE_ASKED was given; 0: it does not stand */
    char asked_by;
    bool (*idle)(void *context); /* NULL, or called while nobody types, until it gives false */
    void *context;
};

enum line_result {
    LINE_READY,
    LINE_ASKED, /* somebody pressed Ctrl-D or Ctrl-C alone: the same again, or y, alone and soon, is the end
                 */
    LINE_END,
    LINE_INTERRUPTED
};

/* The next line that is not empty, ended by CR, LF, Tab, a pause, or LINE_MAX_BYTES. It may hold any byte but
 * those three, NUL too. stop: looked at whenever a signal has come. */
enum line_result lines_next(struct lines *lines, const volatile bool *stop);

/* --- what was read at once may be several codes */

struct line_code {
    const char *text; /* in what was read */
    size_t length;
};

/* The next code of what was read, from *at (0 at first) on: each whole token, and what is left of one that
 * was damaged, whatever stands before, between and behind them: scanners are set to name the kind of symbol
 * ("]Q1"), and people touch keys. Without any of them all of it is one code. The same token twice is one.
 * False: there is no more. */
bool lines_next_code(const char *text, size_t length, size_t *at, struct line_code *code);
