#include "badge/badge_private.h"

#include <math.h>

/* Text is shaped at this size and scaled: every distinct font size costs a font of its own. */
#define REFERENCE 64.0
/* Scales are steps of a ladder for the same reason; 3 % is not seen. */
#define STEP 1.03
/* A text that would fill its box at less than this part of the largest size is worth a second line. */
#define WRAP_BELOW 0.5
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

struct extent {
    double width, height;
};

static struct extent measure(PangoLayout *layout)
{
    PangoRectangle logical;
    pango_layout_get_extents(layout, NULL, &logical);
    return (struct extent){(double)logical.width / PANGO_SCALE, (double)logical.height / PANGO_SCALE};
}

static double scale_of_one_line(struct extent line, const struct text_style *style)
{
    double scale = style->most / REFERENCE;
    scale = fmin(scale, style->box.width / fmax(line.width, 1));
    return fmin(scale, style->box.height / fmax(line.height, 1));
}

static bool fits_wrapped(PangoLayout *layout, const struct text_style *style, double scale)
{
    pango_layout_set_width(layout, (int)(style->box.width / scale * PANGO_SCALE));
    struct extent block = measure(layout);
    return pango_layout_get_line_count(layout) <= style->lines && block.width * scale <= style->box.width &&
           block.height * scale <= style->box.height;
}

/* The largest scale at which several lines hold it, or 0 if one line does better. Leaves the layout wrapped
 * so. */
static double scale_wrapped(PangoLayout *layout, struct extent line, const struct text_style *style,
                            double at_least)
{
    double scale = fmin(style->most / REFERENCE, style->lines * style->box.width / line.width);
    scale = on_ladder(fmin(scale, style->box.height / (2 * line.height)));
    while (scale > at_least) {
        if (fits_wrapped(layout, style, scale))
            return scale;
        scale = on_ladder(scale * SHRINK);
    }
    pango_layout_set_width(layout, -1);
    return 0;
}

static double fit(PangoLayout *layout, const struct text_style *style)
{
    struct extent line = measure(layout);
    double scale = on_ladder(scale_of_one_line(line, style));
    if (style->lines < 2 || scale * REFERENCE >= WRAP_BELOW * style->most)
        return scale;
    double wrapped = scale_wrapped(layout, line, style, scale);
    return wrapped > 0 ? wrapped : scale;
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

/* A wrapped layout aligns its lines itself, within its width; one line is aligned here. */
static double left_of(PangoLayout *layout, const struct text_style *style, double width)
{
    if (pango_layout_get_width(layout) >= 0 || style->align == PANGO_ALIGN_LEFT)
        return style->box.x;
    double room = style->box.width - width;
    return style->box.x + (style->align == PANGO_ALIGN_CENTER ? room / 2 : room);
}

struct writing_result writing_draw(cairo_t *cairo, PangoLayout *layout, const struct text_style *style,
                                   struct color color, const char *text, const struct font_hints *hints)
{
    prepare(layout, style, text, hints);
    double scale = fit(layout, style);
    struct extent block = measure(layout);
    cairo_save(cairo);
    cairo_set_source_rgb(cairo, color.red, color.green, color.blue);
    cairo_translate(cairo, left_of(layout, style, block.width * scale),
                    style->box.y + (style->box.height - block.height * scale) / 2);
    cairo_scale(cairo, scale, scale);
    cairo_move_to(cairo, 0, 0);
    pango_cairo_show_layout(cairo, layout);
    cairo_restore(cairo);
    /* The ladder may cost a step, which is no fault of the text's. */
    return (struct writing_result){
        .too_long = scale * REFERENCE *
                    STEP<style->least, .no_glyphs = pango_layout_get_unknown_glyphs_count(layout)> 0};
}
