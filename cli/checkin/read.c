/* lanyard-checkin read */
#include "cli/checkin/checkin.h"
#include "picture/picture.h"

#define CODE_MAX ((size_t)1 << 16) /* a symbol holds 7,089 digits; as JSON each byte may be six */

static bool scan;
static bool strict;
static int64_t dpi = 200;

static const struct option_spec options[] = {
    {.name = "scan",
     .type = OPTION_FLAG,
     .target = &scan,
     .help = "decide each code as the command scan does"},
    {.name = "strict",
     .type = OPTION_FLAG,
     .target = &strict,
     .help = "with --scan: let the exit status tell the worst verdict"},
    {.name = "dpi",
     .type = OPTION_INT,
     .target = &dpi,
     .value = "N",
     .min = 36,
     .max = 1200,
     .help = "how finely PDF pages are drawn (200)"},
    {0}};

struct reading {
    const char *path;
    struct checkin_session *session; /* NULL: print only */
    int found;
    struct error error;
    bool failed;
};

struct read_code {
    const char *file;
    int64_t page;
    const char *text; /* as JSON */
};
static const struct record_member read_code_members[] = {RECORD_TEXT(struct read_code, file),
                                                         RECORD_INT(struct read_code, page),
                                                         RECORD_ANY(struct read_code, text)};
static const struct record read_code_record = RECORD(struct read_code, read_code_members);

/* A code may hold anything, NUL too; bytes that are no UTF-8 become U+FFFD. */
static void read_write_text(const char *text, size_t length, struct buffer *json)
{
    scope_buffer struct buffer plain = BUFFER(CODE_MAX);
    scope_buffer struct buffer part = BUFFER(CODE_MAX);
    bool is_text = text_is_utf8(text, length);
    for (size_t i = 0; i < length; i++)
        if (is_text || (unsigned char)text[i] < 0x80)
            buffer_char(&plain, text[i]);
        else
            buffer_text(&plain, "\ufffd");
    buffer_char(json, '"');
    for (size_t at = 0; at < plain.length; at += strlen(plain.data + at) + 1) {
        buffer_clear(&part);
        record_write_text(plain.data + at, &part);
        buffer_text(json, at ? "\\u0000" : "");
        if (!part.failed)
            buffer_append(json, part.data + 1, part.length - 2); /* without its quotes */
    }
    buffer_text(json, length && !text[length - 1] ? "\\u0000\"" : "\"");
    json->failed = json->failed || plain.failed || part.failed;
}

static bool read_print(const struct reading *reading, int page, const char *text, size_t length,
                       struct error *error)
{
    scope_buffer struct buffer line = BUFFER(CODE_MAX);
    if (checkin_wants_json())
        read_write_text(text, length, &line);
    else
        screen_append_plain(&line, text, length);
    if (line.failed)
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    const struct read_code code = {.file = reading->path, .page = page, .text = line.data};
    if (checkin_wants_json())
        return checkin_print(&read_code_record, &code, 0, error);
    puts(line.data ? line.data : "");
    return true;
}

static bool read_found(void *context, int page, const char *text, size_t length)
{
    struct reading *reading = context;
    reading->found++;
    bool good = reading->session ? checkin_decide(reading->session, text, length, &reading->error)
                                 : read_print(reading, page, text, length, &reading->error);
    reading->failed = !good;
    return good;
}

static bool read_file(struct reading *reading, const char *path)
{
    struct error error = {0};
    reading->path = path;
    reading->found = 0;
    if (!picture_file_read(path, (int)dpi, read_found, reading, &error)) {
        program_fail(&error);
        return false;
    }
    if (!reading->found)
        fprintf(stderr, "lanyard-checkin: %s: no QR code found\n", path);
    return reading->found > 0;
}

static int read_run(int argc, char **argv)
{
    struct reading reading = {0};
    scope_session struct checkin_session session = {.door = scan ? checkin_open(true, &reading.error) : NULL};
    if (scan && !session.door)
        return program_fail(&reading.error);
    reading.session = scan ? &session : NULL;
    int good = 0;
    for (int i = 0; i < argc && !reading.failed; i++)
        good += read_file(&reading, argv[i]);
    if (reading.failed)
        return program_fail(&reading.error);
    if (good < argc)
        return good ? EXIT_PARTLY : EXIT_FAILED;
    return checkin_exit(strict, session.worst);
}

const struct command checkin_read = {.name = "read",
                                     .arguments = "FILE...",
                                     .summary =
                                         "Finds QR codes in PNG, JPEG or PDF files and prints or scans them.",
                                     .options = options,
                                     .least = 1,
                                     .most = -1,
                                     .run = read_run};
