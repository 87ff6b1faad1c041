/* Designs: design.json as a record, what it says held against the badge, and its artwork. */
#include "badge/badge_private.h"

#include <limits.h>
#include <math.h>

#define DESIGN_MOST_BYTES 65536
#define DESIGN_MOST_MEMORY ((size_t)1 << 20)

static const struct record_member texts_members[] = {
    RECORD_TEXT(struct badge_texts, event_title), RECORD_TEXT(struct badge_texts, event_dates),
    RECORD_TEXT(struct badge_texts, badge_name),  RECORD_TEXT(struct badge_texts, name),
    RECORD_TEXT(struct badge_texts, affiliation), RECORD_TEXT(struct badge_texts, country),
    RECORD_TEXT(struct badge_texts, category),    RECORD_TEXT(struct badge_texts, code)};
const struct record badge_texts_record = RECORD(struct badge_texts, texts_members);

/* --- the file */

enum design_align { ALIGN_NOT_SAID, ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT };
static const char *const align_table[] = {
    [ALIGN_LEFT] = "left", [ALIGN_CENTER] = "center", [ALIGN_RIGHT] = "right"};
static const struct record_words align_words = RECORD_WORDS(align_table);
static const PangoAlignment alignments[] = {[ALIGN_NOT_SAID] = PANGO_ALIGN_CENTER,
                                            [ALIGN_LEFT] = PANGO_ALIGN_LEFT,
                                            [ALIGN_CENTER] = PANGO_ALIGN_CENTER,
                                            [ALIGN_RIGHT] = PANGO_ALIGN_RIGHT};
must_at_compile(COUNT_OF(alignments) == COUNT_OF(align_table), "an alignment for each word");

enum design_weight { WEIGHT_NOT_SAID, WEIGHT_NORMAL, WEIGHT_MEDIUM, WEIGHT_BOLD };
static const char *const weight_table[] = {
    [WEIGHT_NORMAL] = "normal", [WEIGHT_MEDIUM] = "medium", [WEIGHT_BOLD] = "bold"};
static const struct record_words weight_words = RECORD_WORDS(weight_table);
static const PangoWeight weights[] = {[WEIGHT_NOT_SAID] = PANGO_WEIGHT_NORMAL,
                                      [WEIGHT_NORMAL] = PANGO_WEIGHT_NORMAL,
                                      [WEIGHT_MEDIUM] = PANGO_WEIGHT_MEDIUM,
                                      [WEIGHT_BOLD] = PANGO_WEIGHT_BOLD};
must_at_compile(COUNT_OF(weights) == COUNT_OF(weight_table), "a weight for each word");

struct design_numbers {
    double *items;
    size_t count;
};

struct design_banner {
    const char *file;
    struct design_numbers box;
};
static const struct record_member banner_members[] = {RECORD_TEXT(struct design_banner, file),
                                                      RECORD_REALS(struct design_banner, box)};
static const struct record banner_record = RECORD(struct design_banner, banner_members);

struct design_place {
    struct design_numbers box;
};
static const struct record_member place_members[] = {RECORD_REALS(struct design_place, box)};
static const struct record place_record = RECORD(struct design_place, place_members);

struct design_text {
    const char *field;
    struct design_numbers box;
    struct design_numbers size;
    int64_t lines;
    int64_t rank;
    enum design_align align;
    enum design_weight weight;
    const char *color;
};
static const struct record_member text_members[] = {
    RECORD_TEXT(struct design_text, field),
    RECORD_REALS(struct design_text, box),
    RECORD_REALS(struct design_text, size),
    RECORD_INT(struct design_text, lines, .presence = RECORD_OPTIONAL),
    RECORD_INT(struct design_text, rank, .presence = RECORD_OPTIONAL),
    RECORD_WORD(struct design_text, align, align_words, .presence = RECORD_OPTIONAL),
    RECORD_WORD(struct design_text, weight, weight_words, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct design_text, color, .presence = RECORD_OPTIONAL)};
static const struct record text_record = RECORD(struct design_text, text_members);

struct design_file {
    struct design_banner banner;
    struct design_place symbol;
    struct design_place band;
    struct design_place *slot;
    RECORD_LIST_OF(struct design_text) texts;
};
static const struct record_member file_members[] = {RECORD_ONE(struct design_file, banner, banner_record),
                                                    RECORD_ONE(struct design_file, symbol, place_record),
                                                    RECORD_ONE(struct design_file, band, place_record),
                                                    RECORD_IF_ANY(struct design_file, slot, place_record),
                                                    RECORD_LIST(struct design_file, texts, text_record)};
static const struct record file_record = RECORD(struct design_file, file_members);

/* --- what it says, held against the badge */

