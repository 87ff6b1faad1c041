/* Records: documents into structs and back, what is refused, and what differs. */
#include "tests/unit/unit.h"

#include <math.h>

enum colour { COLOUR_NONE, COLOUR_RED, COLOUR_GREEN };
static const char *const colour_table[] = {
    [COLOUR_NONE] = NULL, [COLOUR_RED] = "red", [COLOUR_GREEN] = "green"};
static const struct record_words colours = RECORD_WORDS(colour_table);

struct part {
    const char *code;
    int64_t price;
    int64_t left;
};
static const struct record_member part_members[] = {
    RECORD_TEXT(struct part, code), RECORD_INT(struct part, price),
    RECORD_INT(struct part, left, .presence = RECORD_OPTIONAL)};
static const struct record part_record = RECORD(struct part, part_members);

struct place {
    const char *name;
};
static const struct record_member place_members[] = {
    RECORD_TEXT(struct place, name, .presence = RECORD_OPTIONAL)};
static const struct record place_record = RECORD(struct place, place_members);

struct whole {
    const char *title;
    bool open;
    enum colour colour;
    struct place place;
    struct place *other;
    RECORD_LIST_OF(struct part) parts;
    RECORD_LIST_OF(const char *) tags;
    struct record_pairs prices;
    double width;
    RECORD_LIST_OF(double) box;
    const char *detail;
};
static const struct record_member whole_members[] = {
    RECORD_TEXT(struct whole, title),
    RECORD_FLAG(struct whole, open),
    RECORD_WORD(struct whole, colour, colours, .presence = RECORD_OPTIONAL),
    RECORD_ONE(struct whole, place, place_record),
    RECORD_MAYBE(struct whole, other, place_record),
    RECORD_LIST(struct whole, parts, part_record),
    RECORD_TEXTS(struct whole, tags),
    RECORD_PAIRS(struct whole, prices, RECORD_IS_INT),
    RECORD_REAL(struct whole, width),
    RECORD_REALS(struct whole, box),
    RECORD_ANY(struct whole, detail, .presence = RECORD_LEFT_OUT)};
static const struct record whole_record = RECORD(struct whole, whole_members);

#define FULL                                                                                                 \
    "{\"title\":\"T \\\"q\\\" \\n\\u0001é\",\"open\":true,\"colour\":\"green\",\"place\":{\"name\":null},"  \
    "\"other\":{\"name\":\"x\"},\"parts\":[{\"code\":\"a\",\"price\":3,\"left\":null},"                      \
    "{\"code\":\"b\",\"price\":-4,\"left\":0}],\"tags\":[\"u\",\"v\"],\"prices\":{\"early\":1,\"late\":2},"  \
    "\"width\":9.5,\"box\":[0,-0.1,26.5],\"detail\":[1,{\"x\":null}]}"

static bool read_whole(const char *json, struct arena *arena, struct whole *whole, struct error *error)
{
    return record_read(&whole_record, json, strlen(json), "test", RECORD_EXACT, arena, whole, error);
}

static void a_document_comes_back_as_it_was(void **state)
{
    (void)state;
    scope_arena struct arena arena = ARENA(1 << 16);
    struct whole whole;
    struct error error = {0};
    record_must_hold(&whole_record);
    if (!read_whole(FULL, &arena, &whole, &error))
        fail_msg("%s", error.message);
    assert_int_equal(whole.colour, COLOUR_GREEN);
    assert_null(whole.place.name);
    assert_string_equal(whole.other->name, "x");
    assert_int_equal(whole.parts.items[0].left, RECORD_NO_INT);
    assert_int_equal(whole.parts.items[1].price, -4);
    assert_string_equal(whole.tags.items[1], "v");
    assert_int_equal(record_pair(&whole.prices, "late")->number, 2);
    scope_buffer struct buffer out = BUFFER(4096);
    record_write(&whole_record, &whole, 0, &out);
    assert_string_equal(out.data, FULL);
}

static void what_does_not_fit_is_named_by_its_path(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to, *says;
    } cases[] = {
        {"\"title\"", "\"titel\"", "test: title is missing"},
        {"\"price\":-4", "\"price\":\"4\"", "test: parts[1].price should be of type integer"},
        {"\"green\"", "\"blue\"", "test: colour should be one of red, green"},
        {"\"late\":2", "\"late\":true", "test: prices.late should be of type integer"},
        {"9.5", "\"9.5\"", "test: width should be of type number"},
        {"26.5", "null", "test: box[2] should be of type number"},
        {"\"tags\"", "\"more\":1,\"tags\"", "test: more is not known"},
        {"{\"name\":\"x\"}", "{\"name\":[]}", "test: other.name should be of type text"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        scope_arena struct arena arena = ARENA(1 << 16);
        scope_buffer struct buffer json = BUFFER(4096);
        struct whole whole;
        struct error error = {0};
        const char *at = strstr(FULL, cases[i].from);
        assert_non_null(at);
        buffer_append(&json, FULL, (size_t)(at - FULL));
        buffer_text(&json, cases[i].to);
        buffer_text(&json, at + strlen(cases[i].from));
        assert_false(read_whole(json.data, &arena, &whole, &error));
        assert_string_equal(error.message, cases[i].says);
    }
}

static void an_older_reader_passes_over_what_is_new(void **state)
{
    (void)state;
    static const char json[] = "{\"code\":\"a\",\"price\":1,\"colour\":\"red\"}";
    scope_arena struct arena arena = ARENA(4096);
    struct part part;
    assert_true(record_read(&part_record, json, strlen(json), "test", RECORD_TOLERANT, &arena, &part, NULL));
    assert_false(record_read(&part_record, json, strlen(json), "test", RECORD_EXACT, &arena, &part, NULL));
}

