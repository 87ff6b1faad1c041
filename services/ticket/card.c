/* A ticket to keep: its symbol with event, name and code, as one picture. */
#include "ticket/ticket_private.h"

#include <math.h>
#include <unicode/uchar.h>

#define WIDTH 400.0
#define SHOWN_WIDTH 360.0 /* a phone shows it whole */
#define MARGIN 20.0
#define SYMBOL 320.0
#define MOST_LINES 3
#define MOST_BYTES 131072

/* What is written, from the top down. */
struct card {
    struct buffer body;
    double y; /* of the last line's foot */
};

static void card_escape(struct buffer *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] == '<')
            buffer_text(out, "&lt;");
        else if (text[i] == '&')
            buffer_text(out, "&amp;");
        else if ((unsigned char)text[i] >= ' ')
            buffer_char(out, text[i]);
}

/* About as wide as most fonts make it, of the size: the reader's fonts are not known here. */
static double card_letter_width(UChar32 letter)
{
    int width = u_getIntPropertyValue(letter, UCHAR_EAST_ASIAN_WIDTH);
    int8_t type = u_charType(letter);
    if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR)
        return 0;
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 1 : type == U_UPPERCASE_LETTER ? 0.72 : 0.58;
}

/* How many bytes go on a line of so many ems: to a space, or anywhere where letters stand without. *across:
 * how wide they are. The last line takes all that is left. */
static size_t card_break(const char *text, double ems, bool last, double *across)
{
    size_t length = strlen(text), at = 0, space = 0;
    double space_width = 0;
    *across = 0;
    while (at < length) {
        size_t next = at;
        UChar32 letter = text_next(text, length, &next);
        double width = card_letter_width(letter);
        bool ends = *across + width > ems && at > 0 && !last;
        if (ends && space) {
            *across = space_width;
            return space;
        }
        if (ends && width >= 1)
            return at;
        if (letter == ' ')
            space = at, space_width = *across;
        *across += width;
        at = next;
    }
    return length;
}

static void card_line(struct card *card, const char *text, size_t length, double size, double across,
                      const char *look)
{
    double room = WIDTH - 2 * MARGIN;
    card->y += size * 1.3;
    buffer_printf(&card->body, "<text x=\"%g\" y=\"%.1f\" font-size=\"%g\" %s", WIDTH / 2,
                  card->y - size * 0.3, size, look);
    /* What is too long even so is pressed together rather than cut. */
    if (across * size > room)
        buffer_printf(&card->body, " textLength=\"%g\" lengthAdjust=\"spacingAndGlyphs\"", room);
    buffer_char(&card->body, '>');
    card_escape(&card->body, text, length);
    buffer_text(&card->body, "</text>");
}

static void card_write(struct card *card, const char *text, double size, const char *look)
{
    for (int line = 1; *text; line++) {
        double across;
        size_t length = card_break(text, (WIDTH - 2 * MARGIN) / size, line == MOST_LINES, &across);
        card_line(card, text, length, size, across, look);
        text += length;
        text += strspn(text, " ");
    }
}

static bool card_draw_symbol(struct card *card, const char *token)
{
    struct ticket_symbol symbol;
    double module = SYMBOL / TICKET_FULL_WIDTH;
    if (!ticket_symbol_make(token, &symbol))
        return false;
    buffer_printf(&card->body,
                  "<path shape-rendering=\"crispEdges\" transform=\"translate(%g %.1f) scale(%.4f)\" d=\"",
                  (WIDTH - SYMBOL) / 2, card->y, module);
    ticket_symbol_path(&symbol, &card->body);
    buffer_text(&card->body, "\"/>");
    card->y += SYMBOL;
    return true;
}

char *ticket_card_svg(const struct ticket_card *of)
{
    struct card card = {.body = BUFFER(MOST_BYTES), .y = MARGIN};
    struct buffer svg = BUFFER(MOST_BYTES + 1024);
    card_write(&card, of->event, 22, "font-weight=\"bold\" unicode-bidi=\"plaintext\"");
    bool good = card_draw_symbol(&card, of->token);
    card_write(&card, of->name, 24, "font-weight=\"bold\" unicode-bidi=\"plaintext\"");
    card.y += 4;
    card_write(&card, of->code, 24, "font-family=\"monospace\" letter-spacing=\"2\"");
    card.y += MARGIN;
    buffer_printf(
        &svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%g\" height=\"%.0f\" viewBox=\"0 0 %g %.0f\" "
        "font-family=\"system-ui, 'Noto Sans', sans-serif\" text-anchor=\"middle\">"
        "<path fill=\"#fff\" d=\"M0 0h%gv%.0fH0z\"/>",
        SHOWN_WIDTH, round(SHOWN_WIDTH / WIDTH * ceil(card.y)), WIDTH, ceil(card.y), WIDTH, ceil(card.y));
    buffer_text(&svg, card.body.data ? card.body.data : "");
    buffer_text(&svg, "</svg>\n");
    good = good && !card.body.failed && !svg.failed;
    buffer_free(&card.body);
    if (good)
        return buffer_take(&svg);
    buffer_free(&svg);
    return NULL;
}
