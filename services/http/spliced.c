/* Answers that are made once but for a few places: what is kept is compressed already, and what is personal
 * is put between. */
#include "http/http_private.h"

#include <zlib.h>

#define LEVEL 9
#define STORED_MOST UINT16_MAX /* RFC 1951 section 3.2.4 */
#define ENDS_MOST 64           /* of a gzip file's two ends */

/* What stands up to the next place. */
struct part {
    char *plain;
    size_t plain_length;
    char *packed; /* RFC 1951 blocks up to a whole byte, none of which is the last */
    size_t packed_length;
    uint32_t crc;
    uLong crc_shift; /* zlib's: takes the sum of what stands before past this part */
    size_t place;    /* which value follows; of the last none */
};

struct http_spliced {
    char type[64];
    size_t count;
    struct part parts[];
};

void http_spliced_free(struct http_spliced *spliced)
{
    for (size_t i = 0; spliced && i < spliced->count; i++) {
        free(spliced->parts[i].plain);
        free(spliced->parts[i].packed);
    }
    free(spliced);
}

const char *http_spliced_type(const struct http_spliced *spliced)
{
    return spliced->type;
}

static bool part_pack(struct part *part)
{
    z_stream stream = {0};
    if (part->plain_length > UINT_MAX ||
        deflateInit2(&stream, LEVEL, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    uLong most = deflateBound(&stream, part->plain_length) + ENDS_MOST;
    part->packed = malloc(most);
    stream.next_in = (Bytef *)part->plain;
    stream.avail_in = (uInt)part->plain_length;
    stream.next_out = (Bytef *)part->packed;
    stream.avail_out = (uInt)most;
    bool done = part->packed && deflate(&stream, Z_SYNC_FLUSH) == Z_OK && stream.avail_out > 0;
    part->packed_length = stream.total_out;
    deflateEnd(&stream);
    return done;
}

static bool part_fill(struct part *part, const char *bytes, size_t length)
{
    part->plain = malloc(length + 1);
    if (!part->plain)
        return false;
    memcpy(part->plain, bytes, length);
    part->plain_length = length;
    part->crc = (uint32_t)crc32_z(0, (const Bytef *)bytes, length);
    part->crc_shift = crc32_combine_gen64((z_off64_t)length);
    return part_pack(part);
}

/* The mark that stands next, and which it is. */
static const char *next_mark(const char *from, const char *const *marks, size_t *which)
{
    const char *first = NULL;
    for (size_t i = 0; marks[i]; i++) {
        const char *found = strstr(from, marks[i]);
        if (found && (!first || found < first)) {
            first = found;
            *which = i;
        }
    }
    return first;
}

static size_t count_marks(const char *text, const char *const *marks)
{
    size_t count = 0;
    size_t which = 0;
    while ((text = next_mark(text, marks, &which))) {
        text += strlen(marks[which]);
        count++;
    }
    return count;
}

struct http_spliced *http_spliced_new(const char *type, const char *text, const char *const *marks)
{
    size_t count = count_marks(text, marks) + 1;
    struct http_spliced *spliced = calloc(1, sizeof *spliced + count * sizeof *spliced->parts);
    if (!spliced)
        return NULL;
    must(text_copy(spliced->type, sizeof spliced->type, type));
    while (spliced->count < count) {
        struct part *part = &spliced->parts[spliced->count++];
        const char *mark = next_mark(text, marks, &part->place);
        size_t length = mark ? (size_t)(mark - text) : strlen(text);
        if (!part_fill(part, text, length)) {
            http_spliced_free(spliced);
            return NULL;
        }
        text = mark ? mark + strlen(marks[part->place]) : text + length;
    }
    return spliced;
}

static void splice_plain(const struct http_spliced *spliced, const char *const *values, struct buffer *body)
{
    for (size_t i = 0; i < spliced->count; i++) {
        buffer_append(body, spliced->parts[i].plain, spliced->parts[i].plain_length);
        if (i + 1 < spliced->count)
            buffer_text(body, values[spliced->parts[i].place]);
    }
}

static void append_number(struct buffer *body, uint32_t number, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buffer_char(body, (char)(number >> (8 * i) & 0xff));
}

/* A block that is not compressed, so that its length says nothing of what it holds. */
static void append_stored(struct buffer *body, const char *value, size_t length)
{
    must(length <= STORED_MOST);
    buffer_char(body, 0);
    append_number(body, (uint32_t)length, 2);
    append_number(body, (uint32_t)~length, 2);
    buffer_append(body, value, length);
}

/* RFC 1952, section 2.3. */
static void splice_packed(const struct http_spliced *spliced, const char *const *values, struct buffer *body)
{
    static const char head[] = "\x1f\x8b\x08\0\0\0\0\0\0\xff";
    static const char last_block[] = "\x03";
    uLong crc = 0;
    size_t whole = 0;
    buffer_append(body, head, sizeof head - 1);
    for (size_t i = 0; i < spliced->count; i++) {
        const struct part *part = &spliced->parts[i];
        buffer_append(body, part->packed, part->packed_length);
        crc = crc32_combine_op(crc, part->crc, part->crc_shift);
        whole += part->plain_length;
        if (i + 1 == spliced->count)
            break;
        const char *value = values[part->place];
        size_t length = strlen(value);
        append_stored(body, value, length);
        crc = crc32_z(crc, (const Bytef *)value, length);
        whole += length;
    }
    buffer_append(body, last_block, sizeof last_block);
    append_number(body, (uint32_t)crc, 4);
    append_number(body, (uint32_t)whole, 4);
}

void http_splice(const struct http_spliced *spliced, bool packed, const char *const *values,
                 struct buffer *body)
{
    if (packed)
        splice_packed(spliced, values, body);
    else
        splice_plain(spliced, values, body);
}
