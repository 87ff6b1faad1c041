#include "checkin/checkin.h"

static const char *const names[CHECKIN_VERDICTS] = {
    [CHECKIN_ADMITTED] = "admitted",
    [CHECKIN_PRACTICE] = "practice",
    [CHECKIN_UNDECIDED] = "undecided",
    [CHECKIN_USED] = "used",
    [CHECKIN_NOT_CONFIRMED] = "not_confirmed",
    [CHECKIN_NOT_BOOKED] = "not_booked",
    [CHECKIN_WRONG_KIND] = "wrong_kind",
    [CHECKIN_WRONG_EVENT] = "wrong_event",
    [CHECKIN_REVOKED] = "revoked",
    [CHECKIN_UNKNOWN] = "unknown",
    [CHECKIN_NOT_OURS] = "not_ours",
    [CHECKIN_FORGED] = "forged",
};

const char *checkin_verdict_name(enum checkin_verdict verdict)
{
    return verdict < CHECKIN_VERDICTS ? names[verdict] : NULL;
}

bool checkin_verdict_parse(const char *name, enum checkin_verdict *verdict)
{
    for (*verdict = CHECKIN_ADMITTED; *verdict < CHECKIN_VERDICTS; (*verdict)++)
        if (strcmp(name, names[*verdict]) == 0)
            return true;
    return false;
}
