/* badge: a design, people, and pages of one PDF.
 *
 * Lengths are PDF points (1/72 inch). A page is written and forgotten: memory does not grow with the number of badges.
 * The same people, design and version of libraries give the same bytes: no dates, no random identifiers. */
#pragma once

#include "base/base.h"
#include "ticket/ticket.h"

/* What a badge shows. Text is UTF-8 as its owner wrote it; NULL or "" leaves its place empty. Borrowed during the call. */
struct badge_person {
    const char *badge_name;
    const char *name;
    const char *affiliation;
    const char *country;        /* ISO 3166-1 alpha-2, or NULL */
    const char *category_title;
    const char *category_color; /* "#rrggbb" of the band */
    const char *language;       /* BCP 47, to choose between Chinese, Japanese and Korean forms; may be NULL */
    const char *token;          /* the badge-kind token */
    uint32_t serial;            /* its short code stands below the symbol */
};

enum badge_sheet { BADGE_SHEET_A6, BADGE_SHEET_A4_4UP };

/* "a6", "a4-4up". */
bool badge_sheet_parse(const char *name, enum badge_sheet *sheet);

struct badge_design; /* immutable once loaded; may be shared by threads */

/* Loads assets/designs/NAME/design.json and its artwork (SVG, PNG or JPEG banner). event_title and dates fill its fixed texts. */
struct badge_design *badge_design_load(const char *folder, const char *event_title, const char *event_dates,
                                       struct error *error);
void badge_design_free(struct badge_design *design);

/* What did not fit although at the smallest size: reported, never silently cut. */
struct badge_overflow {
    uint32_t serial;
    const char *field; /* "badge_name", "name", "affiliation"; static */
};

struct badge_document; /* one PDF in the making; one thread calls it, it may use others */

struct badge_document_options {
    enum badge_sheet sheet;
    bool crop_marks; /* on a4-4up */
    void (*overflow)(void *context, const struct badge_overflow *overflow); /* may be NULL */
    void *context;
};

/* Writes to the descriptor as it goes; the caller closes it, and removes the file when anything failed. */
struct badge_document *badge_document_open(int fd, const struct badge_design *design,
                                           const struct badge_document_options *options, struct error *error);
bool badge_document_add(struct badge_document *document, const struct badge_person *person, struct error *error);

/* Ends the PDF and frees the document, whether it succeeded or not. *pages may be NULL. */
bool badge_document_finish(struct badge_document *document, int *pages, struct error *error);

/* Frees without finishing; what was written is no PDF. */
void badge_document_abandon(struct badge_document *document);
