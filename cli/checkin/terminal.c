#include "cli/checkin/terminal.h"

struct terminal terminal_open(int fd)
{
    struct terminal terminal = {.fd = fd};
    if (tcgetattr(fd, &terminal.before) != 0)
        return terminal;
    struct termios quiet = terminal.before;
    quiet.c_lflag &= ~(tcflag_t)(ECHO | ICANON);
    quiet.c_cc[VMIN] = 1;
    quiet.c_cc[VTIME] = 0;
    terminal.changed = tcsetattr(fd, TCSANOW, &quiet) == 0;
    return terminal;
}

void terminal_close(const struct terminal *terminal)
{
    if (terminal->changed)
        tcsetattr(terminal->fd, TCSANOW, &terminal->before);
}
