/* Pictures out of files, PNG, JPEG or PDF by their content. */
#include "picture/picture_private.h"

#include "base/base.h"

#include <png.h>
#include <turbojpeg.h>

#define FILE_MAX (64u << 20)
#define PDF_MAX (1u << 30)
#define PAGE_SECONDS 60

struct passing {
    bool (*found)(void *context, int page, const char *text, size_t length);
    void *context;
};

static bool pass(void *context, const char *text, size_t length)
{
    const struct passing *passing = context;
    return passing->found(passing->context, 1, text, length);
}

static bool too_many_pixels(int64_t width, int64_t height, const char *path, struct error *error)
{
    if (width * height <= PICTURE_PIXELS_MAX)
        return false;
    error_set(error, ERROR_CALLER, NULL, "%s has more than %d pixels", path, PICTURE_PIXELS_MAX);
    return true;
}

static bool read_png(const char *path, const char *bytes, size_t length, struct passing *passing,
                     struct error *error)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_memory(&image, bytes, length))
        return error_set(error, ERROR_CALLER, NULL, "%s: %s", path, image.message);
    image.format = PNG_FORMAT_GRAY;
    if (too_many_pixels(image.width, image.height, path, error)) {
        png_image_free(&image);
        return false;
    }
    scope_free uint8_t *pixels = malloc(PNG_IMAGE_SIZE(image));
    /* What is transparent stands on white paper. */
    const png_color white = {255, 255, 255};
    if (!pixels || !png_image_finish_read(&image, &white, pixels, 0, NULL)) {
        error_set(error, ERROR_CALLER, NULL, "%s: %s", path, pixels ? image.message : "out of memory");
        png_image_free(&image);
        return false;
    }
    const struct picture picture = {pixels, (int)image.width, (int)image.height, (int)image.width};
    picture_read(&picture, pass, passing);
    return true;
}

/* The decoder warns of what it could still read: phones and mail programs cut the last bytes. */
static bool decode(tjhandle decoder, const char *bytes, size_t length, uint8_t *pixels, int width, int height)
{
    return tjDecompress2(decoder, (const unsigned char *)bytes, length, pixels, width, width, height,
                         TJPF_GRAY, TJFLAG_LIMITSCANS) == 0 ||
           tjGetErrorCode(decoder) == TJERR_WARNING;
}

static bool read_jpeg(const char *path, const char *bytes, size_t length, struct passing *passing,
                      struct error *error)
{
    tjhandle decoder = tjInitDecompress();
    int width = 0; /* stays so where the file holds tables alone */
    int height = 0;
    int subsampling;
    int colors;
    scope_free uint8_t *pixels = NULL;
    bool good = decoder &&
                tjDecompressHeader3(decoder, (const unsigned char *)bytes, length, &width, &height,
                                    &subsampling, &colors) == 0 &&
                width > 0 && height > 0;
    if (good && too_many_pixels(width, height, path, error)) {
        tjDestroy(decoder);
        return false;
    }
    pixels = good ? calloc((size_t)width, (size_t)height) : NULL; /* rows that are missing stay black */
    good = pixels && decode(decoder, bytes, length, pixels, width, height);
    if (!good)
        error_set(error, ERROR_CALLER, NULL, "%s: %s", path, tjGetErrorStr2(decoder));
    tjDestroy(decoder);
    const struct picture picture = {pixels, width, height, width};
    if (good)
        picture_read(&picture, pass, passing);
    return good;
}

static bool read_pdf(const char *path, const char *bytes, size_t length, int dpi, struct passing *passing,
                     struct error *error)
{
    const struct picture_pdf_options options = {.dpi = dpi, .seconds = PAGE_SECONDS};
    return picture_read_pdf(bytes, length, &options, passing->found, passing->context, error) ||
           error_context(error, "%s", path);
}

bool picture_file_read(const char *path, int dpi,
                       bool (*found)(void *context, int page, const char *text, size_t length), void *context,
                       struct error *error)
{
    size_t length;
    scope_free char *bytes = file_read(path, PDF_MAX, &length, error);
    struct passing passing = {found, context};
    if (!bytes)
        return false;
    if (length >= 5 && memcmp(bytes, "%PDF-", 5) == 0)
        return read_pdf(path, bytes, length, dpi, &passing, error);
    if (length > FILE_MAX)
        return error_set(error, ERROR_CALLER, NULL, "%s is larger than %u MiB", path, FILE_MAX >> 20);
    if (length >= 8 && png_sig_cmp((png_const_bytep)bytes, 0, 8) == 0)
        return read_png(path, bytes, length, &passing, error);
    if (length >= 3 && memcmp(bytes, "\xff\xd8\xff", 3) == 0)
        return read_jpeg(path, bytes, length, &passing, error);
    return error_set(error, ERROR_CALLER, NULL, "%s is neither PNG nor JPEG nor PDF", path);
}
