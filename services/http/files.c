#include "web/web.h"

#include <dirent.h>
#include <sodium.h>

#define FILES_MAX 32
#define FILE_MAX (256u * 1024)
#define VERSION_SIZE 17
#define FOR_EVER "public, max-age=31536000, immutable"

struct asset {
    char name[65];
    char version[VERSION_SIZE]; /* of the content; a new content has a new address */
    const char *type;
    struct MHD_Response *plain;
    struct MHD_Response *packed; /* gzip; NULL if that gains nothing */
};

struct assets {
    struct asset files[FILES_MAX];
    size_t count;
};

static const struct {
    const char *ending;
    const char *type;
} types[] = {{".css", "text/css; charset=utf-8"},
             {".svg", "image/svg+xml"},
             {".png", "image/png"},
             {".woff2", "font/woff2"}};

static const char *type_of(const char *name)
{
    const char *ending = strrchr(name, '.');
    for (size_t i = 0; ending && i < sizeof types / sizeof *types; i++)
        if (strcmp(ending, types[i].ending) == 0)
            return types[i].type;
    return NULL;
}

static struct MHD_Response *make_response(const struct asset *asset, const char *bytes, size_t length,
                                          const char *coding)
{
    char etag[VERSION_SIZE + 8];
    /* One tag for one sequence of bytes: RFC 9110 section 8.8.3.3. */
    snprintf(etag, sizeof etag, "\"%s%s%s\"", asset->version, coding ? "-" : "", coding ? coding : "");
    struct MHD_Response *response =
        MHD_create_response_from_buffer(length, (void *)(uintptr_t)bytes, MHD_RESPMEM_MUST_COPY);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, asset->type);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, FOR_EVER);
    MHD_add_response_header(response, MHD_HTTP_HEADER_ETAG, etag);
    MHD_add_response_header(response, MHD_HTTP_HEADER_VARY, MHD_HTTP_HEADER_ACCEPT_ENCODING);
    response_secure(response);
    if (coding)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_ENCODING, coding);
    return response;
}

static void make_responses(struct asset *asset, const char *content, size_t length)
{
    struct buffer packed = BUFFER(FILE_MAX);
    buffer_append(&packed, content, length);
    asset->plain = make_response(asset, content, length, NULL);
    if (compress_gzip(&packed))
        asset->packed = make_response(asset, packed.data, packed.length, "gzip");
    buffer_free(&packed);
}

static bool load_file(struct assets *assets, const char *folder, const char *name, struct error *error)
{
    struct asset *asset = &assets->files[assets->count];
    struct buffer path = BUFFER(4096);
    size_t length = 0;
    buffer_printf(&path, "%s/styles/%s", folder, name);
    scope_free char *content = file_read(path.data, FILE_MAX, &length, error);
    buffer_free(&path);
    if (!content)
        return false;
    uint8_t hash[8];
    uint8_t whole[32];
    crypto_generichash(whole, sizeof whole, (const uint8_t *)content, length, NULL, 0);
    memcpy(hash, whole, sizeof hash);
    hex_encode(hash, sizeof hash, asset->version);
    text_copy(asset->name, sizeof asset->name, name);
    asset->type = type_of(name);
    make_responses(asset, content, length);
    assets->count++;
    return true;
}

struct assets *assets_load(const char *folder, struct error *error)
{
    struct buffer path = BUFFER(4096);
    buffer_printf(&path, "%s/styles", folder);
    DIR *entries = opendir(path.data);
    struct assets *assets = calloc(1, sizeof *assets);
    bool good = assets && entries;
    if (!assets)
        error_set(error, ERROR_OURS, NULL, "out of memory");
    else if (!entries)
        error_set(error, ERROR_SETUP, NULL, "there are no assets in %s: see --assets", path.data);
    const struct dirent *entry;
    while (good && (entry = readdir(entries)))
        if (type_of(entry->d_name) && assets->count < FILES_MAX)
            good = load_file(assets, folder, entry->d_name, error);
    if (entries)
        closedir(entries);
    buffer_free(&path);
    if (good)
        return assets;
    assets_free(assets);
    return NULL;
}

void assets_free(struct assets *assets)
{
    if (!assets)
        return;
    for (size_t i = 0; i < assets->count; i++) {
        MHD_destroy_response(assets->files[i].plain);
        if (assets->files[i].packed)
            MHD_destroy_response(assets->files[i].packed);
    }
    free(assets);
}

/* Names in templates: lanyard.css is assets.lanyard_css. */
json_t *assets_links(const struct assets *assets)
{
    json_t *links = json_object();
    for (size_t i = 0; i < assets->count; i++) {
        char name[65];
        char link[160];
        text_copy(name, sizeof name, assets->files[i].name);
        for (char *c = name; *c; c++)
            *c = *c == '.' || *c == '-' ? '_' : *c;
        snprintf(link, sizeof link, "/assets/%s?v=%s", assets->files[i].name, assets->files[i].version);
        json_object_set_new(links, name, json_string(link));
    }
    return links;
}

static void send_unchanged(struct request *request, const char *etag)
{
    struct buffer body = BUFFER(1);
    const struct header headers[] = {{MHD_HTTP_HEADER_ETAG, etag},
                                     {MHD_HTTP_HEADER_CACHE_CONTROL, FOR_EVER},
                                     {MHD_HTTP_HEADER_VARY, MHD_HTTP_HEADER_ACCEPT_ENCODING},
                                     {0}};
    response_send(request, 304, NULL, &body, headers);
}

/* GET /assets/{name} */
void asset_send(struct request *request)
{
    const struct assets *assets = request->application->assets;
    for (size_t i = 0; i < assets->count; i++) {
        const struct asset *asset = &assets->files[i];
        if (strcmp(asset->name, request->captures[0]) != 0)
            continue;
        struct MHD_Response *response =
            asset->packed && compress_accepted(request) ? asset->packed : asset->plain;
        const char *known = request_header(request, MHD_HTTP_HEADER_IF_NONE_MATCH);
        const char *etag = MHD_get_response_header(response, MHD_HTTP_HEADER_ETAG);
        if (known && strstr(known, etag)) {
            send_unchanged(request, etag);
        } else {
            MHD_queue_response(request->connection, 200, response);
            request->status = 200;
            request->state = REQUEST_ANSWERED;
        }
        return;
    }
    response_problem(request, 404, "problem.lost", NULL);
}
