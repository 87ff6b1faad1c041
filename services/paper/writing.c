/* A text in its room: as large as it fits, shaped once. */
#include "paper/paper_private.h"

#include <math.h>

/* Text is shaped at this size and scaled: every distinct font size costs a font of its own. */
#define REFERENCE 64.0
/* Scales are steps of a ladder for the same reason; 3 % is not seen. */
#define STEP 1.03
/* Another line is taken where it makes a text larger by this factor, a third one sooner than a second, or
 * where what there is falls below the floor. */
#define WORTH_A_LINE 1.2
#define WORTH_A_THIRD 1.1
#define MOST_PIECES 64
/* From baseline to baseline, of the size: 0.8 of what Noto Sans asks, which is meant for pages of text; and
 * what stays free at least between the inks of two lines. */
#define LINE_STEP 1.09
#define LINE_GAP 0.09

PangoLayout *paper_layout_new(cairo_t *cairo)
{
    PangoLayout *layout = pango_cairo_create_layout(cairo);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    pango_cairo_context_set_font_options(pango_layout_get_context(layout), options);
    cairo_font_options_destroy(options);
    return layout;
}

static double on_ladder(double scale)
{
    return pow(STEP, floor(log(scale) / log(STEP)));
}

/* Pango raises other scripts in a line that begins with letters of a font that says where its baselines are,
 * as Noto CJK does: Arabic by 44 % of its size. Here one baseline serves all. */
static void writing_level(PangoLayout *layout)
{
    bool raised = false;
    for (const GSList *line = pango_layout_get_lines_readonly(layout); line && !raised; line = line->next)
        for (const GSList *run = ((const PangoLayoutLine *)line->data)->runs; run && !raised; run = run->next)
            raised = ((const PangoGlyphItem *)run->data)->y_offset != 0;
    /* Asked for so, the lines forget the extents that they had. */
    for (const GSList *line = raised ? pango_layout_get_lines(layout) : NULL; line; line = line->next)
        for (const GSList *run = ((PangoLayoutLine *)line->data)->runs; run; run = run->next)
            ((PangoGlyphItem *)run->data)->y_offset = 0;
}

/* Where the lines of a layout stand, in points at REFERENCE. */
struct writing_lines {
    int count;
    double baseline[PAPER_MOST_LINES]; /* below the first one's, which is 0 */
    struct paper_box ink[PAPER_MOST_LINES];
    double across;       /* the longest line's ink */
    double top, bottom;  /* of all ink, from the first baseline */
    double above, below; /* of the first line and of the last, whatever their letters: so lines of several
                            badges are level */
};

static struct paper_box writing_points(PangoRectangle from)
{
    return (struct paper_box){(double)from.x / PANGO_SCALE, (double)from.y / PANGO_SCALE,
                              (double)from.width / PANGO_SCALE, (double)from.height / PANGO_SCALE};
}

/* Lines stand close, yet no ink of one touches the next. */
static double writing_step(struct paper_box above, struct paper_box below)
{
    return fmax(LINE_STEP * REFERENCE, above.y + above.height - below.y + LINE_GAP * REFERENCE);
}

/* What is fitted is the ink: line heights differ between scripts by half, and what stands or hangs far out of
 * a line, such as a pile of accents, must stay within the box too. */
static struct writing_lines writing_measure(PangoLayout *layout)
{
    struct writing_lines lines = {.across = 1};
    writing_level(layout);
    for (GSList *at = pango_layout_get_lines_readonly(layout); at && lines.count < PAPER_MOST_LINES;
         at = at->next) {
        PangoRectangle ink, logical;
        int i = lines.count++;
        pango_layout_line_get_extents(at->data, &ink, &logical);
        struct paper_box room = writing_points(logical);
        lines.ink[i] = writing_points(ink);
        lines.baseline[i] = i ? lines.baseline[i - 1] + writing_step(lines.ink[i - 1], lines.ink[i]) : 0;
        lines.across = fmax(lines.across, lines.ink[i].width);
        lines.top = fmin(i ? lines.top : INFINITY, lines.baseline[i] + lines.ink[i].y);
        lines.bottom =
            fmax(i ? lines.bottom : -INFINITY, lines.baseline[i] + lines.ink[i].y + lines.ink[i].height);
        lines.above = i ? lines.above : room.y;
        lines.below = lines.baseline[i] + room.y + room.height;
    }
    lines.bottom = fmax(lines.bottom, lines.top + 1);
    return lines;
}

/* What stands between two places at which the text may be broken; those past the limit are not broken. */
struct pieces {
    int count;
    int width[MOST_PIECES];
};

