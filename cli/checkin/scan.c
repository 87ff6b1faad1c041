/* lanyard-checkin scan */
#include "cli/checkin/checkin.h"
#include "cli/checkin/lines.h"
#include "cli/checkin/terminal.h"

#include <signal.h>
#include <stdarg.h>
#include <unistd.h>

#define REST_MOST (5 * CLOCK_SECOND)

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
    static const int ending[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
    for (size_t i = 0; i < COUNT_OF(ending); i++)
        sigaction(ending[i], &action, NULL);
}

static void scan_tell(const char *format, ...) PRINTF(1, 2);

/* For people at a terminal, whatever is in names and in a service's words. */
static void scan_tell(const char *format, ...)
{
    va_list arguments;
    scope_buffer struct buffer text = BUFFER(1 << 16);
    char words[2048];
    va_start(arguments, format);
    vsnprintf(words, sizeof words, format, arguments);
    va_end(arguments);
    text_drop_partial(words);
    screen_append_plain(&text, words, strlen(words));
    fprintf(stderr, "%s\n", text.data ? text.data : "");
}

/* Two minutes: what a clock that nobody sets may be off in a year is more, what a network's is off is less.
 */
static void scan_tell_skew(const struct door *door)
{
    int64_t skew = door_skew(door);
    int64_t minutes = llabs(skew) / (60 * CLOCK_SECOND);
    if (minutes >= 2)
        scan_tell(
            "This laptop's clock is %lld h %02lld min %s the service's: set it. Until then scans have the "
            "service's time while it can be reached.",
            (long long)minutes / 60, (long long)minutes % 60, skew > 0 ? "behind" : "ahead of");
}

/* Where one stands, what the service last said of it, and whether it can be reached. */
static void scan_greet(struct door *door)
{
    struct error away = {0};
    bool online = door_refresh(door, &away);
    const struct door_device *device = door_device(door);
    scan_tell_skew(door);
    if (!isatty(STDIN_FILENO))
        return;
    scan_tell("%s: %s, %s", device->name, device->event.title, device->point.title);
    scan_tell("scan a code; Ctrl-D, pressed twice, ends");
    if (!online)
        scan_tell("The service cannot be asked now: %s", away.message);
}

/* What waits from earlier goes while nobody stands at the door. */
static bool scan_send_some(void *context)
{
    bool more;
    return door_send_some(context, &more, NULL) && more;
}

static bool scan_lines(struct checkin_session *session, struct lines *lines, struct error *error)
{
    for (;;) {
        enum line_result result = lines_next(lines, &stop);
        session->answered = false;
        if (result == LINE_ASKED)
            scan_tell("End scanning? Press the same key once more, or y. A scan goes on.");
        else if (result != LINE_READY)
            return true;
        else if (!checkin_decide(session, lines->line, lines->length, error))
            return false;
        if (session->answered)
            lines->idle = scan_send_some;
    }
}

/* Of what still waits, as much as goes in a moment; `sync` sends the rest. */
static void scan_send_rest(struct door *door)
{
    int64_t until = clock_monotonic() + REST_MOST;
    while (clock_monotonic() < until && scan_send_some(door))
        ;
}

static int scan_run(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct error error = {0};
    /* Before all else: a scan may come while the service is being asked. */
    scan_catch_signals();
    scope_terminal struct terminal terminal = terminal_open(STDIN_FILENO);
    scope_session struct checkin_session session = {.door = checkin_open(true, &error),
                                                    .holds = terminal.changed};
    if (!session.door)
        return program_fail(&error);
    scan_greet(session.door);
    struct lines lines = {.fd = STDIN_FILENO, .typed = terminal.changed, .context = session.door};
    if (!scan_lines(&session, &lines, &error))
        return program_fail(&error);
    if (lines.idle)
        scan_send_rest(session.door);
    return checkin_exit(strict, session.worst);
}

const struct command checkin_scan = {
    .name = "scan",
    .arguments = "",
    .summary = "Reads codes from standard input, one a line, and gives a verdict on each.",
    .options = options,
    .run = scan_run};
