/* Emoji: fonts of pictures, which cairo would put into a PDF at 72 dpi and without their text. */
#include "paper/paper_private.h"

#include <hb-ot.h>
#include <math.h>

#define SHARP_PER_POINT (300.0 / 72.0)
#define LINE_PART 0.8 /* of a line that is letters */
#define MOST_PIXELS 4096
/* Of the size. Readers guess from it how high the letters of such a font are, and so on which line they
 * stand. */
#define BLANK_WIDTH 0.55

bool paper_font_has_pictures(PangoFont *font)
{
    hb_font_t *shapes = pango_font_get_hb_font(font);
    return shapes && hb_ot_color_has_png(hb_font_get_face(shapes));
}

/* --- a picture, sharp on paper */

struct emoji_bytes {
    const char *at;
    unsigned left;
};

static cairo_status_t emoji_read(void *closure, unsigned char *to, unsigned length)
{
    struct emoji_bytes *bytes = closure;
    if (length > bytes->left)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(to, bytes->at, length);
    bytes->at += length;
    bytes->left -= length;
    return CAIRO_STATUS_SUCCESS;
}

/* As the font has it; NULL where it has none. */
static cairo_surface_t *emoji_load(PangoFont *font, PangoGlyph glyph)
{
    struct emoji_bytes bytes = {0};
    hb_blob_t *blob = hb_ot_color_glyph_reference_png(pango_font_get_hb_font(font), glyph);
    bytes.at = hb_blob_get_data(blob, &bytes.left);
    cairo_surface_t *picture =
        bytes.left ? cairo_image_surface_create_from_png_stream(emoji_read, &bytes) : NULL;
    hb_blob_destroy(blob);
    if (!picture || cairo_surface_status(picture) == CAIRO_STATUS_SUCCESS)
        return picture;
    cairo_surface_destroy(picture);
    return NULL;
}

static void emoji_paint(cairo_t *cairo, cairo_surface_t *picture, double width, double height)
{
    cairo_save(cairo);
    cairo_scale(cairo, width / cairo_image_surface_get_width(picture),
                height / cairo_image_surface_get_height(picture));
    cairo_set_source_surface(cairo, picture, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_BEST);
    cairo_paint(cairo);
    cairo_restore(cairo);
}

/* A printer makes squares of the pixels that it is given; so it is given enough of them. Takes the picture.
 */
static cairo_surface_t *emoji_sharpen(cairo_surface_t *picture, double points)
{
    int has = cairo_image_surface_get_width(picture), high = cairo_image_surface_get_height(picture);
    int wants = (int)fmin(ceil(points * SHARP_PER_POINT), MOST_PIXELS);
    if (wants <= has)
        return picture;
    int wants_high = (int)ceil((double)high * wants / has);
    cairo_surface_t *larger = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, wants, wants_high);
    cairo_t *cairo = cairo_create(larger);
    emoji_paint(cairo, picture, wants, wants_high);
    cairo_destroy(cairo);
    cairo_surface_destroy(picture);
    return larger;
}

/* --- its text */

static cairo_status_t emoji_blank(cairo_scaled_font_t *font, unsigned long glyph, cairo_t *cairo,
                                  cairo_text_extents_t *extents)
{
    (void)font, (void)glyph, (void)cairo;
    extents->x_advance = BLANK_WIDTH;
    return CAIRO_STATUS_SUCCESS;
}

/* A font that draws nothing, kept with the thread's fonts: what is written in it is text all the same, to be
 * searched and read aloud. */
static cairo_font_face_t *emoji_blank_face(PangoLayout *layout)
{
    static const char key[] = "lanyard-blank";
    GObject *fonts = G_OBJECT(pango_context_get_font_map(pango_layout_get_context(layout)));
    cairo_font_face_t *face = g_object_get_data(fonts, key);
    if (!face) {
        face = cairo_user_font_face_create();
        cairo_user_font_face_set_render_glyph_func(face, emoji_blank);
        g_object_set_data_full(fonts, key, face, (GDestroyNotify)cairo_font_face_destroy);
    }
    return face;
}

static void emoji_write(cairo_t *cairo, PangoLayout *layout, const PangoItem *item, double x, double width,
                        double size)
{
    const cairo_glyph_t glyph = {.index = 1, .x = x, .y = 0};
    const cairo_text_cluster_t cluster = {.num_bytes = item->length, .num_glyphs = 1};
    cairo_matrix_t wide;
    cairo_matrix_init_scale(&wide, width / BLANK_WIDTH, size);
    cairo_set_font_face(cairo, emoji_blank_face(layout));
    cairo_set_font_matrix(cairo, &wide);
    cairo_show_text_glyphs(cairo, pango_layout_get_text(layout) + item->offset, item->length, &glyph, 1,
                           &cluster, 1, 0);
}

/* --- a run of them */

static void emoji_show_glyph(cairo_t *cairo, PangoFont *font, const PangoGlyphInfo *glyph, double x)
{
    PangoRectangle ink;
    double across, down = 0;
    cairo_surface_t *picture = emoji_load(font, glyph->glyph);
    if (!picture)
        return;
    pango_font_get_glyph_extents(font, glyph->glyph, &ink, NULL);
    double width = (double)ink.width / PANGO_SCALE;
    across = width;
    cairo_user_to_device_distance(cairo, &across, &down);
    picture = emoji_sharpen(picture, hypot(across, down));
    cairo_save(cairo);
    cairo_translate(cairo, x + (double)(glyph->geometry.x_offset + ink.x) / PANGO_SCALE,
                    (double)(glyph->geometry.y_offset + ink.y) / PANGO_SCALE);
    emoji_paint(cairo, picture, width, (double)ink.height / PANGO_SCALE);
    cairo_restore(cairo);
    cairo_surface_destroy(picture);
}

void paper_emoji_show(cairo_t *cairo, PangoLayout *layout, PangoGlyphItem *run, double x)
{
    PangoFont *font = run->item->analysis.font;
    PangoRectangle room;
    pango_glyph_string_extents(run->glyphs, font, NULL, &room);
    emoji_write(cairo, layout, run->item, x, (double)room.width / PANGO_SCALE,
                LINE_PART * (double)room.height / PANGO_SCALE);
    for (int i = 0; i < run->glyphs->num_glyphs; i++) {
        emoji_show_glyph(cairo, font, &run->glyphs->glyphs[i], x);
        x += (double)run->glyphs->glyphs[i].geometry.width / PANGO_SCALE;
    }
}
