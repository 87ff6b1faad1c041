/* What the service is made of: opened in order, stopped, closed. */
#include "web/database.h"
#include "web/kept.h"

#include <sodium.h>

static bool load_pages(struct application *application, struct error *error)
{
    scope_buffer struct buffer folder = BUFFER(4096);
    buffer_printf(&folder, "%s/pages", application->options.assets);
    if (folder.failed)
        return error_set(error, ERROR_SETUP, "--assets", "is too long a name");
    application->pages =
        web_pages_compile(web_area_pages, folder.data, application->languages, application->files, error);
    return application->pages != NULL;
}

static bool load_files(struct application *application, struct error *error)
{
    scope_buffer struct buffer folder = BUFFER(4096);
    buffer_printf(&folder, "%s/styles", application->options.assets);
    if (folder.failed)
        return error_set(error, ERROR_SETUP, "--assets", "is too long a name");
    application->files = http_files_load(folder.data, error);
    return application->files != NULL || (error_context(error, "see --assets"), false);
}

/* A picture has some kilobytes, a page some ten. */
#define PICTURES_KEPT 2048
#define PAGES_KEPT 512

static bool open_kept(struct application *application, struct error *error)
{
    const char *base_url = application->options.base_url;
    application->kept_headers[0] = (struct http_header){MHD_HTTP_HEADER_CACHE_CONTROL, "no-store"};
    if (base_url && strncmp(base_url, "https:", 6) == 0) {
        application->page_headers[0] = (struct http_header){"Strict-Transport-Security", "max-age=31536000"};
        application->kept_headers[1] = application->page_headers[0];
    }
    return (application->kept_pictures = kept_open(PICTURES_KEPT, error)) &&
           (application->kept_pages = kept_open(PAGES_KEPT, error));
}

static bool read_keys(struct application *application, struct error *error)
{
    if (!key_secret_read(application->options.secret_file, &application->secret, error))
        return false;
    key_secret_derive(&application->secret, "manage", application->manage_key);
    key_secret_derive(&application->secret, "form", application->form_key);
    key_secret_derive(&application->secret, "preview", application->preview_key);
    return true;
}

bool application_open(struct application *application, const struct web_options *options, struct error *error)
{
    application->options = *options;
    if (options->base_url && !http_base_url_usable(options->base_url))
        return error_set(error, ERROR_SETUP, "--base-url",
                         "write it as https://registration.example, with a port if need be and no path");
    return read_keys(application, error) &&
           (application->table = http_table_new(web_areas, web_area_count, error)) &&
           open_kept(application, error) &&
           (application->languages = languages_load(options->assets, error)) &&
           load_files(application, error) && load_pages(application, error) &&
           database_open(application, error) &&
           (application->catalogue = event_catalogue_open(application->reader, error));
}

void application_stop(struct application *application)
{
    database_stop(application);
}

void application_close(struct application *application)
{
    database_stop(application);
    event_catalogue_close(application->catalogue);
    database_close(application);
    web_pages_free(application->pages);
    http_files_free(application->files);
    languages_free(application->languages);
    kept_close(application->kept_pages);
    kept_close(application->kept_pictures);
    http_table_free(application->table);
    sodium_memzero(application, sizeof *application);
}

bool application_split_address(const char *text, char *address, size_t size, int64_t *port)
{
    const char *colon = strrchr(text, ':');
    if (!colon || !text_to_int(colon + 1, 0, 65535, port))
        return false;
    size_t length = (size_t)(colon - text);
    bool bracketed = length >= 2 && text[0] == '[' && text[length - 1] == ']';
    if (bracketed)
        text++, length -= 2;
    if (length >= size || (!bracketed && memchr(text, ':', length)))
        return false;
    memcpy(address, text, length);
    address[length] = '\0';
    return true;
}
