/* Pages of a PDF, drawn by poppler's program. */
#include "picture/picture_private.h"

#include "base/base.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <sys/mman.h>

#define PAGES_MAX 20000
#define PAGES_EACH 50 /* that one process draws: a few, or it would cost more to start than to draw */
#define LIST_MAX (8u << 20)
#define HEADER_MAX 32
#define SIDE_MAX 30000 /* pixels */
#define POINTS_PER_INCH 72

struct pdf {
    int file;    /* as a file of its own, whatever it came from */
    int dpi;     /* wanted */
    int seconds; /* that a page may take */
    int pages;
    double *fine; /* a page's dpi */
    bool (*found)(void *context, int page, const char *text, size_t length);
    void *context;
    int page; /* the one that is read */
    bool enough;
};

/* As fine as asked for, unless the page is so large that its picture would eat the memory. */
static double pdf_fitting_dpi(double dpi, double width, double height)
{
    width /= POINTS_PER_INCH;
    height /= POINTS_PER_INCH;
    double side = fmax(width, height);
    if (width * height > 0)
        dpi = fmin(dpi, sqrt(PICTURE_PIXELS_MAX / (width * height)));
    return side > 0 ? fmin(dpi, SIDE_MAX / side) : dpi;
}

/* A number above 0, or 0. */
static int pdf_number(const char *text, char **next)
{
    long number = strtol(text, next, 10);
    return number > 0 && number <= INT_MAX ? (int)number : 0;
}

/* "Page    1 size:  595.28 x 841.89 pts (A4)", in order. What else stands there, titles for one, may say
 * anything: a page that turns out larger is refused when it comes. */
static bool pdf_take_size(struct pdf *pdf, const char *line)
{
    char *next;
    if (strncmp(line, "Page ", 5) != 0 || pdf_number(line + 5, &next) != pdf->pages + 1 ||
        strncmp(next, " size:", 6) != 0)
        return true;
    double width = strtod(next + 6, &next);
    if (strncmp(next, " x ", 3) != 0)
        return true;
    double height = strtod(next + 3, NULL);
    if (pdf->pages == PAGES_MAX)
        return false;
    pdf->fine[pdf->pages++] = pdf_fitting_dpi(pdf->dpi, width, height);
    return true;
}

static bool pdf_take_sizes(struct pdf *pdf, char *list, struct error *error)
{
    char *line;
    while ((line = strsep(&list, "\n")))
        if (!pdf_take_size(pdf, line))
            return error_set(error, ERROR_CALLER, NULL, "more than %d pages", PAGES_MAX);
    return true;
}

/* How many pages there are, and how large. */
static bool pdf_measure(struct pdf *pdf, struct error *error)
{
    char last[16];
    snprintf(last, sizeof last, "%d", PAGES_MAX + 1);
    const char *const arguments[] = {"pdfinfo", "-f", "1", "-l", last, "/dev/stdin", NULL};
    scope_tool struct picture_tool tool = PICTURE_TOOL_NONE;
    scope_free char *list = malloc(LIST_MAX + 1);
    int64_t end = clock_monotonic() + pdf->seconds * CLOCK_SECOND;
    size_t length;
    if (!list)
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    if (!picture_tool_start(&tool, pdf->file, pdf->seconds, arguments, error) ||
        !picture_tool_read(&tool, list, LIST_MAX, &length, end, error))
        return false;
    if (length == LIST_MAX)
        return error_set(error, ERROR_CALLER, NULL, "pdfinfo says too much of it");
    if (!picture_tool_end(&tool, end, error))
        return tool.status > 0 && tool.status != PICTURE_TOOL_MISSING
                   ? error_set(error, ERROR_CALLER, NULL,
                               "no PDF that can be read, or one locked by a password")
                   : false;
    list[length] = '\0';
    return pdf_take_sizes(pdf, list, error);
}

/* There should be more. */
static bool pdf_ended_early(struct picture_tool *tool, int64_t end, struct error *error)
{
    return picture_tool_end(tool, end, error) &&
           error_set(error, ERROR_CALLER, NULL, "%s drew no whole picture of it", tool->name);
}

/* "P5", width and height, "255", each on a line; then come the pixels (Netpbm's PGM, as pdftoppm writes it).
 */
static bool pdf_parse_header(const char *header, int *width, int *height)
{
    char *next;
    if (strncmp(header, "P5\n", 3) != 0)
        return false;
    *width = pdf_number(header + 3, &next);
    *height = pdf_number(next, &next);
    return strcmp(next, "\n255\n") == 0 && *width > 0 && *height > 0 && *width <= SIDE_MAX + 1 &&
           *height <= SIDE_MAX + 1 &&
           (int64_t)*width * *height <= PICTURE_PIXELS_MAX + 2 * SIDE_MAX; /* rounded up */
}

