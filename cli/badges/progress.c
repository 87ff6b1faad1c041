#include "cli/badges/badges.h"

#include <inttypes.h>
#include <unistd.h>

#define WIDTH 30
#define REDRAW (CLOCK_SECOND / 10)

void progress_open(struct progress *progress, int64_t total)
{
    *progress = (struct progress){.total = total, .began = clock_monotonic(), .shown = isatty(STDERR_FILENO)};
}

static void draw(const struct progress *progress)
{
    char bar[WIDTH + 1];
    int64_t total = progress->total > progress->done ? progress->total : progress->done;
    size_t filled = total ? (size_t)(progress->done * WIDTH / total) : 0;
    double seconds = (double)(progress->drawn - progress->began) / (double)CLOCK_SECOND;
    double rate = seconds > 0 ? (double)progress->done / seconds : 0;
    memset(bar, '.', WIDTH);
    memset(bar, '#', filled);
    bar[WIDTH] = '\0';
    fprintf(stderr, "\r[%s] %" PRId64 "/%" PRId64 " badges, %.0f/s, %.0f s left \033[K", bar, progress->done,
            total, rate, rate > 0 ? (double)(total - progress->done) / rate : 0.0);
}

void progress_step(struct progress *progress)
{
    progress->done++;
    int64_t now = progress->shown ? clock_monotonic() : 0;
    if (!progress->shown || (now - progress->drawn < REDRAW && progress->done < progress->total))
        return;
    progress->drawn = now;
    draw(progress);
}

void progress_close(const struct progress *progress)
{
    if (progress->shown)
        fputs("\r\033[K", stderr);
}
