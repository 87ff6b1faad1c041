/* The QR symbol of a token, as modules and as pictures. */
#include "ticket/ticket_private.h"

#include <png.h>
#include <qrencode.h>

#define VERSION 5
#define QUIET 4 /* modules left free around the symbol (ISO/IEC 18004 section 5.3.8) */
#define FULL_WIDTH TICKET_FULL_WIDTH

bool ticket_symbol_make(const char *token, struct ticket_symbol *symbol)
{
    QRinput *input = QRinput_new2(VERSION, QR_ECLEVEL_M);
    if (!input)
        return false;
    QRcode *code = NULL;
    if (QRinput_append(input, QR_MODE_AN, (int)strlen(token), (const unsigned char *)token) == 0)
        code = QRcode_encodeInput(input);
    QRinput_free(input);
    bool good = code && code->width == TICKET_SYMBOL_WIDTH;
    for (size_t i = 0; good && i < sizeof symbol->modules; i++)
        symbol->modules[i] = code->data[i] & 1;
    QRcode_free(code);
    return good;
}

static bool is_dark(const struct ticket_symbol *symbol, int x, int y)
{
    return symbol->modules[y * TICKET_SYMBOL_WIDTH + x];
}

/* Runs of dark modules as one path. */
static void svg_row(struct buffer *svg, const struct ticket_symbol *symbol, int y)
{
    for (int x = 0; x < TICKET_SYMBOL_WIDTH;) {
        int run = 0;
        while (x + run < TICKET_SYMBOL_WIDTH && is_dark(symbol, x + run, y))
            run++;
        if (run)
            buffer_printf(svg, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, run, run);
        x += run + 1;
    }
}

void ticket_symbol_path(const struct ticket_symbol *symbol, struct buffer *svg)
{
    for (int y = 0; y < TICKET_SYMBOL_WIDTH; y++)
        svg_row(svg, symbol, y);
}

char *ticket_symbol_svg(const char *token)
{
    struct ticket_symbol symbol;
    if (!ticket_symbol_make(token, &symbol))
        return NULL;
    struct buffer svg = BUFFER(65536);
    buffer_printf(
        &svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\">"
        "<path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path d=\"",
        FULL_WIDTH, FULL_WIDTH, FULL_WIDTH, FULL_WIDTH);
    ticket_symbol_path(&symbol, &svg);
    buffer_text(&svg, "\"/></svg>\n");
    return buffer_take(&svg);
}

static void paint(const struct ticket_symbol *symbol, int scale, uint8_t *pixels)
{
    int width = FULL_WIDTH * scale;
    memset(pixels, 255, (size_t)width * (size_t)width);
    for (int y = 0; y < TICKET_SYMBOL_WIDTH * scale; y++)
        for (int x = 0; x < TICKET_SYMBOL_WIDTH * scale; x++)
            if (is_dark(symbol, x / scale, y / scale))
                pixels[(y + QUIET * scale) * width + x + QUIET * scale] = 0;
}

uint8_t *ticket_symbol_png(const char *token, int scale, size_t *length)
{
    struct ticket_symbol symbol;
    if (scale < 1 || scale > 32 || !ticket_symbol_make(token, &symbol))
        return NULL;
    png_uint_32 width = (png_uint_32)(FULL_WIDTH * scale);
    scope_free uint8_t *pixels = malloc((size_t)width * width);
    if (!pixels)
        return NULL;
    paint(&symbol, scale, pixels);

    png_image image = {
        .version = PNG_IMAGE_VERSION, .width = width, .height = width, .format = PNG_FORMAT_GRAY};
    png_alloc_size_t size = 0;
    if (!png_image_write_to_memory(&image, NULL, &size, 0, pixels, 0, NULL))
        return NULL;
    scope_free uint8_t *png = malloc(size);
    if (!png || !png_image_write_to_memory(&image, png, &size, 0, pixels, 0, NULL))
        return NULL;
    *length = size;
    return scope_take(&png);
}
