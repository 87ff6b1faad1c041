/* The badge room's parts that a reader of the PDF cannot see one by one. */
#include "tests/unit/unit.h"

#include "badge/badge_private.h"
static bool overlap(struct paper_box a, struct paper_box b)
{
    const double hair = 1e-6;
    return a.x + a.width > b.x + hair && b.x + b.width > a.x + hair && a.y + a.height > b.y + hair &&
           b.y + b.height > a.y + hair;
}

static void badges_lie_on_the_sheet_and_apart(void **state)
{
    (void)state;
    const enum paper_sheet_kind all[] = {PAPER_SHEET_A6, PAPER_SHEET_A4_4UP, PAPER_SHEET_LETTER_4UP};
    for (size_t s = 0; s < COUNT(all); s++)
        for (double margin = 0; margin <= 25 * PAPER_POINTS_PER_MM; margin += PAPER_MARGIN) {
            const struct paper_sheet sheet = paper_sheet_make(all[s], margin);
            double edge = (all[s] == PAPER_SHEET_A6 ? 0 : margin) - 1e-6;
            for (int i = 0; i < paper_sheet_places(&sheet); i++) {
                struct paper_box place = paper_sheet_place(&sheet, i);
                assert_true(place.x >= edge && place.y >= edge);
                assert_true(place.x + place.width <= sheet.width - edge &&
                            place.y + place.height <= sheet.height - edge);
                for (int j = 0; j < i; j++)
                    assert_false(overlap(place, paper_sheet_place(&sheet, j)));
            }
        }
}

static void marks_stay_where_the_printer_prints(void **state)
{
    (void)state;
    const struct paper_sheet sheet = paper_sheet_make(PAPER_SHEET_A4_4UP, PAPER_MARGIN);
    cairo_surface_t *surface = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, NULL);
    cairo_t *cairo = cairo_create(surface);
    struct paper_box ink;
    paper_sheet_draw_crop_marks(&sheet, cairo);
    cairo_destroy(cairo);
    cairo_recording_surface_ink_extents(surface, &ink.x, &ink.y, &ink.width, &ink.height);
    cairo_surface_destroy(surface);
    const double line = 6; /* and its mitres, which cairo counts whether there are any or not */
    assert_true(ink.x >= PAPER_MARGIN - line && ink.y >= PAPER_MARGIN - line);
    assert_true(ink.x + ink.width <= sheet.width - PAPER_MARGIN + line);
    assert_true(ink.y + ink.height <= sheet.height - PAPER_MARGIN + line);
}

static void a_sheet_has_a_name(void **state)
{
    (void)state;
    enum paper_sheet_kind sheet;
    assert_true(paper_sheet_parse("a4-4up", &sheet));
    assert_int_equal(sheet, PAPER_SHEET_A4_4UP);
    assert_false(paper_sheet_parse("a5", &sheet));
}

static void what_crosses_the_walls_of_badge_is_as_its_tables_say(void **state)
{
    (void)state;
    static const struct record *const records[] = {&badge_about_record, &badge_choice_record,
                                                   &badge_run_record, &badge_texts_record};
    for (size_t i = 0; i < COUNT(records); i++)
        record_must_hold(records[i]);
    assert_string_equal(record_word(&badge_fault_words, BADGE_NO_GLYPHS), "no_glyphs");
}

static void nothing_on_the_default_design_overlaps(void **state)
{
    (void)state;
    struct error error = {0};
    struct badge_design *design = badge_design_load("assets/designs/default", &error);
    if (!design)
        fail_msg("%s: %s", error.field, error.message);
    for (int i = 0; i < design->texts; i++) {
        assert_false(overlap(design->text[i].style.box, design->symbol));
        for (int j = 0; j < i; j++)
            assert_false(overlap(design->text[i].style.box, design->text[j].style.box));
    }
    assert_false(overlap(design->symbol, design->band));
    assert_false(overlap(design->symbol, design->banner));
    badge_design_free(design);
}

