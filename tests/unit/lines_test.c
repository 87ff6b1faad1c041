/* The lines that hand scanners type. */
#include "tests/unit/unit.h"

#include "cli/checkin/lines.h"
#include "ticket/ticket.h"

#include <unistd.h>

/* Each byte that is not seen as <03>, so that NUL can be compared. */
static void append_seen(struct buffer *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] < ' ' || text[i] == 0x7f)
            buffer_printf(out, "<%02x>", (unsigned)text[i]);
        else
            buffer_char(out, text[i]);
}

/* The codes of the lines that come out of these bytes, each followed by a bar. */
static void assert_lines(const char *bytes, size_t length, const char *wanted)
{
    int ends[2];
    struct buffer got = BUFFER(40000);
    const volatile bool stop = false;
    assert_int_equal(pipe(ends), 0);
    assert_true(file_write_all(ends[1], bytes, length));
    close(ends[1]);
    struct lines lines = {.fd = ends[0], .typed = true};
    while (lines_next(&lines, &stop) == LINE_READY) {
        size_t at = 0;
        struct line_code code;
        assert_int_equal(lines.line[lines.length], 0);
        while (lines_next_code(lines.line, lines.length, &at, &code)) {
            append_seen(&got, code.text, code.length);
            buffer_char(&got, '|');
        }
    }
    close(ends[0]);
    assert_string_equal(got.data ? got.data : "", wanted);
    buffer_free(&got);
}

static void lines_end_as_scanners_end_them(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *lines;
    } cases[] = {
        {"", ""},      {"\n\r\n\n", ""}, {"a\nb\r\nc\rd", "a|b|c|d|"}, {"a\tb\x1b[31m\n", "a|b<1b>[31m|"},
        {"é\n", "é|"}, {" a \n", " a |"}};
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_lines(cases[i].bytes, strlen(cases[i].bytes), cases[i].lines);
    assert_lines("a\0b\n", 4, "a<00>b|");
}

/* Which of them a terminal or a person's keys would do something with does not matter within a burst. */
static void every_byte_is_data(void **state)
{
    (void)state;
    struct buffer input = BUFFER(10000);
    struct buffer wanted = BUFFER(10000);
    for (int byte = 0; byte < 256; byte++) {
        const char text[] = {'a', (char)byte, 'b', '\n'};
        bool ends = byte == '\n' || byte == '\r' || byte == '\t';
        buffer_append(&input, text, sizeof text);
        append_seen(&wanted, text, ends ? 1 : 3);
        buffer_text(&wanted, ends ? "|b|" : "|");
    }
    assert_lines(input.data, input.length, wanted.data);
    buffer_free(&input);
    buffer_free(&wanted);
}

static void several_tokens_in_one_reading_are_several_codes(void **state)
{
    (void)state;
    static const char *const between[] = {"", ",", " ", "]Q1", ";\x1d", "x"};
    char a[TICKET_TOKEN_SIZE], b[TICKET_TOKEN_SIZE];
    const struct ticket_signer signer = {.number = 1};
    ticket_sign(&signer, TICKET_BADGE, 1, 1, a);
    ticket_sign(&signer, TICKET_BADGE, 1, 2, b);
    for (size_t i = 0; i < COUNT(between); i++) {
        char text[600], wanted[600];
        snprintf(text, sizeof text, "]Q1%s%s%s%s%s\nnext\n", a, between[i], b, between[i], a);
        snprintf(wanted, sizeof wanted, "%s|%s|next|", a, b);
        assert_lines(text, strlen(text), wanted);
    }
    char text[600], wanted[600];
    snprintf(text, sizeof text, "%.80s,%s,%.100s\n", a, b, a);
    snprintf(wanted, sizeof wanted, "%.80s|%s|%.100s|", a, b, a);
    assert_lines(text, strlen(text), wanted); /* somebody is behind each of the damaged ones too */
}

/* What is cut short and never ended is a line of its own after a while; the scan after it is whole. */
static void half_a_line_does_not_wait_for_the_next_scan(void **state)
{
    (void)state;
    static const char halves[] = "LYCMAAA";
    int ends[2];
    const volatile bool stop = false;
    assert_int_equal(pipe(ends), 0);
    struct lines lines = {.fd = ends[0]};
    for (int i = 0; i < 2; i++) {
        assert_true(file_write_all(ends[1], halves, strlen(halves)));
        assert_int_equal(lines_next(&lines, &stop), LINE_READY);
        assert_string_equal(lines.line, halves);
    }
    close(ends[0]);
    close(ends[1]);
}

static void what_stands_around_a_token_is_left_out(void **state)
{
    (void)state;
    static const char *const around[][2] = {{"", ""},    {"]Q1", ""}, {"[A", ""},      {"x", "\t"},
                                            {"", " QR"}, {"  ", " "}, {"\x02", "\x03"}};
    const struct ticket_signer signer = {.number = 1};
    char token[TICKET_TOKEN_SIZE];
    ticket_sign(&signer, TICKET_BADGE, 1, 1, token);
    for (size_t i = 0; i < COUNT(around); i++) {
        char text[200];
        char wanted[200];
        snprintf(text, sizeof text, "%s%s%s\nnext\n", around[i][0], token, around[i][1]);
        snprintf(wanted, sizeof wanted, "%s|next|", token);
        assert_lines(text, strlen(text), wanted);
    }
}

static void a_line_without_end_is_cut_and_nothing_of_it_is_lost(void **state)
{
    (void)state;
    struct buffer input = BUFFER(40000);
    struct buffer wanted = BUFFER(40000);
    for (int i = 0; i < 3 * LINE_MAX_BYTES; i++) {
        if (i && i % LINE_MAX_BYTES == 0)
            buffer_char(&wanted, '|');
        buffer_char(&input, 'x');
        buffer_char(&wanted, 'x');
    }
    buffer_text(&input, "\nnext\n");
    buffer_text(&wanted, "|next|");
    assert_lines(input.data, input.length, wanted.data);
    buffer_free(&input);
    buffer_free(&wanted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_end_as_scanners_end_them),
        cmocka_unit_test(half_a_line_does_not_wait_for_the_next_scan),
        cmocka_unit_test(what_stands_around_a_token_is_left_out),
        cmocka_unit_test(every_byte_is_data),
        cmocka_unit_test(several_tokens_in_one_reading_are_several_codes),
        cmocka_unit_test(a_line_without_end_is_cut_and_nothing_of_it_is_lost),
    };
    return cmocka_run_group_tests_name("lines", tests, NULL, NULL);
}
