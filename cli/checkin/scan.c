/* lanyard-checkin scan */
#include "cli/checkin/checkin.h"
#include "cli/checkin/lines.h"
#include "cli/checkin/terminal.h"

#include <signal.h>
#include <unistd.h>

static bool strict;
static volatile bool stop;

static const struct option_spec options[] = {{.name = "strict",
                                              .type = OPTION_FLAG,
                                              .target = &strict,
                                              .help = "let the exit status tell the worst verdict"},
                                             {0}};

static void scan_on_signal(int number)
{
    (void)number;
    stop = true;
}

/* Without SA_RESTART, so that a signal wakes the wait for a line. */
static void scan_catch_signals(void)
{
    struct sigaction action = {.sa_handler = scan_on_signal};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

/* Where one stands, what the service last said of it, and whether it can be reached. */
static void scan_greet(struct door *door)
{
    struct error away = {0};
    bool online = door_refresh(door, &away);
    const struct door_device *device = door_device(door);
    if (!isatty(STDIN_FILENO))
        return;
    fprintf(stderr, "%s: %s, %s\nscan a code; Ctrl-D ends\n", device->name, device->event.title,
            device->point.title);
    if (!online)
        fprintf(stderr, "The service cannot be asked now: %s\n", away.message);
}

static int scan_run(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct error error = {0};
    enum door_verdict worst = DOOR_ADMITTED;
    scope_door struct door *door = checkin_open(true, &error);
    if (!door)
        return program_fail(&error);
    scan_catch_signals();
    scan_greet(door);
    scope_terminal struct terminal terminal = terminal_open(STDIN_FILENO);
    struct lines lines = {.fd = STDIN_FILENO, .typed = terminal.changed};
    while (lines_next(&lines, &stop) == LINE_READY)
        if (!checkin_decide(door, lines.line, lines.length, &worst, &error))
            return program_fail(&error);
    return checkin_exit(strict, worst);
}

const struct command checkin_scan = {
    .name = "scan",
    .arguments = "",
    .summary = "Reads codes from standard input, one a line, and gives a verdict on each.",
    .options = options,
    .run = scan_run};
