/* Event files, what holds on which day, and what is read of an event. */
#include "tests/unit/database.h"

#include "order/order.h"

static char path[] = "/tmp/lanyard-event.XXXXXX";

static int make_file(void **state)
{
    (void)state;
    int fd = mkstemp(path);
    return fd < 0 ? -1 : close(fd);
}

static int remove_file(void **state)
{
    (void)state;
    return unlink(path);
}

static json_t *sample(void)
{
    struct error error = {0};
    scope_free char *text = file_read("assets/events/inet2027.json", 1 << 20, NULL, &error);
    return json_loads(text, 0, NULL);
}

/* Sets what stands at "categories.0.prices" to this JSON; NULL takes it away. */
static void change(json_t *event, const char *place, const char *value)
{
    char words[80];
    json_t *at = event;
    snprintf(words, sizeof words, "%s", place);
    for (char *rest = words, *word; (word = strsep(&rest, "."));) {
        int64_t index = -1;
        bool in_list = json_is_array(at) && text_to_int(word, 0, 100, &index);
        if (rest)
            at = in_list ? json_array_get(at, (size_t)index) : json_object_get(at, word);
        else if (!value)
            assert_int_equal(json_object_del(at, word), 0);
        else if (in_list && (size_t)index == json_array_size(at))
            json_array_append_new(at, json_loads(value, JSON_DECODE_ANY, NULL));
        else if (in_list)
            json_array_set_new(at, (size_t)index, json_loads(value, JSON_DECODE_ANY, NULL));
        else
            assert_int_equal(json_object_set_new(at, word, json_loads(value, JSON_DECODE_ANY, NULL)), 0);
    }
}

static bool read_changed(const char *place, const char *value, struct arena *arena, struct event *event,
                         struct error *error)
{
    scope_json json_t *changed = sample();
    change(changed, place, value);
    scope_free char *text = json_dumps(changed, 0);
    assert_true(file_write(path, text, strlen(text), 0600, error));
    *error = (struct error){0};
    struct event_findings findings;
    return event_read(path, SCHEMA, arena, event, &findings, error);
}

static bool is_taken(const char *place, const char *value, struct error *error)
{
    scope_arena struct arena arena = ARENA(EVENT_MOST);
    struct event event;
    return read_changed(place, value, &arena, &event, error);
}

static const struct wrong_event {
    const char *place, *value, *says;
} wrong_events[] = {
    {"title", NULL, "title"},
    {"title", "\"\"", "title"},
    {"titel", "\"x\"", "titel"},
    {"slug", "\"INET\"", "slug"},
    {"slug", "\"a/b\"", "slug"},
    {"slug", "\"-a\"", "slug"},
    {"slug", "\"123456789012345678901234567890123\"", "slug"},
    {"state", "\"ajar\"", "state"},
    {"starts_on", "\"2027-02-29\"", "starts_on: is no day of the calendar"},
    {"starts_on", "\"8 June 2027\"", "starts_on"},
    {"starts_on", "\"2027-06-11\"", "ends_on: lies before starts_on"},
    {"ends_on", "\"2027-06-31\"", "ends_on: is no day of the calendar"},
    {"currency", "\"XYZ\"",
     "currency: three letters of ISO 4217, such as USD (XYZ is no current currency there)"},
    {"currency", "\"usd\"", "currency"},
    {"languages", "[]", "languages"},
    {"languages", "[\"en\", \"en\"]", "languages"},
    {"languages.0", "\"../en\"", "languages[0]"},
    {"venue.country", "\"XX\"", "venue.country: two letters of ISO 3166-1, such as MY (XX is none)"},
    {"registration.opens", "\"2026-02-30\"", "registration.opens: is no day"},
    {"registration.closes", "\"2026-08-31\"", "registration.closes: lies before registration.opens"},
    {"capacity", "-1", "capacity"},
    {"capacity", "1.5", "capacity"},
    {"capacity", "1000001", "capacity"},
    {"windows", "[]", "windows"},
    {"windows.0.until", "null", "windows[0].until: only the last window may have no end"},
    {"windows.1.until", "null", "windows[1].until: only the last window may have no end"},
    {"windows.0.until", "\"2027-05-15\"", "windows[1].until: does not lie after the window before it"},
    {"windows.0.until", "\"2027-05-16T00:00\"", "windows[1].until: does not lie after the window before it"},
    {"windows.1.until", "\"2027-04-31\"", "windows[1].until: is no day of the calendar"},
    {"windows.1.code", "\"early\"", "windows[1].code: stands twice in the list"},
    {"categories", "[]", "categories"},
    {"categories.1.code", "\"member\"", "categories[1].code: stands twice in the list"},
    {"categories.1.prices.late", NULL, "categories[1].prices.late: is missing"},
    {"categories.1.prices.last", "5", "categories[1].prices.last: names no window"},
    {"categories.1.prices.late", "-1", "categories[1].prices.late"},
    {"categories.1.prices.late", "\"5\"", "categories[1].prices.late"},
    {"categories.1.color", "\"#FFFFFF\"", "categories[1].color"},
    {"sessions.1.code", "\"ntw\"", "sessions[1].code: stands twice in the list"},
    {"sessions.0.kind", "\"party\"", "sessions[0].kind"},
    {"sessions.0.starts", "\"2027-06-08T24:00\"", "sessions[0].starts: is no time"},
    {"sessions.0.ends", "\"2027-06-31T10:00\"", "sessions[0].ends: is no time"},
    {"sessions.0.ends", "\"2027-06-01T10:00\"", "sessions[0].ends: does not lie after its start"},
    {"points.0.session", "\"none\"", "points[0].session: names no session"},
    {"points.0.kinds", "[]", "points[0].kinds"},
    {"points.0.kinds", "[\"practice\"]", "points[0].kinds"},
    {"points.0.entry", "\"twice\"", "points[0].entry"},
    {"consents.0.code", "\"A\"", "consents[0].code"},
};

