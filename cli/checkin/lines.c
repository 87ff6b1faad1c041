/* Lines as hand scanners type them. */
#include "cli/checkin/lines.h"

#include "ticket/ticket.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define CTRL_C '\3'
#define CTRL_D '\4'
#define BACKSPACE '\b'
#define DELETE '\177'
#define MILLISECOND (CLOCK_SECOND / 1000)

/* --- bytes become lines */

static bool lines_take(struct lines *lines, char byte)
{
    if (byte == '\n' || byte == '\r' || byte == '\t')
        return lines->length > 0;
    lines->line[lines->length++] = byte;
    return lines->length == LINE_MAX_BYTES;
}

/* What a terminal does by itself as long as it waits for whole lines. True if that was all. */
static bool lines_edits(struct lines *lines, char byte)
{
    bool first = lines->start == 1; /* of what came at once */
    if (!lines->typed || !first || (byte != BACKSPACE && byte != DELETE) ||
        lines->silence < LINE_EDIT_MS * MILLISECOND)
        return false;
    if (lines->length)
        lines->length--;
    return true;
}

/* True once what is pending ends a line. */
static bool lines_take_pending(struct lines *lines)
{
    while (lines->start < lines->end) {
        char byte = lines->pending[lines->start++];
        if (!lines_edits(lines, byte) && lines_take(lines, byte))
            return true;
    }
    return false;
}

/* --- tokens */

static bool lines_is_token(const char *text)
{
    struct ticket ticket;
    return (text[0] | 32) == 'l' && ticket_parse(text, TICKET_TOKEN_LENGTH, &ticket, NULL) == TICKET_PARSED;
}

/* Where the first token stands; length if there is none. */
static size_t lines_find_token(const char *text, size_t length)
{
    for (size_t start = 0; start + TICKET_TOKEN_LENGTH <= length; start++)
        if (lines_is_token(text + start))
            return start;
    return length;
}

static bool lines_is_separator(char c)
{
    return (unsigned char)c <= ' ' || c == ',' || c == ';' || c == '|';
}

/* What stands between tokens, without what parts them; true if it was to be one. */
static bool lines_is_damaged(struct line_code *rest)
{
    struct ticket ticket;
    while (rest->length && lines_is_separator(*rest->text))
        rest->text++, rest->length--;
    while (rest->length && lines_is_separator(rest->text[rest->length - 1]))
        rest->length--;
    return ticket_parse(rest->text, rest->length, &ticket, NULL) == TICKET_KEYBOARD_LAYOUT;
}

static bool lines_stood_before(const char *text, const char *token)
{
    for (const char *c = text; c + TICKET_TOKEN_LENGTH <= token; c++)
        if (strncasecmp(c, token, TICKET_TOKEN_LENGTH) == 0)
            return true;
    return false;
}

bool lines_next_code(const char *text, size_t length, size_t *at, struct line_code *code)
{
    while (*at < length) {
        size_t start = *at;
        size_t token = start + lines_find_token(text + start, length - start);
        *code = (struct line_code){text + start, token - start};
        if (start == 0 && token == length) {
            *at = length;
            return true;
        }
        *at = token;
        if (token > start && lines_is_damaged(code))
            return true;
        if (token == length)
            return false;
        *at = token + TICKET_TOKEN_LENGTH;
        *code = (struct line_code){text + token, TICKET_TOKEN_LENGTH};
        if (!lines_stood_before(text, code->text))
            return true;
    }
    return false;
}

/* --- a person's keys */

static bool lines_may_be_key(const struct lines *lines)
{
    char byte = lines->line[0];
    bool answers = lines->asked_at && (byte == 'y' || byte == 'Y');
    return lines->typed && lines->length == 1 && (byte == CTRL_C || byte == CTRL_D || answers) &&
           lines->silence >= LINE_ALONE_MS * MILLISECOND;
}

static enum line_result lines_press(struct lines *lines)
{
    char byte = lines->line[0];
    int64_t now = clock_monotonic();
    bool stands = lines->asked_at && now - lines->asked_at < LINE_ASKED_MS * MILLISECOND;
    lines->length = 0;
    if (stands && (byte == 'y' || byte == 'Y' || byte == lines->asked_by)) {
        lines->ended = true;
        return LINE_END;
    }
    lines->asked_at = byte == CTRL_C || byte == CTRL_D ? now : 0;
    lines->asked_by = byte;
    return lines->asked_at ? LINE_ASKED : LINE_INTERRUPTED;
}

/* --- waiting */

static int lines_patience(const struct lines *lines)
{
    if (!lines->length)
        return lines->idle ? LINE_IDLE_MS : -1;
    if (lines_may_be_key(lines))
        return LINE_ALONE_MS;
    bool whole = lines_find_token(lines->line, lines->length) < lines->length;
    return whole ? LINE_PATIENCE_MS : LINE_PATIENCE_LONG_MS;
}

static void lines_note_time(struct lines *lines)
{
    int64_t now = clock_monotonic();
    lines->silence = lines->came_at ? now - lines->came_at : INT64_MAX;
    lines->came_at = now;
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
    lines_note_time(lines);
    lines->start = 0;
    lines->end = (size_t)got;
    return got ? LINE_READY : LINE_END;
}

static enum line_result lines_finish(struct lines *lines)
{
    lines->asked_at = 0;
    lines->line[lines->length] = '\0';
    return LINE_READY;
}

/* Some scanners send ETX behind the Enter: nothing to be seen, and no Enter, is no code. */
static bool lines_is_noise(const struct lines *lines)
{
    for (size_t i = 0; i < lines->length; i++)
        if ((unsigned char)lines->line[i] > ' ' && lines->line[i] != DELETE)
            return false;
    return true;
}

/* What there is when nothing more has come; LINE_INTERRUPTED: nothing, go on. */
static enum line_result lines_pause(struct lines *lines)
{
    if (!lines->length && lines->idle && !lines->idle(lines->context))
        lines->idle = NULL;
    if (lines_may_be_key(lines))
        return lines_press(lines);
    if (!lines_is_noise(lines))
        return lines_finish(lines);
    lines->length = 0;
    return LINE_INTERRUPTED;
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
        if (paused)
            result = lines_pause(lines);
        lines->ended |= result == LINE_END;
        if (result == LINE_END && lines->length)
            return lines_finish(lines);
        if (result == LINE_END || result == LINE_ASKED || (paused && result == LINE_READY))
            return result;
    }
    return LINE_INTERRUPTED;
}
