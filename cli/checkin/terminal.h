/* A terminal that hands over each byte as it is typed and shows none of them: the 118 letters of a scan would
 * push the verdicts off the screen, and a scanner that sends no Enter would wait for ever. */
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

/* Gives the terminal back as it was. */
void terminal_close(const struct terminal *terminal);

#define scope_terminal __attribute__((cleanup(terminal_close)))