/* The family of the run in which the byte at index stands. */
static char *family_at(const char *text, int index, const struct paper_hints *hints)
{
    PangoAttrList *list = paper_fonts_for(text, hints);
    PangoAttrIterator *iterator = pango_attr_list_get_iterator(list);
    char *family = NULL;
    do {
        int start, end;
        pango_attr_iterator_range(iterator, &start, &end);
        PangoAttribute *found = pango_attr_iterator_get(iterator, PANGO_ATTR_FAMILY);
        if (found && index >= start && index < end)
            family = strdup(((PangoAttrString *)found)->value);
    } while (!family && pango_attr_iterator_next(iterator));
    pango_attr_iterator_destroy(iterator);
    pango_attr_list_unref(list);
    return family;
}

static void each_script_has_its_family(void **state)
{
    (void)state;
    const struct {
        const char *text;
        struct paper_hints hints;
        const char *family;
    } cases[] = {
        {"Amina", {0}, "Noto Sans"},
        {"Ольга", {0}, "Noto Sans"},
        {"محمد", {0}, "Noto Sans Arabic"},
        {"דוד", {0}, "Noto Sans Hebrew"},
        {"नेहा", {0}, "Noto Sans Devanagari"},
        {"민준", {0}, "Noto Sans CJK KR"},
        {"花子", {"ja", NULL}, "Noto Sans CJK JP"},
        {"花子", {"en", "JP"}, "Noto Sans CJK JP"},
        {"花子", {"en", NULL}, "Noto Sans CJK SC"},
        {"陳大文", {"zh-Hant", NULL}, "Noto Sans CJK TC"},
        {"陳大文", {"zh", "HK"}, "Noto Sans CJK HK"},
        {"陳大文", {"zhx", "TW"}, "Noto Sans CJK TC"},
        {"花 はな", {"zh", "CN"}, "Noto Sans CJK JP"},
        {"金 김", {"zh", "CN"}, "Noto Sans CJK KR"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        scope_free char *family = family_at(cases[i].text, 0, &cases[i].hints);
        assert_string_equal(family, cases[i].family);
    }
    const struct paper_hints none = {0};
    scope_free char *second = family_at("Ximena 刘", 7, &none);
    assert_string_equal(second, "Noto Sans CJK SC");
}

static void text_on_a_colour_can_be_read(void **state)
{
    (void)state;
    struct color color;
    assert_true(color_read("#f7d154", &color));
    assert_true(color_ink_on(color).red == 0);
    assert_true(color_read("#0b6e8f", &color));
    assert_true(color_ink_on(color).red == 1);
    assert_false(color_read("0b6e8f", &color));
    assert_false(color_read("#0b6e8", &color));
    assert_false(color_read("#0b6e8g", &color));
    assert_false(color_read(NULL, &color));
}

/* What is inked when the text is written so. */
static struct paper_box written(const struct paper_style *style, const char *text,
                                struct paper_written *result)
{
    const struct paper_hints none = {0};
    cairo_surface_t *surface = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, NULL);
    cairo_t *cairo = cairo_create(surface);
    PangoLayout *layout = paper_layout_new(cairo);
    struct paper_box ink;
    *result = paper_write(cairo, layout, style, style->color, text, &none);
    g_object_unref(layout);
    cairo_destroy(cairo);
    cairo_recording_surface_ink_extents(surface, &ink.x, &ink.y, &ink.width, &ink.height);
    cairo_surface_destroy(surface);
    return ink;
}

static const char *const any_script[] = {
    "I",
    "Jürgen",
    "Ŗ̥̊",
    "محمد",
    "عبد الله بن عبد العزيز بن محمد الحسيني",
    "བསྟན་འཛིན",
    "สมเด็จพระเจ้าบรมวงศ์เธอกรมพระยาดำรงราชานุภาพ",
    "王小明",
    "Maximilian Alexander",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk",
    "a\u030a\u030a\u030a\u030a\u030a\u030a\u0325\u0325\u0325\u0325\u0325\u0325 pile",
};

