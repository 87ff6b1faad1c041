/* What the files of this room share. */
#pragma once

#include "picture/picture.h"

#ifdef __cplusplus
extern "C" {
#endif

/* By ZBar alone: slower, and better where contrast is low. */
bool picture_read_zbar(const struct picture *picture,
                       bool (*found)(void *context, const char *text, size_t length), void *context);

/* Every page of a PDF, rendered at dpi. False if it is none that can be read. */
bool picture_read_pdf(const char *bytes, size_t length, int dpi,
                      bool (*found)(void *context, int page, const char *text, size_t length), void *context);

#ifdef __cplusplus
}
#endif
