/* gzip (RFC 1952), for whom a page takes seconds to arrive.
 *
 * What is compressed tells by its length how often a text repeats, so pages repeat nothing that an address
 * or another site could choose beside a secret: a form from elsewhere comes without the cookie, and is
 * answered with a token of its own. JSON is left as it is. */
#include "http/http_private.h"

#include <zlib.h>

#define WORTH_IT 600u /* bytes; less fits one packet anyway */
#define GZIP 16       /* added to the window's bits, as zlib has it */
#define LEAST_WINDOW 9
#define LOOKAHEAD 262 /* zlib's MIN_LOOKAHEAD, which its window holds beside */
#define LEVEL 6

/* ";q=0" and ";q=0.000" say never (RFC 9110 section 12.4.2). */
static bool refuses(const char *parameters, size_t length)
{
    const char *weight = memchr(parameters, '=', length);
    size_t digits = weight ? strspn(weight + 1, "0.") : 0;
    return digits && weight + 1 + digits >= parameters + length;
}

bool http_compress_accepted(const struct http_request *request)
{
    const char *coding = http_header(request, MHD_HTTP_HEADER_ACCEPT_ENCODING);
    while (coding && *coding) {
        coding += strspn(coding, ", \t");
        size_t whole = strcspn(coding, ",");
        size_t name = strcspn(coding, ",; \t");
        if (name == 4 && strncasecmp(coding, "gzip", 4) == 0)
            return !refuses(coding + name, whole - name);
        coding += whole;
    }
    return false;
}

/* A window no larger than the body: zlib's whole one is a quarter of a megabyte, and to take, clear and give
 * it back costs more than to compress a page. */
static int window_bits(size_t length)
{
    int bits = LEAST_WINDOW;
    while (bits < MAX_WBITS && (size_t)1 << bits < length + LOOKAHEAD)
        bits++;
    return bits;
}

bool http_compress(struct buffer *body)
{
    z_stream stream = {0};
    int bits = window_bits(body->length);
    int memory = bits < MAX_WBITS ? 7 : 8;
    if (body->failed || body->length < WORTH_IT || body->length > UINT_MAX ||
        deflateInit2(&stream, LEVEL, Z_DEFLATED, GZIP + bits, memory, Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    uLong most = deflateBound(&stream, body->length);
    scope_free uint8_t *packed = malloc(most);
    stream.next_in = (Bytef *)body->data;
    stream.avail_in = (uInt)body->length;
    stream.next_out = packed;
    stream.avail_out = (uInt)most;
    bool done = packed && deflate(&stream, Z_FINISH) == Z_STREAM_END;
    size_t length = stream.total_out;
    deflateEnd(&stream);
    if (!done || length >= body->length)
        return false;
    buffer_clear(body);
    buffer_append(body, packed, length);
    return true;
}
