/* A terminal that hands over each byte. */
#include "cli/checkin/terminal.h"

#include "base/base.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

/* The longest code at a slow scanner's pace, 7,089 digits of 16 ms. */
#define DRAIN_MOST (120 * CLOCK_SECOND)
#define DRAIN_QUIET_MS 500

/* Behind a stop the shell takes the terminal and gives it back as it likes it. */
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

/* Output stays as it is, so that a newline is one. */
static void terminal_make_raw(struct termios *mode)
{
    mode->c_iflag &= (tcflag_t)IUTF8;
    mode->c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    mode->c_cflag &= ~(tcflag_t)(CSIZE | PARENB);
    mode->c_cflag |= CS8;
    mode->c_cc[VMIN] = 1;
    mode->c_cc[VTIME] = 0;
}

struct terminal terminal_open(int fd)
{
    struct terminal terminal = {.fd = fd};
    if (tcgetattr(fd, &terminal.before) != 0)
        return terminal;
    struct termios quiet = terminal.before;
    terminal_make_raw(&quiet);
    held.fd = fd;
    held.quiet = quiet;
    terminal.changed = tcsetattr(fd, TCSANOW, &quiet) == 0;
    if (terminal.changed)
        signal(SIGCONT, terminal_on_continue);
    return terminal;
}

/* The rest of a scan that is still being typed: the shell below would run it. */
static void terminal_drain(int fd)
{
    char dropped[4096];
    int64_t until = clock_monotonic() + DRAIN_MOST;
    struct pollfd input = {.fd = fd, .events = POLLIN};
    while (clock_monotonic() < until) {
        int ready = poll(&input, 1, DRAIN_QUIET_MS);
        if (ready == 0 || (ready > 0 && read(fd, dropped, sizeof dropped) <= 0))
            return;
        if (ready < 0 && errno != EINTR)
            return;
    }
}

void terminal_close(const struct terminal *terminal)
{
    if (!terminal->changed)
        return;
    terminal_drain(terminal->fd);
    signal(SIGCONT, SIG_DFL);
    tcsetattr(terminal->fd, TCSAFLUSH, &terminal->before);
}
