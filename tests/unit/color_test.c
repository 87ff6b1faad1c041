/* Colours: whatever an organizer chooses can be read. */
#include "tests/unit/unit.h"

#include "base/base.h"

#define RGB(red, green, blue)                                                                                \
    {                                                                                                        \
        (red) / 255.0, (green) / 255.0, (blue) / 255.0                                                       \
    }

/* Of assets/styles/lanyard.css. */
static const struct color white = RGB(255, 255, 255), paper = RGB(0xf8, 0xf7, 0xf3),
                          ground = RGB(0xf3, 0xf2, 0xee), card = RGB(0x18, 0x23, 0x2b),
                          dark_paper = RGB(0x0f, 0x16, 0x1b);

static void any_colour_can_be_read(void **state)
{
    (void)state;
    for (int red = 0; red <= 255; red += 15)
        for (int green = 0; green <= 255; green += 15)
            for (int blue = 0; blue <= 255; blue += 15) {
                const struct color color = RGB(red, green, blue);
                assert_true(color_contrast(color_ink_on(color), color) >= 4.5);
                const struct color light = color_readable(color, ground, COLOR_READABLE);
                assert_true(color_contrast(light, paper) >= 4.5 && color_contrast(light, white) >= 4.5);
                const struct color dark = color_readable(color, card, COLOR_READABLE);
                assert_true(color_contrast(dark, card) >= 4.5 && color_contrast(dark, dark_paper) >= 4.5);
            }
}

static void a_colour_that_can_be_read_stays(void **state)
{
    (void)state;
    struct color color;
    assert_true(color_read("#0B6e8f", &color));
    const struct color same = color_readable(color, white, COLOR_READABLE);
    char text[COLOR_TEXT_SIZE];
    color_write(same, text);
    assert_string_equal(text, "#0b6e8f");
    assert_true(color_contrast(white, (struct color){0}) > 20.9);
    static const char *const wrong[] = {NULL, "", "#0b6e8", "0b6e8f0", "#0b6e8g", "#0b6e8f;"};
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_false(color_read(wrong[i], &color));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_colour_can_be_read),
        cmocka_unit_test(a_colour_that_can_be_read_stays),
    };
    return cmocka_run_group_tests_name("color", tests, NULL, NULL);
}
