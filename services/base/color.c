/* Colours, read and written, and their contrast. */
#include "base/color.h"

#include "base/encode.h"

#include <math.h>
#include <string.h>

#define STEPS 64

static const struct color white = {1, 1, 1}, black = {0, 0, 0};

bool color_read(const char *text, struct color *color)
{
    uint8_t rgb[3];
    if (!text || text[0] != '#' || strlen(text) != 7 || !hex_decode(text + 1, rgb, sizeof rgb))
        return false;
    *color = (struct color){rgb[0] / 255.0, rgb[1] / 255.0, rgb[2] / 255.0};
    return true;
}

void color_write(struct color color, char text[static COLOR_TEXT_SIZE])
{
    const uint8_t rgb[] = {(uint8_t)lround(255 * color.red), (uint8_t)lround(255 * color.green),
                           (uint8_t)lround(255 * color.blue)};
    text[0] = '#';
    hex_encode(rgb, sizeof rgb, text + 1);
}

double color_linear(double part)
{
    return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4);
}

/* WCAG 2.2: relative luminance. */
static double color_luminance(struct color color)
{
    return 0.2126 * color_linear(color.red) + 0.7152 * color_linear(color.green) +
           0.0722 * color_linear(color.blue);
}

double color_contrast(struct color a, struct color b)
{
    double one = color_luminance(a), other = color_luminance(b);
    return (fmax(one, other) + 0.05) / (fmin(one, other) + 0.05);
}

struct color color_ink_on(struct color ground)
{
    return color_contrast(ground, white) >= COLOR_READABLE ? white : black;
}

static double mix_part(double from, double to, int step)
{
    return round(255 * (from + (to - from) * step / STEPS)) / 255;
}

struct color color_readable(struct color color, struct color ground, double contrast)
{
    struct color to = color_luminance(ground) > 0.5 ? black : white;
    struct color mixed = color;
    for (int step = 1; step <= STEPS && color_contrast(mixed, ground) < contrast; step++)
        mixed = (struct color){mix_part(color.red, to.red, step), mix_part(color.green, to.green, step),
                               mix_part(color.blue, to.blue, step)};
    return mixed;
}
