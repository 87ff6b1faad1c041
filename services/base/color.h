/* Colours of sRGB as people write them, and which of them can be read on which (WCAG 2.2 section 1.4.3). */
#pragma once

#include <stdbool.h>

#include "base/error.h"

#define COLOR_READABLE 4.5 /* the least contrast of text */

/* Each part from 0 to 1, in steps of 1/255. */
struct color {
    double red, green, blue;
};

/* "#0b6e8f"; false if it is none, or NULL. */
bool color_read(const char *text, struct color *color) CHECKED;

#define COLOR_TEXT_SIZE 8
void color_write(struct color color, char text[static COLOR_TEXT_SIZE]);

/* How much light a part of a colour is: from 0 to 1. */
double color_linear(double part);

/* The contrast ratio: 1 to 21. */
double color_contrast(struct color a, struct color b);

/* The colour of text on it: white, or black where white cannot be read. One of the two always can. */
struct color color_ink_on(struct color ground);

/* The colour, made as much darker (lighter on what is dark) as it needs to stand out on the ground by the
 * contrast. */
struct color color_readable(struct color color, struct color ground, double contrast);
