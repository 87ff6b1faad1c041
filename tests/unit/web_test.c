/* The service's routes, and what belongs to its requests. */
#include "tests/unit/unit.h"

#include "web/web.h"

#include <ctype.h>
#include <glob.h>
#include <unistd.h>

static struct http_table *make_table(void)
{
    struct error error = {0};
    struct http_table *table = http_table_new(web_areas, web_area_count, &error);
    if (!table)
        fail_msg("%s", error.message);
    return table;
}

/* Whoever adds one that anybody may send adds it here, and says so. */
static const char *const open_writes[] = {"/e/{event}/register", "/api/v1/events/{event}/registrations"};

static bool is_open(const char *pattern)
{
    for (size_t i = 0; i < COUNT(open_writes); i++)
        if (strcmp(open_writes[i], pattern) == 0)
            return true;
    return false;
}

static void what_writes_says_who_may_what_it_takes_and_how_often(void **state)
{
    (void)state;
    size_t writes = 0;
    http_table_free(make_table());
    for (size_t a = 0; a < web_area_count; a++)
        for (size_t i = 0; i < web_areas[a]->count; i++) {
            const struct http_route *row = &web_areas[a]->rows[i];
            if (strcmp(row->method, "GET") == 0)
                continue;
            writes++;
            if (!row->who || row->takes == HTTP_TAKES_NOTHING || !row->body_max)
                fail_msg("%s %s", row->method, row->pattern);
            if ((row->who == &right_anybody) != is_open(row->pattern))
                fail_msg("%s %s: anybody?", row->method, row->pattern);
            /* What needs no proof that somebody holds already counts against the address. */
            if (!row->who->check && row->budget == BUDGET_NONE)
                fail_msg("%s %s is not limited", row->method, row->pattern);
        }
    assert_true(writes >= 4);
}

static void what_an_address_names_is_wanted(void **state)
{
    (void)state;
    for (size_t a = 0; a < web_area_count; a++)
        for (size_t i = 0; i < web_areas[a]->count; i++) {
            const struct http_route *row = &web_areas[a]->rows[i];
            if (strstr(row->pattern, "{event}") && !row->wants)
                fail_msg("%s %s", row->method, row->pattern);
            assert_true(row->budget < BUDGETS);
        }
}

static void with_doors_apart_the_public_sees_neither_doors_nor_metrics(void **state)
{
    (void)state;
    static const struct {
        const char *method, *path;
        bool public_has, doors_have;
    } cases[] = {
        {"GET", "/", true, false},
        {"POST", "/e/a/register", true, false},
        {"GET", "/api/v1/device", false, true},
        {"POST", "/api/v1/devices/pair", false, true},
        {"POST", "/api/v1/scans", false, true},
        {"GET", "/metrics", false, true},
        {"GET", "/healthz", true, true},
        {"GET", "/readyz", true, true},
    };
    struct http_table *table = make_table();
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct http_route *route;
        char captures[HTTP_CAPTURES][HTTP_CAPTURE_SIZE];
        const char *path = cases[i].path;
        const char *method = cases[i].method;
        enum http_match public = http_table_find(table, ON_PUBLIC, method, path, &route, captures);
        enum http_match doors = http_table_find(table, ON_DOORS, method, path, &route, captures);
        if ((public == HTTP_FOUND) != cases[i].public_has || (doors == HTTP_FOUND) != cases[i].doors_have)
            fail_msg("%s %s", method, path);
    }
    http_table_free(table);
}

