/* Addresses of mail, internationalised ones too, in one form. */
#include "base/base.h"

#include <idn2.h>
#include <unicode/uchar.h>
#include <unicode/uidna.h>
#include <unicode/utf8.h>

#define LOCAL_MAX 64
#define LABEL_MAX 63
#define HOST_MAX 253 /* octets of A-labels and dots, RFC 1035 section 2.3.4 */
#define ADDRESS_MAX 254
#define TYPED_MAX 4000 /* bytes: what is longer is none, whatever its normal form */
#define HOST_SIZE (4 * (HOST_MAX + 1))

static bool email_refuse(struct email_fault *fault, const char *message, const char *detail, size_t length)
{
    if (fault) {
        fault->message = message;
        snprintf(fault->detail, sizeof fault->detail, "%.*s", (int)(length < 1000 ? length : 1000), detail);
        text_drop_partial(fault->detail);
    }
    return false;
}

/* --- before the @ */

/* Of Unicode: letters, marks, numbers, punctuation, symbols, and what the installed ICU does not know yet.
 * Spaces, formats and private characters are nobody's to type. */
static bool is_local_character(UChar32 c, bool first)
{
    uint32_t kind = U_MASK(u_charType(c));
    if (c < 0x80)
        return c > ' ' && c < 0x7f && !strchr("()<>[]:;@\\,.\"", c); /* atext of RFC 5322 section 3.2.3 */
    if (U_IS_UNICODE_NONCHAR(c))
        return false;
    return kind & U_GC_M_MASK ? !first : !(kind & (U_GC_Z_MASK | U_GC_CC_MASK | U_GC_CF_MASK | U_GC_CO_MASK));
}

/* A dot-atom of RFC 5322 section 3.2.3, with RFC 6532 section 3.2. */
static bool check_local(const char *local, size_t length, struct email_fault *fault)
{
    if (length == 0)
        return email_refuse(fault, "fault.email.invalid", "", 0);
    char before = '.';
    for (size_t i = 0; i < length;) {
        size_t at = i;
        UChar32 c = text_next(local, length, &i);
        if (c == '.' ? before == '.' || i == length : !is_local_character(c, at == 0))
            return c == '.' ? email_refuse(fault, "fault.email.dots", "", 0)
                            : email_refuse(fault, "fault.email.character", local + at, i - at);
        before = c == '.' ? '.' : 'a';
    }
    return length <= LOCAL_MAX || email_refuse(fault, "fault.email.long", "", 0);
}

/* --- behind it */

static bool refuse_host(struct email_fault *fault, const char *host)
{
    return email_refuse(fault, "fault.email.host", host, strlen(host));
}

/* Names that no mail of the Internet reaches: RFC 6761, 6762, 7686, 8375 (home.arpa) and the like. */
static bool is_special(const char *ascii)
{
    static const char *const special[] = {"arpa", "invalid", "local", "localhost", "onion", "test"};
    const char *last = strrchr(ascii, '.') + 1;
    for (size_t i = 0; i < COUNT_OF(special); i++)
        if (strcmp(last, special[i]) == 0)
            return true;
    return false;
}

/* Top-level names are letters, or A-labels, which end in one too: the last digit of Punycode is below 26. */
static bool check_top(const char *ascii, const char *unicode, struct email_fault *fault)
{
    const char *last = strrchr(ascii, '.');
    size_t length = strlen(ascii);
    if (!last)
        return email_refuse(fault, "fault.email.single", unicode, strlen(unicode));
    if (ascii[length - 1] < 'a' || ascii[length - 1] > 'z')
        return email_refuse(
            fault, strspn(ascii, "0123456789.") == length ? "fault.email.literal" : "fault.email.top",
            last + 1, strlen(last + 1));
    return !is_special(ascii) || email_refuse(fault, "fault.email.special", last + 1, strlen(last + 1));
}

/* Each label for itself, as RFC 5891 section 5.4 has it: letters from right to left (RFC 5893) and what wants
 * a context (RFC 5892 appendix A), of which libidn2's lookup leaves out some. */
static bool check_labels(const UIDNA *idna, const char *host)
{
    char label[HOST_SIZE];
    UErrorCode status = U_ZERO_ERROR;
    for (size_t length; length = strcspn(host, "."), length; host += length + (host[length] == '.')) {
        UIDNAInfo info = UIDNA_INFO_INITIALIZER;
        uidna_labelToUnicodeUTF8(idna, host, (int32_t)length, label, sizeof label, &info, &status);
        if (U_FAILURE(status) || info.errors)
            return false;
    }
    return true;
}

/* As people write it into its one form: case and width mapped, A-labels read (UTS #46, non-transitional).
 * That something is mapped does not make it a host name. */
static bool map_host(const char *host, char unicode[static HOST_SIZE])
{
    UErrorCode status = U_ZERO_ERROR;
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    uint32_t options = UIDNA_USE_STD3_RULES | UIDNA_NONTRANSITIONAL_TO_UNICODE;
    UIDNA *whole = uidna_openUTS46(options, &status);
    UIDNA *each =
        uidna_openUTS46(options | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_CHECK_CONTEXTO, &status);
    int32_t length = uidna_nameToUnicodeUTF8(whole, host, -1, unicode, HOST_SIZE, &info, &status);
    bool valid =
        U_SUCCESS(status) && length > 0 && length < HOST_SIZE && !info.errors && check_labels(each, unicode);
    uidna_close(whole);
    uidna_close(each);
    return valid;
}

