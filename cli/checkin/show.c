/* A verdict, for people: a coloured field or a line; or for programs. */
#include "cli/checkin/checkin.h"

#include <unicode/ucal.h>
#include <unicode/udat.h>
#include <unicode/ustring.h>
#include <unistd.h>

#define DOUBLE_WITHIN (10 * CLOCK_SECOND)
#define PARTS_MAX ((size_t)32 << 20) /* all that the service can say of one */

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

static void show_append_plain(struct buffer *line, const char *text)
{
    screen_append_plain(line, text, strlen(text));
}

/* What is said of a scan is in parts, each ended by a newline. */
static void show_append_part(struct buffer *parts, const char *text)
{
    if (!text || !*text)
        return;
    show_append_plain(parts, text);
    buffer_char(parts, '\n');
}

/* "yyyy-MM-dd HH:mm:ss" on the wall of the event. */
static bool show_local_time(int64_t instant, const char *zone, char text[static 64])
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
static void show_append_time(struct buffer *parts, const struct door *door, const char *at)
{
    const char *zone = door_device(door)->event.time_zone;
    const size_t date = strlen("yyyy-MM-dd ");
    char then[64];
    char now[64];
    int64_t instant;
    if (!clock_parse(at, &instant) || !show_local_time(instant, zone, then) ||
        !show_local_time(door_now(door), zone, now))
        show_append_plain(parts, at);
    else
        buffer_text(parts, strncmp(then, now, date) == 0 ? then + date : then);
}

/* Held before the scanner a moment too long, a ticket is read twice. */
static bool show_is_double(const struct door *door, const struct door_first *first)
{
    int64_t at;
    return strcmp(first->device, door_device(door)->name) == 0 && clock_parse(first->at, &at) &&
           llabs(door_now(door) - at) < DOUBLE_WITHIN;
}

static void show_append_history(struct buffer *parts, const struct door *door,
                                const struct door_result *result)
{
    const struct door_first *first = result->first;
    const struct door_revoked *revoked = result->revoked;
    if (first) {
        buffer_text(parts, "since ");
        show_append_time(parts, door, first->at);
        buffer_text(parts, " at ");
        show_append_plain(parts, first->point);
        buffer_text(parts, " by ");
        show_append_plain(parts, first->device);
        buffer_text(parts, show_is_double(door, first) ? ", just now: scanned twice?\n" : "\n");
    }
    if (revoked) {
        buffer_text(parts, "since ");
        show_append_time(parts, door, revoked->at);
        buffer_text(parts, ": ");
        show_append_part(parts, revoked->reason ? revoked->reason : "no reason given");
    }
}

bool checkin_hints(const struct door_result *result, enum door_hint hint)
{
    return result->hint && strcmp(result->hint, record_word(&door_hint_words, (int)hint)) == 0;
}

/* Whoever read a code over a shoulder has it too. */
static void show_append_by_code(struct buffer *parts, const struct door_result *result,
                                enum door_verdict verdict)
{
    if (verdict == DOOR_UNKNOWN)
        show_append_part(parts, "no registration here has this code");
    else if (verdict == DOOR_UNDECIDED && !result->offline)
        show_append_part(parts, "a group: type the number behind the code as well, as in K7MP2QRS-2");
    else if (verdict == DOOR_UNDECIDED) {
        show_append_part(parts, "a registration's code; whose, only the service knows: you decide");
        buffer_text(parts, "it is kept and sent later: ");
        show_append_part(parts, result->offline);
    } else {
        show_append_part(parts, "found by the code: ask for a proof of the name");
    }
}

static void show_append_undecided(struct buffer *parts, const struct door_result *result)
{
    if (checkin_hints(result, DOOR_HINT_NEWER_KEY) && result->offline) {
        show_append_part(parts, "signed with a newer key than this laptop knows; only the service can tell");
        buffer_text(parts, "the scan is kept and sent later: ");
        show_append_part(parts, result->offline);
    } else if (result->offline) {
        show_append_part(parts,
                         "a genuine ticket; nobody knows now whether it was used or cancelled: you decide");
        buffer_text(parts, "the scan is kept and sent later: ");
        show_append_part(parts, result->offline);
    } else if (strcmp(result->verdict, record_word(&door_verdict_words, DOOR_UNDECIDED)) == 0) {
        show_append_part(parts, "scan it again");
    } else {
        buffer_text(parts, "newer than this program: the service says ");
        show_append_part(parts, result->verdict);
    }
}

