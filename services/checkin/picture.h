/* What the files that read pictures share; checkin's own. picture.cc is C++, so nothing here needs the rest
 * of the room. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Most pixels of a picture; a page that would have more is drawn more coarsely. */
#define CHECKIN_PIXELS_MAX 100000000

struct checkin_picture {
    const uint8_t *pixels;
    int width, height, stride;
};

bool checkin_picture_read(const struct checkin_picture *picture,
                          bool (*found)(void *context, const char *text, size_t length), void *context);

/* By ZBar alone: slower, and better where contrast is low. */
bool picture_read_zbar(const struct checkin_picture *picture,
                       bool (*found)(void *context, const char *text, size_t length), void *context);

/* Every page of a PDF, rendered at dpi. False if it is none that can be read. */
bool picture_read_pdf(const char *bytes, size_t length, int dpi,
                      bool (*found)(void *context, int page, const char *text, size_t length), void *context);

#ifdef __cplusplus
}
#endif
