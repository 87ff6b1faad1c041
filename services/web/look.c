/* An event's own look: its colours, made readable, and its style sheet. */
#include "web/look.h"

#include <math.h>
#include <sodium.h>

#define HASH_SIZE 16
#define DARK "@media (prefers-color-scheme:dark)"

/* assets/styles/lanyard.css: the least bright ground of the light theme, the brightest of the dark one. */
static const struct color light_ground = {0xf3 / 255.0, 0xf2 / 255.0, 0xee / 255.0},
                          dark_ground = {0x18 / 255.0, 0x23 / 255.0, 0x2b / 255.0};

const char *const look_picture_names[] = {[LOOK_LOGO] = "logo", [LOOK_ART] = "art"};

/* --- the style sheet */

static void write_color(const char *name, struct color color, struct buffer *css)
{
    char text[COLOR_TEXT_SIZE];
    color_write(color, text);
    buffer_printf(css, "--%s:%s;", name, text);
}

static void write_accent(struct color brand, struct color ground, struct buffer *css)
{
    struct color accent = color_readable(brand, ground, COLOR_READABLE);
    write_color("accent", accent, css);
    write_color("accent-ink", color_ink_on(accent), css);
}

static void write_brand(const char *text, struct buffer *css)
{
    struct color brand;
    if (!color_read(text, &brand))
        return;
    buffer_text(css, ":root{");
    write_color("brand", brand, css);
    buffer_printf(css, "--brand-clear:rgba(%ld,%ld,%ld,0);", lround(255 * brand.red),
                  lround(255 * brand.green), lround(255 * brand.blue));
    write_color("on", color_ink_on(brand), css);
    write_accent(brand, light_ground, css);
    buffer_text(css, "}\n" DARK "{:root{");
    write_accent(brand, dark_ground, css);
    buffer_text(css, "}}\n");
}

/* A code begins with a letter or a digit, so a class has a letter before it. */
static void write_category(const struct event_category *category, bool is_dark, struct buffer *css)
{
    struct color hue;
    if (!color_read(category->color, &hue))
        return;
    if (is_dark) /* between dark cards a dark band is none */
        hue = color_readable(hue, dark_ground, COLOR_READABLE);
    buffer_printf(css, ".c-%s{", category->code);
    write_color("hue", hue, css);
    write_color("on-hue", color_ink_on(hue), css);
    buffer_text(css, "}\n");
}

static void write_categories(const struct event *event, bool is_dark, struct buffer *css)
{
    for (size_t i = 0; i < event->categories.count; i++)
        write_category(&event->categories.items[i], is_dark, css);
}

/* "logo.svg?v=16 hexadecimal digits": text browsers show the name. The ending is the file's own. */
static void write_picture_name(enum look_picture picture, const char *name, const char *key,
                               struct buffer *out)
{
    const char *ending = strrchr(name, '.');
    buffer_printf(out, "%s%s?v=%s", look_picture_names[picture], ending ? ending : "", key);
}

void look_write(const struct event *event, struct buffer *css)
{
    write_brand(event->brand.color, css);
    if (event->brand.art && event->brand.art_key) {
        buffer_text(css, ".picture{background-image:url(");
        write_picture_name(LOOK_ART, event->brand.art, event->brand.art_key, css);
        buffer_text(css, ")}\n");
    }
    write_categories(event, false, css);
    buffer_text(css, DARK "{\n");
    write_categories(event, true, css);
    buffer_text(css, "}\n");
}

/* --- addresses */

const char *look_address(const struct event *event, struct arena *arena)
{
    uint8_t hash[HASH_SIZE];
    char name[HASH_SIZE + 1];
    scope_buffer struct buffer css = BUFFER(1u << 20);
    look_write(event, &css);
    crypto_generichash(hash, sizeof hash, (const uint8_t *)css.data, css.length, NULL, 0);
    hex_encode(hash, HASH_SIZE / 2, name);
    return css.failed ? NULL : arena_printf(arena, "/e/%s/look/style.css?v=%s", event->slug, name);
}

const char *look_picture_address(const struct event *event, enum look_picture picture, struct arena *arena)
{
    const struct event_brand *brand = &event->brand;
    const char *name = picture == LOOK_LOGO ? brand->logo : brand->art;
    const char *key = picture == LOOK_LOGO ? brand->logo_key : brand->art_key;
    scope_buffer struct buffer file = BUFFER(256);
    if (!name || !key)
        return NULL;
    write_picture_name(picture, name, key, &file);
    return file.failed ? NULL : arena_printf(arena, "/e/%s/look/%s", event->slug, file.data);
}