static bool design_path(char path[static PATH_MAX], const char *folder, const char *name)
{
    int length = snprintf(path, PATH_MAX, "%s/%s", folder, name);
    return length > 0 && length < PATH_MAX;
}

static bool design_is_wrong(struct error *error, const char *path, const char *wanted)
{
    return error_set(error, ERROR_SETUP, NULL, "%s must be %s", path, wanted);
}

/* So many numbers, each within [least, most]. */
static bool design_numbers_fit(const struct design_numbers *numbers, size_t count, double least, double most)
{
    if (numbers->count != count)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!(numbers->items[i] >= least && numbers->items[i] <= most))
            return false;
    return true;
}

/* A box lies on the badge, whole. */
static bool design_take_box(const struct design_numbers *numbers, const char *path, struct paper_box *box,
                            struct error *error)
{
    const double *mm = numbers->items;
    if (!design_numbers_fit(numbers, 4, 0, 148) || mm[2] <= 0 || mm[3] <= 0 || mm[0] + mm[2] > 105 ||
        mm[1] + mm[3] > 148)
        return design_is_wrong(error, path, "[left, top, width, height] in millimetres, within 105 by 148");
    *box = (struct paper_box){mm[0] * PAPER_POINTS_PER_MM, mm[1] * PAPER_POINTS_PER_MM,
                              mm[2] * PAPER_POINTS_PER_MM, mm[3] * PAPER_POINTS_PER_MM};
    return true;
}

static bool design_field_is_unknown(const char *path, struct error *error)
{
    scope_buffer struct buffer known = BUFFER(500);
    for (size_t i = 0; i < badge_texts_record.count; i++)
        buffer_printf(&known, "%s%s", i ? ", " : "one of ", badge_texts_record.members[i].name);
    return design_is_wrong(error, path, known.failed ? "a badge's field" : known.data);
}

static const char *design_text_fault(const struct design_text *from, struct badge_text *to,
                                     const char **wanted)
{
    *wanted = "[smallest, largest] in points, 4 to 200";
    if (!design_numbers_fit(&from->size, 2, 4, 200) || from->size.items[0] > from->size.items[1])
        return "size";
    *wanted = "a number from 1 to 4";
    if (from->lines != RECORD_NO_INT && (from->lines < 1 || from->lines > 4))
        return "lines";
    *wanted = "a number from 1 to 8, of one text alone";
    must_at_compile(PAPER_MOST_RANKS == 8, "as the message says");
    if (from->rank != RECORD_NO_INT && (from->rank < 1 || from->rank > PAPER_MOST_RANKS))
        return "rank";
    *wanted = "a colour like \"#1a2b3c\"";
    return color_read(from->color ? from->color : "#000000", &to->style.color) ? NULL : "color";
}

static bool design_take_text(const struct design_text *from, size_t index, struct badge_text *to,
                             struct error *error)
{
    char path[64];
    const char *wanted;
    to->field = record_find(&badge_texts_record, from->field, strlen(from->field));
    snprintf(path, sizeof path, "texts[%zu].field", index);
    if (!to->field)
        return design_field_is_unknown(path, error);
    const char *fault = design_text_fault(from, to, &wanted);
    snprintf(path, sizeof path, "texts[%zu].%s", index, fault ? fault : "box");
    if (fault)
        return design_is_wrong(error, path, wanted);
    to->style.least = from->size.items[0];
    to->style.most = from->size.items[1];
    to->style.lines = from->lines == RECORD_NO_INT ? 1 : (int)from->lines;
    to->rank = from->rank == RECORD_NO_INT ? 0 : (int)from->rank;
    to->style.align = alignments[from->align];
    to->style.weight = weights[from->weight];
    return design_take_box(&from->box, path, &to->style.box, error);
}

static bool design_take_texts(struct badge_design *design, const struct design_file *file,
                              struct error *error)
{
    if (file->texts.count < 1 || file->texts.count > DESIGN_MOST_TEXTS)
        return design_is_wrong(error, "texts", "a list of 1 to 24 texts");
    must_at_compile(DESIGN_MOST_TEXTS == 24, "as the message says");
    for (size_t i = 0; i < file->texts.count; i++) {
        if (!design_take_text(&file->texts.items[i], i, &design->text[i], error))
            return false;
        design->texts++;
    }
    return true;
}

static struct paper_box design_around(struct paper_box a, struct paper_box b)
{
    double left = fmin(a.x, b.x), top = fmin(a.y, b.y);
    return (struct paper_box){left, top, fmax(a.x + a.width, b.x + b.width) - left,
                              fmax(a.y + a.height, b.y + b.height) - top};
}

/* Puts the ranked texts in their order and finds the room that they share. What it leaves between their boxes
 * stays between the texts. */
