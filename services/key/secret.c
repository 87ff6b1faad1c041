/* The installation's secret, and what is derived from it. */
#include "key/key.h"

#include <sodium.h>

#define TEXT_MAX 256

static bool secret_parse(char *text, const char *source, struct key_secret *secret, struct error *error)
{
    text[strcspn(text, " \t\r\n")] = '\0';
    bool good = hex_decode(text, secret->bytes, sizeof secret->bytes);
    sodium_memzero(text, strlen(text));
    return good || error_set(error, ERROR_SETUP, NULL, "%s does not hold 64 hexadecimal digits", source);
}

bool key_secret_read(const char *file, struct key_secret *secret, struct error *error)
{
    const char *value = getenv("LANYARD_SECRET");
    if (!file && value && *value) {
        char copy[TEXT_MAX];
        if (!text_copy(copy, sizeof copy, value))
            return error_set(error, ERROR_SETUP, NULL, "LANYARD_SECRET does not hold 64 hexadecimal digits");
        return secret_parse(copy, "LANYARD_SECRET", secret, error);
    }
    if (!file || !*file)
        return error_set(
            error, ERROR_SETUP, NULL,
            "no secret: set LANYARD_SECRET_FILE to a file made by lanyard-admin secret new FILE");
    scope_free char *text = file_read_secret(file, TEXT_MAX, NULL, error);
    return text && secret_parse(text, file, secret, error);
}

void key_secret_derive(const struct key_secret *secret, const char *purpose, uint8_t key[static 32])
{
    crypto_generichash(key, 32, (const uint8_t *)purpose, strlen(purpose), secret->bytes,
                       sizeof secret->bytes);
}
