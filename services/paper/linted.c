/* What would go wrong with artwork without a word: links that are not followed, fonts that are missing,
 * elements that are not drawn, pictures that are stretched or too coarse. */
#include "paper/paper_private.h"

#include <libxml/xmlreader.h>
#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <unistd.h>

#define WIDEST_SKEW 1.03 /* what nobody sees */
#define COARSEST_DPI 150 /* at which a picture is still taken for sharp */
#define MOST_NAME 200

struct linted {
    const char *path, *name;
    const struct paper_box *box;
    struct buffer *lines;
    int faults;
    xmlTextReader *reader;
    char element[64]; /* "": the whole file */
    long line;
};

static void linted_tell(struct linted *linted, const char *format, ...) PRINTF(2, 3);

static void linted_tell(struct linted *linted, const char *format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    buffer_printf(linted->lines, "%s: ", linted->name);
    if (*linted->element)
        buffer_printf(linted->lines, "line %ld: <%s>: ", linted->line, linted->element);
    buffer_printf(linted->lines, "%s\n", text);
    linted->faults++;
}

/* --- shape and resolution */

static void linted_shape(struct linted *linted, double width, double height, bool stretched)
{
    double skew = (linted->box->width / linted->box->height) / (width / height);
    if (skew < 1)
        skew = 1 / skew;
    if (skew <= WIDEST_SKEW)
        return;
    linted_tell(linted, "is %g : %g in a box of %g : %g mm: %s", width, height,
                round(linted->box->width / PAPER_POINTS_PER_MM * 10) / 10,
                round(linted->box->height / PAPER_POINTS_PER_MM * 10) / 10,
                stretched ? "it is distorted" : "white stays beside it");
}

static void linted_png(struct linted *linted)
{
    cairo_surface_t *picture = cairo_image_surface_create_from_png(linted->path);
    if (cairo_surface_status(picture) == CAIRO_STATUS_SUCCESS) {
        double width = cairo_image_surface_get_width(picture),
               height = cairo_image_surface_get_height(picture);
        double dpi = width / linted->box->width * 72;
        linted_shape(linted, width, height, true);
        if (dpi < COARSEST_DPI)
            linted_tell(linted, "has %.0f pixels an inch on paper: %d or more look sharp", dpi, COARSEST_DPI);
    }
    cairo_surface_destroy(picture);
}

/* --- links */

static bool linted_is_image(const char *element)
{
    return strcmp(element, "image") == 0 || strcmp(element, "feImage") == 0 || strcmp(element, "use") == 0;
}

/* The renderer follows links to files beside the artwork, and to nothing else. */
static void linted_link(struct linted *linted, const char *link)
{
    char path[PATH_MAX];
    const char *slash = strrchr(linted->path, '/');
    if (*link == '#' || strncasecmp(link, "data:", 5) == 0 || !*link)
        return;
    bool outside = strchr(link, ':') || *link == '/' || strstr(link, "..");
    if (outside) {
        linted_tell(linted, "links to %.*s, outside the design's folder: it is not drawn", MOST_NAME, link);
        return;
    }
    int folder = slash ? (int)(slash - linted->path) + 1 : 0;
    int length = snprintf(path, sizeof path, "%.*s%.*s", folder, linted->path, (int)strcspn(link, "#"), link);
    if (length >= (int)sizeof path || access(path, R_OK) != 0)
        linted_tell(linted, "links to %.*s, which is not there: it is not drawn", MOST_NAME, link);
}

/* --- fonts */

/* The first of a list is the one that was meant; the others stand for it silently. */
static void linted_fonts(struct linted *linted, const char *list)
{
    static const char *const generic[] = {"sans-serif", "serif",     "monospace", "cursive",
                                          "fantasy",    "system-ui", "inherit",   "sans"};
    char name[MOST_NAME];
    list += strspn(list, " \t\n'\"");
    size_t length = strcspn(list, ",;'\"}!");
    while (length && (list[length - 1] == ' ' || list[length - 1] == '\n'))
        length--;
    if (!length || length >= sizeof name)
        return;
    memcpy(name, list, length);
    name[length] = '\0';
    for (size_t i = 0; i < COUNT_OF(generic); i++)
        if (strcasecmp(name, generic[i]) == 0)
            return;
    if (!paper_fonts_have(name))
        linted_tell(linted, "wants the font %s, which is not installed: another stands for it", name);
}

