/* A terminal that hands over each byte. */
#include "cli/checkin/terminal.h"

#include <errno.h>
#include <signal.h>

/* Behind Ctrl-Z the shell takes the terminal and gives it back as it likes it. */
static struct {
    int fd;
    struct termios quiet;
} held;

static void terminal_on_continue(int number)
{
    (void)number;
    /* POSIX lets a handler use errno, though ISO C does not. */
    int saved = errno; /* NOLINT(bugprone-signal-handler) */
    tcsetattr(held.fd, TCSANOW, &held.quiet);
    errno = saved; /* NOLINT(bugprone-signal-handler) */
}

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
    held.fd = fd;
    held.quiet = quiet;
    if (terminal.changed)
        signal(SIGCONT, terminal_on_continue);
    return terminal;
}

void terminal_close(const struct terminal *terminal)
{
    if (!terminal->changed)
        return;
    signal(SIGCONT, SIG_DFL);
    tcsetattr(terminal->fd, TCSANOW, &terminal->before);
}
