/* Addresses that open what has a key of its own: a registration's page, a preview. */
#include "cli/admin/codes.h"

#include <sodium.h>

static bool link_key(const char *purpose, uint8_t key[static 32], struct error *error)
{
    struct key_secret secret;
    if (!key_secret_read(admin_options.secret_file, &secret, error))
        return false;
    key_secret_derive(&secret, purpose, key);
    sodium_memzero(&secret, sizeof secret);
    return true;
}

/* The service's own address before it; path begins with "/". */
static const char *link_make(const char *path, struct arena *arena, struct error *error)
{
    const char *base = admin_options.base_url ? admin_options.base_url : "";
    size_t length = strlen(base);
    while (length && base[length - 1] == '/')
        length--;
    const char *link = path ? arena_printf(arena, "%.*s%s", (int)length, base, path) : NULL;
    if (!link)
        error_set(error, ERROR_OURS, NULL, "out of memory");
    return link;
}

const char *admin_link(const struct registration *registration, struct arena *arena, struct error *error)
{
    uint8_t key[32];
    char own[ORDER_SECRET_SIZE];
    if (!link_key("manage", key, error))
        return NULL;
    order_manage_secret(key, registration->event, registration->code, registration->secret_version, own);
    sodium_memzero(key, sizeof key);
    return link_make(arena_printf(arena, "/e/%s/r/%s?k=%s", registration->event, registration->code, own),
                     arena, error);
}

const char *admin_preview_link(const char *slug, struct arena *arena, struct error *error)
{
    uint8_t key[32];
    char own[EVENT_PREVIEW_SIZE];
    if (!link_key("preview", key, error))
        return NULL;
    event_preview_secret(key, slug, own);
    sodium_memzero(key, sizeof key);
    return link_make(arena_printf(arena, "/e/%s?preview=%s", slug, own), arena, error);
}