static void an_address_to_listen_on_is_read(void **state)
{
    (void)state;
    static const struct {
        const char *text, *address;
        int64_t port;
    } cases[] = {
        {"127.0.0.1:8081", "127.0.0.1", 8081},
        {"[::1]:0", "::1", 0},
        {":8081", "", 8081},
        {"door.example:1", "door.example", 1},
        {"8081", NULL, 0},
        {"127.0.0.1", NULL, 0},
        {"::1:80", NULL, 0},
        {"h:", NULL, 0},
        {"h:65536", NULL, 0},
        {"h:x", NULL, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char address[32];
        int64_t port = -1;
        bool good = application_split_address(cases[i].text, address, sizeof address, &port);
        if (good != (cases[i].address != NULL))
            fail_msg("%s", cases[i].text);
        if (good) {
            assert_string_equal(address, cases[i].address);
            assert_int_equal(port, cases[i].port);
        }
    }
    char small[4];
    int64_t port;
    assert_false(application_split_address("long:1", small, sizeof small, &port));
}

static void addresses_find_their_row_and_no_other(void **state)
{
    (void)state;
    static const struct {
        const char *method, *path;
        enum http_match match;
        const char *capture;
    } cases[] = {
        {"GET", "/", HTTP_FOUND, NULL},
        {"HEAD", "/", HTTP_FOUND, NULL},
        {"POST", "/", HTTP_NO_METHOD, NULL},
        {"GET", "//", HTTP_NO_PATH, NULL},
        {"GET", "", HTTP_NO_PATH, NULL},
        {"GET", "/e/inet2027", HTTP_FOUND, "inet2027"},
        {"GET", "/e/inet2027/", HTTP_NO_PATH, NULL},
        {"GET", "/e/", HTTP_NO_PATH, NULL},
        {"GET", "/e/a%2Fb", HTTP_NO_PATH, NULL},
        {"GET", "/e/a b", HTTP_NO_PATH, NULL},
        {"GET", "/e/a/register", HTTP_FOUND, "a"},
        {"DELETE", "/e/a/register", HTTP_NO_METHOD, NULL},
        {"get", "/", HTTP_NO_METHOD, NULL},
        {"GET", "/r/ABCD2345/ticket.svg", HTTP_FOUND, "ABCD2345"},
        {"GET", "/e/inet2027/r/ABCD2345/ticket.svg", HTTP_FOUND, "inet2027"},
        {"GET", "/e/inet2027/r/ABCD2345", HTTP_FOUND, "inet2027"},
        {"GET", "/e/inet2027/r", HTTP_NO_PATH, NULL},
        {"GET", "/r/ABCD2345/ticket.gif", HTTP_NO_PATH, NULL},
        {"GET", "/e/12345678901234567890123456789012345678901234567890123456789012345", HTTP_NO_PATH, NULL},
    };
    struct http_table *table = make_table();
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct http_route *route = NULL;
        char captures[HTTP_CAPTURES][HTTP_CAPTURE_SIZE] = {0};
        enum http_match match =
            http_table_find(table, ON_BOTH, cases[i].method, cases[i].path, &route, captures);
        if (match != cases[i].match)
            fail_msg("%s %s: %d", cases[i].method, cases[i].path, match);
        if (cases[i].capture)
            assert_string_equal(captures[0], cases[i].capture);
    }
    struct buffer allow = BUFFER(100);
    http_table_allow(table, ON_BOTH, "/e/a/register", &allow);
    assert_string_equal(allow.data, "GET, HEAD, POST, OPTIONS");
    buffer_free(&allow);
    http_table_free(table);
}

static void an_address_tells_its_methods(void **state)
{
    (void)state;
    static const struct {
        const char *path, *allow;
    } cases[] = {{"/", "GET, HEAD, OPTIONS"}, {"/api/v1/scans", "POST, OPTIONS"}, {"/nowhere", "OPTIONS"}};
    struct http_table *table = make_table();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buffer allow = BUFFER(100);
        http_table_allow(table, ON_BOTH, cases[i].path, &allow);
        assert_string_equal(allow.data, cases[i].allow);
        buffer_free(&allow);
    }
    http_table_free(table);
}

/* --- pages */

struct pages_kit {
    struct languages *languages;
    struct http_files *files;
    char folder[40];
};

