/* What strangers send, and the table that it is held against. */
#include "tests/unit/unit.h"

#include "http/http_private.h"

#include <sys/socket.h>
#include <zlib.h>

/* "name=value;" for each */
static const char *fields_text(const struct http_fields *fields)
{
    static char text[400];
    size_t length = 0;
    text[0] = '\0';
    for (size_t i = 0; i < fields->count; i++)
        length += (size_t)snprintf(text + length, sizeof text - length, "%s=%s;", fields->items[i].name,
                                   fields->items[i].value);
    return text;
}

static void forms_are_read_as_the_url_standard_says(void **state)
{
    (void)state;
    static const struct {
        const char *form, *fields;
    } cases[] = {
        {"", ""},
        {"&&&", ""},
        {"a=b", "a=b;"},
        {"a", "a=;"},
        {"=b", "=b;"},
        {"a=b=c", "a=b=c;"},
        {"a=1+2%2b3", "a=1 2+3;"},
        {"na%6De=%E7%8E%8B", "name=王;"},
        {"a=1&b=2&a=3", "a=1;b=2;a=3;"},
        {"s%5B%5D=1&&s[]=2&", "s[]=1;s[]=2;"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct http_fields fields;
        scope_arena struct arena arena = ARENA(4096);
        if (!http_fields_parse(cases[i].form, strlen(cases[i].form), &arena, &fields))
            fail_msg("%s was refused", cases[i].form);
        assert_string_equal(fields_text(&fields), cases[i].fields);
    }
}

static void damaged_forms_are_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {"a=%",   "a=%2",  "a=%2x",       "%zz=1",
                                        "a=%00", "a=%ff", "a=%ed%a0%80", "a=\xff"};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct http_fields fields;
        scope_arena struct arena arena = ARENA(4096);
        if (http_fields_parse(wrong[i], strlen(wrong[i]), &arena, &fields))
            fail_msg("%s was taken", wrong[i]);
    }
}

static void a_form_has_256_pairs_at_most(void **state)
{
    (void)state;
    for (int pairs = 256; pairs <= 257; pairs++)
        for (int empty = 0; empty < 2; empty++) { /* what stands between two "&" is no pair */
            struct http_fields fields;
            scope_arena struct arena arena = ARENA(1 << 20);
            struct buffer form = BUFFER(10000);
            for (int i = 0; i < pairs; i++)
                buffer_printf(&form, "a%d=1&%s", i, empty ? "&" : "");
            assert_int_equal(http_fields_parse(form.data, form.length, &arena, &fields), pairs == 256);
            buffer_free(&form);
        }
}

struct some_form {
    const char *title, *name, *email;
    bool agreed, robot;
    RECORD_LIST_OF(const char *) sessions;
    struct record_pairs consents;
};
static const struct record_member some_form_members[] = {
    RECORD_TEXT(struct some_form, title),
    RECORD_TEXT(struct some_form, name),
    RECORD_TEXT(struct some_form, email),
    RECORD_FLAG(struct some_form, agreed),
    RECORD_FLAG(struct some_form, robot),
    RECORD_TEXTS(struct some_form, sessions),
    RECORD_PAIRS(struct some_form, consents, RECORD_IS_FLAG)};
static const struct record some_form_record = RECORD(struct some_form, some_form_members);

static void a_form_is_read_into_its_record(void **state)
{
    (void)state;
    static const char sent[] =
        "csrf=x&title=Dr&name=Ada&name=Eve&email=&agreed=on&robot=&sessions[]=a&sessions=no&"
        "sessions[]=b&consents.photos=1&consents.photos=1&consents.list=&namely=1";
    struct http_fields fields;
    struct some_form form;
    scope_arena struct arena arena = ARENA(1 << 16);
    assert_true(http_fields_parse(sent, strlen(sent), &arena, &fields));
    assert_true(http_fields_read(&fields, &some_form_record, &arena, &form));
    assert_null(form.name); /* which of the two? */
    assert_string_equal(form.title, "Dr");
    assert_null(form.email);
    assert_true(form.agreed);
    assert_false(form.robot);
    assert_int_equal(form.sessions.count, 2);
    assert_string_equal(form.sessions.items[1], "b");
    assert_int_equal(form.consents.count, 2);
    assert_string_equal(form.consents.items[0].name, "photos");
    assert_true(form.consents.items[0].flag);
}