static void note_fault(void *context, enum record_fault fault, const char *path, const char *wanted)
{
    buffer_printf(context, "%s%s%s;", path, fault == RECORD_UNKNOWN ? "?" : ":", wanted ? wanted : "");
}

static void of_a_strangers_input_every_fault_is_told(void **state)
{
    (void)state;
    static const char json[] =
        "{\"title\":5,\"parts\":[7,{\"code\":\"c\",\"size\":1}],\"tags\":[\"a\",null,\"b\"],"
        "\"prices\":[],\"place\":{\"name\":\"n\"},\"zip\":1}";
    scope_arena struct arena arena = ARENA(1 << 16);
    scope_buffer struct buffer faults = BUFFER(4096);
    struct whole whole;
    assert_true(
        record_read_input(&whole_record, json, strlen(json), &arena, &whole, note_fault, &faults, NULL));
    assert_string_equal(faults.data,
                        "title:text;parts[0]:object;parts[1].size?;tags[1]:text;prices:object;zip?;");
    assert_null(whole.title);
    assert_int_equal(whole.parts.count, 1);
    assert_int_equal(whole.parts.items[0].price, RECORD_NO_INT);
    assert_int_equal(whole.tags.count, 2);
    assert_string_equal(whole.tags.items[1], "b");
    assert_string_equal(whole.place.name, "n");
}

static void no_json_is_the_callers_fault_with_line_and_column(void **state)
{
    (void)state;
    scope_arena struct arena arena = ARENA(4096);
    struct part part;
    struct error error = {0};
    assert_false(record_read(&part_record, "{\n x", 4, "file.json", RECORD_EXACT, &arena, &part, &error));
    assert_int_equal(error.kind, ERROR_CALLER);
    assert_memory_equal(error.message, "file.json:2:", 12);
}

static void a_document_without_a_part_is_none(void **state)
{
    (void)state;
    const struct part part = {.code = NULL};
    scope_buffer struct buffer out = BUFFER(4096);
    record_write(&part_record, &part, 0, &out);
    assert_true(out.failed);

    scope_arena struct arena arena = ARENA(1 << 16);
    struct whole whole;
    assert_true(read_whole(FULL, &arena, &whole, NULL));
    whole.tags.items[1] = NULL;
    scope_buffer struct buffer second = BUFFER(4096);
    record_write(&whole_record, &whole, 0, &second);
    assert_true(second.failed);
}

static void infinity_is_no_number_of_a_document(void **state)
{
    (void)state;
    scope_arena struct arena arena = ARENA(1 << 16);
    struct whole whole;
    assert_true(read_whole(FULL, &arena, &whole, NULL));
    whole.width = INFINITY;
    scope_buffer struct buffer out = BUFFER(4096);
    record_write(&whole_record, &whole, 0, &out);
    assert_true(out.failed);
}

static void an_arena_that_is_full_fails_the_reading(void **state)
{
    (void)state;
    scope_arena struct arena arena = ARENA(64);
    struct whole whole;
    struct error error = {0};
    assert_false(read_whole(FULL, &arena, &whole, &error));
    assert_true(arena.failed);
    assert_null(arena_alloc(&arena, 1));
}

static void note_change(void *context, const char *path, const char *before, const char *after)
{
    buffer_printf(context, "%s %s>%s;", path, before ? before : "-", after ? after : "-");
}

static void what_differs_is_told_leaf_by_leaf(void **state)
{
    (void)state;
    scope_arena struct arena arena = ARENA(1 << 16);
    scope_buffer struct buffer changes = BUFFER(4096);
    struct whole before, after;
    struct error error = {0};
    assert_true(read_whole(FULL, &arena, &before, &error) && read_whole(FULL, &arena, &after, &error));
    after.parts.items++, after.parts.count--;
    after.parts.items[0].price = 5;
    after.other = NULL;
    assert_true(record_diff(&whole_record, &before, &after, note_change, &changes, &error));
    assert_string_equal(changes.data,
                        "other {\"name\":\"x\"}>null;parts.a {\"code\":\"a\",\"price\":3,\"left\":null}>-;"
                        "parts.b.price -4>5;");
}

static void an_indented_document_reads_the_same(void **state)
{
    (void)state;
    scope_arena struct arena arena = ARENA(1 << 16);
    scope_buffer struct buffer indented = BUFFER(4096), again = BUFFER(4096);
    struct whole whole;
    assert_true(read_whole(FULL, &arena, &whole, NULL));
    record_write(&whole_record, &whole, 2, &indented);
    assert_non_null(strstr(indented.data, "\n  \"parts\": [\n    {\n      \"code\": \"a\","));
    assert_true(read_whole(indented.data, &arena, &whole, NULL));
    record_write(&whole_record, &whole, 0, &again);
    assert_string_equal(again.data, FULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_comes_back_as_it_was),
        cmocka_unit_test(what_does_not_fit_is_named_by_its_path),
        cmocka_unit_test(an_older_reader_passes_over_what_is_new),
        cmocka_unit_test(of_a_strangers_input_every_fault_is_told),
        cmocka_unit_test(no_json_is_the_callers_fault_with_line_and_column),
        cmocka_unit_test(a_document_without_a_part_is_none),
        cmocka_unit_test(infinity_is_no_number_of_a_document),
        cmocka_unit_test(an_arena_that_is_full_fails_the_reading),
        cmocka_unit_test(what_differs_is_told_leaf_by_leaf),
        cmocka_unit_test(an_indented_document_reads_the_same),
    };
    return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
