/* One code: decided, shown, and what the exit status will say of it. */
#include "cli/checkin/checkin.h"

#define MOST_MEMORY ((size_t)32 << 20) /* of a scan: what the service can say of it */

bool checkin_decide(struct door *door, const char *text, size_t length, enum door_verdict *worst,
                    struct error *error)
{
    scope_arena struct arena memory = ARENA(MOST_MEMORY);
    struct door_result result;
    if (!door_scan(door, text, length, &memory, &result, error) || !checkin_show(door, &result, error))
        return false;
    enum door_verdict verdict = door_verdict_of(result.verdict);
    if (verdict > *worst)
        *worst = verdict;
    return true;
}

int checkin_exit(bool strict, enum door_verdict worst)
{
    return strict && worst != DOOR_ADMITTED ? 10 + (int)worst : EXIT_DONE;
}
