#include "cli/checkin/door.h"

#include <unicode/ucal.h>
#include <unicode/udat.h>
#include <unicode/ustring.h>
#include <unistd.h>

/* How each verdict looks: word, sign, colour (SGR), and what to do. */
static const struct look {
    const char *word;
    const char *sign;
    const char *color;
    const char *advice;
} looks[CHECKIN_VERDICTS] = {
    [CHECKIN_ADMITTED] = {"ADMITTED", "✔", "1;97;42", NULL},
    [CHECKIN_PRACTICE] = {"PRACTICE", "✔", "1;97;44", "a test code: scanner and screen work"},
    [CHECKIN_UNDECIDED] = {"UNDECIDED", "?", "1;30;43", "no connection: the scan is kept; decide by eye"},
    [CHECKIN_USED] = {"USED", "✘", "1;30;43", NULL},
    [CHECKIN_NOT_CONFIRMED] = {"NOT CONFIRMED", "✘", "1;30;43", "send to the registration desk"},
    [CHECKIN_NOT_BOOKED] = {"NOT BOOKED", "✘", "1;30;43", "has no place in this session"},
    [CHECKIN_WRONG_KIND] = {"WRONG KIND", "✘", "1;30;43", NULL},
    [CHECKIN_WRONG_EVENT] = {"WRONG EVENT", "✘", "1;97;41", "a ticket of another event"},
    [CHECKIN_REVOKED] = {"REVOKED", "✘", "1;97;41", NULL},
    [CHECKIN_UNKNOWN] = {"UNKNOWN", "✘", "1;97;41",
                         "signed by us, yet not in the list: send to the registration desk"},
    [CHECKIN_NOT_OURS] = {"NOT OURS", "✘", "1;97;41", "some other code"},
    [CHECKIN_FORGED] = {"FORGED", "✘", "1;97;41", "the signature is wrong"},
};

static bool use_color(void)
{
    const char *never = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    return isatty(STDOUT_FILENO) && !(never && *never) && !(terminal && strcmp(terminal, "dumb") == 0);
}

/* How many bytes of a control character stand here; 0: none does. */
static size_t control_width(const unsigned char *c, size_t left)
{
    if (*c < ' ' || *c == 0x7f)
        return 1;
    if (left >= 2 && c[0] == 0xc2 && c[1] >= 0x80 && c[1] <= 0x9f)
        return 2;
    bool embedding = left >= 3 && c[0] == 0xe2 && c[1] == 0x80 && c[2] >= 0xaa && c[2] <= 0xae;
    bool isolate = left >= 3 && c[0] == 0xe2 && c[1] == 0x81 && c[2] >= 0xa6 && c[2] <= 0xa9;
    return embedding || isolate ? 3 : 0;
}

void door_append_plain(struct buffer *line, const char *text, size_t length)
{
    for (size_t i = 0; i < length;) {
        size_t width = control_width((const unsigned char *)text + i, length - i);
        if (!width)
            buffer_char(line, text[i]);
        i += width ? width : 1;
    }
}

static void append_plain(struct buffer *line, const char *text)
{
    door_append_plain(line, text, strlen(text));
}

static void append_part(struct buffer *line, const char *text)
{
    if (!text || !*text)
        return;
    buffer_text(line, "  ");
    append_plain(line, text);
}

/* RFC 3339 as a clock on the wall of the event shows it; the date too when it is not today there. */
static void append_time(struct buffer *line, const char *at, const char *zone)
{
    int64_t instant;
    UChar zone_name[65];
    UChar text[64];
    char utf8[200];
    int32_t length = 0;
    UErrorCode status = U_ZERO_ERROR;
    if (!clock_parse(at, &instant)) {
        append_plain(line, at);
        return;
    }
    u_strFromUTF8(zone_name, 65, NULL, zone, -1, &status);
    bool today = clock_now() - instant < 12 * 3600 * CLOCK_SECOND;
    UDateFormat *format = udat_open(UDAT_PATTERN, UDAT_PATTERN, "en", zone_name, -1,
                                    today ? u"HH:mm:ss" : u"yyyy-MM-dd HH:mm:ss", -1, &status);
    length = udat_format(format, (UDate)instant / 1000.0, text, 64, NULL, &status);
    udat_close(format);
    u_strToUTF8(utf8, sizeof utf8, NULL, text, length, &status);
    append_plain(line, U_SUCCESS(status) ? utf8 : at);
}

static void append_history(struct buffer *line, const json_t *result, const char *zone)
{
    const json_t *first = json_object_get(result, "first");
    const json_t *revoked = json_object_get(result, "revoked");
    if (first) {
        buffer_text(line, "  since ");
        append_time(line, json_text(first, "at", ""), zone);
        buffer_text(line, " at ");
        append_plain(line, json_text(first, "point", "?"));
        buffer_text(line, " by ");
        append_plain(line, json_text(first, "device", "?"));
    }
    if (revoked) {
        buffer_text(line, "  since ");
        append_time(line, json_text(revoked, "at", ""), zone);
        buffer_text(line, ": ");
        append_plain(line, json_text(revoked, "reason", ""));
    }
}

static void append_advice(struct buffer *line, const struct checkin_door *door, const json_t *result,
                          enum checkin_verdict verdict)
{
    const json_t *kinds = json_object_get(json_object_get(checkin_door_device(door), "point"), "kinds");
    const char *wanted = json_string_value(json_array_get(kinds, 0));
    if (verdict == CHECKIN_WRONG_KIND && wanted) {
        buffer_printf(line, "  this is a %s; here the %s is wanted", json_text(result, "kind", "code"),
                      wanted);
    } else if (verdict == CHECKIN_NOT_OURS && json_object_get(result, "hint")) {
        buffer_text(line, "  damaged: check the scanner's keyboard layout (US) and scan again");
    } else if (looks[verdict].advice) {
        append_part(line, looks[verdict].advice);
    }
}

static void show_text(const struct checkin_door *door, const json_t *result)
{
    enum checkin_verdict verdict;
    struct buffer line = BUFFER(8192);
    if (!checkin_verdict_parse(json_text(result, "verdict", ""), &verdict))
        verdict = CHECKIN_UNDECIDED;
    const struct look *look = &looks[verdict];
    const json_t *attendee = json_object_get(result, "attendee");
    if (use_color())
        buffer_printf(&line, "\033[%sm %s %-13s \033[0m", look->color, look->sign, look->word);
    else
        buffer_printf(&line, "%-13s", look->word);
    append_part(&line, json_text(attendee, "badge_name", NULL));
    append_part(&line, json_text(attendee, "category_title", NULL));
    append_part(&line, json_text(attendee, "affiliation", NULL));
    append_history(&line, result,
                   json_text(json_object_get(checkin_door_device(door), "event"), "time_zone", "UTC"));
    append_advice(&line, door, result, verdict);
    puts(line.data ? line.data : "");
    buffer_free(&line);
}

void door_show(const struct checkin_door *door, const json_t *result)
{
    if (door_wants_json()) {
        json_dumpf(result, stdout, JSON_COMPACT);
        putchar('\n');
    } else {
        show_text(door, result);
    }
    fflush(stdout);
}