static void no_ink_leaves_its_box(void **state)
{
    (void)state;
    const double pixel = 1; /* what the extents are rounded to */
    for (int align = PANGO_ALIGN_LEFT; align <= PANGO_ALIGN_RIGHT; align++)
        for (size_t i = 0; i < sizeof any_script / sizeof *any_script; i++) {
            const struct paper_style style = {.box = {100, 100, 270, 75},
                                              .least = 18,
                                              .most = 72,
                                              .lines = 2,
                                              .align = (PangoAlignment)align,
                                              .weight = PANGO_WEIGHT_BOLD};
            struct paper_written result;
            struct paper_box ink = written(&style, any_script[i], &result);
            if (ink.x < 100 - pixel || ink.y < 100 - pixel || ink.x + ink.width > 370 + pixel ||
                ink.y + ink.height > 175 + pixel)
                fail_msg("%s: %g %g %g %g", any_script[i], ink.x, ink.y, ink.width, ink.height);
        }
}

static void every_script_fills_its_box_alike(void **state)
{
    (void)state;
    static const char *const words[] = {"Amina", "محمد", "བསྟན་འཛིན", "ยุพา", "नेहा", "王小明"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const struct paper_style style = {
            .box = {0, 0, 270, 60}, .least = 4, .most = 200, .lines = 1, .align = PANGO_ALIGN_CENTER};
        struct paper_written result;
        struct paper_box ink = written(&style, words[i], &result);
        if (ink.width < 0.94 * 270 && ink.height < 0.94 * 60)
            fail_msg("%s: %g by %g", words[i], ink.width, ink.height);
    }
}

static void a_text_takes_another_line_before_it_falls_below_the_floor(void **state)
{
    (void)state;
    struct paper_style style = {
        .box = {0, 0, 263, 26}, .least = 8, .most = 13, .lines = 2, .align = PANGO_ALIGN_CENTER};
    const char *long_text = "St. Vincent and the Grenadines Community Network Association for Rural Access";
    struct paper_written result;
    struct paper_box ink = written(&style, long_text, &result);
    assert_false(result.too_long);
    assert_true(ink.height > 20);
    style.lines = 1;
    ink = written(&style, long_text, &result);
    assert_true(result.too_long);
    assert_true(ink.height < 12);
}

static void lines_come_out_alike_in_length(void **state)
{
    (void)state;
    const struct paper_style style = {
        .box = {0, 0, 263, 40}, .least = 18, .most = 72, .lines = 2, .align = PANGO_ALIGN_CENTER};
    struct paper_written result;
    /* The box is wide enough for the first two words on one line, and "Lee" alone on the next. */
    struct paper_box ink = written(&style, "Bartholomew Featherstone Lee", &result);
    assert_true(ink.height > 30);
    assert_true(ink.width < 200);
}

/* The rows at which the first and the last letter of a text end, letters being what white columns part. */
static void letters_end(const char *text, int *first, int *last)
{
    const struct paper_hints none = {0};
    const struct paper_style style = {
        .box = {0, 0, 400, 100}, .least = 4, .most = 64, .lines = 1, .align = PANGO_ALIGN_CENTER};
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, 400, 100);
    cairo_t *cairo = cairo_create(surface);
    PangoLayout *layout = paper_layout_new(cairo);
    struct paper_written result = paper_write(cairo, layout, &style, style.color, text, &none);
    assert_false(result.no_glyphs);
    cairo_surface_flush(surface);
    const uint8_t *pixels = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface), end = -1, letters = 0;
    for (int x = 0; x < 400; x++) {
        int lowest = -1;
        for (int y = 0; y < 100; y++)
            lowest = pixels[y * stride + x] > 128 ? y : lowest;
        if (lowest >= 0)
            end = lowest > end ? lowest : end;
        else if (end >= 0)
            *(letters++ ? last : first) = end, end = -1;
    }
    assert_int_equal(letters, 2);
    g_object_unref(layout);
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
}

