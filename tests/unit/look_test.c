/* An event's look: its style sheet. */
#include "tests/unit/unit.h"

#include "web/look.h"

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
        cmocka_unit_test(the_style_sheet_says_only_what_the_event_has),
    };
    return cmocka_run_group_tests_name("look", tests, NULL, NULL);
}