static void inflate_all(const struct buffer *packed, char *text, size_t size)
{
    z_stream stream = {.next_in = (Bytef *)packed->data,
                       .avail_in = (uInt)packed->length,
                       .next_out = (Bytef *)text,
                       .avail_out = (uInt)size - 1};
    assert_int_equal(inflateInit2(&stream, MAX_WBITS + 16), Z_OK);
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END); /* sum and length are right */
    assert_int_equal(stream.avail_in, 0);
    text[stream.total_out] = '\0';
    inflateEnd(&stream);
}

static void what_is_spliced_reads_as_if_made_at_once(void **state)
{
    (void)state;
    static const char *const values[] = {"", "one", "a longer value, a longer value, a longer value"};
    static const struct {
        const char *text, *wanted;
    } cases[] = {
        {"", ""},
        {"nothing personal here", "nothing personal here"},
        {"@1", "one"},
        {"before @1 between @2 after, and @1 again", "before one between a longer value, a longer value, a "
                                                     "longer value after, and one again"},
        {"@0@0@0", ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[400];
        struct buffer plain = BUFFER(4096), packed = BUFFER(4096);
        struct http_spliced *spliced =
            http_spliced_new("text/html", cases[i].text, (const char *const[]){"@0", "@1", "@2", NULL});
        assert_non_null(spliced);
        http_splice(spliced, false, values, &plain);
        http_splice(spliced, true, values, &packed);
        inflate_all(&packed, text, sizeof text);
        assert_string_equal(plain.data ? plain.data : "", cases[i].wanted);
        assert_string_equal(text, cases[i].wanted);
        buffer_free(&plain);
        buffer_free(&packed);
        http_spliced_free(spliced);
    }
}

static void nothing(struct http_request *request)
{
    (void)request;
}

static const struct http_check anybody = {.name = "anybody"};

static struct http_table *make_table(const struct http_route *rows, size_t count, struct error *error)
{
    const struct http_area area = {rows, count};
    const struct http_area *const areas[] = {&area};
    return http_table_new(areas, 1, error);
}

#define GET(path) .method = "GET", .pattern = (path), .handler = nothing, .who = &anybody, .listeners = 1

static void a_row_that_says_too_little_is_refused(void **state)
{
    (void)state;
    static const struct http_route good = {GET("/a/{b}")};
    static const struct http_route wrong[] = {
        {.method = "FETCH", .pattern = "/a", .handler = nothing, .who = &anybody, .listeners = 1},
        {.pattern = "/a", .handler = nothing, .who = &anybody, .listeners = 1},
        {.method = "GET", .pattern = "a", .handler = nothing, .who = &anybody, .listeners = 1},
        {.method = "GET", .pattern = "/{a", .handler = nothing, .who = &anybody, .listeners = 1},
        {.method = "GET", .pattern = "/a{b}", .handler = nothing, .who = &anybody, .listeners = 1},
        {.method = "GET",
         .pattern = "/{a}/{b}/{c}/{d}/{e}",
         .handler = nothing,
         .who = &anybody,
         .listeners = 1},
        {.method = "GET", .pattern = "/a", .who = &anybody, .listeners = 1},
        {.method = "GET", .pattern = "/a", .handler = nothing, .listeners = 1},
        {.method = "GET", .pattern = "/a", .handler = nothing, .who = &anybody},
        {.method = "POST", .pattern = "/a", .handler = nothing, .who = &anybody, .listeners = 1},
        {.method = "DELETE", .pattern = "/a", .handler = nothing, .who = &anybody, .listeners = 1},
        {.method = "POST",
         .pattern = "/a",
         .handler = nothing,
         .who = &anybody,
         .listeners = 1,
         .takes = HTTP_TAKES_JSON},
        {.method = "POST",
         .pattern = "/a",
         .handler = nothing,
         .who = &anybody,
         .listeners = 1,
         .takes = HTTP_TAKES_FORM,
         .body_max = 10},
        {.method = "GET",
         .pattern = "/a",
         .handler = nothing,
         .who = &anybody,
         .listeners = 1,
         .takes = HTTP_TAKES_JSON,
         .body_max = 10},
    };
    struct error error = {0};
    struct http_table *table = make_table(&good, 1, &error);
    assert_non_null(table);
    http_table_free(table);
    for (size_t i = 0; i < COUNT(wrong); i++) {
        error = (struct error){0};
        if (make_table(&wrong[i], 1, &error))
            fail_msg("row %zu was taken", i);
        assert_int_equal(error.kind, ERROR_OURS);
        assert_non_null(strstr(error.message, "route "));
    }
}

static void an_address_is_there_once(void **state)
{
    (void)state;
    static const struct http_route twice[] = {{GET("/a/{b}/c")}, {GET("/a/{other}/c")}};
    static const struct http_route apart[] = {
        {GET("/a/{b}/c")}, {GET("/a/{b}/d")}, {GET("/a/b/c")}, {GET("/a/{b}")}};
    struct error error = {0};
    assert_null(make_table(twice, COUNT(twice), &error));
    assert_non_null(strstr(error.message, "twice"));
    struct http_table *table = make_table(apart, COUNT(apart), &error);
    assert_non_null(table);
    http_table_free(table);
}

#define MANY 80

/* The table is as large as what it holds, and whatever is answered is counted. */
static void eighty_rows_are_found_and_counted_whatever_the_status(void **state)
{
    (void)state;
    static const int statuses[] = {100, 202, 410, 418, 599};
    static struct http_route rows[MANY];
    static char patterns[MANY][40];
    struct error error = {0};
    for (int i = 0; i < MANY; i++) {
        snprintf(patterns[i], sizeof patterns[i], "/many/%d/{a}/{b}/{c}/{d}", i);
        rows[i] = (struct http_route){GET(patterns[i])};
    }
    struct http_table *table = make_table(rows, MANY, &error);
    for (int i = 0; i < MANY; i++) {
        char path[64];
        const struct http_route *route = NULL;
        char captures[HTTP_CAPTURES][HTTP_CAPTURE_SIZE];
        snprintf(path, sizeof path, "/many/%d/one/two/three/four", i);
        assert_int_equal(http_table_find(table, 1, "GET", path, &route, captures), HTTP_FOUND);
        assert_ptr_equal(route, &rows[i]);
        assert_string_equal(captures[3], "four");
        for (size_t s = 0; s < COUNT(statuses); s++)
            http_table_count(table, route, statuses[s], 10);
    }
    http_table_count(table, NULL, 404, 10);
    struct buffer text = BUFFER(10u << 20);
    http_table_print(table, &text);
    assert_false(text.failed);
    for (int i = 0; i < MANY; i++)
        for (size_t s = 0; s < COUNT(statuses); s++) {
            struct buffer line = BUFFER(200);
            buffer_printf(&line, "{method=\"GET\",route=\"%s\",status=\"%d\"} 1\n", patterns[i], statuses[s]);
            if (!strstr(text.data, line.data))
                fail_msg("%s is not counted", line.data);
            buffer_free(&line);
        }
    assert_non_null(strstr(text.data, "{method=\"other\",route=\"none\",status=\"404\"} 1\n"));
    buffer_free(&text);
    http_table_free(table);
}

static void a_row_is_found_on_its_listeners_only(void **state)
{
    (void)state;
    static const struct http_route rows[] = {
        {.method = "GET", .pattern = "/one", .handler = nothing, .who = &anybody, .listeners = 1},
        {.method = "GET", .pattern = "/two", .handler = nothing, .who = &anybody, .listeners = 2},
        {.method = "GET", .pattern = "/both", .handler = nothing, .who = &anybody, .listeners = 3},
    };
    static const struct {
        const char *path;
        unsigned listeners;
        enum http_match match;
    } cases[] = {{"/one", 1, HTTP_FOUND},   {"/one", 2, HTTP_NO_PATH}, {"/one", 3, HTTP_FOUND},
                 {"/two", 1, HTTP_NO_PATH}, {"/both", 1, HTTP_FOUND},  {"/both", 2, HTTP_FOUND}};
    struct error error = {0};
    struct http_table *table = make_table(rows, COUNT(rows), &error);
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct http_route *route;
        char captures[HTTP_CAPTURES][HTTP_CAPTURE_SIZE];
        assert_int_equal(http_table_find(table, cases[i].listeners, "GET", cases[i].path, &route, captures),
                         cases[i].match);
    }
    struct buffer allow = BUFFER(100);
    http_table_allow(table, 2, "/one", &allow);
    assert_string_equal(allow.data, "OPTIONS");
    buffer_free(&allow);
    http_table_free(table);
}

