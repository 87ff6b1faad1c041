/* What the files of this room share. */
#pragma once

#include "paper/paper.h"

/* --- artwork.c */

bool paper_artwork_is_png(const char *path);

/* Width and height of a vector, in whatever unit. False where it says nothing of them. */
bool paper_artwork_shape(const char *path, double *width, double *height);

/* --- emoji.c */

/* Does it draw letters as pictures of so many pixels? */
bool paper_font_has_pictures(PangoFont *font);

/* Draws a run of such a font from x, which the layout's line has it at, on the baseline 0: each picture at
 * 300 dpi or more, and its text where it stands, unseen. */
void paper_emoji_show(cairo_t *cairo, PangoLayout *layout, PangoGlyphItem *run, double x);
