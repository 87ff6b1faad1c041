/* Lines as hand scanners type them. */
#include "cli/checkin/lines.h"

#include "ticket/ticket.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#define END_OF_INPUT '\4'
#define BACKSPACE '\b'
#define DELETE '\177'

bool lines_take(struct lines *lines, char byte)
{
    if (byte == '\n' || byte == '\r' || byte == '\t')
        return lines->length > 0;
    bool control = (unsigned char)byte < ' ' || byte == 0x7f;
    if (!control && lines->length < LINE_MAX_BYTES)
        lines->line[lines->length++] = byte;
    return false;
}

/* What a terminal does by itself as long as it waits for whole lines. True if that was all. */
static bool lines_edits(struct lines *lines, char byte)
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
static bool lines_take_pending(struct lines *lines)
{
    while (lines->start < lines->end && !lines->ended) {
        char byte = lines->pending[lines->start++];
        if (!lines_edits(lines, byte) && lines_take(lines, byte))
            return true;
    }
    return false;
}

static bool lines_is_token(const char *text)
{
    struct ticket ticket;
    return ticket_parse(text, TICKET_TOKEN_LENGTH, &ticket, NULL) == TICKET_PARSED;
}

/* The token in the line; NULL if there is none. */
static const char *lines_find_token(const struct lines *lines)
{
    for (size_t start = 0; start + TICKET_TOKEN_LENGTH <= lines->length; start++)
        if (lines_is_token(lines->line + start))
            return lines->line + start;
    return NULL;
}

static int lines_patience(const struct lines *lines)
{
    if (!lines->length)
        return -1;
    return lines_find_token(lines) ? LINE_PATIENCE_MS : LINE_PATIENCE_LONG_MS;
}

/* Reads more. LINE_READY: look again; a pause ends what there is. */
static enum line_result lines_fill(struct lines *lines, bool *paused)
{
    struct pollfd input = {.fd = lines->fd, .events = POLLIN};
    int ready = poll(&input, 1, lines_patience(lines));
    *paused = ready == 0;
    if (*paused)
        return LINE_READY;
    ssize_t got = ready < 0 ? -1 : read(lines->fd, lines->pending, sizeof lines->pending);
    if (got < 0)
        return errno == EINTR || errno == EAGAIN ? LINE_INTERRUPTED : LINE_END;
    lines->start = 0;
    lines->end = (size_t)got;
    return got ? LINE_READY : LINE_END;
}

static enum line_result lines_finish(struct lines *lines)
{
    const char *token = lines_find_token(lines);
    if (token) {
        memmove(lines->line, token, TICKET_TOKEN_LENGTH);
        lines->length = TICKET_TOKEN_LENGTH;
    }
    lines->line[lines->length] = '\0';
    return LINE_READY;
}

enum line_result lines_next(struct lines *lines, const volatile bool *stop)
{
    lines->length = 0;
    while (!*stop) {
        bool paused;
        if (lines_take_pending(lines))
            return lines_finish(lines);
        if (lines->ended)
            return LINE_END;
        enum line_result result = lines_fill(lines, &paused);
        if (result == LINE_END) {
            lines->ended = true;
            if (lines->length)
                return lines_finish(lines);
        } else if (paused) {
            return lines_finish(lines);
        }
    }
    return LINE_INTERRUPTED;
}
