#include "badge/badge_private.h"

#include <math.h>

/* Text is shaped at this size and scaled: every distinct font size costs a font of its own. */
#define REFERENCE 64.0
/* Scales are steps of a ladder for the same reason; 3 % is not seen. */
#define STEP 1.03
/* More lines are taken where they make a text larger by this factor, or where one line falls below the floor.
 */
#define WORTH_A_LINE 1.2
#define SHRINK 0.94

PangoLayout *writing_layout_new(cairo_t *cairo)
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
static struct box measure(PangoLayout *layout)
{
    PangoRectangle ink;
    pango_layout_get_extents(layout, &ink, NULL);
    return (struct box){(double)ink.x / PANGO_SCALE, (double)ink.y / PANGO_SCALE,
                        fmax((double)ink.width / PANGO_SCALE, 1), fmax((double)ink.height / PANGO_SCALE, 1)};
}

static double scale_of_one_line(struct box ink, const struct text_style *style)
{
    double scale = fmin(style->box.width / ink.width, style->box.height / ink.height);
    return on_ladder(fmin(scale, style->most / REFERENCE));
}

static bool fits_wrapped(PangoLayout *layout, const struct text_style *style, double scale)
{
    pango_layout_set_width(layout, (int)(style->box.width / scale * PANGO_SCALE));
    struct box ink = measure(layout);
    return pango_layout_get_line_count(layout) <= style->lines && ink.width * scale <= style->box.width &&
           ink.height * scale <= style->box.height;
}

/* The largest scale at which several lines hold it, or 0 if there is none above that. Leaves the layout
 * wrapped so. */
static double scale_wrapped(PangoLayout *layout, struct box ink, const struct text_style *style, double above)
{
    double scale = on_ladder(fmin(style->most / REFERENCE, style->lines * style->box.width / ink.width));
    for (; scale > above; scale = on_ladder(scale * SHRINK))
        if (fits_wrapped(layout, style, scale))
            return scale;
    pango_layout_set_width(layout, -1);
    return 0;
}

/* Makes centred lines alike in length, as a person would break them: the narrowest width that takes no line
 * more. */
static void balance(PangoLayout *layout, const struct text_style *style)
{
    int width = pango_layout_get_width(layout), lines = pango_layout_get_line_count(layout);
    while (style->align == PANGO_ALIGN_CENTER) {
        int narrower = (int)(width * SHRINK);
        pango_layout_set_width(layout, narrower);
        if (pango_layout_get_line_count(layout) > lines || measure(layout).width * PANGO_SCALE > narrower)
            break;
        width = narrower;
    }
    pango_layout_set_width(layout, width);
}

static double fit(PangoLayout *layout, const struct text_style *style)
{
    struct box ink = measure(layout);
    double scale = scale_of_one_line(ink, style);
    if (style->lines < 2)
        return scale;
    bool below_floor = scale * REFERENCE < style->least;
    double wrapped = scale_wrapped(layout, ink, style, below_floor ? scale : scale * WORTH_A_LINE);
    if (wrapped <= 0)
        return scale;
    balance(layout, style);
    return wrapped;
}

static void prepare(PangoLayout *layout, const struct text_style *style, const char *text,
                    const struct font_hints *hints)
{
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_absolute_size(font, REFERENCE * PANGO_SCALE);
    pango_font_description_set_weight(font, style->weight);
    PangoAttrList *families = fonts_for(text, hints);
    pango_layout_set_width(layout, -1);
    pango_layout_set_alignment(layout, style->align);
    pango_layout_set_font_description(layout, font);
    pango_layout_set_attributes(layout, families);
    pango_layout_set_text(layout, text, -1);
    pango_attr_list_unref(families);
    pango_font_description_free(font);
}

/* Where the layout's left edge goes. Left is where reading begins, which is right for Arabic and Hebrew. */
static double left_of(PangoLayout *layout, const struct text_style *style, struct box ink, double scale)
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
static double top_of(PangoLayout *layout, const struct text_style *style, struct box ink, double scale)
{
    int height;
    pango_layout_get_size(layout, NULL, &height);
    double top = (style->box.height - (double)height / PANGO_SCALE * scale) / 2;
    double lowest = style->box.height - (ink.y + ink.height) * scale;
    return style->box.y + fmax(fmin(top, lowest), -ink.y * scale);
}

struct writing_result writing_draw(cairo_t *cairo, PangoLayout *layout, const struct text_style *style,
                                   struct color color, const char *text, const struct font_hints *hints)
{
    prepare(layout, style, text, hints);
    double scale = fit(layout, style);
    struct box ink = measure(layout);
    cairo_save(cairo);
    cairo_set_source_rgb(cairo, color.red, color.green, color.blue);
    cairo_translate(cairo, left_of(layout, style, ink, scale), top_of(layout, style, ink, scale));
    cairo_scale(cairo, scale, scale);
    cairo_move_to(cairo, 0, 0);
    pango_cairo_show_layout(cairo, layout);
    cairo_restore(cairo);
    /* The ladder may cost a step, which is no fault of the text's. */
    bool too_long = scale * REFERENCE * STEP < style->least;
    return (struct writing_result){too_long, pango_layout_get_unknown_glyphs_count(layout) > 0};
}
