/* Whose form it is: a random cookie, and in the form a keyed hash of it. */
#include "http/http_private.h"

#include <sodium.h>

#define COOKIE_LENGTH 26

/* With the prefix a browser takes it from this very host over TLS alone (RFC 6265bis section 4.1.3.2), so
 * that no neighbour under the same domain can plant one of which it knows the token. */
static const char *cookie_name(const struct http_request *request)
{
    return http_is_secure(request) ? "__Host-lanyard_form" : "lanyard_form";
}

static bool cookie_usable(const char *cookie)
{
    uint8_t bytes[16];
    return cookie && strlen(cookie) == COOKIE_LENGTH &&
           base32_decode(cookie, COOKIE_LENGTH, bytes, sizeof bytes);
}

static void token_make(const struct http_server *server, const char *cookie,
                       char token[static HTTP_TOKEN_SIZE])
{
    uint8_t hash[32];
    crypto_generichash(hash, sizeof hash, (const uint8_t *)cookie, strlen(cookie), server->options.form_key,
                       sizeof server->options.form_key);
    hex_encode(hash, sizeof hash, token);
}

void http_form_token(struct http_request *request, char token[static HTTP_TOKEN_SIZE],
                     struct buffer *set_cookie)
{
    const char *cookie = http_cookie(request, cookie_name(request));
    char fresh[COOKIE_LENGTH + 1];
    if (!cookie_usable(cookie)) {
        uint8_t bytes[16];
        random_bytes(bytes, sizeof bytes);
        base32_encode(bytes, sizeof bytes, fresh);
        cookie = fresh;
    }
    token_make(request->server, cookie, token);
    buffer_printf(set_cookie, "%s=%s; Path=/; HttpOnly; SameSite=Lax; Max-Age=86400%s", cookie_name(request),
                  cookie, http_is_secure(request) ? "; Secure" : "");
}

/* Browsers say where a request comes from; a foreign page's is refused whatever it carries. */
static bool same_site(const struct http_request *request)
{
    const char *site = http_header(request, "Sec-Fetch-Site");
    return !site || strcmp(site, "same-origin") == 0 || strcmp(site, "none") == 0;
}

bool http_token_check(struct http_request *request, const char *token)
{
    const char *cookie = http_cookie(request, cookie_name(request));
    char wanted[HTTP_TOKEN_SIZE];
    if (!token || !cookie_usable(cookie) || !same_site(request))
        return false;
    token_make(request->server, cookie, wanted);
    return secret_equal(token, strlen(token), wanted, strlen(wanted));
}
