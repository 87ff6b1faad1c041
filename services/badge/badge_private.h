/* What the files of this room share. Points everywhere. */
#pragma once

#include "badge/badge.h"

#include <pango/pangocairo.h>

#define POINTS_PER_MM (72.0 / 25.4)

struct box {
    double x, y, width, height;
};

struct color {
    double red, green, blue;
};

/* "#rrggbb". */
bool color_parse(const char *text, struct color *color);

/* Black or white, whichever stands out more on it (WCAG 2.2, contrast ratio). */
struct color color_for_text_on(struct color background);

/* --- design.c: what design.json says */

enum field {
    FIELD_EVENT_TITLE,
    FIELD_EVENT_DATES,
    FIELD_BADGE_NAME,
    FIELD_NAME,
    FIELD_AFFILIATION,
    FIELD_COUNTRY,
    FIELD_CATEGORY,
    FIELD_CODE,
    FIELD_COUNT
};

extern const char *const field_names[FIELD_COUNT];

/* Where and how a field is written. */
struct text_style {
    enum field field;
    struct box box;
    double least, most; /* font sizes */
    int lines;          /* at most */
    PangoAlignment align;
    PangoWeight weight;
    struct color color;
};

#define DESIGN_MOST_TEXTS 24

struct badge_design {
    struct box banner;
    cairo_surface_t *artwork; /* the banner, rendered once for paper */
    struct box band;
    struct box symbol; /* with its quiet zone */
    int texts;
    struct text_style text[DESIGN_MOST_TEXTS];
};

/* --- artwork.c */

/* A picture file at the resolution of paper. NULL with ERROR_SETUP. The caller destroys. */
cairo_surface_t *artwork_load(const char *path, const struct box *box, struct error *error);

/* --- fonts.c: a family for each script */

/* What decides between the forms of Han letters. */
struct font_hints {
    const char *language;
    const char *country;
};

/* The attributes that name a family for each run of the text. The caller unrefs. */
PangoAttrList *fonts_for(const char *text, const struct font_hints *hints);

/* False with ERROR_SETUP when the families that every badge needs are not installed. */
bool fonts_check(struct error *error);

/* --- writing.c: text shaped once, scaled to fit */

/* The layout is the caller's, reused from text to text; see writing_layout_new. */
struct writing_result {
    bool too_long;
    bool no_glyphs;
};
PangoLayout *writing_layout_new(cairo_t *cairo);
struct writing_result writing_draw(cairo_t *cairo, PangoLayout *layout, const struct text_style *style,
                                   struct color color, const char *text, const struct font_hints *hints);

/* --- sheet.c: how badges lie on paper */

#define BADGE_WIDTH (105 * POINTS_PER_MM)
#define BADGE_HEIGHT (148 * POINTS_PER_MM)

struct sheet {
    const char *name;
    double width, height;
    int columns, rows;
};

const struct sheet *sheet_get(enum badge_sheet sheet);
int sheet_places(const struct sheet *sheet);
struct box sheet_place(const struct sheet *sheet, int index);
void sheet_draw_crop_marks(const struct sheet *sheet, cairo_t *cairo);

/* --- encoder.c: symbols, made on other cores ahead of the pages */

#define ENCODER_DEPTH 128

/* A person, copied, and the symbol of the token. */
struct encoded {
    struct badge_person person; /* points into text */
    char *text;
    struct ticket_symbol symbol;
    bool good; /* the token made a symbol */
};

struct encoder;
struct encoder *encoder_start(struct error *error);
void encoder_stop(struct encoder *encoder);

/* How many are in it, and room for another? */
int encoder_waiting(const struct encoder *encoder);

/* Puts one in; there must be room (ENCODER_DEPTH). */
bool encoder_put(struct encoder *encoder, const struct badge_person *person, struct error *error);

/* The oldest, once it is ready; there must be one. It is the caller's until encoder_release. */
struct encoded *encoder_oldest(struct encoder *encoder);
void encoder_release(struct encoder *encoder);

/* --- page.c: one badge */

/* What all badges share, made once a document. */
struct page_kit {
    const struct badge_design *design;
    const struct badge_document_options *options;
    PangoLayout *layout;
    cairo_surface_t *background; /* banner and fixed texts, one object in the PDF */
};

/* Draws the background. False with ERROR_OURS. */
bool page_kit_open(struct page_kit *kit, cairo_t *cairo, struct error *error);
void page_kit_close(struct page_kit *kit);
void page_draw(const struct page_kit *kit, cairo_t *cairo, const struct encoded *badge);
