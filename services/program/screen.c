/* Texts on a terminal: plain, measured, cut. */
#include "program/screen.h"

#include <sys/ioctl.h>
#include <unicode/uchar.h>
#include <unicode/utf16.h>
#include <unistd.h>

bool screen_is_terminal(FILE *stream)
{
    return isatty(fileno(stream)) == 1;
}

bool screen_uses_color(FILE *stream)
{
    const char *never = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    return screen_is_terminal(stream) && !(never && *never) && !(terminal && strcmp(terminal, "dumb") == 0);
}

size_t screen_columns(FILE *stream)
{
    int64_t wanted;
    struct winsize size;
    const char *columns = getenv("COLUMNS");
    if (columns && text_to_int(columns, 1, 100000, &wanted))
        return (size_t)wanted;
    return ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

#define ZERO_WIDTH_NON_JOINER 0x200c
#define ZERO_WIDTH_JOINER 0x200d
#define EMOJI_SELECTOR 0xfe0f

enum screen_kind { SCREEN_SEEN, SCREEN_SPACE, SCREEN_DROPPED };

static enum screen_kind screen_kind(UChar32 c)
{
    switch (u_charType(c)) {
    case U_CONTROL_CHAR:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
        return SCREEN_SPACE;
    case U_FORMAT_CHAR: /* of these the tags of flags, and signs of scripts that count, are seen */
        if (c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER || (c >= 0xe0020 && c <= 0xe007f) ||
            u_hasBinaryProperty(c, UCHAR_PREPENDED_CONCATENATION_MARK))
            return SCREEN_SEEN;
        return SCREEN_DROPPED;
    default:
        return SCREEN_SEEN;
    }
}

void screen_append_plain(struct buffer *line, const char *text, size_t length)
{
    for (size_t i = 0; i < length;) {
        size_t start = i;
        UChar32 c = text_next(text, length, &i);
        if (c < 0)
            buffer_text(line, "\xef\xbf\xbd");
        else if (screen_kind(c) == SCREEN_SEEN)
            buffer_append(line, text + start, i - start);
        else if (screen_kind(c) == SCREEN_SPACE)
            buffer_char(line, ' ');
    }
}

/* Columns of one code point behind another. */
static size_t screen_point_width(UChar32 before, UChar32 c)
{
    bool joined = before == ZERO_WIDTH_JOINER && u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC);
    bool toned = u_hasBinaryProperty(c, UCHAR_EMOJI_MODIFIER) &&
                 u_hasBinaryProperty(before, UCHAR_EMOJI_MODIFIER_BASE);
    int width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
    if (joined || toned)
        return 0;
    if (c == EMOJI_SELECTOR) /* what it makes a picture of is as wide as one */
        return u_getIntPropertyValue(before, UCHAR_EAST_ASIAN_WIDTH) != U_EA_WIDE &&
               u_hasBinaryProperty(before, UCHAR_EMOJI);
    if (u_charType(c) == U_NON_SPACING_MARK || u_charType(c) == U_ENCLOSING_MARK ||
        u_charType(c) == U_FORMAT_CHAR || (c >= 0x1160 && c <= 0x11ff) || (c >= 0xd7b0 && c <= 0xd7ff))
        return 0; /* of Hangul in pieces the first counts */
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

/* How many bytes fit into the columns, which *used tells. */
static size_t screen_fitting(const char *text, size_t columns, size_t *used)
{
    size_t length = strlen(text), fitting = 0;
    UChar32 before = 0;
    *used = 0;
    while (fitting < length) {
        size_t i = fitting;
        UChar32 c = text_next(text, length, &i);
        size_t width = screen_point_width(before, c < 0 ? 0xfffd : c);
        if (*used + width > columns)
            break;
        *used += width;
        before = c;
        fitting = i;
    }
    return fitting;
}

size_t screen_width(const char *text)
{
    size_t used;
    screen_fitting(text, SIZE_MAX, &used);
    return used;
}

size_t screen_append_fit(struct buffer *line, const char *text, size_t columns)
{
    size_t used;
    size_t fitting = screen_fitting(text, columns, &used);
    if (!text[fitting]) {
        buffer_append(line, text, fitting);
        return used;
    }
    fitting = screen_fitting(text, columns ? columns - 1 : 0, &used);
    buffer_append(line, text, fitting);
    if (columns)
        buffer_text(line, "…");
    return used + (columns > 0);
}

#define SCREEN_MOST ((size_t)1 << 30)

void screen_print(FILE *stream, const char *text, size_t length)
{
    if (!screen_is_terminal(stream)) {
        fwrite(text, 1, length, stream);
        return;
    }
    scope_buffer struct buffer plain = BUFFER(SCREEN_MOST);
    for (size_t i = 0; i < length;) {
        const char *end = memchr(text + i, '\n', length - i);
        size_t line = end ? (size_t)(end - text) - i : length - i;
        screen_append_plain(&plain, text + i, line);
        if (end)
            buffer_char(&plain, '\n');
        i += line + 1;
    }
    if (plain.data && !plain.failed)
        fwrite(plain.data, 1, plain.length, stream);
}

static void screen_append_escape(struct buffer *out, UChar32 c)
{
    if (c > 0xffff)
        buffer_printf(out, "\\u%04x\\u%04x", (unsigned)U16_LEAD(c), (unsigned)U16_TRAIL(c));
    else
        buffer_printf(out, "\\u%04x", (unsigned)c);
}

void screen_print_json(FILE *stream, const char *text, size_t length)
{
    if (!screen_is_terminal(stream)) {
        fwrite(text, 1, length, stream);
        return;
    }
    scope_buffer struct buffer plain = BUFFER(SCREEN_MOST);
    for (size_t i = 0; i < length;) {
        size_t start = i;
        UChar32 c = text_next(text, length, &i);
        if (c >= 0x7f &&
            screen_kind(c) != SCREEN_SEEN) /* what is below stands escaped already, or is layout */
            screen_append_escape(&plain, c);
        else
            buffer_append(&plain, text + start, i - start);
    }
    if (plain.data && !plain.failed)
        fwrite(plain.data, 1, plain.length, stream);
}
