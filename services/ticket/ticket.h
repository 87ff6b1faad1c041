/* ticket: the signed token and its QR symbol: pure.
 *
 * A token is "LY" and then base32 (RFC 4648 section 6, upper case, no padding) of 72 bytes: 8 of payload and
 * 64 of Ed25519 signature (RFC 8032) over "lanyard-ticket-v1" and the payload. 2 + 116 = 118 letters of A-Z
 * and 2-7, so it fits a version 5 QR symbol (37x37) at level M in alphanumeric mode (ISO/IEC 18004), and any
 * keyboard layout's letters.
 *
 *     bits  0..3  format, 1        bits  4..7  kind      bits  8..15 key number
 *     bits 16..31 event            bits 32..63 serial    (big-endian, most significant first)
 *
 * A token carries no personal data. The short code is the serial as seven base32 letters, for people to read
 * aloud. */
#pragma once

#include "base/base.h"

#include <stdint.h>

#define TICKET_PREFIX "LY"
#define TICKET_TOKEN_LENGTH 118
#define TICKET_TOKEN_SIZE (TICKET_TOKEN_LENGTH + 1)
#define TICKET_SHORT_SIZE 8
#define TICKET_SYMBOL_WIDTH 37
#define TICKET_PUBLIC_KEY_BYTES 32
#define TICKET_PRIVATE_KEY_BYTES 64

enum ticket_kind {
    TICKET_ADMISSION = 1, /* "ticket": goes by mail, shown once at the desk */
    TICKET_BADGE = 2,     /* "badge": worn in public */
    TICKET_PRACTICE = 3   /* "practice": always answers "test" */
};

struct ticket {
    enum ticket_kind kind;
    uint8_t key_number;
    uint16_t event;
    uint32_t serial;
};

/* "ticket", "badge", "practice"; NULL for no kind. And back: false for another word. */
const char *ticket_kind_name(enum ticket_kind kind);
bool ticket_kind_parse(const char *name, enum ticket_kind *kind) CHECKED;
extern const struct record_words ticket_kind_words; /* the same, for records; of 0: none */

/* The serial as seven base32 letters. */
void ticket_short_code(uint32_t serial, char text[static TICKET_SHORT_SIZE]);

enum ticket_parse_result {
    TICKET_PARSED,
    TICKET_NOT_OURS,       /* some other text */
    TICKET_KEYBOARD_LAYOUT /* length and shape of ours, but letters changed as a foreign keyboard layout or a
                              cut scan would */
};

/* Reads a token's text: either case, white space around it dropped. Checks the form, not the signature.
 * signature may be NULL. */
enum ticket_parse_result ticket_parse(const char *text, size_t length, struct ticket *ticket,
                                      uint8_t signature[64]) CHECKED;

/* The same, and writes the token as ticket_sign did, if it is one. */
enum ticket_parse_result ticket_read(const char *text, size_t length, struct ticket *ticket,
                                     char token[static TICKET_TOKEN_SIZE]);

/* --- signing and verifying */

struct ticket_public_key {
    uint8_t number;
    uint8_t bytes[TICKET_PUBLIC_KEY_BYTES];
};

/* The keys a verifier knows; a plain value, at most 256. */
struct ticket_keyring {
    struct ticket_public_key keys[256];
    size_t count;
};

/* Adds a public key written in hexadecimal. False, and nothing is added, if it is none or the ring is full.
 */
bool ticket_keyring_add(struct ticket_keyring *keyring, int64_t number, const char *public_hex) CHECKED;

bool ticket_keyring_has(const struct ticket_keyring *keyring, uint8_t number);

/* Parses and checks the signature against the key of its number. False if it is not ours, the key is unknown
 * or the signature is wrong; *result says which of the first, ticket is filled whenever *result is
 * TICKET_PARSED. */
bool ticket_verify(const struct ticket_keyring *keyring, const char *text, size_t length,
                   struct ticket *ticket, enum ticket_parse_result *result) CHECKED;

/* The same, and writes the token as ticket_sign did, if it is genuine. */
bool ticket_verify_token(const struct ticket_keyring *keyring, const char *text, size_t length,
                         struct ticket *ticket, char token[static TICKET_TOKEN_SIZE],
                         enum ticket_parse_result *result);

struct ticket_signer {
    uint8_t number;
    uint8_t private_key[TICKET_PRIVATE_KEY_BYTES];
};

/* Writes the token for that kind, event and serial. About 25 microseconds. */
void ticket_sign(const struct ticket_signer *signer, enum ticket_kind kind, uint16_t event, uint32_t serial,
                 char token[static TICKET_TOKEN_SIZE]);

/* --- the QR symbol */

/* One module a byte, 1 is dark, row by row, no quiet zone (four modules must be left free around it). */
struct ticket_symbol {
    uint8_t modules[TICKET_SYMBOL_WIDTH * TICKET_SYMBOL_WIDTH];
};

/* Version 5, level M, alphanumeric mode. False only when out of memory or the text is no token. Thread-safe.
 */
bool ticket_symbol_make(const char *token, struct ticket_symbol *symbol) CHECKED;

/* The symbol as an SVG document with its quiet zone, black on white, scaled by the reader. The caller frees.
 */
char *ticket_symbol_svg(const char *token) CHECKED;

/* A ticket to keep as a picture: the symbol with the event above it, name and code below. An SVG document,
 * since its reader has the fonts for a name in any script. The caller frees; NULL as above. */
struct ticket_card {
    const char *event, *name, *code, *token;
};
char *ticket_card_svg(const struct ticket_card *card);

/* The symbol as a PNG with its quiet zone, scale pixels a module (1..32). The caller frees. */
uint8_t *ticket_symbol_png(const char *token, int scale, size_t *length) CHECKED;