static void an_address_has_its_minutes_worth_and_gets_it_back_in_time(void **state)
{
    (void)state;
    int after = 0;
    int64_t now = 5 * CLOCK_SECOND;
    struct http_limiter *limiter = http_limiter_new(6);
    for (int i = 0; i < 6; i++)
        assert_true(http_limiter_admit(limiter, "192.0.2.1", now, &after));
    assert_false(http_limiter_admit(limiter, "192.0.2.1", now, &after));
    assert_in_range(after, 10, 11);
    assert_true(http_limiter_admit(limiter, "192.0.2.2", now, &after)); /* a neighbour has its own */
    assert_false(http_limiter_admit(limiter, "192.0.2.1", now + 9 * CLOCK_SECOND, &after));
    assert_true(http_limiter_admit(limiter, "192.0.2.1", now + 11 * CLOCK_SECOND, &after));
    now += 3600 * CLOCK_SECOND;
    for (int i = 0; i < 6; i++) /* an hour saves up no more than a minute does */
        assert_true(http_limiter_admit(limiter, "192.0.2.1", now, &after));
    assert_false(http_limiter_admit(limiter, "192.0.2.1", now, &after));
    http_limiter_free(limiter);
    limiter = http_limiter_new(0);
    for (int i = 0; i < 1000; i++)
        assert_true(http_limiter_admit(limiter, "192.0.2.1", now, &after));
    http_limiter_free(limiter);
}

