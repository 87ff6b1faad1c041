/* What a design says that can be drawn, and would come out wrong without a word. */
#include "badge/badge_private.h"

#include <math.h>
#include <stdarg.h>

#define MM PAPER_POINTS_PER_MM
#define SAFETY (3 * MM)    /* a cut may be so far off */
#define LEAST_CONTRAST 3.0 /* WCAG 2.2 section 1.4.3, of large text */
#define HIDDEN_PART 0.2    /* of what is behind a text that may be of its colour */

struct check {
    const struct badge_design *design;
    struct buffer *lines;
    int faults;
};

static void check_tell(struct check *check, const char *element, const char *format, ...) PRINTF(3, 4);

static void check_tell(struct check *check, const char *element, const char *format, ...)
{
    char says[300];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(says, sizeof says, format, arguments);
    va_end(arguments);
    buffer_printf(check->lines, "design.json: %s %s\n", element, says);
    check->faults++;
}

static bool check_overlap(const struct paper_box *a, const struct paper_box *b)
{
    const double hair = 0.05 * MM;
    return a->x + a->width > b->x + hair && b->x + b->width > a->x + hair && a->y + a->height > b->y + hair &&
           b->y + b->height > a->y + hair;
}

static bool check_within(const struct paper_box *inner, const struct paper_box *outer)
{
    const double hair = 0.05 * MM;
    return inner->x >= outer->x - hair && inner->y >= outer->y - hair &&
           inner->x + inner->width <= outer->x + outer->width + hair &&
           inner->y + inner->height <= outer->y + outer->height + hair;
}

/* --- what stands where */

static void check_place(struct check *check, const char *element, const struct paper_box *box)
{
    const struct paper_box safe = {SAFETY, SAFETY, PAPER_BADGE_WIDTH - 2 * SAFETY,
                                   PAPER_BADGE_HEIGHT - 2 * SAFETY};
    if (check->design->slot.width > 0 && check_overlap(box, &check->design->slot))
        check_tell(check, element, "stands where a holder's slot is punched (slot.box)");
    if (!check_within(box, &safe))
        check_tell(check, element, "stands within 3 mm of the edge, where it may be cut");
}

static void check_symbol(struct check *check)
{
    const struct badge_design *design = check->design;
    check_place(check, "symbol.box", &design->symbol);
    if (check_overlap(&design->symbol, &design->band))
        check_tell(check, "symbol.box", "stands on the band: doors read it on white alone");
    if (check_overlap(&design->symbol, &design->banner))
        check_tell(check, "symbol.box", "stands on the banner: doors read it on white alone");
}

static void check_text_place(struct check *check, const char *element, const struct badge_text *text)
{
    const struct badge_design *design = check->design;
    const struct paper_box *box = &text->style.box;
    bool on_band = text->field->offset == offsetof(struct badge_texts, category);
    check_place(check, element, box);
    if (check_overlap(box, &design->symbol))
        check_tell(check, element, "stands over the symbol, which doors then cannot read");
    if (on_band && !check_within(box, &design->band))
        check_tell(check, element, "is black or white, as suits the band, and stands outside of it");
    if (!on_band && check_overlap(box, &design->band))
        check_tell(check, element, "stands on the band, whose colour is another for each category");
    if (box->height < 0.7 * text->style.least)
        check_tell(check, element, "cannot have its smallest size, %g points, in a box of %g mm",
                   text->style.least, round(box->height / MM * 10) / 10);
    for (int i = 0; &design->text[i] < text; i++)
        if (!(design->text[i].rank && text->rank) && check_overlap(box, &design->text[i].style.box))
            check_tell(check, element, "overlaps texts[%d] (%s)", i, design->text[i].field->name);
}

/* --- what can be seen */

/* What is behind a text on most badges: the banner on white. */
static struct color check_color_at(const struct badge_design *design, double x, double y)
{
    const struct paper_box *banner = &design->banner;
    if (x < banner->x || y < banner->y || x >= banner->x + banner->width || y >= banner->y + banner->height)
        return (struct color){1, 1, 1};
    const uint8_t *pixels = cairo_image_surface_get_data(design->artwork);
    int column = (int)((x - banner->x) / banner->width * cairo_image_surface_get_width(design->artwork));
    int row = (int)((y - banner->y) / banner->height * cairo_image_surface_get_height(design->artwork));
    uint32_t pixel;
    memcpy(&pixel, pixels + row * cairo_image_surface_get_stride(design->artwork) + column * 4, sizeof pixel);
    return (struct color){(double)(pixel >> 16 & 255) / 255, (double)(pixel >> 8 & 255) / 255,
                          (double)(pixel & 255) / 255};
}

#define CHECK_STEP (MM / 2)

/* Tries a grid of half a millimetre. */
static void check_contrast(struct check *check, const char *element, const struct badge_text *text)
{
    const struct paper_box *box = &text->style.box;
    int hidden = 0;
    double least = 21;
    int rows = (int)ceil(box->height / CHECK_STEP), columns = (int)ceil(box->width / CHECK_STEP);
    for (int row = 0; row < rows; row++)
        for (int column = 0; column < columns; column++) {
            double x = box->x + column * CHECK_STEP, y = box->y + row * CHECK_STEP;
            double contrast = color_contrast(text->style.color, check_color_at(check->design, x, y));
            least = fmin(least, contrast);
            hidden += contrast < LEAST_CONTRAST;
        }
    if (hidden > HIDDEN_PART * rows * columns)
        check_tell(check, element, "is hardly seen on what is behind it (contrast %.1f : 1, wanted is %g)",
                   least, LEAST_CONTRAST);
}

/* --- all of it */

static void check_names(struct check *check)
{
    for (int i = 0; i < check->design->texts; i++) {
        size_t offset = check->design->text[i].field->offset;
        if (offset == offsetof(struct badge_texts, badge_name) ||
            offset == offsetof(struct badge_texts, name))
            return;
    }
    check_tell(check, "texts", "show nobody's name");
}

static void check_texts(struct check *check)
{
    for (int i = 0; i < check->design->texts; i++) {
        const struct badge_text *text = &check->design->text[i];
        char element[80];
        snprintf(element, sizeof element, "texts[%d] (%s)", i, text->field->name);
        check_text_place(check, element, text);
        if (text->field->offset != offsetof(struct badge_texts, category))
            check_contrast(check, element, text);
    }
}

int badge_design_check(const struct badge_design *design, struct buffer *lines)
{
    struct check check = {.design = design, .lines = lines};
    check_symbol(&check);
    check_texts(&check);
    check_names(&check);
    return check.faults + paper_artwork_lint(design->path, design->banner_name, &design->banner, lines);
}
