#include "cli/checkin/lines.h"

#include "ticket/ticket.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#define END_OF_INPUT '\4'
#define BACKSPACE '\b'
#define DELETE '\177'

bool lines_take(struct lines *lines, char byte)
{
    if (byte == '\n' || byte == '\r')
        return lines->length > 0;
    bool control = (unsigned char)byte < ' ' || byte == 0x7f;
    if (!control && lines->length < LINE_MAX_BYTES)
        lines->line[lines->length++] = byte;
    return false;
}

/* What a terminal does by itself as long as it waits for whole lines. True if that was all. */
static bool edits(struct lines *lines, char byte)
{
    if (!lines->typed || (byte != BACKSPACE && byte != DELETE && byte != END_OF_INPUT))
        return false;
    if (byte == END_OF_INPUT)
        lines->ended = true;
    else if (lines->length)
        lines->length--;
    return true;
}

/* True once what is pending ends a line. */
static bool take_pending(struct lines *lines)
{
    while (lines->start < lines->end && !lines->ended) {
        char byte = lines->pending[lines->start++];
        if (!edits(lines, byte) && lines_take(lines, byte))
            return true;
    }
    return false;
}

static bool is_whole_token(const struct lines *lines)
{
    struct ticket ticket;
    return ticket_parse(lines->line, lines->length, &ticket, NULL) == TICKET_PARSED;
}

/* Reads more. LINE_READY: look again; a pause behind a whole token ends its line. */
static enum line_result fill(struct lines *lines, bool *paused)
{
    struct pollfd input = {.fd = lines->fd, .events = POLLIN};
    *paused = false;
    int ready = poll(&input, 1, lines->length ? LINE_PATIENCE_MS : -1);
    if (ready == 0) {
        *paused = true;
        return LINE_READY;
    }
    ssize_t got = ready < 0 ? -1 : read(lines->fd, lines->pending, sizeof lines->pending);
    if (got < 0)
        return errno == EINTR || errno == EAGAIN ? LINE_INTERRUPTED : LINE_END;
    lines->start = 0;
    lines->end = (size_t)got;
    return got ? LINE_READY : LINE_END;
}

static enum line_result finish(struct lines *lines)
{
    lines->line[lines->length] = '\0';
    return LINE_READY;
}

enum line_result lines_next(struct lines *lines, const volatile bool *stop)
{
    lines->length = 0;
    while (!*stop) {
        bool paused;
        if (take_pending(lines))
            return finish(lines);
        if (lines->ended)
            return LINE_END;
        enum line_result result = fill(lines, &paused);
        if (result == LINE_END) {
            lines->ended = true;
            if (lines->length)
                return finish(lines);
        } else if (paused && is_whole_token(lines)) {
            return finish(lines);
        }
    }
    return LINE_INTERRUPTED;
}
