/* An event's look: whatever colour an organizer chooses can be read. */
#include "tests/unit/unit.h"

#include "web/look.h"

static const struct look_color white = {255, 255, 255};
static const struct look_color paper = {0xf8, 0xf7, 0xf3}, card = {0x18, 0x23, 0x2b},
                               dark_paper = {0x0f, 0x16, 0x1b};

static void any_colour_can_be_read(void **state)
{
    (void)state;
    for (int red = 0; red <= 255; red += 15)
        for (int green = 0; green <= 255; green += 15)
            for (int blue = 0; blue <= 255; blue += 15) {
                const struct look_color color = {red, green, blue};
                assert_true(look_contrast(look_on(color), color) >= 4.5);
                const struct look_color light = look_readable(color, (struct look_color){0xf3, 0xf2, 0xee});
                assert_true(look_contrast(light, paper) >= 4.5 && look_contrast(light, white) >= 4.5);
                const struct look_color dark = look_readable(color, card);
                assert_true(look_contrast(dark, card) >= 4.5 && look_contrast(dark, dark_paper) >= 4.5);
            }
}

static void a_colour_that_can_be_read_stays(void **state)
{
    (void)state;
    struct look_color color;
    assert_true(look_read_color("#0B6e8f", &color));
    const struct look_color same = look_readable(color, white);
    assert_true(same.red == 0x0b && same.green == 0x6e && same.blue == 0x8f);
    assert_true(look_contrast(white, (struct look_color){0}) > 20.9);
    static const char *const wrong[] = {NULL, "", "#0b6e8", "0b6e8f0", "#0b6e8g", "#0b6e8f;"};
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_false(look_read_color(wrong[i], &color));
}

static void the_style_sheet_says_only_what_the_event_has(void **state)
{
    (void)state;
    scope_buffer struct buffer css = BUFFER(10000);
    struct event_category category = {.code = "member", .color = "#f4c95d"};
    struct event event = {.slug = "x", .categories = {&category, 1}};
    look_write(&event, &css);
    assert_null(strstr(css.data, ":root"));
    assert_null(strstr(css.data, "url("));
    assert_non_null(strstr(css.data, ".c-member{--hue:#f4c95d;--on-hue:#000000;}"));
    buffer_clear(&css);
    event.brand = (struct event_brand){.color = "#0b6e8f", .art = "a b).svg", .art_key = "0123456789abcdef"};
    look_write(&event, &css);
    assert_non_null(strstr(css.data, "--brand:#0b6e8f;--brand-clear:rgba(11,110,143,0);--on:#ffffff;"));
    assert_non_null(strstr(css.data, ".picture{background-image:url(art.svg?v=0123456789abcdef)}"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_colour_can_be_read),
        cmocka_unit_test(a_colour_that_can_be_read_stays),
        cmocka_unit_test(the_style_sheet_says_only_what_the_event_has),
    };
    return cmocka_run_group_tests_name("look", tests, NULL, NULL);
}
