#include "badge/badge_private.h"

#include <errno.h>
#include <limits.h>

#define DESIGN_MOST_BYTES 65536

const char *const field_names[FIELD_COUNT] = {
    [FIELD_EVENT_TITLE] = "event_title", [FIELD_EVENT_DATES] = "event_dates",
    [FIELD_BADGE_NAME] = "badge_name",   [FIELD_NAME] = "name",
    [FIELD_AFFILIATION] = "affiliation", [FIELD_COUNTRY] = "country",
    [FIELD_CATEGORY] = "category",       [FIELD_CODE] = "code"};

static const struct {
    const char *name;
    PangoAlignment align;
} alignments[] = {{"left", PANGO_ALIGN_LEFT}, {"center", PANGO_ALIGN_CENTER}, {"right", PANGO_ALIGN_RIGHT}};

static const struct {
    const char *name;
    PangoWeight weight;
} weights[] = {{"normal", PANGO_WEIGHT_NORMAL}, {"medium", PANGO_WEIGHT_MEDIUM}, {"bold", PANGO_WEIGHT_BOLD}};

static bool wrong(struct error *error, const char *path, const char *wanted)
{
    return error_set(error, ERROR_SETUP, path, "must be %s", wanted);
}

/* Reads count numbers, each within [least, most]. */
static bool read_numbers(const json_t *array, size_t count, double least, double most, double *numbers)
{
    if (json_array_size(array) != count)
        return false;
    for (size_t i = 0; i < count; i++) {
        const json_t *number = json_array_get(array, i);
        numbers[i] = json_number_value(number);
        if (!json_is_number(number) || numbers[i] < least || numbers[i] > most)
            return false;
    }
    return true;
}

/* A box lies on the badge, whole. */
static bool read_box(const json_t *owner, const char *path, struct paper_box *box, struct error *error)
{
    double mm[4];
    if (!read_numbers(json_object_get(owner, "box"), 4, 0, 148, mm) || mm[2] <= 0 || mm[3] <= 0 ||
        mm[0] + mm[2] > 105 || mm[1] + mm[3] > 148)
        return wrong(error, path, "[left, top, width, height] in millimetres, within 105 by 148");
    *box = (struct paper_box){mm[0] * PAPER_POINTS_PER_MM, mm[1] * PAPER_POINTS_PER_MM,
                              mm[2] * PAPER_POINTS_PER_MM, mm[3] * PAPER_POINTS_PER_MM};
    return true;
}

static bool read_size(const json_t *text, struct badge_text *to)
{
    double sizes[2];
    if (!read_numbers(json_object_get(text, "size"), 2, 4, 200, sizes) || sizes[0] > sizes[1])
        return false;
    to->style.least = sizes[0];
    to->style.most = sizes[1];
    return true;
}

static bool read_field(const json_t *text, struct badge_text *to)
{
    const char *name = json_text(text, "field", "");
    for (int i = 0; i < FIELD_COUNT; i++)
        if (strcmp(field_names[i], name) == 0) {
            to->field = (enum field)i;
            return true;
        }
    return false;
}

static bool read_alignment(const json_t *text, struct badge_text *to)
{
    const char *name = json_text(text, "align", "center");
    for (size_t i = 0; i < sizeof alignments / sizeof *alignments; i++)
        if (strcmp(alignments[i].name, name) == 0) {
            to->style.align = alignments[i].align;
            return true;
        }
    return false;
}

static bool read_weight(const json_t *text, struct badge_text *to)
{
    const char *name = json_text(text, "weight", "normal");
    for (size_t i = 0; i < sizeof weights / sizeof *weights; i++)
        if (strcmp(weights[i].name, name) == 0) {
            to->style.weight = weights[i].weight;
            return true;
        }
    return false;
}

static bool read_color(const json_t *text, struct badge_text *to)
{
    return paper_color_parse(json_text(text, "color", "#000000"), &to->style.color);
}

