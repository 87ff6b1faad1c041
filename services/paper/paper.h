/* paper: fonts, writing, artwork, colour, sheets: what badges and documents draw with.
 *
 * Points (1/72 inch) everywhere, from the left and the top. A layout is one thread's; the rest keeps no
 * state. */
#pragma once

#include "base/base.h"

#include <pango/pangocairo.h>

#define PAPER_POINTS_PER_MM (72.0 / 25.4)

struct paper_box {
    double x, y, width, height;
};

/* Where and how a text is written. */
struct paper_style {
    struct paper_box box;
    double least, most; /* font sizes */
    int lines;          /* at most, up to PAPER_MOST_LINES */
    PangoAlignment align;
    PangoWeight weight;
    struct color color;
};

/* --- artwork.c */

/* A picture file at the resolution of paper. What a vector draws in currentColor has that colour, or its own
 * where NULL. NULL with ERROR_SETUP. The caller destroys. */
cairo_surface_t *paper_artwork_load(const char *path, const struct paper_box *box, const struct color *color,
                                    struct error *error) CHECKED;

/* --- linted.c: what would go wrong with it without a word */

/* Appends a line for each thing, "NAME: line 7: <image>: links to ...", and gives how many. Of a file that
 * paper_artwork_load takes. */
int paper_artwork_lint(const char *path, const char *name, const struct paper_box *box, struct buffer *lines);

/* --- fonts.c: a family for each script */

/* What decides between the forms of Han letters. */
struct paper_hints {
    const char *language;
    const char *country;
};

/* The attributes that name a family for each run of the text. The caller unrefs. */
PangoAttrList *paper_fonts_for(const char *text, const struct paper_hints *hints) CHECKED;

bool paper_fonts_have(const char *family);

/* False with ERROR_SETUP when the families that every badge needs are not installed. */
bool paper_fonts_check(struct error *error) CHECKED;

/* --- writing.c: text shaped once, scaled to fit */

#define PAPER_MOST_LINES 4
#define PAPER_MOST_WAYS (2 * PAPER_MOST_LINES - 1)

/* A text shaped and measured in each number of lines that it may take, at a size of its own. */
struct paper_text {
    PangoLayout *layout; /* this text's alone until it is drawn */
    const struct paper_style *style;
    int ways, chosen;
    struct paper_way {
        int width;           /* at which the layout breaks so, -1: nowhere */
        bool broken;         /* within a word */
        double across, high; /* of the ink */
    } way[PAPER_MOST_WAYS];
    double size; /* what fits, in points */
};

/* What did not come out as it should. */
struct paper_written {
    bool too_long; /* smaller than the style allows, or broken within a word */
    bool no_glyphs;
};

/* The caller unrefs; it serves one text after another. */
PangoLayout *paper_layout_new(cairo_t *cairo) CHECKED;

/* The style must outlive the text. Its box tells the width; how high is asked of paper_text_fit, as often as
 * one likes: that is arithmetic. */
void paper_text_prepare(struct paper_text *text, PangoLayout *layout, const struct paper_style *style,
                        const char *words, const struct paper_hints *hints);

/* Chooses the largest size, at most `most`, and the lines with which the text fits; gives the height of its
 * ink. */
double paper_text_fit(struct paper_text *text, double height, double most);
struct paper_written paper_text_draw(struct paper_text *text, cairo_t *cairo, const struct paper_box *box,
                                     struct color color);

/* All three: a text that has a box for itself. */
struct paper_written paper_write(cairo_t *cairo, PangoLayout *layout, const struct paper_style *style,
                                 struct color color, const char *words, const struct paper_hints *hints);

/* --- block.c: texts of several ranks that share one room */

#define PAPER_MOST_RANKS 8

/* Of count texts, prepared, the most important first, each larger than the next: a text's style tells its
 * share of the room, the height of its box. What one leaves of it goes to the others, the first ones first.
 * box is where they may stand, gaps what stays free below each at least; gives where each does, for
 * paper_text_draw. */
void paper_block_arrange(struct paper_text *const texts[], int count, const struct paper_box *box,
                         const double gaps[], struct paper_box places[]);

/* --- sheet.c: how badges lie on paper */

enum paper_sheet_kind { PAPER_SHEET_A6, PAPER_SHEET_A4_4UP, PAPER_SHEET_LETTER_4UP };

/* "a6", "a4-4up", "letter-4up". */
bool paper_sheet_parse(const char *name, enum paper_sheet_kind *sheet);

#define PAPER_BADGE_WIDTH (105 * PAPER_POINTS_PER_MM)
#define PAPER_BADGE_HEIGHT (148 * PAPER_POINTS_PER_MM)

/* What office printers leave white on each side, and a little: most need 4.2 mm. */
#define PAPER_MARGIN (5 * PAPER_POINTS_PER_MM)

struct paper_sheet {
    const char *name;
    double width, height;
    int columns, rows;
    double margin; /* nothing is printed nearer to an edge */
    double scale;  /* of a badge, so that all fit between the margins; 1: as designed */
};

/* A sheet whose printer leaves that margin white; one badge a page is cut to its edge, and has none. */
struct paper_sheet paper_sheet_make(enum paper_sheet_kind kind, double margin);
int paper_sheet_places(const struct paper_sheet *sheet);
struct paper_box paper_sheet_place(const struct paper_sheet *sheet, int index);
void paper_sheet_draw_crop_marks(const struct paper_sheet *sheet, cairo_t *cairo);
