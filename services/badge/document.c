/* The PDF: badges in, bytes out. */
#include "badge/badge_private.h"

#include <cairo-pdf.h>
#include <errno.h>

#define OUTPUT_BYTES 65536
#define DATES_BYTES 128 /* more than the two dates of a PDF take */
#define DATE_MOST 24    /* of one */

struct badge_document {
    int fd;
    int write_error; /* errno of a write that failed, or 0 */
    size_t pending;  /* bytes in output */
    bool ends;       /* the last pages are drawn, and cairo writes what follows them */
    cairo_surface_t *surface;
    cairo_t *cairo;
    struct paper_sheet sheet;
    int badges;
    struct badge_document_options options;
    char *title, *dates;
    char newest[sizeof "2026-11-25T10:00:00"]; /* when the newest ticket was issued */
    struct encoder *encoder;
    struct page_kit kit;
    unsigned char output[OUTPUT_BYTES];
};

/* --- bytes out */

/* A PDF's date is (D:20261125100000+00'00') (ISO 32000-1 section 7.9.4); cairo 1.16 leaves out D: and the
 * last apostrophe. What is missing takes the place of the three spaces before the entry, so that nothing
 * moves and all offsets stay right. */
static void mend_date(unsigned char *output, size_t length, const char *name)
{
    char found[40], mended[DATES_BYTES];
    size_t size = (size_t)snprintf(found, sizeof found, "   /%s (", name);
    unsigned char *at = memmem(output, length, found, size);
    unsigned char *end = at ? memchr(at, ')', length - (size_t)(at - output)) : NULL;
    size_t date = end ? (size_t)(end - at) - size : 0;
    if (date < strlen("20261125100000") || date > DATE_MOST)
        return;
    bool begun = at[size] == 'D', ended = end[-1] == '\'';
    snprintf(mended, sizeof mended, "%*s/%s (%s%.*s%s)", 3 - (begun ? 0 : 2) - (ended ? 0 : 1), "", name,
             begun ? "" : "D:", (int)date, (const char *)at + size, ended ? "" : "'");
    memcpy(at, mended, size + date + 1);
}

/* Keeps what might be the beginning of a date; what stands last is all written at the end. */
static bool flush_output(struct badge_document *document, size_t kept)
{
    if (document->ends) {
        mend_date(document->output, document->pending, "CreationDate");
        mend_date(document->output, document->pending, "ModDate");
    }
    size_t length = document->pending > kept ? document->pending - kept : 0;
    if (!document->write_error && !file_write_all(document->fd, document->output, length))
        document->write_error = errno;
    memmove(document->output, document->output + length, document->pending - length);
    document->pending -= length;
    return !document->write_error;
}

static cairo_status_t write_some(void *closure, const unsigned char *bytes, unsigned length)
{
    struct badge_document *document = closure;
    while (length) {
        if (document->pending == OUTPUT_BYTES && !flush_output(document, DATES_BYTES))
            return CAIRO_STATUS_WRITE_ERROR;
        size_t room = OUTPUT_BYTES - document->pending, part = length < room ? length : room;
        memcpy(document->output + document->pending, bytes, part);
        document->pending += part;
        bytes += part;
        length -= (unsigned)part;
    }
    return CAIRO_STATUS_SUCCESS;
}

/* Tells what cairo, or the descriptor behind it, has against going on. */
static bool check(const struct badge_document *document, struct error *error)
{
    if (document->write_error)
        return error_set(error, ERROR_OURS, NULL, "cannot write the PDF: %s",
                         strerror(document->write_error));
    cairo_status_t status = cairo_surface_status(document->surface);
    if (status == CAIRO_STATUS_SUCCESS && document->cairo)
        status = cairo_status(document->cairo);
    return status == CAIRO_STATUS_SUCCESS ||
           error_set(error, ERROR_OURS, NULL, "cannot draw the PDF: %s", cairo_status_to_string(status));
}

static bool copy_options(struct badge_document *document, const struct badge_document_options *options)
{
    document->options = *options;
    document->title = strdup(options->event.title ? options->event.title : "");
    document->dates = strdup(options->event.dates ? options->event.dates : "");
    document->options.event = (struct badge_event){document->title, document->dates};
    return document->title && document->dates;
}

