/* QR symbols in pictures in memory, whose rows are longer than the pictures are wide. */
#include "tests/unit/unit.h"

#include "picture/picture_private.h"
#include "ticket/ticket.h"

#include <sodium.h>

#define SIDE 420
#define STRIDE 500

static void draw(uint8_t *pixels, const char *token, int left, int top, int scale, bool turned)
{
    struct ticket_symbol symbol;
    assert_true(ticket_symbol_make(token, &symbol));
    for (int y = 0; y < TICKET_SYMBOL_WIDTH * scale; y++)
        for (int x = 0; x < TICKET_SYMBOL_WIDTH * scale; x++) {
            int row = turned ? x / scale : y / scale;
            int column = turned ? TICKET_SYMBOL_WIDTH - 1 - y / scale : x / scale;
            if (symbol.modules[row * TICKET_SYMBOL_WIDTH + column])
                pixels[(top + y) * STRIDE + left + x] = 0;
        }
}

struct codes {
    struct buffer text;
    int count, most;
};

static bool note_code(void *context, const char *text, size_t length)
{
    struct codes *codes = context;
    buffer_append(&codes->text, text, length);
    return ++codes->count < codes->most;
}

static void every_symbol_of_a_picture_is_found_until_that_is_enough(void **state)
{
    (void)state;
    static uint8_t pixels[SIDE * STRIDE];
    const struct picture picture = {pixels, SIDE, SIDE, STRIDE};
    struct ticket_signer signer = {.number = 1};
    uint8_t public_key[32];
    char tokens[2][TICKET_TOKEN_SIZE];
    crypto_sign_keypair(public_key, signer.private_key);
    memset(pixels, 255, sizeof pixels);
    for (int i = 0; i < 2; i++) {
        ticket_sign(&signer, TICKET_BADGE, 1, (uint32_t)i, tokens[i]);
        draw(pixels, tokens[i], 30 + 200 * i, 30 + 200 * i, 4, i == 1);
    }
    struct codes codes = {.text = BUFFER(1000), .most = 10};
    assert_true(picture_read(&picture, note_code, &codes));
    assert_int_equal(codes.count, 2);
    for (int i = 0; i < 2; i++)
        assert_non_null(strstr(codes.text.data, tokens[i]));
    codes.count = 0;
    codes.most = 1;
    assert_false(picture_read(&picture, note_code, &codes));
    assert_int_equal(codes.count, 1);
    buffer_free(&codes.text);
}

/* The one is ZXing's alone, the other ZBar's: either fails when its decoder gets no picture, or a crooked
 * one. */
static void the_smallest_symbol_and_the_palest_are_read(void **state)
{
    (void)state;
    static const struct {
        int scale;
        uint8_t paper, ink;
    } cases[] = {{1, 255, 0}, {4, 140, 128}};
    static uint8_t pixels[SIDE * STRIDE];
    const struct picture picture = {pixels, SIDE, SIDE, STRIDE};
    const struct ticket_signer signer = {.number = 1};
    char token[TICKET_TOKEN_SIZE];
    ticket_sign(&signer, TICKET_BADGE, 1, 1, token);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct codes codes = {.text = BUFFER(1000), .most = 10};
        memset(pixels, cases[i].paper, sizeof pixels);
        draw(pixels, token, 30, 30, cases[i].scale, false);
        for (size_t j = 0; j < sizeof pixels; j++)
            if (!pixels[j])
                pixels[j] = cases[i].ink;
        assert_true(picture_read(&picture, note_code, &codes));
        if (codes.count != 1)
            fail_msg("case %zu: %d codes", i, codes.count);
        assert_string_equal(codes.text.data, token);
        buffer_free(&codes.text);
    }
}

static void what_is_no_symbol_gives_no_code(void **state)
{
    (void)state;
    static uint8_t pixels[SIDE * STRIDE];
    struct codes codes = {.text = BUFFER(1000), .most = 10};
    uint32_t noise = 1;
    for (int kind = 0; kind < 3; kind++) {
        for (size_t i = 0; i < sizeof pixels; i++)
            pixels[i] =
                kind < 2 ? (uint8_t)(kind * 255) : (uint8_t)((noise = noise * 1664525 + 1013904223) >> 24);
        for (int side = 1; side <= SIDE; side += side < 16 ? 1 : 101) {
            const struct picture picture = {pixels, side, side, STRIDE};
            assert_true(picture_read(&picture, note_code, &codes));
            assert_true(picture_read_zbar(&picture, note_code, &codes));
        }
    }
    assert_int_equal(codes.count, 0);
    buffer_free(&codes.text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_symbol_of_a_picture_is_found_until_that_is_enough),
        cmocka_unit_test(the_smallest_symbol_and_the_palest_are_read),
        cmocka_unit_test(what_is_no_symbol_gives_no_code),
    };
    return cmocka_run_group_tests_name("picture", tests, NULL, NULL);
}
