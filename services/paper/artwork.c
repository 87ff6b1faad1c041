/* Artwork, vectors and pictures, as surfaces that are drawn once and placed often. */
#include "paper/paper_private.h"

#include <librsvg/rsvg.h>
#include <math.h>

/* Vectors cost a printer's raster processor seconds a page; pictures do not. */
#define PIXELS_PER_POINT (300.0 / 72.0)

static cairo_surface_t *canvas_for(const struct paper_box *box)
{
    return cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)ceil(box->width * PIXELS_PER_POINT),
                                      (int)ceil(box->height * PIXELS_PER_POINT));
}

static cairo_t *white_canvas(cairo_surface_t *surface)
{
    cairo_t *cairo = cairo_create(surface);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    return cairo;
}

static void color_svg(RsvgHandle *handle, const struct color *color)
{
    char style[64], text[COLOR_TEXT_SIZE];
    color_write(*color, text);
    int length = snprintf(style, sizeof style, "svg { color: %s }", text);
    rsvg_handle_set_stylesheet(handle, (const guint8 *)style, (gsize)length, NULL);
}

static bool draw_svg(cairo_surface_t *surface, const char *path, const struct color *color,
                     struct error *error)
{
    GError *cause = NULL;
    RsvgHandle *handle = rsvg_handle_new_from_file(path, &cause);
    if (!handle) {
        error_set(error, ERROR_SETUP, NULL, "%s: %s", path, cause->message);
        g_error_free(cause);
        return false;
    }
    if (color)
        color_svg(handle, color);
    cairo_t *cairo = white_canvas(surface);
    const RsvgRectangle all = {0, 0, cairo_image_surface_get_width(surface),
                               cairo_image_surface_get_height(surface)};
    bool good = rsvg_handle_render_document(handle, cairo, &all, &cause);
    cairo_destroy(cairo);
    g_object_unref(handle);
    if (good)
        return true;
    error_set(error, ERROR_SETUP, NULL, "%s: %s", path, cause->message);
    g_error_free(cause);
    return false;
}

static bool draw_png(cairo_surface_t *surface, const char *path, struct error *error)
{
    cairo_surface_t *picture = cairo_image_surface_create_from_png(path);
    cairo_status_t status = cairo_surface_status(picture);
    if (status == CAIRO_STATUS_SUCCESS) {
        cairo_t *cairo = white_canvas(surface);
        cairo_scale(
            cairo, (double)cairo_image_surface_get_width(surface) / cairo_image_surface_get_width(picture),
            (double)cairo_image_surface_get_height(surface) / cairo_image_surface_get_height(picture));
        cairo_set_source_surface(cairo, picture, 0, 0);
        cairo_paint(cairo);
        cairo_destroy(cairo);
    }
    cairo_surface_destroy(picture);
    return status == CAIRO_STATUS_SUCCESS ||
           error_set(error, ERROR_SETUP, NULL, "%s: %s", path, cairo_status_to_string(status));
}

bool paper_artwork_is_png(const char *path)
{
    const char *dot = strrchr(path, '.');
    return dot && text_equal_nocase(dot, ".png");
}

bool paper_artwork_shape(const char *path, double *width, double *height)
{
    gboolean has_width, has_height, has_view;
    RsvgLength wide, high;
    RsvgRectangle view;
    RsvgHandle *handle = rsvg_handle_new_from_file(path, NULL);
    if (!handle)
        return false;
    rsvg_handle_get_intrinsic_dimensions(handle, &has_width, &wide, &has_height, &high, &has_view, &view);
    g_object_unref(handle);
    bool sized = has_width && has_height && wide.unit == high.unit && wide.unit != RSVG_UNIT_PERCENT;
    *width = has_view ? view.width : wide.length;
    *height = has_view ? view.height : high.length;
    return (has_view || sized) && *width > 0 && *height > 0;
}

cairo_surface_t *paper_artwork_load(const char *path, const struct paper_box *box, const struct color *color,
                                    struct error *error)
{
    cairo_surface_t *surface = canvas_for(box);
    if (paper_artwork_is_png(path) ? draw_png(surface, path, error) : draw_svg(surface, path, color, error))
        return surface;
    cairo_surface_destroy(surface);
    return NULL;
}
