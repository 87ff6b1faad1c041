/* Logo and art: read beside the event's file, kept by the database, asked for by the public. */
#include "event/event_private.h"

#include <sodium.h>

#define KIB 1024u
#define LOGO_MOST (16 * KIB)
#define ART_MOST (48 * KIB)
#define ART_SHOULD 6000
#define KEY_BYTES 8
#define PATH_MOST 4096

static bool begins_with(const char *bytes, size_t length, const char *magic, size_t magic_length)
{
    return length >= magic_length && memcmp(bytes, magic, magic_length) == 0;
}

static bool is_png(const char *bytes, size_t length)
{
    return begins_with(bytes, length, "\x89PNG\r\n\x1a\n", 8);
}

static bool is_jpeg(const char *bytes, size_t length)
{
    return begins_with(bytes, length, "\xff\xd8\xff", 3);
}

static bool is_webp(const char *bytes, size_t length)
{
    return length > 12 && begins_with(bytes, length, "RIFF", 4) && memcmp(bytes + 8, "WEBP", 4) == 0;
}

/* What would run, or be fetched from elsewhere; a browser is told to do neither, and nobody is to rely on it.
 */
static bool is_svg(const char *bytes, size_t length)
{
    static const char *const forbidden[] = {"<script",     "<!entity",      "<!doctype",  "<foreignobject",
                                            "javascript:", "href=\"http",   "href='http", "href=\"//",
                                            "url(http",    "url(\"http",    "@import",    " onload=",
                                            " onclick=",   " onmouseover=", "\nonload=",  "<iframe"};
    if (!text_is_utf8(bytes, length) || strlen(bytes) != length || !strcasestr(bytes, "<svg"))
        return false;
    for (size_t i = 0; i < COUNT_OF(forbidden); i++)
        if (strcasestr(bytes, forbidden[i]))
            return false;
    return true;
}

static const struct {
    const char *ending, *type;
    bool (*is)(const char *bytes, size_t length);
    const char *otherwise;
} file_types[] = {
    {".svg", "image/svg+xml", is_svg, "is no SVG, or holds a script, a document type or what lies elsewhere"},
    {".png", "image/png", is_png, "is no PNG"},
    {".jpg", "image/jpeg", is_jpeg, "is no JPEG"},
    {".jpeg", "image/jpeg", is_jpeg, "is no JPEG"},
    {".webp", "image/webp", is_webp, "is no WebP"}};

static bool is_kind_of(const char *name, size_t kind)
{
    const char *ending = strrchr(name, '.');
    return ending && strcmp(ending, file_types[kind].ending) == 0;
}

/* "beside/NAME", where the event's file is beside/inet2027.json; the folder one is in, for "-". */
static bool name_path(const char *beside, const char *name, char path[static PATH_MOST])
{
    const char *slash = strrchr(beside, '/');
    int length = snprintf(path, PATH_MOST, "%.*s%s", slash ? (int)(slash - beside + 1) : 0, beside, name);
    return length > 0 && length < PATH_MOST;
}

static void keep_bytes(const char *bytes, size_t length, struct arena *arena, struct event_file *file)
{
    uint8_t hash[KEY_BYTES * 2];
    char key[2 * KEY_BYTES + 1];
    char *text = arena_array(arena, 2 * length + 1, 1);
    crypto_generichash(hash, sizeof hash, (const uint8_t *)bytes, length, NULL, 0);
    hex_encode(hash, KEY_BYTES, key);
    if (text)
        hex_encode((const uint8_t *)bytes, length, text);
    file->key = arena_copy(arena, key);
    file->bytes = text;
}

