/* Random bytes, letters and UUIDs. */
#include "base/base.h"

#include <sodium.h>
#include <stdatomic.h>

static _Atomic uint64_t fixed_seed;
static _Atomic uint64_t fixed_turn;

void random_bytes(void *bytes, size_t length)
{
    uint64_t seed = atomic_load(&fixed_seed);
    if (!seed) {
        randombytes_buf(bytes, length);
        return;
    }
    uint64_t words[4] = {seed, atomic_fetch_add(&fixed_turn, 1), 0, 0};
    uint8_t key[randombytes_SEEDBYTES];
    _Static_assert(sizeof words == sizeof key, "the seed fills the key");
    memcpy(key, words, sizeof key);
    randombytes_buf_deterministic(bytes, length, key);
}

void random_letters(char *text, size_t length, const char *alphabet)
{
    size_t letters = strlen(alphabet);
    /* Bytes at or past the last whole multiple would favour the first letters. */
    size_t fair = 256 - 256 % letters;
    uint8_t pool[64];
    size_t left = 0;
    for (size_t i = 0; i < length;) {
        if (!left) {
            random_bytes(pool, sizeof pool);
            left = sizeof pool;
        }
        uint8_t byte = pool[--left];
        if (byte < fair)
            text[i++] = alphabet[byte % letters];
    }
    text[length] = '\0';
}

static void uuid_text(const uint8_t b[static RANDOM_UUID_BYTES], char text[static RANDOM_UUID_SIZE])
{
    char hex[33];
    hex_encode(b, RANDOM_UUID_BYTES, hex);
    snprintf(text, RANDOM_UUID_SIZE, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16, hex + 20);
}

/* The version's number and the variant's bits, over what is random there. */
static void uuid_mark(uint8_t b[static RANDOM_UUID_BYTES], uint8_t version)
{
    b[6] = (uint8_t)((b[6] & 0x0f) | (version << 4));
    b[8] = (uint8_t)((b[8] & 0x3f) | 0x80);
}

void random_uuid(char text[static RANDOM_UUID_SIZE])
{
    uint8_t b[RANDOM_UUID_BYTES];
    random_bytes(b, sizeof b);
    uuid_mark(b, 4);
    uuid_text(b, text);
}

void random_uuid7_bytes(uint8_t b[static RANDOM_UUID_BYTES])
{
    uint64_t ms = (uint64_t)clock_now() / 1000;
    random_bytes(b, RANDOM_UUID_BYTES);
    for (int i = 0; i < 6; i++)
        b[i] = (uint8_t)(ms >> (40 - 8 * i));
    uuid_mark(b, 7);
}

void random_uuid7(char text[static RANDOM_UUID_SIZE])
{
    uint8_t b[RANDOM_UUID_BYTES];
    random_uuid7_bytes(b);
    uuid_text(b, text);
}

bool uuid_parse(const char *text, uint8_t bytes[static RANDOM_UUID_BYTES])
{
    char hex[33];
    size_t digits = 0;
    for (size_t i = 0; i < RANDOM_UUID_SIZE - 1; i++) {
        bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        if (!text[i] || hyphen != (text[i] == '-'))
            return false;
        if (!hyphen)
            hex[digits++] = text[i];
    }
    hex[digits] = '\0';
    return !text[RANDOM_UUID_SIZE - 1] && hex_decode(hex, bytes, RANDOM_UUID_BYTES);
}

void random_fix(uint64_t seed)
{
    atomic_store(&fixed_seed, seed);
    atomic_store(&fixed_turn, 0);
}
