/* A text in a box: as large as it fits, shaped once. */
#include "paper/paper.h"

#include <math.h>

/* Text is shaped at this size and scaled: every distinct font size costs a font of its own. */
#define REFERENCE 64.0
/* Scales are steps of a ladder for the same reason; 3 % is not seen. */
#define STEP 1.03
/* More lines are taken where they make a text larger by this factor, or where one line falls below the floor.
 */
#define WORTH_A_LINE 1.2
#define MOST_PIECES 64

PangoLayout *paper_layout_new(cairo_t *cairo)
{
    PangoLayout *layout = pango_cairo_create_layout(cairo);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    pango_cairo_context_set_font_options(pango_layout_get_context(layout), options);
    cairo_font_options_destroy(options);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD);
    return layout;
}

static double on_ladder(double scale)
{
    return pow(STEP, floor(log(scale) / log(STEP)));
}

/* What is fitted is the ink: line heights differ between scripts by half, and what stands or hangs far out of
 * a line, such as a pile of accents, must stay within the box too. */
static struct paper_box measure(PangoLayout *layout)
{
    PangoRectangle ink;
    pango_layout_get_extents(layout, &ink, NULL);
    return (struct paper_box){(double)ink.x / PANGO_SCALE, (double)ink.y / PANGO_SCALE,
                              fmax((double)ink.width / PANGO_SCALE, 1),
                              fmax((double)ink.height / PANGO_SCALE, 1)};
}

static double scale_of(struct paper_box ink, const struct paper_style *style)
{
    double scale = fmin(style->box.width / ink.width, style->box.height / ink.height);
    return on_ladder(fmin(scale, style->most / REFERENCE));
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

static double fit(PangoLayout *layout, const struct paper_style *style)
{
    double scale = scale_of(measure(layout), style);
    double worth = scale * REFERENCE < style->least ? 1 : WORTH_A_LINE;
    if (style->lines < 2 || scale * worth >= style->most / REFERENCE)
        return scale;
    struct pieces pieces = find_pieces(layout);
    for (int lines = 2, width = -1; lines <= style->lines && lines <= pieces.count; lines++) {
        int narrow = narrowest(&pieces, lines);
        pango_layout_set_width(layout, narrow);
        double wrapped = scale_of(measure(layout), style);
        if (wrapped > scale * worth && pango_layout_get_line_count(layout) <= lines)
            scale = wrapped, width = narrow;
        else
            pango_layout_set_width(layout, width);
    }
    return scale;
}

static void prepare(PangoLayout *layout, const struct paper_style *style, const char *text,
                    const struct paper_hints *hints)
{
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_absolute_size(font, REFERENCE * PANGO_SCALE);
    pango_font_description_set_weight(font, style->weight);
    PangoAttrList *families = paper_fonts_for(text, hints);
    pango_layout_set_width(layout, -1);
    pango_layout_set_alignment(layout, style->align);
    pango_layout_set_font_description(layout, font);
    pango_layout_set_attributes(layout, families);
    pango_layout_set_text(layout, text, -1);
    pango_attr_list_unref(families);
    pango_font_description_free(font);
}

/* Where the layout's left edge goes. Left is where reading begins, which is right for Arabic and Hebrew. */
static double left_of(PangoLayout *layout, const struct paper_style *style, struct paper_box ink,
                      double scale)
{
    double room = style->box.width - ink.width * scale;
    bool leftward = pango_layout_get_direction(layout, 0) == PANGO_DIRECTION_RTL;
    double part = style->align == PANGO_ALIGN_CENTER               ? 0.5
                  : (style->align == PANGO_ALIGN_LEFT) != leftward ? 0
                                                                   : 1;
    return style->box.x + part * room - ink.x * scale;
}

/* And its top edge: lines stand where their script's lines do, so that those of several badges are level, but
 * no ink leaves the box. */
static double top_of(PangoLayout *layout, const struct paper_style *style, struct paper_box ink, double scale)
{
    int height;
    pango_layout_get_size(layout, NULL, &height);
    double top = (style->box.height - (double)height / PANGO_SCALE * scale) / 2;
    double lowest = style->box.height - (ink.y + ink.height) * scale;
    return style->box.y + fmax(fmin(top, lowest), -ink.y * scale);
}

struct paper_written paper_write(cairo_t *cairo, PangoLayout *layout, const struct paper_style *style,
                                 struct paper_color color, const char *text, const struct paper_hints *hints)
{
    prepare(layout, style, text, hints);
    double scale = fit(layout, style);
    struct paper_box ink = measure(layout);
    cairo_save(cairo);
    cairo_set_source_rgb(cairo, color.red, color.green, color.blue);
    cairo_translate(cairo, left_of(layout, style, ink, scale), top_of(layout, style, ink, scale));
    cairo_scale(cairo, scale, scale);
    cairo_move_to(cairo, 0, 0);
    pango_cairo_show_layout(cairo, layout);
    cairo_restore(cairo);
    /* The ladder may cost a step, which is no fault of the text's. */
    bool too_long = scale * REFERENCE * STEP < style->least;
    return (struct paper_written){too_long, pango_layout_get_unknown_glyphs_count(layout) > 0};
}
