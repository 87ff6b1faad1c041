/* A bar on standard error while a person watches it. */
#include "cli/badges/badges.h"

#include <inttypes.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define WIDTH 30
#define REDRAW (CLOCK_SECOND / 10)

void progress_open(struct progress *progress, int64_t total)
{
    *progress = (struct progress){.total = total, .began = clock_monotonic(), .shown = isatty(STDERR_FILENO)};
}

/* One less than the terminal has, since a full line goes on below. */
static int progress_columns(void)
{
    struct winsize size;
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col - 1 : 79;
}

/* What is on the right is the first to go where the terminal is narrow. */
static void progress_draw(const struct progress *progress)
{
    char line[WIDTH + 128], bar[WIDTH + 1];
    int64_t total = progress->total > progress->done ? progress->total : progress->done;
    size_t filled = total ? (size_t)(progress->done * WIDTH / total) : 0;
    double seconds = (double)(progress->drawn - progress->began) / (double)CLOCK_SECOND;
    double rate = seconds > 0 ? (double)progress->done / seconds : 0;
    memset(bar, '.', WIDTH);
    memset(bar, '#', filled);
    bar[WIDTH] = '\0';
    snprintf(line, sizeof line, "%" PRId64 "/%" PRId64 " badges [%s] %.0f/s, %.0f s left", progress->done,
             total, bar, rate, rate > 0 ? (double)(total - progress->done) / rate : 0.0);
    fprintf(stderr, "\r%.*s\033[K", progress_columns(), line);
}

void progress_step(struct progress *progress)
{
    progress->done++;
    int64_t now = progress->shown ? clock_monotonic() : 0;
    if (!progress->shown || (now - progress->drawn < REDRAW && progress->done < progress->total))
        return;
    progress->drawn = now;
    progress_draw(progress);
}

void progress_close(const struct progress *progress)
{
    if (progress->shown)
        fputs("\r\033[K", stderr);
}
