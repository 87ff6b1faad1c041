#include "cli/checkin/checkin.h"

#include <unicode/ucal.h>
#include <unicode/udat.h>
#include <unicode/ustring.h>
#include <unistd.h>

#define DOUBLE_WITHIN (10 * CLOCK_SECOND)

/* How each verdict looks: word, sign, colour (SGR), and what to do. */
static const struct look {
    const char *word;
    const char *sign;
    const char *color;
    const char *advice;
} looks[DOOR_VERDICTS] = {
    [DOOR_ADMITTED] = {"ADMITTED", "✔", "1;97;42", NULL},
    [DOOR_PRACTICE] = {"PRACTICE", "✔", "1;97;44", "a test code: scanner and screen work"},
    [DOOR_UNDECIDED] = {"UNDECIDED", "?", "1;30;43", NULL},
    [DOOR_USED] = {"USED", "✘", "1;30;43", NULL},
    [DOOR_NOT_CONFIRMED] = {"NOT CONFIRMED", "✘", "1;30;43", NULL},
    [DOOR_NOT_BOOKED] = {"NOT BOOKED", "✘", "1;30;43", "has no place in this session"},
    [DOOR_WRONG_KIND] = {"WRONG KIND", "✘", "1;30;43", NULL},
    [DOOR_WRONG_EVENT] = {"WRONG EVENT", "✘", "1;97;41", "a ticket of another event"},
    [DOOR_REVOKED] = {"REVOKED", "✘", "1;97;41", NULL},
    [DOOR_UNKNOWN] = {"UNKNOWN", "✘", "1;97;41",
                      "signed by us, yet not in the list: send to the registration desk"},
    [DOOR_NOT_OURS] = {"NOT OURS", "✘", "1;97;41", "some other code"},
    [DOOR_FORGED] = {"FORGED", "✘", "1;97;41", "the signature is wrong"},
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

void checkin_append_plain(struct buffer *line, const char *text, size_t length)
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
    checkin_append_plain(line, text, strlen(text));
}

/* What is said of a scan is in parts, each ended by a newline. */
static void append_part(struct buffer *parts, const char *text)
{
    if (!text || !*text)
        return;
    append_plain(parts, text);
    buffer_char(parts, '\n');
}

/* "yyyy-MM-dd HH:mm:ss" on the wall of the event. */
static bool local_time(int64_t instant, const char *zone, char text[static 64])
{
    UChar zone_name[65];
    UChar wide[64];
    UErrorCode status = U_ZERO_ERROR;
    u_strFromUTF8(zone_name, 65, NULL, zone, -1, &status);
    UDateFormat *format =
        udat_open(UDAT_PATTERN, UDAT_PATTERN, "en", zone_name, -1, u"yyyy-MM-dd HH:mm:ss", -1, &status);
    int32_t length = udat_format(format, (UDate)instant / 1000, wide, 64, NULL, &status);
    udat_close(format);
    u_strToUTF8(text, 64, NULL, wide, length, &status);
    return U_SUCCESS(status);
}

/* RFC 3339 as a clock there shows it; the date too when it is not today. */
static void append_time(struct buffer *parts, const char *at, const char *zone)
{
    const size_t date = strlen("yyyy-MM-dd ");
    char then[64];
    char now[64];
    int64_t instant;
    if (!clock_parse(at, &instant) || !local_time(instant, zone, then) || !local_time(clock_now(), zone, now))
        append_plain(parts, at);
    else
        buffer_text(parts, strncmp(then, now, date) == 0 ? then + date : then);
}

/* Held before the scanner a moment too long, a ticket is read twice. */
static bool is_double(const struct door *door, const json_t *first)
{
    int64_t at;
    return strcmp(json_text(first, "device", ""), json_text(door_device(door), "name", "?")) == 0 &&
           clock_parse(json_text(first, "at", ""), &at) && llabs(clock_now() - at) < DOUBLE_WITHIN;
}

static void append_history(struct buffer *parts, const struct door *door, const json_t *result)
{
    const char *zone = json_text(json_object_get(door_device(door), "event"), "time_zone", "UTC");
    const json_t *first = json_object_get(result, "first");
    const json_t *revoked = json_object_get(result, "revoked");
    if (first) {
        buffer_text(parts, "since ");
        append_time(parts, json_text(first, "at", ""), zone);
        buffer_text(parts, " at ");
        append_plain(parts, json_text(first, "point", "?"));
        buffer_text(parts, " by ");
        append_plain(parts, json_text(first, "device", "?"));
        buffer_text(parts, is_double(door, first) ? ", just now: scanned twice?\n" : "\n");
    }
    if (revoked) {
        buffer_text(parts, "since ");
        append_time(parts, json_text(revoked, "at", ""), zone);
        buffer_text(parts, ": ");
        append_part(parts, json_text(revoked, "reason", "no reason given"));
    }
}

