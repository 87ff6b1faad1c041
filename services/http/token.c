#include "web/web.h"

#include <sodium.h>

#define COOKIE_LENGTH 26

static bool is_secure(const struct request *request)
{
    const char *base = request->application->options.base_url;
    return base && strncmp(base, "https:", 6) == 0;
}

/* With the prefix a browser takes it from this very host over TLS alone (RFC 6265bis section 4.1.3.2), so
 * that no neighbour under the same domain can plant one of which it knows the token. */
static const char *cookie_name(const struct request *request)
{
    return is_secure(request) ? "__Host-lanyard_form" : "lanyard_form";
}

static bool cookie_usable(const char *cookie)
{
    uint8_t bytes[16];
    return cookie && strlen(cookie) == COOKIE_LENGTH &&
           base32_decode(cookie, COOKIE_LENGTH, bytes, sizeof bytes);
}

static void make_token(const struct application *application, const char *cookie,
                       char token[static CSRF_TOKEN_SIZE])
{
    uint8_t hash[32];
    crypto_generichash(hash, sizeof hash, (const uint8_t *)cookie, strlen(cookie), application->form_key, 32);
    hex_encode(hash, sizeof hash, token);
}

void csrf_token(struct request *request, char token[static CSRF_TOKEN_SIZE], struct buffer *set_cookie)
{
    const char *cookie = request_cookie(request, cookie_name(request));
    char fresh[COOKIE_LENGTH + 1];
    if (!cookie_usable(cookie)) {
        uint8_t bytes[16];
        random_bytes(bytes, sizeof bytes);
        base32_encode(bytes, sizeof bytes, fresh);
        cookie = fresh;
    }
    make_token(request->application, cookie, token);
    buffer_printf(set_cookie, "%s=%s; Path=/; HttpOnly; SameSite=Lax; Max-Age=86400%s", cookie_name(request),
                  cookie, is_secure(request) ? "; Secure" : "");
}

/* Browsers say where a request comes from; a foreign page's is refused whatever it carries. */
static bool same_site(const struct request *request)
{
    const char *site = request_header(request, "Sec-Fetch-Site");
    return !site || strcmp(site, "same-origin") == 0 || strcmp(site, "none") == 0;
}

bool csrf_check(struct request *request, const char *token)
{
    const char *cookie = request_cookie(request, cookie_name(request));
    char wanted[CSRF_TOKEN_SIZE];
    if (!token || !cookie_usable(cookie) || !same_site(request))
        return false;
    make_token(request->application, cookie, wanted);
    return secret_equal(token, strlen(token), wanted, strlen(wanted));
}