/* Adds the advances of a run's letters to the pieces in which they are. */
static void add_run(struct pieces *pieces, const PangoGlyphItem *run, const char *text,
                    const PangoLogAttr *letters)
{
    const PangoItem *item = run->item;
    long first = g_utf8_pointer_to_offset(text, text + item->offset);
    int piece = 0;
    scope_free int *widths = calloc((size_t)item->num_chars, sizeof *widths);
    if (!widths)
        return;
    pango_glyph_item_get_logical_widths((PangoGlyphItem *)run, text, widths);
    for (long i = 1; i <= first; i++)
        piece += letters[i].is_line_break && piece < MOST_PIECES - 1;
    for (int i = 0; i < item->num_chars; i++) {
        piece += i && letters[first + i].is_line_break && piece < MOST_PIECES - 1;
        pieces->width[piece] += widths[i];
    }
    if (pieces->count <= piece)
        pieces->count = piece + 1;
}

/* Of a layout of one line. */
static struct pieces find_pieces(PangoLayout *layout)
{
    struct pieces pieces = {0};
    int count;
    const PangoLogAttr *letters = pango_layout_get_log_attrs_readonly(layout, &count);
    PangoLayoutLine *line = pango_layout_get_line_readonly(layout, 0);
    for (const GSList *run = line->runs; run; run = run->next)
        add_run(&pieces, run->data, pango_layout_get_text(layout), letters);
    return pieces;
}

static int lines_needed(const struct pieces *pieces, int width)
{
    int lines = 1, used = 0;
    for (int i = 0; i < pieces->count; i++) {
        if (used && used + pieces->width[i] > width)
            lines++, used = 0;
        used += pieces->width[i];
    }
    return lines;
}

/* The narrowest width that takes no more lines: they come out alike in length, as a person would break them.
 */
static int narrowest(const struct pieces *pieces, int lines)
{
    int little = 0, enough = 0;
    for (int i = 0; i < pieces->count; i++) {
        enough += pieces->width[i];
        little = pieces->width[i] > little ? pieces->width[i] : little;
    }
    while (enough - little > PANGO_SCALE) {
        int middle = little + (enough - little) / 2;
        if (lines_needed(pieces, middle) > lines)
            little = middle;
        else
            enough = middle;
    }
    return enough;
}

static void writing_shape(PangoLayout *layout, const struct paper_style *style, const char *text,
                          const struct paper_hints *hints)
{
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_absolute_size(font, REFERENCE * PANGO_SCALE);
    pango_font_description_set_weight(font, style->weight);
    PangoAttrList *families = paper_fonts_for(text, hints);
    PangoAttribute *plain = pango_attr_insert_hyphens_new(FALSE); /* a name is not changed */
    pango_attr_list_insert(families, plain);
    pango_layout_set_width(layout, -1);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD);
    pango_layout_set_single_paragraph_mode(layout, TRUE);
    pango_layout_set_font_description(layout, font);
    pango_layout_set_attributes(layout, families);
    pango_layout_set_text(layout, text, -1);
    pango_attr_list_unref(families);
    pango_font_description_free(font);
}

static double writing_scale(const struct paper_way *way, double width, double height, double most)
{
    return on_ladder(fmin(fmin(width / way->across, height / way->high), most / REFERENCE));
}

static void writing_note_way(struct paper_text *text, int width, bool broken)
{
    const struct writing_lines lines = writing_measure(text->layout);
    must(text->ways < PAPER_MOST_WAYS);
    text->way[text->ways++] = (struct paper_way){
        .width = width, .broken = broken, .across = lines.across, .high = lines.bottom - lines.top};
}

static void writing_find_ways(struct paper_text *text)
{
    struct pieces pieces = find_pieces(text->layout);
    for (int lines = 2; lines <= text->style->lines && lines <= pieces.count; lines++) {
        int narrow = narrowest(&pieces, lines);
        pango_layout_set_width(text->layout, narrow);
        if (pango_layout_get_line_count(text->layout) <= lines)
            writing_note_way(text, narrow, false);
    }
}

/* A word too long for any line is broken where a line ends, which can be read, rather than made as small as
 * it would have to be. */
static void writing_find_breaks(struct paper_text *text)
{
    int whole;
    pango_layout_set_width(text->layout, -1);
    pango_layout_get_size(text->layout, &whole, NULL);
    pango_layout_set_wrap(text->layout, PANGO_WRAP_WORD_CHAR);
    for (int lines = 2; lines <= text->style->lines; lines++)
        for (int width = whole / lines, tries = 0; tries < 12; width += width / 32 + 1, tries++) {
            pango_layout_set_width(text->layout, width);
            if (pango_layout_get_line_count(text->layout) > lines)
                continue;
            writing_note_way(text, width, true);
            break;
        }
}