static void show_append_wrong_kind(struct buffer *parts, const struct door *door,
                                   const struct door_result *result)
{
    const struct door_point *point = &door_device(door)->point;
    buffer_text(parts, "this is a ");
    show_append_plain(parts, result->kind ? result->kind : "code");
    buffer_text(parts, "; here the ");
    show_append_plain(parts, point->kinds.count ? point->kinds.items[0] : "other");
    show_append_part(parts, " is wanted");
}

static const char *show_why_not_confirmed(const char *status)
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

static void show_append_shut_out(struct buffer *parts, const struct door_result *result)
{
    show_append_part(parts, "this laptop may not scan any more, and stops: let nobody in by it");
    buffer_text(parts, "the scan is kept: ");
    show_append_part(parts, result->offline);
}

static void show_append_advice(struct buffer *parts, const struct door *door,
                               const struct door_result *result, enum door_verdict verdict)
{
    if (checkin_hints(result, DOOR_HINT_SHUT_OUT)) {
        show_append_shut_out(parts, result);
        return;
    }
    if (checkin_hints(result, DOOR_HINT_BY_CODE))
        show_append_by_code(parts, result, verdict);
    if (checkin_hints(result, DOOR_HINT_BY_CODE) && (verdict == DOOR_UNKNOWN || verdict == DOOR_UNDECIDED))
        return;
    if (verdict == DOOR_UNDECIDED)
        show_append_undecided(parts, result);
    else if (verdict == DOOR_WRONG_KIND)
        show_append_wrong_kind(parts, door, result);
    else if (verdict == DOOR_NOT_CONFIRMED)
        show_append_part(parts, show_why_not_confirmed(result->status ? result->status : ""));
    else if (verdict == DOOR_NOT_OURS && result->hint)
        show_append_part(parts, "damaged: check the scanner's keyboard layout (US) and scan again");
    else
        show_append_part(parts, looks[verdict].advice);
}

/* Whoever asks for a passport needs the full name; the badge's is what one calls. */
static void show_append_attendee(struct buffer *parts, const struct door_attendee *attendee)
{
    const char *affiliation = attendee->affiliation ? attendee->affiliation : "";
    show_append_part(parts, attendee->badge_name);
    show_append_part(parts, attendee->category_title);
    if (strcmp(attendee->badge_name, attendee->name) == 0) {
        show_append_part(parts, affiliation);
    } else {
        show_append_plain(parts, attendee->name);
        show_append_plain(parts, *affiliation ? ", " : "");
        show_append_plain(parts, affiliation);
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

static bool show_text(const struct door *door, const struct door_result *result, struct error *error)
{
    enum door_verdict verdict = door_verdict_of(result->verdict);
    scope_buffer struct buffer parts = BUFFER(PARTS_MAX);
    if (result->attendee)
        show_append_attendee(&parts, result->attendee);
    show_append_history(&parts, door, result);
    show_append_advice(&parts, door, result, verdict);
    if (parts.failed)
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    const char *text = parts.data ? parts.data : "";
    /* Whoever looks at the person hears that something is wrong. */
    if (isatty(STDOUT_FILENO) && verdict > DOOR_PRACTICE)
        putchar('\a');
    if (screen_uses_color(stdout))
        show_field(&looks[verdict], text);
    else
        show_line(&looks[verdict], text);
    return true;
}

bool checkin_show(const struct door *door, const struct door_result *result, struct error *error)
{
    bool good;
    if (checkin_wants_json()) {
        struct buffer document = BUFFER(PARTS_MAX);
        door_result_write(result, &document);
        good = checkin_print_document(&document, error);
    } else {
        good = show_text(door, result, error);
    }
    fflush(stdout);
    return good;
}
