/* Addresses of mail, internationalised ones too, in one form. */
#include "base/base.h"

#include <unicode/uidna.h>
#include <unicode/unorm2.h>

#define LOCAL_MAX 64
#define HOST_MAX 253
#define ADDRESS_MAX 254

/* atext of RFC 5322 section 3.2.3, and all of UTF-8 beyond ASCII (RFC 6532 section 3.2). */
static bool local_char(unsigned char c)
{
    return c >= 0x80 || (c > ' ' && c < 0x7f && !strchr("()<>[]:;@\\,.\"", c));
}

static bool local_valid(const char *local, size_t length)
{
    if (length == 0 || length > LOCAL_MAX || local[0] == '.' || local[length - 1] == '.')
        return false;
    for (size_t i = 0; i < length; i++)
        if (local[i] == '.' ? local[i - 1] == '.' : !local_char((unsigned char)local[i]))
            return false;
    return true;
}

/* An address literal or a number is no host name, and a single label reaches nobody. */
static bool host_form(const char *ascii)
{
    const char *last = strrchr(ascii, '.');
    return last && last != ascii && last[1] && strspn(last + 1, "0123456789") != strlen(last + 1) &&
           strlen(ascii) <= HOST_MAX;
}

/* The host in lower-case Unicode, checked as IDNA 2008 by way of its A-labels (RFC 5891, UTS #46). */
static bool host_canonical(const char *host, char *unicode, int32_t size)
{
    UErrorCode status = U_ZERO_ERROR;
    UIDNA *idna = uidna_openUTS46(UIDNA_USE_STD3_RULES | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ |
                                      UIDNA_CHECK_CONTEXTO | UIDNA_NONTRANSITIONAL_TO_ASCII |
                                      UIDNA_NONTRANSITIONAL_TO_UNICODE,
                                  &status);
    if (U_FAILURE(status))
        return false;
    char ascii[HOST_MAX + 2];
    UIDNAInfo to_ascii = UIDNA_INFO_INITIALIZER;
    int32_t length = uidna_nameToASCII_UTF8(idna, host, -1, ascii, sizeof ascii, &to_ascii, &status);
    bool valid = U_SUCCESS(status) && length > 0 && length < (int32_t)sizeof ascii && !to_ascii.errors &&
                 host_form(ascii);
    if (valid) {
        UIDNAInfo to_unicode = UIDNA_INFO_INITIALIZER;
        length = uidna_nameToUnicodeUTF8(idna, ascii, -1, unicode, size, &to_unicode, &status);
        valid = U_SUCCESS(status) && length > 0 && length < size && !to_unicode.errors;
    }
    uidna_close(idna);
    return valid;
}

char *email_canonical(const char *address)
{
    scope_free char *clean = text_clean(address, strlen(address));
    if (!clean || strchr(clean, ' '))
        return NULL;
    char *at = strrchr(clean, '@');
    if (!at || !local_valid(clean, (size_t)(at - clean)))
        return NULL;
    char host[4 * HOST_MAX];
    if (!host_canonical(at + 1, host, sizeof host))
        return NULL;
    struct buffer whole = BUFFER(ADDRESS_MAX);
    buffer_append(&whole, clean, (size_t)(at + 1 - clean));
    buffer_text(&whole, host);
    return buffer_take(&whole);
}
