/* What the files of this room share. Points everywhere. */
#pragma once

#include "badge/badge.h"

/* --- design.c: what design.json says */

/* The texts of one badge: what a design may name as a field. What is the event's is the same on all. */
struct badge_texts {
    const char *event_title;
    const char *event_dates;
    const char *badge_name; /* the first that is a person's: see badge_text_is_fixed */
    const char *name;
    const char *affiliation;
    const char *country;
    const char *category;
    const char *code;
};
extern const struct record badge_texts_record;

/* Where and how a field is written. */
struct badge_text {
    const struct record_member *field; /* of badge_texts_record */
    struct paper_style style;
    int rank; /* 1 is the first, 0: it has its box for itself */
};

static inline const char *badge_text_of(const struct badge_text *text, const struct badge_texts *texts)
{
    return *(const char *const *)((const char *)texts + text->field->offset);
}

static inline bool badge_text_is_fixed(const struct badge_text *text)
{
    return text->field->offset < offsetof(struct badge_texts, badge_name);
}

#define DESIGN_MOST_TEXTS 24

struct badge_design {
    char *path, *banner_name; /* of the banner's file */
    struct paper_box banner;
    cairo_surface_t *artwork; /* the banner, rendered once for paper */
    struct paper_box band;
    struct paper_box symbol; /* with its quiet zone */
    struct paper_box slot;   /* where holders punch; of no width: nowhere */
    int texts;
    struct badge_text text[DESIGN_MOST_TEXTS];
    /* Those with a rank, the first one first, and the room that they share: all their boxes. */
    int ranks;
    const struct badge_text *ranked[PAPER_MOST_RANKS];
    struct paper_box block;
    double gaps[PAPER_MOST_RANKS]; /* below each */
};

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
    PangoLayout *layout;                   /* for the texts that have a box, one after another */
    PangoLayout *ranked[PAPER_MOST_RANKS]; /* for those that share one */
    cairo_surface_t *background;           /* banner and fixed texts, one object in the PDF */
};

/* Draws the background. False with ERROR_OURS. */
bool page_kit_open(struct page_kit *kit, cairo_t *cairo, struct error *error);
void page_kit_close(struct page_kit *kit);
void page_draw(const struct page_kit *kit, cairo_t *cairo, const struct encoded *badge);