static bool design_take_ranks(struct badge_design *design, struct error *error)
{
    for (int rank = 1; rank <= PAPER_MOST_RANKS; rank++)
        for (int i = 0, found = 0; i < design->texts; i++) {
            struct badge_text *text = &design->text[i];
            if (text->rank != rank)
                continue;
            if (found++ || badge_text_is_fixed(text)) {
                char path[64];
                snprintf(path, sizeof path, "texts[%d].rank", i);
                return design_is_wrong(error, path,
                                       found > 1 ? "a number from 1 to 8, of one text alone"
                                                 : "left out: the text is the same on all badges");
            }
            design->block = design->ranks ? design_around(design->block, text->style.box) : text->style.box;
            design->ranked[design->ranks++] = text;
        }
    for (int i = 0; i + 1 < design->ranks; i++) {
        const struct paper_box *box = &design->ranked[i]->style.box;
        design->gaps[i] = fmax(design->ranked[i + 1]->style.box.y - box->y - box->height, 0);
    }
    for (int i = 0; i < design->texts; i++)
        if (design->text[i].rank)
            design->text[i].style.box.width = design->block.width;
    return true;
}

/* A symbol of 45 modules with its quiet zone: below 25 mm doors would have to aim. */
static bool design_take_symbol(struct badge_design *design, const struct design_file *file,
                               struct error *error)
{
    if (!design_take_box(&file->symbol.box, "symbol.box", &design->symbol, error))
        return false;
    bool square = design->symbol.width == design->symbol.height;
    return (square && design->symbol.width >= 25 * PAPER_POINTS_PER_MM) ||
           design_is_wrong(error, "symbol.box", "a square of 25 millimetres or more");
}

static bool design_take_banner(struct badge_design *design, const struct design_file *file,
                               const char *folder, struct error *error)
{
    char path[PATH_MAX];
    const char *name = file->banner.file;
    if (!*name || strchr(name, '/') || !design_path(path, folder, name))
        return design_is_wrong(error, "banner.file", "the name of a file beside design.json");
    if (!design_take_box(&file->banner.box, "banner.box", &design->banner, error))
        return false;
    design->path = strdup(path);
    design->banner_name = strdup(name);
    if (!design->path || !design->banner_name)
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    design->artwork = paper_artwork_load(path, &design->banner, NULL, error);
    return design->artwork != NULL;
}

static bool design_take(struct badge_design *design, const struct design_file *file, const char *folder,
                        struct error *error)
{
    return design_take_box(&file->band.box, "band.box", &design->band, error) &&
           (!file->slot || design_take_box(&file->slot->box, "slot.box", &design->slot, error)) &&
           design_take_symbol(design, file, error) && design_take_texts(design, file, error) &&
           design_take_ranks(design, error) && design_take_banner(design, file, folder, error);
}

/* --- loading */

/* What is wrong with the file is the set-up's fault, not ours. */
static bool design_read(const char *path, struct arena *arena, struct design_file *file, struct error *error)
{
    size_t length;
    scope_free char *bytes = file_read(path, DESIGN_MOST_BYTES, &length, error);
    if (!bytes)
        return false;
    struct error wrong = {0};
    if (record_read(&file_record, bytes, length, path, RECORD_EXACT, arena, file, &wrong))
        return true;
    return error_set(error, arena->failed ? ERROR_OURS : ERROR_SETUP, NULL, "%s", wrong.message);
}

struct badge_design *badge_design_load(const char *folder, struct error *error)
{
    char path[PATH_MAX];
    struct design_file file;
    scope_arena struct arena arena = ARENA(DESIGN_MOST_MEMORY);
    if (!design_path(path, folder, "design.json")) {
        error_set(error, ERROR_SETUP, NULL, "the folder's name is too long");
        return NULL;
    }
    if (!design_read(path, &arena, &file, error) || !paper_fonts_check(error))
        return NULL;
    struct badge_design *design = calloc(1, sizeof *design);
    if (design && design_take(design, &file, folder, error))
        return design;
    if (!design)
        error_set(error, ERROR_OURS, NULL, "out of memory");
    badge_design_free(design);
    error_context(error, "%s", path);
    return NULL;
}

bool badge_design_tint(struct badge_design *design, const char *color, struct error *error)
{
    struct color brand;
    if (!color_read(color, &brand))
        return true;
    brand = color_readable(brand, (struct color){1, 1, 1}, COLOR_READABLE);
    cairo_surface_t *artwork = paper_artwork_load(design->path, &design->banner, &brand, error);
    if (!artwork)
        return false;
    cairo_surface_destroy(design->artwork);
    design->artwork = artwork;
    return true;
}

void badge_design_free(struct badge_design *design)
{
    if (!design)
        return;
    if (design->artwork)
        cairo_surface_destroy(design->artwork);
    free(design->path);
    free(design->banner_name);
    free(design);
}