static void however_many_come_who_is_limited_stays_so_while_asking(void **state)
{
    (void)state;
    int after = 0;
    int64_t now = CLOCK_SECOND;
    struct http_limiter *limiter = http_limiter_new(1);
    assert_true(http_limiter_admit(limiter, "192.0.2.1", now, &after));
    assert_true(http_limiter_admit(limiter, "192.0.2.2", now, &after));
    for (int i = 0; i < 100000; i++) { /* more than the table holds, and no time to speak of */
        char address[32];
        snprintf(address, sizeof address, "2001:db8:%x:%x::", i >> 16, i & 0xffff);
        assert_true(http_limiter_admit(limiter, address, ++now, &after));
        assert_false(http_limiter_admit(limiter, "192.0.2.1", now, &after));
    }
    assert_true(http_limiter_admit(limiter, "192.0.2.2", now, &after)); /* away too long: forgotten */
    http_limiter_free(limiter);
}

static bool is_shut(int fd)
{
    char byte;
    return recv(fd, &byte, 1, MSG_DONTWAIT) == 0;
}

static void a_connection_too_many_or_without_a_request_for_long_is_shut(void **state)
{
    (void)state;
    static const char *const from[] = {"192.0.2.1", "192.0.2.2", "192.0.2.1", "192.0.2.1"};
    int pairs[COUNT(from)][2];
    struct http_visit *visits[COUNT(from)];
    struct http_visitors *visitors = http_visitors_new(2);
    for (size_t i = 0; i < COUNT(from); i++) {
        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pairs[i]), 0);
        visits[i] = http_visitors_enter(visitors, from[i], pairs[i][0], 0);
        assert_int_equal(is_shut(pairs[i][1]), i == 3); /* the third from there */
    }
    http_visitors_leave(visitors, visits[3]);
    http_visit_head_came(visits[0]);
    http_visit_head_came(visits[1]);
    http_visit_wait(visits[1], 20 * CLOCK_SECOND);
    http_visitors_sweep(visitors, 30 * CLOCK_SECOND);
    assert_false(is_shut(pairs[2][1]));
    http_visitors_sweep(visitors, 31 * CLOCK_SECOND);
    const bool shut[] = {false, false, true};
    for (size_t i = 0; i < COUNT(shut); i++)
        assert_int_equal(is_shut(pairs[i][1]), shut[i]);
    http_visitors_leave(visitors, visits[1]);
    http_visitors_leave(visitors, visits[0]);
    http_visitors_leave(visitors, visits[2]);
    http_visitors_free(visitors);
    for (size_t i = 0; i < COUNT(from); i++) {
        close(pairs[i][0]);
        close(pairs[i][1]);
    }
}