static void one_baseline_serves_all_whatever_begins_the_line(void **state)
{
    (void)state;
    int han, latin, han_after, latin_before, han_again, arabic;
    letters_end("田 H", &han, &latin);
    letters_end("H 田", &latin_before, &han_after);
    letters_end("田 ا", &arabic, &han_again); /* drawn from the left as they stand in a line of the left */
    if (abs((han - latin) - (han_after - latin_before)) > 1)
        fail_msg("begun with Han: %d, with Latin: %d", han - latin, han_after - latin_before);
    if (abs(abs(han_again - arabic) - abs(han - latin)) > 4)
        fail_msg("Arabic: %d, Latin: %d", han_again - arabic, han - latin);
}

/* A badge's ranked texts, arranged; NULL: left out. */
struct ranked {
    const char *words[3];
    double size[3];
    struct paper_box place[3];
};

static void arrange(struct ranked *ranked)
{
    const struct paper_hints none = {0};
    static const struct paper_style styles[] = {
        {.box = {0, 0, 264, 71}, .least = 18, .most = 64, .lines = 3, .align = PANGO_ALIGN_CENTER},
        {.box = {0, 85, 264, 35}, .least = 9, .most = 17, .lines = 3, .align = PANGO_ALIGN_CENTER},
        {.box = {0, 127, 264, 15}, .least = 8, .most = 14, .lines = 2, .align = PANGO_ALIGN_CENTER}};
    const struct paper_box room = {0, 0, 264, 142};
    const double gaps[] = {14, 7, 0};
    struct paper_text text[3], *shown[3];
    struct paper_box places[3];
    int count = 0, of[3];
    cairo_surface_t *surface = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, NULL);
    cairo_t *cairo = cairo_create(surface);
    for (int i = 0; i < 3; i++)
        if (ranked->words[i]) {
            paper_text_prepare(&text[count], paper_layout_new(cairo), &styles[i], ranked->words[i], &none);
            shown[count] = &text[count], of[count++] = i;
        }
    paper_block_arrange(shown, count, &room, gaps, places);
    for (int i = 0; i < count; i++) {
        ranked->size[of[i]] = shown[i]->size, ranked->place[of[i]] = places[i];
        g_object_unref(shown[i]->layout);
    }
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
}

static void ranks_keep_their_order_of_size_and_their_room(void **state)
{
    (void)state;
    static const char ministry[] = "Ministry of Digital Economy, Telecommunications and Information Society";
    for (size_t i = 0; i < COUNT(any_script); i++) {
        struct ranked ranked = {.words = {any_script[i], i % 2 ? ministry : "ISOC", "Mozambique"}};
        arrange(&ranked);
        if (ranked.size[0] >= 18 && !(ranked.size[0] > ranked.size[1] && ranked.size[1] > ranked.size[2]))
            fail_msg("%s: %g, %g, %g", any_script[i], ranked.size[0], ranked.size[1], ranked.size[2]);
        assert_true(ranked.place[0].y >= -1e-6);
        assert_true(ranked.place[1].y >= ranked.place[0].y + ranked.place[0].height + 14 - 1e-6);
        assert_true(ranked.place[2].y >= ranked.place[1].y + ranked.place[1].height + 7 - 1e-6);
        assert_true(ranked.place[2].y + ranked.place[2].height <= 142 + 1e-6);
    }
}

static void what_is_left_out_leaves_its_room_to_the_others(void **state)
{
    (void)state;
    struct ranked all = {.words = {"Maria da Conceição", "ISOC", "Mozambique"}};
    struct ranked alone = {.words = {"Maria da Conceição", NULL, NULL}};
    arrange(&all);
    arrange(&alone);
    if (alone.size[0] < 1.15 * all.size[0])
        fail_msg("%g beside others, %g alone", all.size[0], alone.size[0]);
}

