/* The token: payload, signature, letters. */
#include "ticket/ticket_private.h"

#include <ctype.h>
#include <sodium.h>

#define FORMAT 1

must_at_compile(sizeof TICKET_PREFIX - 1 + ((PAYLOAD_BYTES + SIGNATURE_BYTES) * 8 + 4) / 5 ==
                    TICKET_TOKEN_LENGTH,
                "a token is its prefix and the letters of payload and signature");
must_at_compile(SIGNATURE_BYTES == crypto_sign_BYTES &&
                    TICKET_PUBLIC_KEY_BYTES == crypto_sign_PUBLICKEYBYTES &&
                    TICKET_PRIVATE_KEY_BYTES == crypto_sign_SECRETKEYBYTES,
                "as libsodium has them");

static const char *const kind_names[] = {
    [TICKET_ADMISSION] = "ticket", [TICKET_BADGE] = "badge", [TICKET_PRACTICE] = "practice"};
const struct record_words ticket_kind_words = RECORD_WORDS(kind_names);

const char *ticket_kind_name(enum ticket_kind kind)
{
    return kind >= TICKET_ADMISSION && kind <= TICKET_PRACTICE ? kind_names[kind] : NULL;
}

bool ticket_kind_parse(const char *name, enum ticket_kind *kind)
{
    for (*kind = TICKET_ADMISSION; *kind <= TICKET_PRACTICE; (*kind)++)
        if (strcmp(name, kind_names[*kind]) == 0)
            return true;
    return false;
}

void ticket_short_code(uint32_t serial, char text[static TICKET_SHORT_SIZE])
{
    const uint8_t bytes[] = {(uint8_t)(serial >> 24), (uint8_t)(serial >> 16), (uint8_t)(serial >> 8),
                             (uint8_t)serial};
    base32_encode(bytes, sizeof bytes, text);
}

static void write_payload(const struct ticket *ticket, uint8_t bytes[static PAYLOAD_BYTES])
{
    bytes[0] = (uint8_t)(FORMAT << 4 | (int)ticket->kind);
    bytes[1] = ticket->key_number;
    bytes[2] = (uint8_t)(ticket->event >> 8);
    bytes[3] = (uint8_t)ticket->event;
    for (int i = 0; i < 4; i++)
        bytes[4 + i] = (uint8_t)(ticket->serial >> (24 - 8 * i));
}

static bool read_payload(const uint8_t bytes[static PAYLOAD_BYTES], struct ticket *ticket)
{
    unsigned kind = bytes[0] & 15u;
    if (bytes[0] >> 4 != FORMAT || kind < TICKET_ADMISSION || kind > TICKET_PRACTICE)
        return false;
    *ticket = (struct ticket){.kind = (enum ticket_kind)kind,
                              .key_number = bytes[1],
                              .event = (uint16_t)(bytes[2] << 8 | bytes[3])};
    for (int i = 4; i < PAYLOAD_BYTES; i++)
        ticket->serial = ticket->serial << 8 | bytes[i];
    return true;
}

void ticket_signed_bytes(const struct ticket *ticket, uint8_t bytes[static SIGNED_BYTES])
{
    memcpy(bytes, SIGNED_CONTEXT, sizeof SIGNED_CONTEXT - 1);
    write_payload(ticket, bytes + sizeof SIGNED_CONTEXT - 1);
}

void ticket_sign(const struct ticket_signer *signer, enum ticket_kind kind, uint16_t event, uint32_t serial,
                 char token[static TICKET_TOKEN_SIZE])
{
    must(ticket_kind_name(kind)); /* no verifier would know another */
    struct ticket ticket = {.kind = kind, .key_number = signer->number, .event = event, .serial = serial};
    uint8_t whole[PAYLOAD_BYTES + SIGNATURE_BYTES];
    uint8_t message[SIGNED_BYTES];
    ticket_signed_bytes(&ticket, message);
    write_payload(&ticket, whole);
    crypto_sign_detached(whole + PAYLOAD_BYTES, NULL, message, sizeof message, signer->private_key);
    memcpy(token, TICKET_PREFIX, sizeof TICKET_PREFIX - 1);
    base32_encode(whole, sizeof whole, token + sizeof TICKET_PREFIX - 1);
}

static void trim(const char **text, size_t *length)
{
    while (*length && (unsigned char)**text <= ' ')
        (*text)++, (*length)--;
    while (*length && (unsigned char)(*text)[*length - 1] <= ' ')
        (*length)--;
}

static bool has_prefix(const char *text, size_t length)
{
    return length >= 2 && (text[0] | 32) == 'l' && (text[1] | 32) == 'y';
}

/* A hand scanner on another keyboard layout keeps the length and most letters; a cut scan keeps the prefix.
 */
static bool looks_damaged(const char *text, size_t length)
{
    size_t letters = 0;
    size_t characters = 0;
    for (size_t i = 0; i < length; i++) {
        letters += (text[i] | 32) >= 'a' && (text[i] | 32) <= 'z';
        characters += ((unsigned char)text[i] & 0xc0) != 0x80;
    }
    if (characters == TICKET_TOKEN_LENGTH)
        return letters * 2 > characters;
    return has_prefix(text, length) && characters > 16 && letters * 2 > characters &&
           characters < 2 * TICKET_TOKEN_LENGTH;
}

enum ticket_parse_result ticket_parse(const char *text, size_t length, struct ticket *ticket,
                                      uint8_t signature[64])
{
    uint8_t whole[PAYLOAD_BYTES + SIGNATURE_BYTES];
    const size_t prefix = sizeof TICKET_PREFIX - 1;
    trim(&text, &length);
    if (length == TICKET_TOKEN_LENGTH && has_prefix(text, length) &&
        base32_decode(text + prefix, length - prefix, whole, sizeof whole) && read_payload(whole, ticket)) {
        if (signature)
            memcpy(signature, whole + PAYLOAD_BYTES, SIGNATURE_BYTES);
        return TICKET_PARSED;
    }
    return looks_damaged(text, length) ? TICKET_KEYBOARD_LAYOUT : TICKET_NOT_OURS;
}

enum ticket_parse_result ticket_read(const char *text, size_t length, struct ticket *ticket,
                                     char token[static TICKET_TOKEN_SIZE])
{
    enum ticket_parse_result result = ticket_parse(text, length, ticket, NULL);
    if (result != TICKET_PARSED)
        return result;
    trim(&text, &length);
    must(length == TICKET_TOKEN_LENGTH);
    for (size_t i = 0; i < length; i++)
        token[i] = (char)toupper((unsigned char)text[i]);
    token[length] = '\0';
    return result;
}
