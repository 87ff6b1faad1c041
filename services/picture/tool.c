/* Programs that read what strangers made, with limits. */
#include "picture/picture_private.h"

#include "base/base.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

/* A page of PICTURE_PIXELS_MAX in grey and the pictures on it fit; nothing is written to files but what
 * fontconfig remembers. prlimit(1) runs the program in its own place, so that the limits hold from its first
 * instruction. */
static const char *const limits[] = {"prlimit", "--core=0", "--nofile=64", "--fsize=16777216",
                                     "--as=1610612736"};

#define ARGUMENTS_MAX 20
#define PAUSE_US 1000

static bool tool_fails(const struct picture_tool *tool, const char *what, int number, struct error *error)
{
    return error_set(error, ERROR_OURS, NULL, "cannot run %s: %s: %s", tool->name, what, strerror(number));
}

/* Nothing of ours goes along: an empty environment, and of what is open its input and the pipe. */
static int tool_spawn(struct picture_tool *tool, int input, int output, char *const *arguments)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none, usual;
    struct buffer path = BUFFER(65536);
    sigemptyset(&none);
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    buffer_printf(&path, "PATH=%s", getenv("PATH") ? getenv("PATH") : "/usr/bin:/bin");
    char *environment[] = {path.failed ? NULL : path.data, (char[]){"LC_ALL=C.UTF-8"}, NULL};
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    posix_spawnattr_setsigmask(&attributes, &none);
    int failed = posix_spawnp(&tool->pid, arguments[0], &files, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    buffer_free(&path);
    return failed;
}

bool picture_tool_start(struct picture_tool *tool, int input, int seconds, const char *const *arguments,
                        struct error *error)
{
    *tool = (struct picture_tool){.name = arguments[0], .output = -1};
    char cpu[32];
    const char *line[COUNT_OF(limits) + ARGUMENTS_MAX + 2];
    size_t count = 0;
    for (; count < COUNT_OF(limits); count++)
        line[count] = limits[count];
    snprintf(cpu, sizeof cpu, "--cpu=%d", seconds);
    line[count++] = cpu;
    for (int i = 0; arguments[i]; i++) {
        must(i < ARGUMENTS_MAX);
        line[count++] = arguments[i];
    }
    line[count] = NULL;
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return tool_fails(tool, "pipe", errno, error);
    int failed = tool_spawn(tool, input, ends[1], (char *const *)(uintptr_t)line);
    close(ends[1]);
    tool->output = ends[0];
    if (failed) {
        tool->pid = 0;
        picture_tool_stop(tool);
        return tool_fails(tool, limits[0], failed, error);
    }
    return true;
}

static bool tool_is_late(const struct picture_tool *tool, struct error *error)
{
    return error_set(error, ERROR_CALLER, NULL, "%s takes too long", tool->name);
}

/* Waits until there is something to read, or the end of it. */
static bool tool_wait(const struct picture_tool *tool, int64_t end, struct error *error)
{
    for (;;) {
        int64_t left = end - clock_monotonic();
        if (left <= 0)
            return tool_is_late(tool, error);
        struct pollfd fd = {.fd = tool->output, .events = POLLIN};
        if (poll(&fd, 1, left < CLOCK_SECOND ? (int)(left / 1000) + 1 : 1000) > 0)
            return true;
    }
}

bool picture_tool_read(struct picture_tool *tool, void *bytes, size_t length, size_t *got, int64_t end,
                       struct error *error)
{
    *got = 0;
    must(tool->output >= 0);
    while (*got < length) {
        if (!tool_wait(tool, end, error))
            return false;
        ssize_t more = read(tool->output, (char *)bytes + *got, length - *got);
        if (more < 0 && errno != EINTR && errno != EAGAIN)
            return tool_fails(tool, "read", errno, error);
        if (more == 0)
            return true;
        if (more > 0)
            *got += (size_t)more;
    }
    return true;
}

static bool tool_judge(const struct picture_tool *tool, int signal, struct error *error)
{
    if (tool->status == 0)
        return true;
    if (tool->status == PICTURE_TOOL_MISSING)
        return error_set(error, ERROR_SETUP, NULL,
                         "PDFs are read by %s, which is not there: install poppler-utils", tool->name);
    if (tool->status > 0)
        return error_set(error, ERROR_CALLER, NULL, "%s ended with status %d", tool->name, tool->status);
    return error_set(error, ERROR_CALLER, NULL, "%s was ended by signal %d", tool->name, signal);
}

bool picture_tool_end(struct picture_tool *tool, int64_t end, struct error *error)
{
    int status = 0;
    pid_t ended;
    must(tool->pid > 0); /* waitpid would take 0 for any child */
    while ((ended = waitpid(tool->pid, &status, WNOHANG)) == 0 || (ended < 0 && errno == EINTR)) {
        if (clock_monotonic() >= end)
            return tool_is_late(tool, error);
        usleep(PAUSE_US);
    }
    tool->pid = 0;
    tool->status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return tool_judge(tool, WTERMSIG(status), error);
}

void picture_tool_stop(struct picture_tool *tool)
{
    if (tool->output >= 0)
        close(tool->output);
    tool->output = -1;
    if (tool->pid <= 0)
        return;
    kill(tool->pid, SIGKILL);
    while (waitpid(tool->pid, NULL, 0) < 0 && errno == EINTR)
        ;
    tool->pid = 0;
}
