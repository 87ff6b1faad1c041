/* The address that opens a registration's page. */
#include "cli/admin/codes.h"

#include <sodium.h>

const char *admin_link(const struct registration *registration, struct arena *arena, struct error *error)
{
    struct key_secret secret;
    uint8_t key[32];
    char own[ORDER_SECRET_SIZE];
    const char *base = admin_options.base_url ? admin_options.base_url : "";
    size_t length = strlen(base);
    if (!key_secret_read(admin_options.secret_file, &secret, error))
        return NULL;
    key_secret_derive(&secret, "manage", key);
    order_manage_secret(key, registration->event, registration->code, registration->secret_version, own);
    sodium_memzero(&secret, sizeof secret);
    sodium_memzero(key, sizeof key);
    while (length && base[length - 1] == '/')
        length--;
    const char *link = arena_printf(arena, "%.*s/e/%s/r/%s?k=%s", (int)length, base, registration->event,
                                    registration->code, own);
    if (!link)
        error_set(error, ERROR_OURS, NULL, "out of memory");
    return link;
}
