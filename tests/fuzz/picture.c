/* Pictures with codes in them. PDFs are drawn by programs of poppler's, which has fuzzers of its own. */
#include "picture/picture.h"
#include "tests/fuzz/fuzz.h"

#include <turbojpeg.h>

#define PIXELS_MAX 250000 /* more only takes longer */

static bool found(void *context, int page, const char *text, size_t length)
{
    require(page == 1 && text);
    require(text_is_utf8(text, length));
    return ++*(int *)context < 10;
}

static bool found_raw(void *context, const char *text, size_t length)
{
    return found(context, 1, text, length);
}

static uint32_t big_endian(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static bool is_large(const uint8_t *data, size_t size)
{
    int width = 0, height = 0, subsampling, colors;
    if (size > 24 && data[0] == 0x89)
        return (uint64_t)big_endian(data + 16) * big_endian(data + 20) > PIXELS_MAX;
    tjhandle decoder = tjInitDecompress();
    bool jpeg = tjDecompressHeader3(decoder, data, size, &width, &height, &subsampling, &colors) == 0;
    tjDestroy(decoder);
    return jpeg && (int64_t)width * height > PIXELS_MAX;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct error error = {0};
    char path[32];
    int codes = 0;
    if (size < 3 || memcmp(data, "%PD", 3) == 0 || is_large(data, size))
        return 0;
    int fd = fuzz_file(data, size, path);
    if (!picture_file_read(path, 72, found, &codes, &error))
        require(error.message[0]);
    close(fd);
    /* The same bytes as grey pixels. */
    int width = data[0] + 1;
    const struct picture picture = {data + 1, width, (int)((size - 1) / (size_t)width), width};
    if (picture.height > 0)
        picture_read(&picture, found_raw, &codes);
    return 0;
}