void paper_text_prepare(struct paper_text *text, PangoLayout *layout, const struct paper_style *style,
                        const char *words, const struct paper_hints *hints)
{
    *text = (struct paper_text){.layout = layout, .style = style};
    writing_shape(layout, style, words, hints);
    writing_note_way(text, -1, false);
    /* What is as large as it may be on one line needs no other. */
    if (style->lines < 2 ||
        writing_scale(text->way, style->box.width, INFINITY, style->most) * STEP >= style->most / REFERENCE)
        return;
    writing_find_ways(text);
    paper_text_fit(text, style->box.height, style->most);
    if (text->size < style->least)
        writing_find_breaks(text);
}

double paper_text_fit(struct paper_text *text, double height, double most)
{
    double width = text->style->box.width, least = text->style->least / REFERENCE;
    double scale = writing_scale(&text->way[0], width, height, most);
    text->chosen = 0;
    for (int i = 1; i < text->ways; i++) {
        double wrapped = writing_scale(&text->way[i], width, height, most);
        double worth = text->chosen ? WORTH_A_THIRD : WORTH_A_LINE;
        if (wrapped <= scale * (scale < least ? 1 : worth))
            continue;
        scale = wrapped;
        text->chosen = i;
    }
    text->size = scale * REFERENCE;
    return text->way[text->chosen].high * scale;
}

/* Where a line's left edge goes. Left is where reading begins, which is right for Arabic and Hebrew. */
static double writing_left(const struct paper_text *text, const struct paper_box *box, struct paper_box ink,
                           double scale)
{
    PangoAlignment align = text->style->align;
    double room = box->width - ink.width * scale;
    bool leftward = pango_layout_get_direction(text->layout, 0) == PANGO_DIRECTION_RTL;
    double part = align == PANGO_ALIGN_CENTER ? 0.5 : (align == PANGO_ALIGN_LEFT) != leftward ? 0 : 1;
    return box->x + part * room - ink.x * scale;
}

/* Where the first baseline goes: in the middle of the box as its script's lines are, but no ink leaves it. */
static double writing_first(const struct paper_box *box, const struct writing_lines *lines, double scale)
{
    double middle = (box->height - (lines->above + lines->below) * scale) / 2;
    double lowest = box->height - lines->bottom * scale;
    return box->y + fmax(fmin(middle, lowest), -lines->top * scale);
}

/* From the left end of its baseline. */
static void writing_show_line(cairo_t *cairo, PangoLayout *layout, PangoLayoutLine *line)
{
    bool pictures = false;
    for (const GSList *run = line->runs; run && !pictures; run = run->next)
        pictures = paper_font_has_pictures(((const PangoGlyphItem *)run->data)->item->analysis.font);
    cairo_move_to(cairo, 0, 0);
    if (!pictures) {
        pango_cairo_show_layout_line(cairo, line);
        return;
    }
    double x = 0;
    for (GSList *at = line->runs; at; at = at->next) {
        PangoGlyphItem *run = at->data;
        cairo_move_to(cairo, x, 0);
        if (paper_font_has_pictures(run->item->analysis.font))
            paper_emoji_show(cairo, layout, run, x);
        else
            pango_cairo_show_glyph_item(cairo, pango_layout_get_text(layout), run);
        x += (double)pango_glyph_string_get_width(run->glyphs) / PANGO_SCALE;
    }
}

struct paper_written paper_text_draw(struct paper_text *text, cairo_t *cairo, const struct paper_box *box,
                                     struct color color)
{
    double scale = text->size / REFERENCE;
    const struct paper_way *way = &text->way[text->chosen];
    pango_layout_set_wrap(text->layout, way->broken ? PANGO_WRAP_WORD_CHAR : PANGO_WRAP_WORD);
    pango_layout_set_width(text->layout, way->width);
    const struct writing_lines lines = writing_measure(text->layout);
    double first = writing_first(box, &lines, scale);
    GSList *line = pango_layout_get_lines_readonly(text->layout);
    cairo_set_source_rgb(cairo, color.red, color.green, color.blue);
    for (int i = 0; i < lines.count; i++, line = line->next) {
        cairo_save(cairo);
        cairo_translate(cairo, writing_left(text, box, lines.ink[i], scale),
                        first + lines.baseline[i] * scale);
        cairo_scale(cairo, scale, scale);
        writing_show_line(cairo, text->layout, line->data);
        cairo_restore(cairo);
    }
    /* The ladder may cost a step, which is no fault of the text's. */
    return (struct paper_written){
        .too_long =
            way->broken ||
            text->size *
                STEP<text->style->least, .no_glyphs = pango_layout_get_unknown_glyphs_count(text->layout)> 0};
}

struct paper_written paper_write(cairo_t *cairo, PangoLayout *layout, const struct paper_style *style,
                                 struct color color, const char *words, const struct paper_hints *hints)
{
    struct paper_text text;
    paper_text_prepare(&text, layout, style, words, hints);
    paper_text_fit(&text, style->box.height, style->most);
    return paper_text_draw(&text, cairo, &style->box, color);
}
