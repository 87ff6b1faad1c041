#include "cli/checkin/checkin.h"
#include "picture/picture.h"

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
    struct door *door; /* NULL: print only */
    enum door_verdict worst;
    int found;
    struct error error;
    bool failed;
};

static void print_code(const struct reading *reading, int page, const char *text, size_t length)
{
    if (!checkin_wants_json()) {
        struct buffer line = BUFFER(8192); /* more than a symbol holds */
        checkin_append_plain(&line, text, length);
        puts(line.data ? line.data : "");
        buffer_free(&line);
        return;
    }
    scope_json json_t *code =
        json_pack("{s:s, s:i, s:s%}", "file", reading->path, "page", page, "text", text, length);
    json_dumpf(code, stdout, JSON_COMPACT);
    putchar('\n');
}

static bool found(void *context, int page, const char *text, size_t length)
{
    struct reading *reading = context;
    reading->found++;
    if (!reading->door)
        print_code(reading, page, text, length);
    else if (!checkin_decide(reading->door, text, length, &reading->worst, &reading->error))
        reading->failed = true;
    return !reading->failed;
}

static bool read_file(struct reading *reading, const char *path)
{
    struct error error = {0};
    reading->path = path;
    reading->found = 0;
    if (!picture_file_read(path, (int)dpi, found, reading, &error)) {
        program_fail(&error);
        return false;
    }
    if (!reading->found)
        fprintf(stderr, "lanyard-checkin: %s: no QR code found\n", path);
    return reading->found > 0;
}

static int run(int argc, char **argv)
{
    struct reading reading = {.worst = DOOR_ADMITTED};
    scope_door struct door *door = scan ? checkin_open(true, &reading.error) : NULL;
    if (scan && !door)
        return program_fail(&reading.error);
    reading.door = door;
    int good = 0;
    for (int i = 0; i < argc && !reading.failed; i++)
        good += read_file(&reading, argv[i]);
    if (reading.failed)
        return program_fail(&reading.error);
    if (good < argc)
        return good ? EXIT_PARTLY : EXIT_FAILED;
    return checkin_exit(strict, reading.worst);
}

const struct command checkin_read = {.name = "read",
                                     .arguments = "FILE...",
                                     .summary =
                                         "Finds QR codes in PNG, JPEG or PDF files and prints or scans them.",
                                     .options = options,
                                     .least = 1,
                                     .most = -1,
                                     .run = run};
