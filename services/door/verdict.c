#include "door/door.h"

static const char *const names[DOOR_VERDICTS] = {
    [DOOR_ADMITTED] = "admitted",
    [DOOR_PRACTICE] = "practice",
    [DOOR_UNDECIDED] = "undecided",
    [DOOR_USED] = "used",
    [DOOR_NOT_CONFIRMED] = "not_confirmed",
    [DOOR_NOT_BOOKED] = "not_booked",
    [DOOR_WRONG_KIND] = "wrong_kind",
    [DOOR_WRONG_EVENT] = "wrong_event",
    [DOOR_REVOKED] = "revoked",
    [DOOR_UNKNOWN] = "unknown",
    [DOOR_NOT_OURS] = "not_ours",
    [DOOR_FORGED] = "forged",
};

const char *door_verdict_name(enum door_verdict verdict)
{
    return verdict < DOOR_VERDICTS ? names[verdict] : NULL;
}

bool door_verdict_parse(const char *name, enum door_verdict *verdict)
{
    for (*verdict = DOOR_ADMITTED; *verdict < DOOR_VERDICTS; (*verdict)++)
        if (strcmp(name, names[*verdict]) == 0)
            return true;
    return false;
}
