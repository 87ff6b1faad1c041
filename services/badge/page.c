/* One badge: its background, its texts, its symbol. */
#include "badge/badge_private.h"

#include "language/language.h"

#define QUIET 4 /* modules left free around the symbol */

/* A badge name stands for the full one, which a design prints beside it only if it says so, and then not
 * twice. */
static const char *page_badge_name(const struct badge_person *person)
{
    return person->badge_name && *person->badge_name ? person->badge_name : person->name;
}

static const char *page_full_name(const struct badge_person *person)
{
    const char *shown = page_badge_name(person);
    bool same = person->name && shown && strcmp(person->name, shown) == 0;
    return same ? "" : person->name;
}

static void draw_symbol(cairo_t *cairo, const struct paper_box *box, const struct ticket_symbol *symbol)
{
    cairo_surface_t *mask =
        cairo_image_surface_create(CAIRO_FORMAT_A1, TICKET_SYMBOL_WIDTH, TICKET_SYMBOL_WIDTH);
    uint8_t *pixels = cairo_image_surface_get_data(mask);
    size_t stride = (size_t)cairo_image_surface_get_stride(mask);
    /* Out of memory there are none, which cairo remembers: the document's next check finds it. */
    for (size_t y = 0; pixels && y < TICKET_SYMBOL_WIDTH; y++)
        for (size_t x = 0; x < TICKET_SYMBOL_WIDTH; x++)
            if (symbol->modules[y * TICKET_SYMBOL_WIDTH + x])
                pixels[y * stride + x / 8] |= (uint8_t)(1U << (x % 8)); /* A1 is in the machine's bit order */
    cairo_surface_mark_dirty(mask);

    double module = box->width / (TICKET_SYMBOL_WIDTH + 2 * QUIET);
    cairo_pattern_t *pattern = cairo_pattern_create_for_surface(mask);
    cairo_pattern_set_filter(pattern, CAIRO_FILTER_NEAREST);
    cairo_save(cairo);
    cairo_translate(cairo, box->x + QUIET * module, box->y + QUIET * module);
    cairo_scale(cairo, module, module);
    cairo_set_source_rgb(cairo, 0, 0, 0);
    cairo_mask(cairo, pattern);
    cairo_restore(cairo);
    cairo_pattern_destroy(pattern);
    cairo_surface_destroy(mask);
}

static void draw_background(cairo_t *cairo, struct page_kit *kit)
{
    const struct badge_design *design = kit->design;
    const struct badge_texts texts = {.event_title = kit->options->event.title,
                                      .event_dates = kit->options->event.dates};
    const struct paper_hints hints = {0};
    cairo_save(cairo);
    cairo_translate(cairo, design->banner.x, design->banner.y);
    cairo_scale(cairo, design->banner.width / cairo_image_surface_get_width(design->artwork),
                design->banner.height / cairo_image_surface_get_height(design->artwork));
    cairo_set_source_surface(cairo, design->artwork, 0, 0);
    cairo_paint(cairo);
    cairo_restore(cairo);
    for (int i = 0; i < design->texts; i++) {
        const struct paper_style *style = &design->text[i].style;
        const char *text = badge_text_of(&design->text[i], &texts);
        if (badge_text_is_fixed(&design->text[i]) && text && *text)
            paper_write(cairo, kit->layout, style, style->color, text, &hints);
    }
}

bool page_kit_open(struct page_kit *kit, cairo_t *cairo, struct error *error)
{
    const cairo_rectangle_t all = {0, 0, PAPER_BADGE_WIDTH, PAPER_BADGE_HEIGHT};
    kit->layout = paper_layout_new(cairo);
    for (int i = 0; i < kit->design->ranks; i++)
        kit->ranked[i] = paper_layout_new(cairo);
    kit->background = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &all);
    cairo_t *recorder = cairo_create(kit->background);
    draw_background(recorder, kit);
    cairo_status_t status = cairo_status(recorder);
    cairo_destroy(recorder);
    return status == CAIRO_STATUS_SUCCESS ||
           error_set(error, ERROR_OURS, NULL, "%s", cairo_status_to_string(status));
}

void page_kit_close(struct page_kit *kit)
{
    if (kit->layout)
        g_object_unref(kit->layout);
    for (int i = 0; i < PAPER_MOST_RANKS; i++)
        if (kit->ranked[i])
            g_object_unref(kit->ranked[i]);
    if (kit->background)
        cairo_surface_destroy(kit->background);
}