/* One that is not there may be kept already: the database knows. */
static bool read_one(const char *beside, const char *role, const char *name, size_t most, struct arena *arena,
                     struct event_files *files, struct event_findings *findings, struct error *error)
{
    char path[PATH_MOST];
    struct event_path place = event_path("brand.%s", role);
    size_t length;
    struct error problem = {0};
    struct event_file file = {.role = role, .name = name};
    if (!name || !name_path(beside, name, path))
        return true;
    scope_free char *bytes = file_read(path, most + 1, &length, &problem);
    if (!bytes && problem.kind == ERROR_NOT_FOUND)
        return true;
    if (!bytes || length > most) {
        event_find(findings, EVENT_FAULT, place.text, "%s is larger than %zu KiB, or cannot be read", name,
                   most / KIB);
        return true;
    }
    for (size_t i = 0; i < COUNT_OF(file_types); i++)
        if (is_kind_of(name, i)) {
            if (!file_types[i].is(bytes, length))
                event_find(findings, EVENT_FAULT, place.text, "%s %s", name, file_types[i].otherwise);
            file.type = file_types[i].type;
        }
    if (strcmp(role, "art") == 0 && length > ART_SHOULD)
        event_find(findings, EVENT_WARNING, place.text,
                   "has %zu KB; under 6 is better: everybody who looks loads it", length / 1000);
    keep_bytes(bytes, length, arena, &file);
    files->items[files->count++] = file;
    return !arena->failed || error_set(error, ERROR_OURS, NULL, "out of memory");
}

bool event_files_read(const char *path, const struct event *event, struct arena *arena,
                      struct event_files *files, struct event_findings *findings, struct error *error)
{
    *files = (struct event_files){.items = arena_array(arena, 2, sizeof *files->items)};
    if (!files->items)
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    return read_one(path, "logo", event->brand.logo, LOGO_MOST, arena, files, findings, error) &&
           read_one(path, "art", event->brand.art, ART_MOST, arena, files, findings, error);
}

/* --- for the public */

static const struct record_member picture_members[] = {RECORD_TEXT(struct event_picture, type),
                                                       RECORD_TEXT(struct event_picture, bytes)};
static const struct record picture_record = RECORD(struct event_picture, picture_members);

struct picture_ask {
    struct store_read read; /* first: the reader knows no more of it */
    char event[EVENT_NAME_SIZE];
    char key[2 * KEY_BYTES + 1];
    const char *params[3];
    struct arena *arena;
    struct event_picture *picture;
    void (*done)(void *context, const struct error *error);
    void *context;
};

static bool picture_fill(const struct picture_ask *ask, const struct store_answer *answer,
                         struct error *error)
{
    if (store_answer_is_none(answer))
        return event_refuse_unknown(ask->event, error);
    return store_answer_record(answer, &picture_record, ask->arena, ask->picture, error);
}

static void picture_came(struct store_read *read, const struct store_answer *answer,
                         const struct error *error)
{
    scope_free struct picture_ask *ask = (struct picture_ask *)read;
    struct error problem = {0};
    if (!answer)
        ask->done(ask->context, error);
    else
        ask->done(ask->context, picture_fill(ask, answer, &problem) ? NULL : &problem);
}

bool event_picture_ask(struct store_reader *reader, const char *event, const char *key, struct arena *arena,
                       struct event_picture *picture, void (*done)(void *context, const struct error *error),
                       void *context, struct error *error)
{
    if (strlen(key) != 2 * KEY_BYTES || strlen(event) >= EVENT_NAME_SIZE)
        return event_refuse_unknown(event, error);
    scope_free struct picture_ask *ask = calloc(1, sizeof *ask);
    if (!ask)
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    *ask = (struct picture_ask){.read = {.statement = SQL_EVENT_FILE, .done = picture_came},
                                .arena = arena,
                                .picture = picture,
                                .done = done,
                                .context = context};
    text_copy(ask->event, sizeof ask->event, event);
    text_copy(ask->key, sizeof ask->key, key);
    ask->params[0] = ask->event;
    ask->params[1] = ask->key;
    ask->params[2] = store_params_end;
    ask->read.params = ask->params;
    if (!store_reader_submit(reader, &ask->read, error))
        return false;
    scope_take(&ask); /* the reader's now */
    return true;
}