struct thing {
    const char *name, *note;
    int64_t size;
    RECORD_LIST_OF(const char *) tags;
};
static const struct record_member thing_members[] = {
    RECORD_TEXT(struct thing, name, .most = 20), RECORD_TEXT(struct thing, note, .presence = RECORD_OPTIONAL),
    RECORD_INT(struct thing, size, .note = "in \"pixels\""),
    RECORD_TEXTS(struct thing, tags, .presence = RECORD_LEFT_OUT)};
static const struct record thing_record = RECORD(struct thing, thing_members);

static void programs_are_told_what_rows_take_and_answer(void **state)
{
    (void)state;
    static const struct http_check device = {.name = "device", .is_bearer = true};
    static const struct http_parameter key[] = {{"Idempotency-Key", "header", NULL}, {0}};
    static const struct http_route rows[] = {
        {.method = "GET",
         .pattern = "/api/{name}",
         .handler = nothing,
         .who = &device,
         .listeners = 1,
         .summary = "One thing",
         .output = &thing_record},
        {.method = "GET", .pattern = "/page", .handler = nothing, .who = &anybody, .listeners = 1},
        {.method = "PUT",
         .pattern = "/api/{name}",
         .handler = nothing,
         .who = &anybody,
         .takes = HTTP_TAKES_JSON,
         .body_max = 10,
         .input = &thing_record,
         .listeners = 1,
         .summary = "Another",
         .parameters = key,
         .output = &thing_record,
         .success = 201},
    };
    static const char wanted[] =
        "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"T\",\"version\":\"1\"},\"paths\":{\"/api/{name}\":"
        "{\"get\":{\"summary\":\"One thing\",\"parameters\":[{\"name\":\"name\",\"in\":\"path\",\"required\":"
        "true,\"schema\":{\"type\":\"string\"}}],\"security\":[{\"bearer\":[]}],\"responses\":{\"200\":";
    struct error error = {0};
    struct buffer out = BUFFER(1 << 16);
    struct http_table *table = make_table(rows, COUNT(rows), &error);
    assert_non_null(table);
    http_table_describe(table, &(struct http_api){"T", "1", &thing_record}, &out);
    assert_memory_equal(out.data, wanted, strlen(wanted));
    scope_json json_t *document = json_read(out.data, out.length, "document", &error);
    assert_non_null(document);
    assert_null(strstr(out.data, "/page"));
    assert_non_null(strstr(out.data, "\"put\""));
    assert_non_null(strstr(out.data,
                           "\"thing\":{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\","
                           "\"maxLength\":20},\"note\":{\"type\":[\"string\",\"null\"]},\"size\":"
                           "{\"type\":\"integer\",\"description\":\"in \\\"pixels\\\"\"},\"tags\":"
                           "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}},"
                           "\"required\":[\"name\",\"note\",\"size\"]}"));
    assert_non_null(strstr(out.data, "\"required\":[\"name\",\"size\"],\"additionalProperties\":false}"));
    buffer_free(&out);
    http_table_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_are_read_as_the_url_standard_says),
        cmocka_unit_test(damaged_forms_are_refused),
        cmocka_unit_test(what_is_spliced_reads_as_if_made_at_once),
        cmocka_unit_test(programs_are_told_what_rows_take_and_answer),
        cmocka_unit_test(a_form_is_read_into_its_record),
        cmocka_unit_test(a_form_has_256_pairs_at_most),
        cmocka_unit_test(a_row_that_says_too_little_is_refused),
        cmocka_unit_test(an_address_is_there_once),
        cmocka_unit_test(eighty_rows_are_found_and_counted_whatever_the_status),
        cmocka_unit_test(a_row_is_found_on_its_listeners_only),
        cmocka_unit_test(an_address_has_its_minutes_worth_and_gets_it_back_in_time),
        cmocka_unit_test(however_many_come_who_is_limited_stays_so_while_asking),
        cmocka_unit_test(a_connection_too_many_or_without_a_request_for_long_is_shut),
    };
    return cmocka_run_group_tests_name("http", tests, NULL, NULL);
}
