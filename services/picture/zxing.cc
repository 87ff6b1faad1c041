/* The bridge to the decoders and to poppler, which are C++. Nothing thrown gets past it. */
#include "picture/picture_private.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <memory>
#include <string>

#define ZX_USE_UTF8 /* text() as UTF-8, as in the library's next release */
#include <ZXing/ReadBarcode.h>
#include <poppler-document.h>
#include <poppler-page-renderer.h>
#include <poppler-page.h>

namespace
{

using found_function = bool (*)(void *, const char *, size_t);

/* How many were found, or -1 if the caller has enough. */
int read_with_zxing(const struct picture *picture, found_function found, void *context)
{
    ZXing::ImageView view(picture->pixels, picture->width, picture->height, ZXing::ImageFormat::Lum,
                          picture->stride);
    ZXing::DecodeHints hints;
    hints.setFormats(ZXing::BarcodeFormat::QRCode)
        .setTryHarder(true)
        .setTryRotate(true)
        .setMaxNumberOfSymbols(64);
    int count = 0;
    for (const ZXing::Result &result : ZXing::ReadBarcodes(view, hints)) {
        if (!result.isValid())
            continue;
        std::string text = result.text();
        count++;
        if (!found(context, text.data(), text.size()))
            return -1;
    }
    return count;
}

struct page_found {
    bool (*found)(void *, int, const char *, size_t);
    void *context;
    int page;
};

bool pass_page(void *context, const char *text, size_t length)
{
    const page_found *pass = static_cast<const page_found *>(context);
    return pass->found(pass->context, pass->page, text, length);
}

constexpr double points_per_inch = 72;
constexpr double side_max = 30000; /* pixels */

/* As fine as asked for, unless the page is so large that its picture would eat the memory. */
double fitting_dpi(const poppler::page &page, double dpi)
{
    const poppler::rectf size = page.page_rect();
    const double width = size.width() / points_per_inch;
    const double height = size.height() / points_per_inch;
    return std::min(
        {dpi, std::sqrt(PICTURE_PIXELS_MAX / (width * height)), side_max / width, side_max / height});
}

/* Poppler's grey8 has rows padded to four bytes. */
bool read_page(const poppler::document &document, int index, int dpi, page_found &pass)
{
    std::unique_ptr<poppler::page> page(document.create_page(index));
    poppler::page_renderer renderer;
    renderer.set_image_format(poppler::image::format_gray8);
    renderer.set_render_hint(poppler::page_renderer::antialiasing);
    renderer.set_render_hint(poppler::page_renderer::text_antialiasing);
    const double fine = page ? fitting_dpi(*page, dpi) : 0;
    poppler::image image = page ? renderer.render_page(page.get(), fine, fine) : poppler::image();
    if (!image.is_valid())
        return true;
    struct picture picture = {reinterpret_cast<const uint8_t *>(image.const_data()), image.width(),
                              image.height(), image.bytes_per_row()};
    pass.page = index + 1;
    return picture_read(&picture, pass_page, &pass);
}

} // namespace

bool picture_read(const struct picture *picture, bool (*found)(void *, const char *, size_t), void *context)
{
    try {
        int count = read_with_zxing(picture, found, context);
        return count > 0 || (count == 0 && picture_read_zbar(picture, found, context));
    } catch (const std::exception &) {
        return true;
    }
}

bool picture_read_pdf(const char *bytes, size_t length, int dpi,
                      bool (*found)(void *, int, const char *, size_t), void *context)
{
    try {
        poppler::set_debug_error_function([](const std::string &, void *) {}, nullptr);
        std::unique_ptr<poppler::document> document(
            poppler::document::load_from_raw_data(bytes, static_cast<int>(length)));
        if (!document || document->is_locked())
            return false;
        page_found pass = {found, context, 0};
        for (int i = 0; i < document->pages(); i++)
            if (!read_page(*document, i, dpi, pass))
                break;
        return true;
    } catch (const std::exception &) {
        return false;
    }
}
