/* Whether a token is genuine, however a scanner typed it. */
#include "ticket/ticket_private.h"

#include <sodium.h>

/* What a layout other than the scanner's own types for a letter, to be turned back. Only layouts that move
 * letters are here, for a token's digits stay digits or become characters that no layout shares. */
struct layout {
    struct {
        char typed[3]; /* UTF-8 */
        char meant;
    } keys[16];
};

static const struct layout layouts[] = {
    /* QWERTZ: German, Czech, Hungarian */
    {{{"z", 'y'}, {"y", 'z'}}},
    /* AZERTY: French, Belgian; digits want Shift */
    {{{"q", 'a'},
      {"a", 'q'},
      {"z", 'w'},
      {"w", 'z'},
      {",", 'm'},
      {"?", 'm'},
      {"\xc3\xa9", '2'},
      {"\"", '3'},
      {"'", '4'},
      {"(", '5'},
      {"-", '6'},
      {"\xc2\xa7", '6'},
      {"\xc3\xa8", '7'}}},
};

static bool key_matches(const char *typed, const char *text, size_t left, size_t *width)
{
    *width = strlen(typed);
    if (*width > left)
        return false;
    if (*width == 1)
        return *typed == *text || ((*typed >= 'a' && *typed <= 'z') && (*text | 32) == *typed);
    return memcmp(typed, text, *width) == 0;
}

/* One character of the text as the layout's owner meant it; gives how many bytes it took. */
static size_t undo_one(const struct layout *layout, const char *text, size_t left, char *meant)
{
    for (size_t i = 0; i < COUNT_OF(layout->keys) && layout->keys[i].meant; i++) {
        size_t width;
        if (key_matches(layout->keys[i].typed, text, left, &width)) {
            *meant = layout->keys[i].meant;
            return width;
        }
    }
    *meant = *text;
    return 1;
}

static size_t undo(const struct layout *layout, const char *text, size_t length,
                   char plain[static TICKET_TOKEN_LENGTH])
{
    size_t written = 0;
    for (size_t i = 0; i < length;) {
        if (written == TICKET_TOKEN_LENGTH)
            return 0;
        i += undo_one(layout, text + i, length - i, &plain[written]);
        written++;
    }
    return written;
}

static const struct ticket_public_key *find_key(const struct ticket_keyring *keyring, uint8_t number)
{
    must(keyring->count <= COUNT_OF(keyring->keys));
    for (size_t i = 0; i < keyring->count; i++)
        if (keyring->keys[i].number == number)
            return &keyring->keys[i];
    return NULL;
}

bool ticket_keyring_has(const struct ticket_keyring *keyring, uint8_t number)
{
    return find_key(keyring, number) != NULL;
}

bool ticket_keyring_add(struct ticket_keyring *keyring, int64_t number, const char *public_hex)
{
    struct ticket_public_key key = {.number = (uint8_t)number};
    if (number < 0 || number > UINT8_MAX || keyring->count == COUNT_OF(keyring->keys) ||
        !hex_decode(public_hex, key.bytes, sizeof key.bytes))
        return false;
    keyring->keys[keyring->count++] = key;
    return true;
}

static bool signature_holds(const struct ticket_keyring *keyring, const struct ticket *ticket,
                            const uint8_t signature[64])
{
    const struct ticket_public_key *key = find_key(keyring, ticket->key_number);
    uint8_t message[SIGNED_BYTES];
    ticket_signed_bytes(ticket, message);
    return key && crypto_sign_verify_detached(signature, message, sizeof message, key->bytes) == 0;
}

static bool verify_plain(const struct ticket_keyring *keyring, const char *text, size_t length,
                         struct ticket *ticket, char token[static TICKET_TOKEN_SIZE],
                         enum ticket_parse_result *result)
{
    uint8_t signature[SIGNATURE_BYTES];
    *result = ticket_parse(text, length, ticket, signature);
    return *result == TICKET_PARSED && signature_holds(keyring, ticket, signature) &&
           ticket_read(text, length, ticket, token) == TICKET_PARSED;
}

bool ticket_verify_token(const struct ticket_keyring *keyring, const char *text, size_t length,
                         struct ticket *ticket, char token[static TICKET_TOKEN_SIZE],
                         enum ticket_parse_result *result)
{
    if (verify_plain(keyring, text, length, ticket, token, result))
        return true;
    if (*result == TICKET_NOT_OURS)
        return false;
    /* Whether a layout did it, the signature tells: no other undoing can bring one to hold. */
    for (size_t i = 0; i < COUNT_OF(layouts); i++) {
        char plain[TICKET_TOKEN_LENGTH];
        struct ticket undone;
        enum ticket_parse_result again;
        size_t plain_length = undo(&layouts[i], text, length, plain);
        if (plain_length && verify_plain(keyring, plain, plain_length, &undone, token, &again)) {
            *ticket = undone;
            *result = TICKET_PARSED;
            return true;
        }
    }
    return false;
}

bool ticket_verify(const struct ticket_keyring *keyring, const char *text, size_t length,
                   struct ticket *ticket, enum ticket_parse_result *result)
{
    char token[TICKET_TOKEN_SIZE];
    return ticket_verify_token(keyring, text, length, ticket, token, result);
}