/* --- what a style says, in an attribute or an element */

static void linted_style(struct linted *linted, const char *style)
{
    for (const char *at = style; (at = strcasestr(at, "font-family")); at += strlen("font-family")) {
        const char *colon = at + strlen("font-family");
        colon += strspn(colon, " \t\n");
        if (*colon == ':')
            linted_fonts(linted, colon + 1);
    }
    for (const char *at = style; (at = strcasestr(at, "url(")); at++) {
        char link[MOST_NAME];
        const char *start = at + strlen("url(");
        start += strspn(start, " '\"");
        snprintf(link, sizeof link, "%.*s", (int)strcspn(start, "'\")"), start);
        linted_link(linted, link);
    }
    if (strcasestr(style, "@import"))
        linted_tell(linted, "imports a style, which is not followed");
    if (strcasestr(style, "@font-face"))
        linted_tell(linted, "brings a font of its own, which is not used");
}

static bool linted_is_drawn(const char *element)
{
    static const char *const ignored[] = {"script",  "foreignObject", "animate",      "animateTransform",
                                          "set",     "animateMotion", "flowRoot",     "video",
                                          "audio",   "iframe",        "meshgradient", "hatch",
                                          "handler", "listener",      "font",         "canvas"};
    for (size_t i = 0; i < COUNT_OF(ignored); i++)
        if (strcmp(element, ignored[i]) == 0)
            return false;
    return true;
}

static void linted_attribute(struct linted *linted, const char *name, const char *value)
{
    if (strcmp(name, "preserveAspectRatio") == 0 && strncmp(value, "none", 4) == 0 &&
        (strcmp(linted->element, "svg") == 0 || strcmp(linted->element, "image") == 0))
        linted_tell(linted, "is distorted where its box has another shape (preserveAspectRatio)");
    if (strcmp(name, "href") == 0 && linted_is_image(linted->element))
        linted_link(linted, value);
    else if (strcmp(name, "font-family") == 0)
        linted_fonts(linted, value);
    else if (strcmp(name, "style") == 0 || strncasecmp(value, "url(", 4) == 0)
        linted_style(linted, value);
}

static void linted_element(struct linted *linted)
{
    xmlTextReader *reader = linted->reader;
    snprintf(linted->element, sizeof linted->element, "%s",
             (const char *)xmlTextReaderConstLocalName(reader));
    linted->line = xmlGetLineNo(xmlTextReaderCurrentNode(reader));
    if (!linted_is_drawn(linted->element))
        linted_tell(linted, "is not drawn");
    for (int i = 0; xmlTextReaderMoveToAttributeNo(reader, i) == 1; i++)
        linted_attribute(linted, (const char *)xmlTextReaderConstLocalName(reader),
                         (const char *)xmlTextReaderConstValue(reader));
    xmlTextReaderMoveToElement(reader);
}

static void linted_svg(struct linted *linted)
{
    linted->reader =
        xmlReaderForFile(linted->path, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    while (linted->reader && xmlTextReaderRead(linted->reader) == 1) {
        int type = xmlTextReaderNodeType(linted->reader);
        bool is_text = type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA;
        if (type == XML_READER_TYPE_ELEMENT)
            linted_element(linted);
        else if (is_text && strcmp(linted->element, "style") == 0)
            linted_style(linted, (const char *)xmlTextReaderConstValue(linted->reader));
    }
    xmlFreeTextReader(linted->reader);
}

int paper_artwork_lint(const char *path, const char *name, const struct paper_box *box, struct buffer *lines)
{
    struct linted linted = {.path = path, .name = name, .box = box, .lines = lines};
    double width, height;
    if (paper_artwork_is_png(path)) {
        linted_png(&linted);
    } else {
        if (paper_artwork_shape(path, &width, &height))
            linted_shape(&linted, width, height, false);
        linted_svg(&linted);
    }
    return linted.faults;
}
