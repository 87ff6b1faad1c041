/* The PDF: badges in, bytes out. */
#include "badge/badge_private.h"

#include <cairo-pdf.h>
#include <errno.h>

#define OUTPUT_BYTES 65536

struct badge_document {
    int fd;
    int write_error; /* errno of a write that failed, or 0 */
    size_t pending;  /* bytes in output */
    cairo_surface_t *surface;
    cairo_t *cairo;
    const struct paper_sheet *sheet;
    int badges;
    struct badge_document_options options;
    char *title, *dates, *day;
    struct encoder *encoder;
    struct page_kit kit;
    unsigned char output[OUTPUT_BYTES];
};

static bool flush_output(struct badge_document *document)
{
    if (!document->write_error && !file_write_all(document->fd, document->output, document->pending))
        document->write_error = errno;
    document->pending = 0;
    return !document->write_error;
}

static cairo_status_t write_some(void *closure, const unsigned char *bytes, unsigned length)
{
    struct badge_document *document = closure;
    while (length) {
        if (document->pending == OUTPUT_BYTES && !flush_output(document))
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
    document->day = strdup(options->event.day ? options->event.day : "");
    document->options.event = (struct badge_event){document->title, document->dates, document->day};
    return document->title && document->dates && document->day;
}

static void describe(const struct badge_document *document)
{
    cairo_surface_t *surface = document->surface;
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, document->title);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, "Badges");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Lanyard " LANYARD_VERSION);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, document->day);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, document->day);
}

static bool open_parts(struct badge_document *document, struct error *error)
{
    document->surface = cairo_pdf_surface_create_for_stream(write_some, document, document->sheet->width,
                                                            document->sheet->height);
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
    document->sheet = paper_sheet_get(options->sheet);
    document->kit = (struct page_kit){.design = design, .options = &document->options};
    if (open_parts(document, error))
        return document;
    badge_document_abandon(document);
    return NULL;
}

static void draw_on_sheet(struct badge_document *document, const struct encoded *badge)
{
    const struct paper_sheet *sheet = document->sheet;
    int place = document->badges % paper_sheet_places(sheet);
    struct paper_box box = paper_sheet_place(sheet, place);
    cairo_save(document->cairo);
    cairo_translate(document->cairo, box.x, box.y);
    page_draw(&document->kit, document->cairo, badge);
    cairo_restore(document->cairo);
    document->badges++;
}

static void end_page(struct badge_document *document)
{
    if (document->options.crop_marks && paper_sheet_places(document->sheet) > 1)
        paper_sheet_draw_crop_marks(document->sheet, document->cairo);
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
    if (good && document->badges % paper_sheet_places(document->sheet) == 0)
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
    int places = paper_sheet_places(document->sheet);
    if (good && document->badges % places)
        end_page(document);
    if (good) {
        cairo_surface_finish(document->surface);
        flush_output(document);
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
    free(document->day);
    free(document);
}
