/* The words of verdicts, hints and of who decided. */
#include "door/door.h"

static const char *const verdicts[] = {
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
must_at_compile(COUNT_OF(verdicts) == DOOR_VERDICTS, "a word for each verdict");
const struct record_words door_verdict_words = RECORD_WORDS(verdicts);

enum door_verdict door_verdict_of(const char *word)
{
    int verdict;
    return record_word_parse(&door_verdict_words, word, &verdict) ? (enum door_verdict)verdict
                                                                  : DOOR_UNDECIDED;
}

static const char *const hints[] = {
    [DOOR_HINT_NONE] = NULL,
    [DOOR_HINT_KEYBOARD_LAYOUT] = "keyboard_layout",
    [DOOR_HINT_ID_REUSED] = "id_reused",
    [DOOR_HINT_BY_CODE] = "by_code",
    [DOOR_HINT_NEWER_KEY] = "newer_key",
    [DOOR_HINT_SHUT_OUT] = "shut_out",
};
const struct record_words door_hint_words = RECORD_WORDS(hints);

static const char *const deciders[] = {[DOOR_BY_DOOR] = "door", [DOOR_BY_SERVICE] = "service"};
const struct record_words door_decider_words = RECORD_WORDS(deciders);
