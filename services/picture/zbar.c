/* The second reader of QR symbols: ZBar. */
#include "picture/picture_private.h"

#include <stdlib.h>
#include <string.h>
#include <zbar.h>

static bool give_symbols(const zbar_image_t *image, bool (*found)(void *, const char *, size_t),
                         void *context)
{
    for (const zbar_symbol_t *symbol = zbar_image_first_symbol(image); symbol;
         symbol = zbar_symbol_next(symbol))
        if (!found(context, zbar_symbol_get_data(symbol), zbar_symbol_get_data_length(symbol)))
            return false;
    return true;
}

/* ZBar wants rows without padding. */
static uint8_t *copy_rows(const struct picture *picture)
{
    size_t width = (size_t)picture->width;
    uint8_t *pixels = malloc(width * (size_t)picture->height);
    for (int y = 0; pixels && y < picture->height; y++)
        memcpy(pixels + (size_t)y * width, picture->pixels + (ptrdiff_t)y * picture->stride, width);
    return pixels;
}

bool picture_read_zbar(const struct picture *picture,
                       bool (*found)(void *context, const char *text, size_t length), void *context)
{
    uint8_t *pixels = copy_rows(picture);
    zbar_image_scanner_t *scanner = zbar_image_scanner_create();
    zbar_image_t *image = zbar_image_create();
    bool more = true;
    if (pixels && scanner && image) {
        zbar_image_scanner_request_dbus(scanner, 0);
        zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
        zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
        zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
        zbar_image_set_size(image, (unsigned)picture->width, (unsigned)picture->height);
        zbar_image_set_data(image, pixels, (unsigned long)picture->width * (unsigned long)picture->height,
                            NULL);
        zbar_scan_image(scanner, image);
        more = give_symbols(image, found, context);
    }
    if (image)
        zbar_image_destroy(image);
    if (scanner)
        zbar_image_scanner_destroy(scanner);
    free(pixels);
    return more;
}