static void page_remark(const struct page_kit *kit, const struct encoded *badge,
                        const struct record_member *field, enum badge_fault fault)
{
    const struct badge_remark said = {badge->person.code ? badge->person.code : "", field->name, fault};
    if (kit->options->remark)
        kit->options->remark(kit->options->context, &said);
}

static struct color draw_band(const struct page_kit *kit, cairo_t *cairo, const struct badge_person *person)
{
    struct color color;
    const struct paper_box *band = &kit->design->band;
    if (!color_read(person->category_color, &color))
        color = (struct color){0.2, 0.2, 0.2};
    cairo_set_source_rgb(cairo, color.red, color.green, color.blue);
    cairo_rectangle(cairo, band->x, band->y, band->width, band->height);
    cairo_fill(cairo);
    return color;
}

static void page_tell(const struct page_kit *kit, const struct encoded *badge, const struct badge_text *place,
                      struct paper_written result)
{
    if (result.too_long)
        page_remark(kit, badge, place->field, BADGE_TOO_LONG);
    if (result.no_glyphs)
        page_remark(kit, badge, place->field, BADGE_NO_GLYPHS);
}

/* Those that have a box for themselves. */
static void draw_boxed(const struct page_kit *kit, cairo_t *cairo, const struct encoded *badge,
                       const struct badge_texts *texts, struct color band)
{
    const struct paper_hints hints = {badge->person.language, badge->person.country};
    for (int i = 0; i < kit->design->texts; i++) {
        const struct badge_text *place = &kit->design->text[i];
        const struct paper_style *style = &place->style;
        const char *text = badge_text_of(place, texts);
        if (place->rank || badge_text_is_fixed(place) || !text || !*text)
            continue;
        bool on_band = place->field->offset == offsetof(struct badge_texts, category);
        struct color color = on_band ? color_ink_on(band) : style->color;
        page_tell(kit, badge, place, paper_write(cairo, kit->layout, style, color, text, &hints));
    }
}

/* And those that share one. */
static void draw_ranked(const struct page_kit *kit, cairo_t *cairo, const struct encoded *badge,
                        const struct badge_texts *texts)
{
    const struct badge_design *design = kit->design;
    const struct paper_hints hints = {badge->person.language, badge->person.country};
    const struct badge_text *shown[PAPER_MOST_RANKS];
    struct paper_text text[PAPER_MOST_RANKS], *order[PAPER_MOST_RANKS];
    struct paper_box places[PAPER_MOST_RANKS];
    double gaps[PAPER_MOST_RANKS];
    int count = 0;
    for (int i = 0; i < design->ranks; i++) {
        const char *words = badge_text_of(design->ranked[i], texts);
        if (!words || !*words)
            continue;
        paper_text_prepare(&text[count], kit->ranked[count], &design->ranked[i]->style, words, &hints);
        order[count] = &text[count];
        gaps[count] = design->gaps[i];
        shown[count++] = design->ranked[i];
    }
    if (count)
        paper_block_arrange(order, count, &design->block, gaps, places);
    for (int i = 0; i < count; i++)
        page_tell(kit, badge, shown[i], paper_text_draw(order[i], cairo, &places[i], shown[i]->style.color));
}

static void draw_texts(const struct page_kit *kit, cairo_t *cairo, const struct encoded *badge,
                       struct color band)
{
    const struct badge_person *person = &badge->person;
    char country[LANGUAGE_TEXT_SIZE] = "";
    if (person->country && *person->country)
        language_country(BADGE_LANGUAGE, person->country, country);
    const struct badge_texts texts = {.badge_name = page_badge_name(person),
                                      .name = page_full_name(person),
                                      .affiliation = person->affiliation,
                                      .country = country,
                                      .category = person->category_title,
                                      .code = person->code};
    draw_ranked(kit, cairo, badge, &texts);
    draw_boxed(kit, cairo, badge, &texts, band);
}

void page_draw(const struct page_kit *kit, cairo_t *cairo, const struct encoded *badge)
{
    cairo_set_source_surface(cairo, kit->background, 0, 0);
    cairo_paint(cairo);
    struct color band = draw_band(kit, cairo, &badge->person);
    draw_texts(kit, cairo, badge, band);
    draw_symbol(cairo, &kit->design->symbol, &badge->symbol);
}