static bool host_is_long(const char *host)
{
    for (const char *label = host; *label; label += strcspn(label, ".") + (label[strcspn(label, ".")] == '.'))
        if (strcspn(label, ".") > LABEL_MAX)
            return true;
    return strlen(host) > HOST_MAX;
}

/* Its A-labels, each checked as RFC 5891 section 5.4 wants it: what is assigned and allowed (RFC 5892),
 * contexts, letters from right to left (RFC 5893). NULL if it is none, and then why; freed by idn2_free. */
static uint8_t *judge_host(const char *unicode, struct email_fault *fault)
{
    uint8_t *ascii = NULL;
    int result = idn2_lookup_u8((const uint8_t *)unicode, &ascii,
                                IDN2_NFC_INPUT | IDN2_NO_TR46 | IDN2_USE_STD3_ASCII_RULES);
    if (result == IDN2_OK)
        return ascii;
    if (result == IDN2_MALLOC)
        email_refuse(fault, NULL, "", 0);
    else if (result == IDN2_TOO_BIG_LABEL || result == IDN2_TOO_BIG_DOMAIN)
        email_refuse(fault, "fault.email.long", "", 0);
    else
        refuse_host(fault, unicode);
    return NULL;
}

static bool check_host(const char *host, char unicode[static HOST_SIZE], char ascii[static HOST_MAX + 1],
                       struct email_fault *fault)
{
    if (*host == '[')
        return email_refuse(fault, "fault.email.literal", host, strlen(host));
    if (!*host)
        return email_refuse(fault, "fault.email.invalid", "", 0);
    if (strlen(host) >= HOST_SIZE)
        return email_refuse(fault, "fault.email.long", "", 0);
    if (!map_host(host, unicode))
        return host_is_long(host) ? email_refuse(fault, "fault.email.long", "", 0) : refuse_host(fault, host);
    uint8_t *labels = judge_host(unicode, fault);
    if (!labels)
        return false;
    bool fits = text_copy(ascii, HOST_MAX + 1, (const char *)labels);
    idn2_free(labels);
    return fits ? check_top(ascii, unicode, fault) : email_refuse(fault, "fault.email.long", "", 0);
}

/* --- the whole */

/* What clipboards bring along stands at the ends: spaces, marks of direction, a byte order mark. */
static void cut_ends(const char **start, const char **end)
{
    size_t from = 0;
    size_t to = (size_t)(*end - *start);
    for (size_t next = 0; from < to; from = next)
        if (text_is_seen(text_next(*start, to, &next)))
            break;
    while (to > from) {
        size_t last = to - 1;
        while (last > from && U8_IS_TRAIL((*start)[last]))
            last--;
        size_t next = last;
        if (text_is_seen(text_next(*start, to, &next)))
            break;
        to = last;
    }
    *end = *start + to;
    *start += from;
}

/* Joiners are letters' business in a host's labels, which says itself where (RFC 5892 appendix A.1). */
static bool check_seen(const char *text, struct email_fault *fault)
{
    size_t length = strlen(text);
    const char *at = strrchr(text, '@');
    for (size_t i = 0; i < length;) {
        size_t start = i;
        UChar32 c = text_next(text, length, &i);
        bool joins = (c == 0x200c || c == 0x200d) && at && text + start > at;
        if (!text_is_seen(c) && !joins)
            return email_refuse(fault, u_isUWhiteSpace(c) ? "fault.email.space" : "fault.email.unseen", "",
                                0);
    }
    return true;
}

/* Octets of what is sent: an ASCII local part goes with A-labels where the way knows no UTF-8. */
static bool check_length(size_t local, const char *unicode, const char *ascii, bool is_ascii,
                         struct email_fault *fault)
{
    size_t host = strlen(unicode);
    if (is_ascii && strlen(ascii) > host)
        host = strlen(ascii);
    return local + 1 + host <= ADDRESS_MAX || email_refuse(fault, "fault.email.long", "", 0);
}

static bool is_ascii(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] >= 0x80)
            return false;
    return true;
}

static char *check_parts(const char *clean, struct email_fault *fault)
{
    const char *at = strchr(clean, '@');
    char unicode[HOST_SIZE];
    char ascii[HOST_MAX + 1];
    size_t local = at ? (size_t)(at - clean) : 0;
    if (*clean == '"' || !at || strchr(at + 1, '@')) {
        email_refuse(fault, *clean == '"' ? "fault.email.quoted" : "fault.email.invalid", "", 0);
        return NULL;
    }
    if (!check_seen(clean, fault) || !check_local(clean, local, fault) ||
        !check_host(at + 1, unicode, ascii, fault) ||
        !check_length(local, unicode, ascii, is_ascii(clean, local), fault))
        return NULL;
    struct buffer whole = BUFFER(ADDRESS_MAX);
    buffer_append(&whole, clean, local + 1);
    buffer_text(&whole, unicode);
    char *taken = buffer_take(&whole);
    if (!taken)
        email_refuse(fault, NULL, "", 0);
    return taken;
}

char *email_canonical(const char *address, struct email_fault *fault)
{
    const char *end = address + strlen(address);
    if (fault)
        *fault = (struct email_fault){.message = "fault.email.invalid"};
    if (!text_is_utf8(address, strlen(address)))
        return NULL;
    cut_ends(&address, &end);
    if (address == end) {
        email_refuse(fault, "fault.required", "", 0);
        return NULL;
    }
    if (end - address > TYPED_MAX) {
        email_refuse(fault, "fault.email.long", "", 0);
        return NULL;
    }
    scope_free char *normal = text_nfc(address, (size_t)(end - address));
    if (!normal)
        email_refuse(fault, NULL, "", 0);
    return normal ? check_parts(normal, fault) : NULL;
}
