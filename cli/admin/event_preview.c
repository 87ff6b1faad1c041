/* lanyard-admin event preview */
#include "cli/admin/codes.h"

#include <sodium.h>

static const struct option_spec options[] = {ADMIN_BASE_URL_OPTION, ADMIN_EVENT_OPTION, {0}};

struct previewed {
    const char *event, *url;
};
static const struct record_member previewed_members[] = {RECORD_TEXT(struct previewed, event),
                                                         RECORD_TEXT(struct previewed, url)};
static const struct record previewed_record = RECORD(struct previewed, previewed_members);

/* "https://…/e/inet2027?preview=SECRET" */
static bool preview_write(const char *slug, struct buffer *url, struct error *error)
{
    struct key_secret secret;
    uint8_t key[32];
    char given[EVENT_PREVIEW_SIZE];
    const char *base = admin_options.base_url ? admin_options.base_url : "";
    size_t length = strlen(base);
    if (!key_secret_read(admin_options.secret_file, &secret, error))
        return false;
    key_secret_derive(&secret, "preview", key);
    event_preview_secret(key, slug, given);
    sodium_memzero(&secret, sizeof secret);
    sodium_memzero(key, sizeof key);
    buffer_printf(url, "%.*s/e/%s?preview=%s", (int)(length && base[length - 1] == '/' ? length - 1 : length),
                  base, slug, given);
    return !url->failed || error_set(error, ERROR_OURS, NULL, "out of memory");
}

static int event_preview_run(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct error error = {0};
    uint16_t number;
    scope_arena struct arena arena = ARENA(ADMIN_EVENT_MOST);
    scope_buffer struct buffer url = BUFFER(4096);
    scope_store struct store *store = admin_store(&error);
    const char *slug = store ? admin_event(store, &arena, &error) : NULL;
    if (!slug || !event_number(store, slug, &number, &error) || !preview_write(slug, &url, &error))
        return program_fail(&error);
    if (admin_wants_json())
        return admin_record(&previewed_record, &(struct previewed){slug, url.data});
    if (!admin_options.base_url)
        fputs("lanyard-admin: the service's own address belongs in front: --base-url or LANYARD_BASE_URL\n",
              stderr);
    printf("%s\n", url.data);
    return EXIT_DONE;
}

const struct command admin_event_preview = {
    .name = "event preview",
    .arguments = "",
    .summary = "Prints the link by which a draft is seen, and its form tried.",
    .options = options,
    .run = event_preview_run};