static bool pdf_read_header(struct picture_tool *tool, int *width, int *height, int64_t end,
                            struct error *error)
{
    char header[HEADER_MAX + 1] = "";
    size_t got = 1;
    int lines = 0;
    for (int i = 0; got && lines < 3 && i < HEADER_MAX; i++) {
        if (!picture_tool_read(tool, header + i, 1, &got, end, error))
            return false;
        lines += header[i] == '\n';
    }
    if (!got)
        return pdf_ended_early(tool, end, error);
    return pdf_parse_header(header, width, height) ||
           error_set(error, ERROR_CALLER, NULL, "%s drew something that is no page", tool->name);
}

static bool pdf_pass(void *context, const char *text, size_t length)
{
    struct pdf *pdf = context;
    pdf->enough = !pdf->found(pdf->context, pdf->page, text, length);
    return !pdf->enough;
}

static bool pdf_read_page(struct pdf *pdf, struct picture_tool *tool, struct error *error)
{
    int width = 0, height = 0;
    size_t got;
    int64_t end = clock_monotonic() + pdf->seconds * CLOCK_SECOND;
    if (!pdf_read_header(tool, &width, &height, end, error))
        return false;
    must(width > 0 && height > 0);
    size_t size = (size_t)width * (size_t)height;
    scope_free uint8_t *pixels = malloc(size);
    if (!pixels)
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    if (!picture_tool_read(tool, pixels, size, &got, end, error))
        return false;
    if (got < size)
        return pdf_ended_early(tool, end, error);
    const struct picture picture = {pixels, width, height, width};
    picture_read(&picture, pdf_pass, pdf);
    return true;
}

/* How many pages from this one on one process can draw: as fine as each other. */
static int pdf_count_alike(const struct pdf *pdf, int first)
{
    int next = first + 1;
    while (next < pdf->pages && next < first + PAGES_EACH && !(pdf->fine[next] < pdf->fine[first]) &&
           !(pdf->fine[next] > pdf->fine[first]))
        next++;
    return next - first;
}

static bool pdf_read_pages(struct pdf *pdf, int first, int count, struct error *error)
{
    char fine[40], from[16], to[16];
    snprintf(fine, sizeof fine, "%.9g", pdf->fine[first]);
    snprintf(from, sizeof from, "%d", first + 1);
    snprintf(to, sizeof to, "%d", first + count);
    const char *const arguments[] = {"pdftoppm", "-q", "-gray", "-cropbox", "-r",         fine,
                                     "-f",       from, "-l",    to,         "/dev/stdin", NULL};
    scope_tool struct picture_tool tool = PICTURE_TOOL_NONE;
    if (!picture_tool_start(&tool, pdf->file, pdf->seconds * count, arguments, error))
        return false;
    for (pdf->page = first + 1; pdf->page <= first + count && !pdf->enough; pdf->page++)
        if (!pdf_read_page(pdf, &tool, error))
            return error_context(error, "page %d", pdf->page);
    return true;
}

/* The programs open /dev/stdin, which makes them begin at its first byte and seek as they like. */
static int pdf_as_file(const char *bytes, size_t length, struct error *error)
{
    int file = memfd_create("pdf", MFD_CLOEXEC);
    if (file >= 0 && file_write_all(file, bytes, length))
        return file;
    error_set(error, ERROR_OURS, NULL, "cannot keep it: %s", strerror(errno));
    if (file >= 0)
        close(file);
    return -1;
}

bool picture_read_pdf(const char *bytes, size_t length, const struct picture_pdf_options *options,
                      bool (*found)(void *context, int page, const char *text, size_t length), void *context,
                      struct error *error)
{
    scope_fd int file = pdf_as_file(bytes, length, error);
    scope_free double *fine = calloc(PAGES_MAX, sizeof *fine);
    struct pdf pdf = {.file = file,
                      .dpi = options->dpi,
                      .seconds = options->seconds,
                      .fine = fine,
                      .found = found,
                      .context = context};
    if (file < 0)
        return false;
    if (!fine)
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    if (!pdf_measure(&pdf, error))
        return false;
    for (int first = 0, count; first < pdf.pages && !pdf.enough; first += count) {
        count = pdf_count_alike(&pdf, first);
        if (!pdf_read_pages(&pdf, first, count, error))
            return false;
    }
    return true;
}
