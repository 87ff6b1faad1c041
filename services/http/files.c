/* What browsers load, held in memory. */
#include "http/http_private.h"

#include <dirent.h>
#include <sodium.h>

#define NAME_SIZE 65
#define FILE_MAX (256u * 1024)
#define VERSION_SIZE 17
#define FOR_EVER "public, max-age=31536000, immutable"

struct file {
    char name[NAME_SIZE];
    char version[VERSION_SIZE]; /* of the content; a new content has a new address */
    char link[NAME_SIZE + VERSION_SIZE + 16];
    struct http_kept *kept;
};

struct http_files {
    struct file *files;
    size_t count, capacity;
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
    for (size_t i = 0; ending && i < COUNT_OF(types); i++)
        if (strcmp(ending, types[i].ending) == 0)
            return types[i].type;
    return NULL;
}

static struct file *files_add(struct http_files *files)
{
    if (files->count == files->capacity) {
        size_t capacity = files->capacity ? 2 * files->capacity : 16;
        struct file *larger = reallocarray(files->files, capacity, sizeof *larger);
        if (!larger)
            return NULL;
        files->files = larger;
        files->capacity = capacity;
    }
    struct file *file = &files->files[files->count++];
    *file = (struct file){0};
    return file;
}

static bool files_keep(struct http_files *files, const char *name, const char *content, size_t length,
                       struct error *error)
{
    static const struct http_header headers[] = {{MHD_HTTP_HEADER_CACHE_CONTROL, FOR_EVER}, {0}};
    uint8_t hash[32];
    struct file *file = files_add(files);
    if (!file)
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    if (!text_copy(file->name, sizeof file->name, name))
        return error_set(error, ERROR_SETUP, NULL, "the name of %s is too long", name);
    crypto_generichash(hash, sizeof hash, (const uint8_t *)content, length, NULL, 0);
    hex_encode(hash, (VERSION_SIZE - 1) / 2, file->version);
    snprintf(file->link, sizeof file->link, "/assets/%s?v=%s", file->name, file->version);
    file->kept = http_kept_new(&(struct http_kept_content){
        .type = type_of(name), .tag = file->version, .bytes = content, .length = length, .headers = headers});
    return file->kept || error_set(error, ERROR_OURS, NULL, "out of memory");
}

static bool files_load_one(struct http_files *files, const char *folder, const char *name,
                           struct error *error)
{
    scope_buffer struct buffer path = BUFFER(4096);
    size_t length = 0;
    buffer_printf(&path, "%s/%s", folder, name);
    if (path.failed)
        return error_set(error, ERROR_SETUP, NULL, "%s is too long a name", folder);
    scope_free char *content = file_read(path.data, FILE_MAX, &length, error);
    return content && files_keep(files, name, content, length, error);
}

struct http_files *http_files_load(const char *folder, struct error *error)
{
    DIR *entries = opendir(folder);
    struct http_files *files = calloc(1, sizeof *files);
    bool good = files && entries;
    if (!files)
        error_set(error, ERROR_OURS, NULL, "out of memory");
    else if (!entries)
        error_set(error, ERROR_SETUP, NULL, "there are no files in %s", folder);
    const struct dirent *entry;
    while (good && (entry = readdir(entries)))
        if (type_of(entry->d_name))
            good = files_load_one(files, folder, entry->d_name, error);
    if (entries)
        closedir(entries);
    if (good)
        return files;
    http_files_free(files);
    return NULL;
}

void http_files_free(struct http_files *files)
{
    if (!files)
        return;
    for (size_t i = 0; i < files->count; i++)
        http_kept_free(files->files[i].kept);
    free(files->files);
    free(files);
}

const char *http_files_link(const struct http_files *files, const char *name)
{
    for (size_t i = 0; i < files->count; i++)
        if (strcmp(files->files[i].name, name) == 0)
            return files->files[i].link;
    return NULL;
}

bool http_files_send(struct http_request *request, const struct http_files *files, const char *name)
{
    for (size_t i = 0; i < files->count; i++)
        if (strcmp(files->files[i].name, name) == 0) {
            http_send_kept(request, files->files[i].kept);
            return true;
        }
    return false;
}
