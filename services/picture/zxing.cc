/* The bridge to ZXing-C++. Nothing thrown gets past it. */
#include "picture/picture_private.h"

#include <exception>
#include <string>

#define ZX_USE_UTF8 /* text() as UTF-8, as in the library's next release */
#include <ZXing/ReadBarcode.h>
#if __has_include(<ZXing/ReaderOptions.h>)
#include <ZXing/ReaderOptions.h>
#define HAS_READER_OPTIONS
#endif

namespace
{

#ifdef HAS_READER_OPTIONS /* 2.2 renamed them; 1.4 is Debian 12's */
using Options = ZXing::ReaderOptions;
#else
using Options = ZXing::DecodeHints;
#endif

using found_function = bool (*)(void *, const char *, size_t);

/* How many were found, or -1 if the caller has enough. */
int read_with_zxing(const struct picture *picture, found_function found, void *context)
{
    ZXing::ImageView view(picture->pixels, picture->width, picture->height, ZXing::ImageFormat::Lum,
                          picture->stride);
    Options options;
    options.setFormats(ZXing::BarcodeFormat::QRCode)
        .setTryHarder(true)
        .setTryRotate(true)
        .setMaxNumberOfSymbols(64);
#ifdef HAS_READER_OPTIONS /* as it stands there, not with "<ESC>" and the like for people */
    options.setTextMode(ZXing::TextMode::Plain);
#endif
    int count = 0;
    for (const auto &result : ZXing::ReadBarcodes(view, options)) {
        if (!result.isValid())
            continue;
        std::string text = result.text();
        count++;
        if (!found(context, text.data(), text.size()))
            return -1;
    }
    return count;
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
