/* What was read at once, each code of it: decided, shown, and what the exit status will say of it. */
#include "cli/checkin/checkin.h"
#include "cli/checkin/lines.h"

#include <strings.h>
#include <unistd.h>

#define MOST_MEMORY ((size_t)32 << 20) /* of a scan: what the service can say of it */
#define HELD_WITHIN (2 * CLOCK_SECOND)

void checkin_session_end(struct checkin_session *session)
{
    arena_free(&session->memory);
    door_close(session->door);
}

/* A ticket held before the scanner is read again and again: that is one scan. One that is undecided is
 * scanned again on purpose. */
static bool decide_is_held(const struct checkin_session *session, const struct line_code *code)
{
    return session->holds && session->last_at && code->length == TICKET_TOKEN_LENGTH &&
           strncasecmp(session->last_text, code->text, code->length) == 0 &&
           clock_monotonic() - session->last_at < HELD_WITHIN &&
           door_verdict_of(session->last.verdict) != DOOR_UNDECIDED;
}

/* What stands on a terminal stays; programs are told the same again. */
static bool decide_again(struct checkin_session *session, struct error *error)
{
    session->last_at = clock_monotonic();
    return isatty(STDOUT_FILENO) || checkin_show(session->door, &session->last, error);
}

static void decide_note(struct checkin_session *session, const struct line_code *code)
{
    const struct door_result *result = &session->last;
    enum door_verdict verdict = door_verdict_of(result->verdict);
    session->answered |= result->decided == DOOR_BY_SERVICE;
    if (verdict > session->worst)
        session->worst = verdict;
    snprintf(session->last_text, sizeof session->last_text, "%.*s", (int)code->length, code->text);
    session->last_at = clock_monotonic();
}

static bool decide_one(struct checkin_session *session, const struct line_code *code, struct error *error)
{
    struct door_result *result = &session->last;
    if (decide_is_held(session, code))
        return decide_again(session, error);
    arena_free(&session->memory);
    session->memory = ARENA(MOST_MEMORY);
    session->last_at = 0;
    if (!door_scan(session->door, code->text, code->length, &session->memory, result, error) ||
        !checkin_show(session->door, result, error))
        return false;
    decide_note(session, code);
    return !checkin_hints(result, DOOR_HINT_SHUT_OUT) ||
           error_set(error, ERROR_SETUP, NULL, "%s", result->offline);
}

bool checkin_decide(struct checkin_session *session, const char *text, size_t length, struct error *error)
{
    size_t at = 0;
    struct line_code code;
    while (lines_next_code(text, length, &at, &code))
        if (!decide_one(session, &code, error))
            return false;
    return true;
}

int checkin_exit(bool strict, enum door_verdict worst)
{
    return strict && worst != DOOR_ADMITTED ? 10 + (int)worst : EXIT_DONE;
}
