/* What was read at once, each code of it: decided, shown, and what the exit status will say of it. */
#include "cli/checkin/checkin.h"
#include "cli/checkin/lines.h"

#define MOST_MEMORY ((size_t)32 << 20) /* of a scan: what the service can say of it */

static bool decide_one(struct door *door, const char *text, size_t length, enum door_verdict *worst,
                       bool *answered, struct error *error)
{
    scope_arena struct arena memory = ARENA(MOST_MEMORY);
    struct door_result result;
    if (!door_scan(door, text, length, &memory, &result, error) || !checkin_show(door, &result, error))
        return false;
    enum door_verdict verdict = door_verdict_of(result.verdict);
    *answered |= result.decided == DOOR_BY_SERVICE;
    if (verdict > *worst)
        *worst = verdict;
    return !checkin_hints(&result, DOOR_HINT_SHUT_OUT) ||
           error_set(error, ERROR_SETUP, NULL, "%s", result.offline);
}

bool checkin_decide(struct door *door, const char *text, size_t length, enum door_verdict *worst,
                    bool *answered, struct error *error)
{
    size_t at = 0;
    struct line_code code;
    while (lines_next_code(text, length, &at, &code))
        if (!decide_one(door, code.text, code.length, worst, answered, error))
            return false;
    return true;
}

int checkin_exit(bool strict, enum door_verdict worst)
{
    return strict && worst != DOOR_ADMITTED ? 10 + (int)worst : EXIT_DONE;
}
