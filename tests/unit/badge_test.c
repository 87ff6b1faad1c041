/* The badge room's parts that a reader of the PDF cannot see one by one. */
#include "tests/unit/unit.h"

#include "badge/badge_private.h"
static bool overlap(struct box a, struct box b)
{
    const double hair = 1e-6;
    return a.x + a.width > b.x + hair && b.x + b.width > a.x + hair && a.y + a.height > b.y + hair &&
           b.y + b.height > a.y + hair;
}

static void badges_lie_on_the_sheet_and_apart(void **state)
{
    (void)state;
    const enum badge_sheet all[] = {BADGE_SHEET_A6, BADGE_SHEET_A4_4UP};
    for (size_t s = 0; s < sizeof all / sizeof *all; s++) {
        const struct sheet *sheet = sheet_get(all[s]);
        for (int i = 0; i < sheet_places(sheet); i++) {
            struct box place = sheet_place(sheet, i);
            assert_true(place.x >= -1e-6 && place.y >= -1e-6);
            assert_true(place.x + place.width <= sheet->width + 1e-6 &&
                        place.y + place.height <= sheet->height + 1e-6);
            for (int j = 0; j < i; j++)
                assert_false(overlap(place, sheet_place(sheet, j)));
        }
    }
}

static void a_sheet_has_a_name(void **state)
{
    (void)state;
    enum badge_sheet sheet;
    assert_true(badge_sheet_parse("a4-4up", &sheet));
    assert_int_equal(sheet, BADGE_SHEET_A4_4UP);
    assert_false(badge_sheet_parse("a5", &sheet));
}

static void nothing_on_the_default_design_overlaps(void **state)
{
    (void)state;
    struct error error = {0};
    struct badge_design *design = badge_design_load("assets/designs/default", &error);
    if (!design)
        fail_msg("%s: %s", error.field, error.message);
    for (int i = 0; i < design->texts; i++) {
        assert_false(overlap(design->text[i].box, design->symbol));
        for (int j = 0; j < i; j++)
            assert_false(overlap(design->text[i].box, design->text[j].box));
    }
    assert_false(overlap(design->symbol, design->band));
    assert_false(overlap(design->symbol, design->banner));
    badge_design_free(design);
}

/* The family of the run in which the byte at index stands. */
static char *family_at(const char *text, int index, const struct font_hints *hints)
{
    PangoAttrList *list = fonts_for(text, hints);
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
        struct font_hints hints;
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
    const struct font_hints none = {0};
    scope_free char *second = family_at("Ximena 刘", 7, &none);
    assert_string_equal(second, "Noto Sans CJK SC");
}

static void text_on_a_colour_can_be_read(void **state)
{
    (void)state;
    struct color color;
    assert_true(color_parse("#f7d154", &color));
    assert_true(color_for_text_on(color).red == 0);
    assert_true(color_parse("#0b6e8f", &color));
    assert_true(color_for_text_on(color).red == 1);
    assert_false(color_parse("0b6e8f", &color));
    assert_false(color_parse("#0b6e8", &color));
    assert_false(color_parse("#0b6e8g", &color));
    assert_false(color_parse(NULL, &color));
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
        cmocka_unit_test(a_sheet_has_a_name),
        cmocka_unit_test(nothing_on_the_default_design_overlaps),
        cmocka_unit_test(each_script_has_its_family),
        cmocka_unit_test(text_on_a_colour_can_be_read),
        cmocka_unit_test(symbols_come_out_in_the_order_in_which_people_went_in),
    };
    return cmocka_run_group_tests_name("badge", tests, NULL, NULL);
}
