/* picture: QR codes out of pictures.
 *
 * Nothing here keeps state; every function is thread-safe. zxing.cc is C++, which never throws past here. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct error;

/* As base/base.h has it, which is no C++. */
#define CHECKED __attribute__((warn_unused_result))

/* Most pixels of a picture; a page that would have more is drawn more coarsely. */
#define PICTURE_PIXELS_MAX 100000000

struct picture {
    const uint8_t *pixels; /* 8-bit grey, row by row */
    int width, height, stride;
};

/* Finds QR codes with ZXing-C++ and, where that finds none, ZBar. Calls found for each text, stops when that
 * gives false. */
bool picture_read(const struct picture *picture,
                  bool (*found)(void *context, const char *text, size_t length), void *context);

/* Opens a PNG, JPEG or PDF file (by its content, not its name), each PDF page at `dpi`, and reads every
 * picture in it. Limits: 64 MiB a file for pictures, 100 million pixels a picture (a larger page of a PDF is
 * drawn more coarsely), a minute and 20000 pages for a PDF's. page is 1 for pictures.
 *
 * PDFs are drawn by pdfinfo and pdftoppm (poppler-utils), run as programs; ERROR_SETUP where they are
 * missing. A page that cannot be drawn ends the reading; what was found before it has been given. */
bool picture_file_read(const char *path, int dpi,
                       bool (*found)(void *context, int page, const char *text, size_t length), void *context,
                       struct error *error) CHECKED;

#ifdef __cplusplus
}
#endif