static bool read_lines(const json_t *text, struct badge_text *to)
{
    to->style.lines = (int)json_int(text, "lines", 1);
    return to->style.lines >= 1 && to->style.lines <= 4;
}

static const struct {
    const char *name;
    bool (*read)(const json_t *text, struct badge_text *to);
    const char *wanted;
} members[] = {
    {"field", read_field,
     "one of event_title, event_dates, badge_name, name, affiliation, country, category, code"},
    {"size", read_size, "[smallest, largest] in points, 4 to 200"},
    {"lines", read_lines, "a number from 1 to 4"},
    {"align", read_alignment, "left, center or right"},
    {"weight", read_weight, "normal, medium or bold"},
    {"color", read_color, "a colour like \"#1a2b3c\""},
};

static bool read_text(const json_t *text, size_t index, struct badge_text *to, struct error *error)
{
    char path[64];
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        snprintf(path, sizeof path, "texts.%zu.%s", index, members[i].name);
        if (!members[i].read(text, to))
            return wrong(error, path, members[i].wanted);
    }
    snprintf(path, sizeof path, "texts.%zu.box", index);
    return read_box(text, path, &to->style.box, error);
}

static bool read_texts(struct badge_design *design, const json_t *texts, struct error *error)
{
    size_t count = json_array_size(texts), i;
    const json_t *text;
    if (count < 1 || count > DESIGN_MOST_TEXTS)
        return wrong(error, "texts", "a list of 1 to 24 texts");
    json_array_foreach(texts, i, text)
    {
        if (!read_text(text, i, &design->text[i], error))
            return false;
        design->texts++;
    }
    return true;
}

/* A symbol of 45 modules with its quiet zone: below 25 mm doors would have to aim. */
static bool read_symbol(struct badge_design *design, const json_t *symbol, struct error *error)
{
    if (!read_box(symbol, "symbol.box", &design->symbol, error))
        return false;
    bool square = design->symbol.width == design->symbol.height;
    return (square && design->symbol.width >= 25 * PAPER_POINTS_PER_MM) ||
           wrong(error, "symbol.box", "a square of 25 millimetres or more");
}

static bool read_banner(struct badge_design *design, const json_t *banner, const char *folder,
                        struct error *error)
{
    char path[PATH_MAX];
    const char *file = json_text(banner, "file", "");
    if (!*file || strchr(file, '/'))
        return wrong(error, "banner.file", "the name of a file beside design.json");
    if (!read_box(banner, "banner.box", &design->banner, error))
        return false;
    snprintf(path, sizeof path, "%s/%s", folder, file);
    design->artwork = paper_artwork_load(path, &design->banner, error);
    return design->artwork != NULL;
}

static bool read_design(struct badge_design *design, const json_t *document, const char *folder,
                        struct error *error)
{
    return read_box(json_object_get(document, "band"), "band.box", &design->band, error) &&
           read_symbol(design, json_object_get(document, "symbol"), error) &&
           read_texts(design, json_object_get(document, "texts"), error) &&
           read_banner(design, json_object_get(document, "banner"), folder, error);
}

struct badge_design *badge_design_load(const char *folder, struct error *error)
{
    char path[PATH_MAX];
    size_t length;
    snprintf(path, sizeof path, "%s/design.json", folder);
    scope_free char *bytes = file_read(path, DESIGN_MOST_BYTES, &length, error);
    scope_json json_t *document = bytes ? json_read(bytes, length, path, error) : NULL;
    if (!document || !paper_fonts_check(error))
        return NULL;
    struct badge_design *design = calloc(1, sizeof *design);
    if (design && read_design(design, document, folder, error))
        return design;
    if (!design)
        error_set(error, ERROR_OURS, NULL, "out of memory");
    badge_design_free(design);
    error_context(error, "%s", path);
    return NULL;
}

void badge_design_free(struct badge_design *design)
{
    if (!design)
        return;
    if (design->artwork)
        cairo_surface_destroy(design->artwork);
    free(design);
}
