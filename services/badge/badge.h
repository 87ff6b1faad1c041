/* badge: a design, people, and pages of one PDF.
 *
 * Lengths in a design are millimetres, as its writer measures them; here inside they are PDF points (1/72
 * inch). A page is written and forgotten; what grows with the number of badges is cairo's list of where
 * things stand in the file, about 300 bytes a badge. The same people, design and versions of libraries and
 * fonts give the same bytes: no random identifiers, and as its date the newest ticket's. */
#pragma once

#include "paper/paper.h"
#include "ticket/ticket.h"

/* The language of what a badge says by itself: countries, days. */
#define BADGE_LANGUAGE "en-001"

/* What a badge shows. Text is UTF-8 as its owner wrote it; NULL or "" leaves its place empty. Borrowed during
 * the call. */
struct badge_person {
    const char *badge_name; /* stands for the name; "": the name does itself */
    const char *name;       /* beside a badge name only in a design that has a place for it */
    const char *affiliation;
    const char *country; /* ISO 3166-1 alpha-2, or NULL */
    const char *category_title;
    const char *category_color; /* "#rrggbb" of the band */
    const char
        *language;     /* BCP 47, helps to choose between Chinese, Japanese and Korean forms; may be NULL */
    const char *token; /* the badge-kind token */
    uint32_t serial;   /* of the token */
    const char *code;  /* by which people find its owner: the registration's, a number behind it in a group */
    const char *issued_at; /* its ticket, in UTC: "2026-11-25T10:00:00Z"; may be NULL */
};

/* The texts that are the same on every badge. */
struct badge_event {
    const char *title;
    const char *dates; /* as people read them: "8–10 June 2027 · Kuala Lumpur" */
};

struct badge_design; /* immutable once loaded; may be shared by threads */

/* Loads FOLDER/design.json and the artwork that it names (SVG or PNG). ERROR_SETUP names the file and the
 * member at fault, or the font that is missing. services/badge/README.md describes the form. */
struct badge_design *badge_design_load(const char *folder, struct error *error);
void badge_design_free(struct badge_design *design);

/* Draws the banner anew in the event's colour, "#rrggbb": what it draws in currentColor. "" or NULL changes
 * nothing. White stands out on what comes of it. Not while another thread has the design. */
bool badge_design_tint(struct badge_design *design, const char *color, struct error *error) CHECKED;

/* What it says that can be drawn and would come out wrong: a text over the symbol or hardly seen, a banner
 * distorted, a link that is not followed, a font that is missing. Appends a line for each, "design.json:
 * texts[2] (name) ...", and gives how many. */
int badge_design_check(const struct badge_design *design, struct buffer *lines);

/* What did not come out as it should: reported, never silently cut. */
enum badge_fault {
    BADGE_TOO_LONG, /* smaller than the design's smallest size, or it would have left its box */
    BADGE_NO_GLYPHS /* no font here has some of its letters */
};

extern const struct record_words badge_fault_words; /* "too_long", "no_glyphs" */

struct badge_remark {
    const char *code;  /* as it stands on the badge; the call's */
    const char *field; /* "badge_name", "name", "affiliation", ...; static */
    enum badge_fault fault;
};

struct badge_document; /* one PDF in the making; one thread calls it, it has others of its own */

struct badge_document_options {
    struct badge_event event;
    enum paper_sheet_kind sheet;
    double margin;   /* of the sheet, that its printer leaves white: see PAPER_MARGIN */
    bool crop_marks; /* where there is more than one badge on a sheet */
    void (*remark)(void *context,
                   const struct badge_remark *remark); /* may be NULL; called from add and finish */
    void *context;
};

/* Writes to the descriptor as it goes; the caller closes it, and gives the file up when anything failed. The
 * options are copied, the strings in them too; the design must outlive the document. */
struct badge_document *badge_document_open(int fd, const struct badge_design *design,
                                           const struct badge_document_options *options, struct error *error);

/* Adds a badge. Pages may be drawn some calls later, while symbols are encoded on other cores. */
bool badge_document_add(struct badge_document *document, const struct badge_person *person,
                        struct error *error);

/* Ends the PDF and frees the document, whether it succeeded or not. *pages may be NULL. */
bool badge_document_finish(struct badge_document *document, int *pages, struct error *error);

/* Frees without finishing; what was written is no PDF. NULL is allowed. */
void badge_document_abandon(struct badge_document *document);

/* --- the database's documents about badges */

/* What badge_event says of an event. */
struct badge_about {
    int64_t number;
    const char *title;
    const char *starts_on, *ends_on; /* ISO 8601 days */
    const char *time_zone;
    const char *place;                       /* "" where there is none */
    const char *color;                       /* "#rrggbb" of its brand; NULL: none */
    RECORD_LIST_OF(const char *) categories; /* codes, in the event's order */
};
extern const struct record badge_about_record;

/* What print_run_add keeps of how a run was asked for; NULL and RECORD_NO_INT are left out. */
struct badge_choice {
    const char *category;
    const char *code;
    int64_t limit;
    const char *sort;
    const char *sheet;
    int64_t margin; /* millimetres */
    bool crop_marks;
    const char *design;
};
extern const struct record badge_choice_record;

/* And what it says. */
struct badge_run {
    int64_t run; /* its number */
};
extern const struct record badge_run_record;