static void append_undecided(struct buffer *parts, const json_t *result)
{
    const char *verdict = json_text(result, "verdict", "");
    const char *offline = json_text(result, "offline", NULL);
    if (offline) {
        append_part(parts, "a genuine ticket; nobody knows now whether it was used or cancelled: you decide");
        buffer_text(parts, "the scan is kept and sent later: ");
        append_part(parts, offline);
    } else if (strcmp(verdict, door_verdict_name(DOOR_UNDECIDED)) == 0) {
        append_part(parts, "scan it again");
    } else {
        buffer_text(parts, "newer than this program: the service says ");
        append_part(parts, verdict);
    }
}

static void append_wrong_kind(struct buffer *parts, const struct door *door, const json_t *result)
{
    const json_t *kinds = json_object_get(json_object_get(door_device(door), "point"), "kinds");
    buffer_text(parts, "this is a ");
    append_plain(parts, json_text(result, "kind", "code"));
    buffer_text(parts, "; here the ");
    append_plain(parts, json_array_size(kinds) ? json_string_value(json_array_get(kinds, 0)) : "other");
    append_part(parts, " is wanted");
}

static const char *why_not_confirmed(const char *status)
{
    static const char *const reasons[][2] = {
        {"pending_payment", "not paid: send to the registration desk"},
        {"pending_approval", "not approved yet: send to the registration desk"},
        {"waitlisted", "on the waiting list: send to the registration desk"},
        {"declined", "the application was declined"},
        {"cancelled", "the registration was cancelled"},
    };
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (strcmp(status, reasons[i][0]) == 0)
            return reasons[i][1];
    return "send to the registration desk";
}

static void append_advice(struct buffer *parts, const struct door *door, const json_t *result,
                          enum door_verdict verdict)
{
    if (verdict == DOOR_UNDECIDED)
        append_undecided(parts, result);
    else if (verdict == DOOR_WRONG_KIND)
        append_wrong_kind(parts, door, result);
    else if (verdict == DOOR_NOT_CONFIRMED)
        append_part(parts, why_not_confirmed(json_text(result, "status", "")));
    else if (verdict == DOOR_NOT_OURS && json_object_get(result, "hint"))
        append_part(parts, "damaged: check the scanner's keyboard layout (US) and scan again");
    else
        append_part(parts, looks[verdict].advice);
}

/* Whoever asks for a passport needs the full name; the badge's is what one calls. */
static void append_attendee(struct buffer *parts, const json_t *attendee)
{
    const char *called = json_text(attendee, "badge_name", "");
    const char *name = json_text(attendee, "name", "");
    const char *affiliation = json_text(attendee, "affiliation", "");
    append_part(parts, called);
    append_part(parts, json_text(attendee, "category_title", NULL));
    if (strcmp(called, name) == 0) {
        append_part(parts, affiliation);
    } else {
        append_plain(parts, name);
        append_plain(parts, *affiliation ? ", " : "");
        append_plain(parts, affiliation);
        buffer_char(parts, '\n');
    }
}

/* A coloured field as wide as the terminal, to be seen from where the hand is. */
static void show_field(const struct look *look, const char *parts)
{
    printf("\n\033[%sm\033[K\n   %s  %s\033[K\n", look->color, look->sign, look->word);
    for (const char *part = parts, *end; (end = strchr(part, '\n')); part = end + 1)
        printf("      %.*s\033[K\n", (int)(end - part), part);
    fputs("\033[K\033[0m\n", stdout);
}

static void show_line(const struct look *look, const char *parts)
{
    printf("%-13s", look->word);
    for (const char *part = parts, *end; (end = strchr(part, '\n')); part = end + 1)
        printf("  %.*s", (int)(end - part), part);
    putchar('\n');
}

static void show_text(const struct door *door, const json_t *result)
{
    enum door_verdict verdict;
    struct buffer parts = BUFFER(8192);
    if (!door_verdict_parse(json_text(result, "verdict", ""), &verdict))
        verdict = DOOR_UNDECIDED;
    append_attendee(&parts, json_object_get(result, "attendee"));
    append_history(&parts, door, result);
    append_advice(&parts, door, result, verdict);
    const char *text = parts.data && !parts.failed ? parts.data : "";
    /* Whoever looks at the person hears that something is wrong. */
    if (isatty(STDOUT_FILENO) && verdict > DOOR_PRACTICE)
        putchar('\a');
    if (use_color())
        show_field(&looks[verdict], text);
    else
        show_line(&looks[verdict], text);
    buffer_free(&parts);
}

void checkin_show(const struct door *door, const json_t *result)
{
    if (checkin_wants_json()) {
        json_dumpf(result, stdout, JSON_COMPACT);
        putchar('\n');
    } else {
        show_text(door, result);
    }
    fflush(stdout);
}
