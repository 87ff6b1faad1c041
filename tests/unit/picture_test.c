/* QR symbols in pictures in memory, whose rows are longer than the pictures are wide. */
#include "tests/unit/unit.h"

#include "picture/picture_private.h"
#include "ticket/ticket.h"

#include <sodium.h>
#include <sys/wait.h>

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

static char scripts[] = "/tmp/lanyard-unit.XXXXXX";

static void write_script(const char *name, const char *text)
{
    struct error error = {0};
    char path[100], script[300];
    snprintf(path, sizeof path, "%s/%s", scripts, name);
    int length = snprintf(script, sizeof script, "#!/bin/sh\n%s\n", text);
    if (!file_write(path, script, (size_t)length, 0755, &error))
        fail_msg("%s", error.message);
}

static void unlink_scripts(void)
{
    static const char *const names[] = {"pdfinfo", "pdftoppm"};
    char path[100];
    for (size_t i = 0; i < COUNT(names); i++) {
        snprintf(path, sizeof path, "%s/%s", scripts, names[i]);
        unlink(path);
    }
    rmdir(scripts);
}

static bool note_page(void *context, int page, const char *text, size_t length)
{
    (void)page;
    return note_code(context, text, length);
}

/* With programs of ours in the place of poppler's, and one second a page. */
static void read_with(const char *pdfinfo, const char *pdftoppm, const char *message)
{
    struct error error = {0};
    struct codes codes = {.text = BUFFER(1000), .most = 10};
    const struct picture_pdf_options options = {.dpi = 72, .seconds = 1};
    write_script("pdfinfo", pdfinfo);
    write_script("pdftoppm", pdftoppm);
    int64_t start = clock_monotonic();
    assert_false(picture_read_pdf("%PDF-", 5, &options, note_page, &codes, &error));
    assert_string_equal(error.message, message);
    assert_true(clock_monotonic() - start < 10 * CLOCK_SECOND);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    buffer_free(&codes.text);
}

static void a_page_that_takes_for_ever_is_given_up_and_leaves_no_process(void **state)
{
    (void)state;
    static const char page[] = "echo 'Page 1 size: 72 x 72 pts'";
    static const char half[] = "printf 'P5\\n72 72\\n255\\n1234'; exec sleep 100";
    char *usual = strdup(getenv("PATH"));
    struct buffer path = BUFFER(10000);
    assert_non_null(mkdtemp(scripts));
    buffer_printf(&path, "%s:%s", scripts, usual);
    setenv("PATH", path.data, 1);
    read_with("exec sleep 100", "exit 0", "pdfinfo takes too long");
    read_with(page, "exec sleep 100", "page 1: pdftoppm takes too long");
    read_with(page, half, "page 1: pdftoppm takes too long");
    read_with(page, "exec >/dev/null; exec sleep 100", "page 1: pdftoppm takes too long");
    read_with("echo 'Page 1 size: 72 x 72 pts'; exec >/dev/null; exec sleep 100", "exit 0",
              "pdfinfo takes too long");
    setenv("PATH", usual, 1);
    unlink_scripts();
    buffer_free(&path);
    free(usual);
}

/* Each form draws the next ten times, twelve deep: a kilobyte, and a thousand thousand million strokes. */
static void append_bomb(struct buffer *pdf)
{
    buffer_text(pdf, "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                     "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                     "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]/Contents 4 0 R"
                     "/Resources<</XObject<</F 5 0 R>>>>>>endobj\n"
                     "4 0 obj<</Length 5>>stream\n/F Do\nendstream endobj\n");
    for (int i = 5; i < 17; i++)
        buffer_printf(
            pdf,
            "%d 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 72 72]/Resources<</XObject<</F %d 0 R>>>>"
            "/Length 60>>stream\n%-60s\nendstream endobj\n",
            i, i + 1,
            i < 16 ? "/F Do /F Do /F Do /F Do /F Do /F Do /F Do /F Do /F Do /F Do" : "0 0 m 72 72 l S");
    buffer_text(pdf, "trailer<</Size 17/Root 1 0 R>>\n%%EOF\n");
}

static void a_page_that_multiplies_as_it_is_drawn_is_given_up(void **state)
{
    (void)state;
    struct error error = {0};
    struct codes codes = {.text = BUFFER(1000), .most = 10};
    struct buffer pdf = BUFFER(10000);
    const struct picture_pdf_options options = {.dpi = 72, .seconds = 1};
    append_bomb(&pdf);
    assert_false(picture_read_pdf(pdf.data, pdf.length, &options, note_page, &codes, &error));
    if (!strstr(error.message, "page 1: pdftoppm "))
        fail_msg("%s", error.message);
    buffer_free(&codes.text);
    buffer_free(&pdf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_symbol_of_a_picture_is_found_until_that_is_enough),
        cmocka_unit_test(the_smallest_symbol_and_the_palest_are_read),
        cmocka_unit_test(what_is_no_symbol_gives_no_code),
        cmocka_unit_test(a_page_that_takes_for_ever_is_given_up_and_leaves_no_process),
        cmocka_unit_test(a_page_that_multiplies_as_it_is_drawn_is_given_up),
    };
    return cmocka_run_group_tests_name("picture", tests, NULL, NULL);
}