static bool pages_compile(const struct pages_kit *kit, const char *folder, struct error *error)
{
    struct web_pages *pages = web_pages_compile(web_area_pages, folder, kit->languages, kit->files, error);
    web_pages_free(pages);
    return pages != NULL;
}

/* Without file_write, which waits for the disk each time. */
static void put_page(const struct pages_kit *kit, const char *name, const char *text)
{
    char path[120];
    snprintf(path, sizeof path, "%s/%s", kit->folder, name);
    scope_file FILE *file = fopen(path, "we");
    assert_true(file && fputs(text, file) >= 0);
}

/* One letter of each tag at a time, the last before an end or a dot. */
static void misspell_tags(const struct pages_kit *kit, const char *name, size_t *tried)
{
    struct error error = {0};
    char path[120];
    snprintf(path, sizeof path, "assets/pages/%s", name);
    scope_free char *text = file_read(path, 1 << 20, NULL, &error);
    assert_non_null(text);
    if (!text)
        return;
    for (char *tag = strstr(text, "{{"); tag; tag = strstr(tag + 2, "{{"))
        for (char *c = tag + 2; *c && strncmp(c, "}}", 2) != 0; c++) {
            if (!strchr(".}", c[1]) || !isalpha((unsigned char)*c))
                continue;
            char letter = *c;
            *c = letter == 'x' ? 'y' : 'x';
            put_page(kit, name, text);
            if (pages_compile(kit, kit->folder, &error))
                fail_msg("%s: %.40s was taken", name, tag);
            if (!strstr(error.message, ".html"))
                fail_msg("%s: %.40s: %s", name, tag, error.message);
            *c = letter;
            (*tried)++;
        }
    put_page(kit, name, text);
}

static void a_page_that_names_what_its_context_has_not_is_refused(void **state)
{
    (void)state;
    struct error error = {0};
    glob_t found = {0};
    size_t tried = 0;
    struct pages_kit kit = {.folder = "/tmp/lanyard-pages.XXXXXX",
                            .languages = languages_load("assets", &error),
                            .files = http_files_load("assets/styles", &error)};
    assert_non_null(kit.languages);
    assert_non_null(kit.files);
    assert_non_null(mkdtemp(kit.folder));
    if (!pages_compile(&kit, "assets/pages", &error))
        fail_msg("%s", error.message);
    assert_int_equal(glob("assets/pages/*.html", 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        scope_free char *text = file_read(found.gl_pathv[i], 1 << 20, NULL, &error);
        assert_non_null(text);
        put_page(&kit, strrchr(found.gl_pathv[i], '/') + 1, text);
    }
    for (size_t i = 0; i < found.gl_pathc; i++)
        misspell_tags(&kit, strrchr(found.gl_pathv[i], '/') + 1, &tried);
    assert_true(tried > 300);
    assert_true(pages_compile(&kit, kit.folder, &error));
    for (size_t i = 0; i < found.gl_pathc; i++) {
        char path[120];
        snprintf(path, sizeof path, "%s/%s", kit.folder, strrchr(found.gl_pathv[i], '/') + 1);
        assert_int_equal(unlink(path), 0);
    }
    assert_int_equal(rmdir(kit.folder), 0);
    globfree(&found);
    languages_free(kit.languages);
    http_files_free(kit.files);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_writes_says_who_may_what_it_takes_and_how_often),
        cmocka_unit_test(what_an_address_names_is_wanted),
        cmocka_unit_test(with_doors_apart_the_public_sees_neither_doors_nor_metrics),
        cmocka_unit_test(an_address_to_listen_on_is_read),
        cmocka_unit_test(addresses_find_their_row_and_no_other),
        cmocka_unit_test(an_address_tells_its_methods),
        cmocka_unit_test(a_page_that_names_what_its_context_has_not_is_refused),
    };
    return cmocka_run_group_tests_name("web", tests, NULL, NULL);
}