static void a_wrong_event_is_refused_by_place_and_reason(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(wrong_events); i++) {
        struct error error;
        if (is_taken(wrong_events[i].place, wrong_events[i].value, &error))
            fail_msg("%s = %s was taken", wrong_events[i].place,
                     wrong_events[i].value ? wrong_events[i].value : "");
        if (!strstr(error.message, wrong_events[i].says) || strncmp(error.message, path, strlen(path)) != 0)
            fail_msg("%s = %s: %s", wrong_events[i].place, wrong_events[i].value ? wrong_events[i].value : "",
                     error.message);
        assert_int_equal(error.kind, ERROR_CALLER);
    }
}

static void what_may_be_left_out_or_at_its_limit_is_taken(void **state)
{
    (void)state;
    static const struct {
        const char *place, *value;
    } cases[] = {
        {"summary", NULL},
        {"venue", NULL},
        {"registration", NULL},
        {"sessions.0.room", NULL},
        {"consents", NULL},
        {"capacity", "1000000"},
        {"capacity", "null"},
        {"starts_on", "\"2027-06-10\""},
        {"windows.2.until", NULL},
        {"windows.2.until", "\"2027-05-16\""},
        {"registration.closes", "\"2026-09-01\""},
        {"slug", "\"12345678901234567890123456789012\""},
        {"currency", "\"KWD\""},
        {"categories.1.prices.late", "1000000000000"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error error;
        if (!is_taken(cases[i].place, cases[i].value, &error))
            fail_msg("%s = %s: %s", cases[i].place, cases[i].value ? cases[i].value : "", error.message);
    }
}

/* PostgreSQL reckons with the zone, and is the judge: of names of area and place and UTC, ICU's own data do
 * not matter. */
static void a_time_zone_is_what_postgresql_knows_as_one(void **state)
{
    (void)state;
    static const char *const right[] = {"Asia/Kuala_Lumpur",
                                        "Asia/Kolkata",
                                        "Africa/Lagos",
                                        "Europe/London",
                                        "America/Argentina/Buenos_Aires",
                                        "America/Ciudad_Juarez",
                                        "Etc/GMT+8",
                                        "UTC"};
    static const char *const wrong[] = {"Mars/Olympus",
                                        "Canada/East-Saskatchewan",
                                        "posix/Europe/Berlin",
                                        "GMT+8",
                                        "GMT+08:00",
                                        "UTC+8",
                                        "+08:00",
                                        "IST",
                                        "BST",
                                        "PST",
                                        "AET",
                                        "Etc/Unknown",
                                        "asia/kuala_lumpur",
                                        "Asia/Kuala Lumpur"};
    struct error error = {0};
    struct store *owner = open_owner();
    for (size_t i = 0; i < COUNT(right) + COUNT(wrong); i++) {
        scope_arena struct arena arena = ARENA(2 * EVENT_MOST);
        struct event event = sample_event(&arena);
        struct event_findings findings = {.arena = &arena};
        struct event_applied applied;
        bool is_right = i < COUNT(right);
        event.slug = "unit-zone";
        event.time_zone = is_right ? right[i] : wrong[i - COUNT(right)];
        if (!event_judge(owner, &event, &findings, &error))
            fail_msg("%s", error.message);
        if ((findings.faults == 0) != is_right)
            fail_msg("\"%s\" was %s", event.time_zone, is_right ? "refused" : "taken");
        if (event_apply(owner, &event, NULL, "unit", &arena, &applied, &error) != is_right)
            fail_msg("\"%s\" was %s by the database", event.time_zone, is_right ? "refused" : "taken");
    }
    store_close(owner);
}

static void what_is_no_json_is_refused_by_line(void **state)
{
    (void)state;
    struct event_findings findings;
    struct error error = {0};
    struct event event;
    scope_arena struct arena arena = ARENA(EVENT_MOST);
    static const char text[] = "{\n  \"slug\": \"a\",\n  \"title\" \"x\"\n}";
    assert_true(file_write(path, text, strlen(text), 0600, &error));
    assert_false(event_read(path, SCHEMA, &arena, &event, &findings, &error));
    assert_int_equal(error.kind, ERROR_CALLER);
    assert_int_equal(strncmp(error.message, path, strlen(path)), 0);
    assert_int_equal(strncmp(error.message + strlen(path), ":3:", 3), 0);
    assert_false(event_read("/nowhere/event.json", SCHEMA, &arena, &event, &findings, &error));
    assert_int_equal(error.kind, ERROR_NOT_FOUND);
    assert_false(
        event_read("assets/events/inet2027.json", "/nowhere/schema.json", &arena, &event, &findings, &error));
    assert_int_equal(error.kind, ERROR_NOT_FOUND);
}

static void what_is_left_out_means_what_the_schema_says(void **state)
{
    (void)state;
    static const char text[] =
        "{\"slug\": \"a\", \"title\": \" A  b \", \"starts_on\": \"2027-06-08\", \"ends_on\": "
        "\"2027-06-08\", "
        "\"time_zone\": \"UTC\", \"currency\": \"USD\", \"windows\": [{\"code\": \"w\", \"title\": \"W\"}], "
        "\"categories\": [{\"code\": \"c\", \"title\": \"C\", \"prices\": {\"w\": 5}}], \"sessions\": "
        "[{\"code\": \"s\", "
        "\"title\": \"S\", \"kind\": \"dinner\", \"starts\": \"2027-06-08T09:00\", \"ends\": "
        "\"2027-06-08T10:00\"}], \"points\": [{\"code\": \"p\", \"title\": \"P\", \"kinds\": [\"badge\"]}]}";
    static const char complete[] =
        "{\"slug\":\"a\",\"title\":\"A "
        "b\",\"summary\":\"\",\"state\":\"draft\",\"starts_on\":\"2027-06-08\",\"ends_on\":"
        "\"2027-06-08\",\"time_zone\":\"UTC\",\"currency\":\"USD\",\"venue\":{},"
        "\"contact\":\"\",\"organizer\":{},\"links\":{},\"brand\":{},"
        "\"registration\":{\"opens\":null,\"closes\":null,\"after_end\":false},"
        "\"payment\":{\"due_days\":null,\"grace_minutes\":30},\"capacity\":null,\"quotas\":[],\"windows\":[{"
        "\"code\":\"w\","
        "\"title\":"
        "\"W\",\"until\":null}],\"categories\":[{\"code\":\"c\",\"title\":\"C\",\"description\":\"\","
        "\"color\":"
        "\"#444444\",\"capacity\":null,\"approval\":false,\"waiting_list\":false,\"remote\":false,\"prices\":"
        "{\"w\":5}}],"
        "\"sessions\":["
        "{\"code\":\"s\",\"title\":\"S\",\"kind\":\"dinner\",\"room\":\"\",\"starts\":\"2027-06-08T09:00\","
        "\"ends\":"
        "\"2027-06-08T10:00\",\"capacity\":null,\"price\":0}],\"points\":[{\"code\":\"p\",\"title\":\"P\","
        "\"kinds\":"
        "[\"badge\"],\"entry\":\"once\",\"session\":null}],\"consents\":[]}";
    struct event_findings findings;
    struct error error = {0};
    struct event event;
    scope_arena struct arena arena = ARENA(EVENT_MOST);
    scope_buffer struct buffer written = BUFFER(EVENT_MOST);
    assert_true(file_write(path, text, strlen(text), 0600, &error));
    if (!event_read(path, SCHEMA, &arena, &event, &findings, &error))
        fail_msg("%s", error.message);
    record_write(&event_definition_record, &event, 0, &written);
    assert_string_equal(written.data, complete);
}

static void the_tables_say_the_truth(void **state)
{
    (void)state;
    const struct record *const records[] = {&event_definition_record, &event_record, &event_listed_record,
                                            &event_summary_record};
    for (size_t i = 0; i < COUNT(records); i++)
        record_must_hold(records[i]);
}

/* --- in the database */

/* An event of two windows in Berlin, where summer time begins on the last day of the first. */
static struct event berlin(const char *slug, struct arena *arena)
{
    struct event event = sample_event(arena);
    event.slug = slug;
    event.time_zone = "Europe/Berlin";
    event.windows.items[0].until = "2027-03-28";
    event.windows.items[1].until = "2027-04-30";
    event.windows.items[2].until = "2027-06-01";
    event.registration = (struct event_registration){.opens = "2027-03-01", .closes = "2027-06-10"};
    return event;
}

static void days_begin_and_end_at_the_events_own_midnight(void **state)
{
    (void)state;
    static const struct {
        const char *at, *window, *open;
    } cases[] = {
        {"2027-02-28T22:59:59Z", "early", "f"},    {"2027-02-28T23:00:00Z", "early", "t"},
        {"2027-03-28T21:59:59Z", "early", "t"},    {"2027-03-28T22:00:00Z", "standard", "t"},
        {"2027-04-30T21:59:59Z", "standard", "t"}, {"2027-04-30T22:00:00Z", "late", "t"},
        {"2027-06-01T21:59:59Z", "late", "t"},     {"2027-06-01T22:00:00Z", "", "f"},
    };
    struct error error = {0};
    struct store *owner = open_owner();
    scope_arena struct arena arena = ARENA(EVENT_MOST);
    const struct event event = berlin("unit-berlin", &arena);
    apply(owner, &event);
    struct store_session *session = store_take(owner, &error);
    assert_non_null(session);
    for (size_t i = 0; i < COUNT(cases); i++) {
        scope_result PGresult *found =
            PQexecParams(session->connection,
                         "SELECT price_window_at(e.event_id, $1::timestamptz), event_is_open(e, "
                         "$1::timestamptz) "
                         "FROM event e WHERE slug = 'unit-berlin'",
                         1, NULL, (const char *const[]){cases[i].at}, NULL, NULL, 0);
        if (PQntuples(found) != 1)
            fail_msg("%s", PQresultErrorMessage(found));
        if (strcmp(PQgetvalue(found, 0, 0), cases[i].window) != 0 ||
            strcmp(PQgetvalue(found, 0, 1), cases[i].open) != 0)
            fail_msg("%s: %s, %s", cases[i].at, PQgetvalue(found, 0, 0), PQgetvalue(found, 0, 1));
    }
    store_give(session);
    store_close(owner);
}

/* As bare as an event can be. */
static struct event bare_event(struct arena *arena)
{
    struct event event = sample_event(arena);
    event.state = EVENT_OPEN;
    static struct record_pair nothing = {.name = "", .text = ""};
    event.summary = (struct record_pairs){&nothing, 1};
    event.contact = "";
    event.venue = (struct event_venue){0};
    event.registration = (struct event_registration){.closes = "2020-01-01"};
    event.capacity = RECORD_NO_INT;
    event.windows.count = 1;
    event.windows.items[0].until = "2020-01-01"; /* after the last there are no window and no price */
    event.categories.count = 1;
    event.categories.items[0].prices.count = 1;
    event.categories.items[0].capacity = RECORD_NO_INT;
    event.sessions.count = 1;
    event.sessions.items[0].capacity = RECORD_NO_INT;
    event.points.count = 1;
    event.points.items[0].session = NULL;
    event.consents.count = 0;
    return event;
}

static void must_not_differ(void *context, const char *at, const char *before, const char *after)
{
    (void)context;
    fail_msg("%s: %s, %s", at, before ? before : "none", after ? after : "none");
}

static void must_be_shown(struct store *owner, const struct event *event)
{
    scope_arena struct arena arena = ARENA(EVENT_MOST);
    struct error error = {0};
    struct event shown;
    apply(owner, event);
    if (!event_show(owner, event->slug, &arena, &shown, &error))
        fail_msg("%s", error.message);
    assert_true(shown.version >= 1);
    shown.version = event->version;
    assert_true(record_diff(&event_definition_record, event, &shown, must_not_differ, NULL, &error));
}

/* What the public's statements give is read, exactly: reading is an error where table and document differ. */
static void must_be_read(struct store *web, const char *slug, struct arena *arena, struct event *event)
{
    struct error error = {0};
    scope_answer struct store_answer *answer = store_ask(web, SQL_EVENT_PUBLIC, STORE_PARAMS(slug), &error);
    if (!answer || !store_answer_record(answer, &event_record, arena, event, &error))
        fail_msg("%s", error.message);
}

static void what_is_shown_is_what_was_applied_part_by_part(void **state)
{
    (void)state;
    struct error error = {0};
    struct store *owner = open_owner();
    struct store *web = open_as("lanyard_web", NULL, 1, 0, 1000);
    scope_arena struct arena arena = ARENA(2 * EVENT_MOST);
    struct event full = sample_event(&arena);
    struct event bare = bare_event(&arena);
    struct event seen;
    struct event_summary_list all;
    uint16_t number;
    full.slug = "unit-full";
    full.points.items[0].session = full.sessions.items[0].code;
    full.registration.closes = "2027-06-10";
    bare.slug = "unit-bare";
    must_be_shown(owner, &full);
    must_be_shown(owner, &bare);
    must_be_read(web, "unit-full", &arena, &seen);
    assert_true(seen.left == 5000 && seen.window && seen.categories.items[0].price != RECORD_NO_INT);
    assert_true(seen.categories.items[0].available && seen.sessions.items[0].left != RECORD_NO_INT);
    must_be_read(web, "unit-bare", &arena, &seen);
    assert_true(seen.left == RECORD_NO_INT && !seen.window && !seen.open);
    assert_true(seen.categories.items[0].price == RECORD_NO_INT);
    assert_true(event_number(owner, "unit-bare", &number, &error) && number == seen.id);
    assert_true(event_summary_read(owner, &arena, &all, &error) && all.count >= 2);
    assert_false(event_number(owner, "unit-no-such", &number, &error));
    assert_int_equal(error.kind, ERROR_NOT_FOUND);
    assert_false(event_show(owner, "unit-no-such", &arena, &seen, &error));
    assert_int_equal(error.kind, ERROR_NOT_FOUND);
    store_close(web);
    store_close(owner);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wrong_event_is_refused_by_place_and_reason),
        cmocka_unit_test(what_may_be_left_out_or_at_its_limit_is_taken),
        cmocka_unit_test(a_time_zone_is_what_postgresql_knows_as_one),
        cmocka_unit_test(what_is_no_json_is_refused_by_line),
        cmocka_unit_test(what_is_left_out_means_what_the_schema_says),
        cmocka_unit_test(the_tables_say_the_truth),
        cmocka_unit_test(days_begin_and_end_at_the_events_own_midnight),
        cmocka_unit_test(what_is_shown_is_what_was_applied_part_by_part),
    };
    return cmocka_run_group_tests_name("event", tests, make_file, remove_file);
}
