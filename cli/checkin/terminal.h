/* A terminal that hands over each byte as it is typed, does nothing by itself and shows none of them. What a
 * scanner types is a stranger's: as signals and ends of input its control bytes would end the program, and
 * the shell below would run the rest. */
#pragma once

#include <stdbool.h>
#include <termios.h>

struct terminal {
    int fd;
    bool changed; /* else it is none, and nothing was done */
    struct termios before;
};

/* One at a time; taken again whenever the program goes on after it was stopped. */
struct terminal terminal_open(int fd);

/* Drops what is still being typed, until half a second of silence, and gives the terminal back as it was. */
void terminal_close(const struct terminal *terminal);

#define scope_terminal __attribute__((cleanup(terminal_close)))