static void describe(const struct badge_document *document)
{
    cairo_surface_t *surface = document->surface;
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, document->title);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, "Badges");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Lanyard " LANYARD_VERSION);
}

/* Known once all are drawn. */
static void describe_date(const struct badge_document *document)
{
    char date[sizeof document->newest + sizeof "+00:00"];
    snprintf(date, sizeof date, "%s%s", document->newest, *document->newest ? "+00:00" : "");
    cairo_pdf_surface_set_metadata(document->surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
    cairo_pdf_surface_set_metadata(document->surface, CAIRO_PDF_METADATA_MOD_DATE, date);
}

static bool open_parts(struct badge_document *document, struct error *error)
{
    document->surface = cairo_pdf_surface_create_for_stream(write_some, document, document->sheet.width,
                                                            document->sheet.height);
    describe(document);
    document->cairo = cairo_create(document->surface);
    document->encoder = encoder_start(error);
    return document->encoder && page_kit_open(&document->kit, document->cairo, error) &&
           check(document, error);
}

struct badge_document *badge_document_open(int fd, const struct badge_design *design,
                                           const struct badge_document_options *options, struct error *error)
{
    struct badge_document *document = calloc(1, sizeof *document);
    if (!document || !copy_options(document, options)) {
        error_set(error, ERROR_OURS, NULL, "out of memory");
        badge_document_abandon(document);
        return NULL;
    }
    document->fd = fd;
    document->sheet = paper_sheet_make(options->sheet, options->margin);
    document->kit = (struct page_kit){.design = design, .options = &document->options};
    if (open_parts(document, error))
        return document;
    badge_document_abandon(document);
    return NULL;
}

static void draw_on_sheet(struct badge_document *document, const struct encoded *badge)
{
    const struct paper_sheet *sheet = &document->sheet;
    int place = document->badges % paper_sheet_places(sheet);
    struct paper_box box = paper_sheet_place(sheet, place);
    cairo_save(document->cairo);
    cairo_translate(document->cairo, box.x, box.y);
    cairo_scale(document->cairo, sheet->scale, sheet->scale);
    page_draw(&document->kit, document->cairo, badge);
    cairo_restore(document->cairo);
    document->badges++;
    const char *issued = badge->person.issued_at;
    if (issued && strncmp(issued, document->newest, sizeof document->newest - 1) > 0)
        snprintf(document->newest, sizeof document->newest, "%s", issued);
}

static void end_page(struct badge_document *document)
{
    if (document->options.crop_marks && paper_sheet_places(&document->sheet) > 1)
        paper_sheet_draw_crop_marks(&document->sheet, document->cairo);
    cairo_show_page(document->cairo);
}

static bool draw_oldest(struct badge_document *document, struct error *error)
{
    struct encoded *badge = encoder_oldest(document->encoder);
    bool good = badge->good;
    if (good)
        draw_on_sheet(document, badge);
    else
        error_set(error, ERROR_OURS, NULL, "the ticket with serial %u holds no token", badge->person.serial);
    encoder_release(document->encoder);
    if (good && document->badges % paper_sheet_places(&document->sheet) == 0)
        end_page(document);
    return good && check(document, error);
}

bool badge_document_add(struct badge_document *document, const struct badge_person *person,
                        struct error *error)
{
    if (encoder_waiting(document->encoder) == ENCODER_DEPTH && !draw_oldest(document, error))
        return false;
    return encoder_put(document->encoder, person, error);
}

bool badge_document_finish(struct badge_document *document, int *pages, struct error *error)
{
    bool good = true;
    while (good && encoder_waiting(document->encoder))
        good = draw_oldest(document, error);
    int places = paper_sheet_places(&document->sheet);
    if (good && document->badges % places)
        end_page(document);
    if (good) {
        describe_date(document);
        document->ends = true;
        cairo_surface_finish(document->surface);
        flush_output(document, 0);
        good = check(document, error);
    }
    if (pages)
        *pages = (document->badges + places - 1) / places;
    badge_document_abandon(document);
    return good;
}

void badge_document_abandon(struct badge_document *document)
{
    if (!document)
        return;
    encoder_stop(document->encoder);
    page_kit_close(&document->kit);
    if (document->cairo)
        cairo_destroy(document->cairo);
    if (document->surface)
        cairo_surface_destroy(document->surface);
    free(document->title);
    free(document->dates);
    free(document);
}
