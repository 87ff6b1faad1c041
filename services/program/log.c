/* The log: a line for each thing worth telling, none of which can be forged. */
#include "program/log.h"

#include "base/base.h"

#include <errno.h>
#include <stdarg.h>

static const char *log_who = "lanyard";
static enum log_level log_least = LOG_LEVEL_INFO;

void log_open(const char *who, enum log_level least)
{
    log_who = who;
    log_least = least;
}

/* What is logged may come from outside; a newline in it would forge a line. */
static void append_escaped(struct buffer *line, const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            buffer_printf(line, "\\x%02x", (unsigned char)*text);
        else if (text[0] == '\xc2' && (unsigned char)text[1] >= 0x80 && (unsigned char)text[1] < 0xa0)
            buffer_printf(line, "\\x%02x", (unsigned char)*++text); /* C1: a terminal obeys these too */
        else
            buffer_char(line, *text);
}

void log_line(enum log_level level, const char *format, ...)
{
    static const char *const names[] = {"debug", "info", "warning", "error"};
    if (level < log_least)
        return;
    int saved = errno;
    char now[CLOCK_TEXT_SIZE];
    clock_format(clock_now(), now);

    char message[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);

    struct buffer line = BUFFER(8192);
    buffer_printf(&line, "%s %s %s ", now, names[level], log_who);
    append_escaped(&line, message);
    buffer_char(&line, '\n');
    if (!line.failed && write(STDERR_FILENO, line.data, line.length) < 0)
        errno = 0; /* nobody is left to tell */
    buffer_free(&line);
    errno = saved;
}
