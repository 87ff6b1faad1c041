/* An event's own look: its colours, made readable, and its style sheet. */
#include "web/look.h"

#include <ctype.h>
#include <math.h>
#include <sodium.h>

#define READABLE 4.5 /* WCAG 2.2, 1.4.3 */
#define STEPS 64
#define HASH_SIZE 16
#define DARK "@media (prefers-color-scheme:dark)"

/* assets/styles/lanyard.css: the least bright ground of the light theme, the brightest of the dark one, and
 * the ink of that one's buttons. */
static const struct look_color white = {255, 255, 255}, black = {0, 0, 0};
static const struct look_color light_ground = {0xf3, 0xf2, 0xee}, dark_ground = {0x18, 0x23, 0x2b};

const char *const look_picture_names[] = {[LOOK_LOGO] = "logo", [LOOK_ART] = "art"};

/* --- colours */

static int hex_digit(char c)
{
    const char *place = c ? strchr("0123456789abcdef", tolower((unsigned char)c)) : NULL;
    return place ? (int)(place - "0123456789abcdef") : -1;
}

bool look_read_color(const char *text, struct look_color *color)
{
    int digits[6];
    if (!text || *text != '#' || strlen(text) != 7)
        return false;
    for (size_t i = 0; i < COUNT_OF(digits); i++)
        if ((digits[i] = hex_digit(text[i + 1])) < 0)
            return false;
    *color = (struct look_color){16 * digits[0] + digits[1], 16 * digits[2] + digits[3],
                                 16 * digits[4] + digits[5]};
    return true;
}

/* WCAG 2.2: relative luminance. */
static double linear(int part)
{
    double share = part / 255.0;
    return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4);
}

static double luminance(struct look_color color)
{
    return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue);
}

double look_contrast(struct look_color a, struct look_color b)
{
    double one = luminance(a);
    double other = luminance(b);
    return (fmax(one, other) + 0.05) / (fmin(one, other) + 0.05);
}

/* One of the two always can be read: what is too bright for white has 4.6 and more with black. */
struct look_color look_on(struct look_color ground)
{
    return look_contrast(ground, white) >= READABLE ? white : black;
}

static int mix_part(int from, int to, int step)
{
    return from + (to - from) * step / STEPS;
}

struct look_color look_readable(struct look_color color, struct look_color ground)
{
    struct look_color to = luminance(ground) > 0.5 ? black : white;
    struct look_color mixed = color;
    for (int step = 1; step <= STEPS && look_contrast(mixed, ground) < READABLE; step++)
        mixed = (struct look_color){mix_part(color.red, to.red, step), mix_part(color.green, to.green, step),
                                    mix_part(color.blue, to.blue, step)};
    return mixed;
}

/* --- the style sheet */

static void write_color(const char *name, struct look_color color, struct buffer *css)
{
    buffer_printf(css, "--%s:#%02x%02x%02x;", name, color.red, color.green, color.blue);
}

static void write_accent(struct look_color brand, struct look_color ground, struct buffer *css)
{
    struct look_color accent = look_readable(brand, ground);
    write_color("accent", accent, css);
    write_color("accent-ink", look_on(accent), css);
}

static void write_brand(const char *text, struct buffer *css)
{
    struct look_color brand;
    if (!look_read_color(text, &brand))
        return;
    buffer_text(css, ":root{");
    write_color("brand", brand, css);
    buffer_printf(css, "--brand-clear:rgba(%d,%d,%d,0);", brand.red, brand.green, brand.blue);
    write_color("on", look_on(brand), css);
    write_accent(brand, light_ground, css);
    buffer_text(css, "}\n" DARK "{:root{");
    write_accent(brand, dark_ground, css);
    buffer_text(css, "}}\n");
}

/* A code begins with a letter or a digit, so a class has a letter before it. */
static void write_category(const struct event_category *category, bool is_dark, struct buffer *css)
{
    struct look_color hue;
    if (!look_read_color(category->color, &hue))
        return;
    if (is_dark) /* between dark cards a dark band is none */
        hue = look_readable(hue, dark_ground);
    buffer_printf(css, ".c-%s{", category->code);
    write_color("hue", hue, css);
    write_color("on-hue", look_on(hue), css);
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
