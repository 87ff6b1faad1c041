/* Colours as people write them, and which ink can be read on them. */
#include "paper/paper.h"

#include <math.h>

bool paper_color_parse(const char *text, struct paper_color *color)
{
    uint8_t rgb[3];
    if (!text || text[0] != '#' || strlen(text) != 7 || !hex_decode(text + 1, rgb, sizeof rgb))
        return false;
    *color = (struct paper_color){rgb[0] / 255.0, rgb[1] / 255.0, rgb[2] / 255.0};
    return true;
}

static double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : pow((channel + 0.055) / 1.055, 2.4);
}

/* Relative luminance as WCAG 2.2 defines it. */
static double luminance(struct paper_color color)
{
    return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue);
}

struct paper_color paper_color_under_white(struct paper_color color, double contrast)
{
    const struct paper_color white = {1, 1, 1};
    while (paper_color_contrast(color, white) < contrast)
        color = (struct paper_color){color.red * 0.97, color.green * 0.97, color.blue * 0.97};
    return color;
}

double paper_color_contrast(struct paper_color a, struct paper_color b)
{
    double one = luminance(a) + 0.05, other = luminance(b) + 0.05;
    return one > other ? one / other : other / one;
}

struct paper_color paper_color_for_text_on(struct paper_color background)
{
    double light = luminance(background) + 0.05;
    bool white = 1.05 / light >= light / 0.05;
    return white ? (struct paper_color){1, 1, 1} : (struct paper_color){0, 0, 0};
}