static void a_word_too_long_for_a_line_is_broken_and_told(void **state)
{
    (void)state;
    const struct paper_style style = {
        .box = {0, 0, 264, 71}, .least = 18, .most = 64, .lines = 3, .align = PANGO_ALIGN_CENTER};
    struct paper_written result;
    struct paper_box ink = written(&style, "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk", &result);
    assert_true(result.too_long);
    assert_true(ink.height > 50);
}

static void lines_stand_close_and_do_not_touch(void **state)
{
    (void)state;
    const struct paper_style style = {
        .box = {0, 0, 160, 300}, .least = 18, .most = 40, .lines = 2, .align = PANGO_ALIGN_CENTER};
    struct paper_written result;
    /* Capitals alone: their ink is as high as one, and the step from line to line. */
    struct paper_box ink = written(&style, "HHHHH HHHHH", &result);
    assert_true(ink.height > 60 && ink.height < 1.15 * 40 + 30);
}

static void left_is_where_reading_begins(void **state)
{
    (void)state;
    const struct paper_style style = {
        .box = {0, 0, 270, 20}, .least = 4, .most = 12, .lines = 1, .align = PANGO_ALIGN_LEFT};
    struct paper_written result;
    assert_true(written(&style, "Amina", &result).x < 2);
    struct paper_box ink = written(&style, "محمد", &result);
    assert_true(ink.x + ink.width > 268);
}

static void symbols_come_out_in_the_order_in_which_people_went_in(void **state)
{
    (void)state;
    struct error error = {0};
    struct encoder *encoder = encoder_start(&error);
    assert_non_null(encoder);
    struct ticket_signer signer = {.number = 1};
    uint32_t next = 0;
    for (uint32_t serial = 0; serial < 3 * ENCODER_DEPTH || encoder_waiting(encoder);) {
        if (serial < 3 * ENCODER_DEPTH && encoder_waiting(encoder) < ENCODER_DEPTH) {
            char token[TICKET_TOKEN_SIZE];
            ticket_sign(&signer, TICKET_BADGE, 1, serial, token);
            const struct badge_person person = {.name = token, .token = token, .serial = serial++};
            assert_true(encoder_put(encoder, &person, &error));
            memset(token, 'x', sizeof token - 1); /* it was copied */
            continue;
        }
        struct ticket_symbol symbol;
        const struct encoded *badge = encoder_oldest(encoder);
        assert_true(badge->good);
        assert_int_equal(badge->person.serial, next++);
        assert_true(ticket_symbol_make(badge->person.name, &symbol));
        assert_memory_equal(&symbol, &badge->symbol, sizeof symbol);
        encoder_release(encoder);
    }
    assert_int_equal(next, 3 * ENCODER_DEPTH);
    encoder_stop(encoder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(badges_lie_on_the_sheet_and_apart),
        cmocka_unit_test(marks_stay_where_the_printer_prints),
        cmocka_unit_test(a_sheet_has_a_name),
        cmocka_unit_test(what_crosses_the_walls_of_badge_is_as_its_tables_say),
        cmocka_unit_test(nothing_on_the_default_design_overlaps),
        cmocka_unit_test(each_script_has_its_family),
        cmocka_unit_test(text_on_a_colour_can_be_read),
        cmocka_unit_test(no_ink_leaves_its_box),
        cmocka_unit_test(every_script_fills_its_box_alike),
        cmocka_unit_test(a_text_takes_another_line_before_it_falls_below_the_floor),
        cmocka_unit_test(lines_come_out_alike_in_length),
        cmocka_unit_test(one_baseline_serves_all_whatever_begins_the_line),
        cmocka_unit_test(ranks_keep_their_order_of_size_and_their_room),
        cmocka_unit_test(what_is_left_out_leaves_its_room_to_the_others),
        cmocka_unit_test(a_word_too_long_for_a_line_is_broken_and_told),
        cmocka_unit_test(lines_stand_close_and_do_not_touch),
        cmocka_unit_test(left_is_where_reading_begins),
        cmocka_unit_test(symbols_come_out_in_the_order_in_which_people_went_in),
    };
    return cmocka_run_group_tests_name("badge", tests, NULL, NULL);
}
