/* How an event stands, from what is kept. */
#include "event/event.h"

static const char *const kinds[] = {[EVENT_PLACES_ALL] = "event",
                                    [EVENT_PLACES_SHARED] = "quota",
                                    [EVENT_PLACES_CATEGORY] = "category",
                                    [EVENT_PLACES_SESSION] = "session"};
static const struct record_words kind_words = RECORD_WORDS(kinds);

static const struct record_member places_members[] = {
    RECORD_WORD(struct event_places, kind, kind_words), RECORD_TEXT(struct event_places, code),
    RECORD_TEXT(struct event_places, title), RECORD_INT(struct event_places, taken),
    RECORD_INT(struct event_places, capacity, .presence = RECORD_OPTIONAL)};
static const struct record places_record = RECORD(struct event_places, places_members);

static const struct record_member day_members[] = {RECORD_TEXT(struct event_day, day),
                                                   RECORD_INT(struct event_day, registrations)};
static const struct record day_record = RECORD(struct event_day, day_members);

static const struct record_member status_members[] = {
    RECORD_TEXT(struct event_status, event),
    RECORD_TEXT(struct event_status, title),
    RECORD_WORD(struct event_status, state, event_state_words),
    RECORD_FLAG(struct event_status, open),
    RECORD_TEXT(struct event_status, opens_at, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct event_status, closes_at, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct event_status, starts_on),
    RECORD_TEXT(struct event_status, ends_on),
    RECORD_TEXT(struct event_status, currency),
    RECORD_PAIRS(struct event_status, statuses, RECORD_IS_INT),
    RECORD_INT(struct event_status, due),
    RECORD_INT(struct event_status, received),
    RECORD_INT(struct event_status, overpaid),
    RECORD_LIST(struct event_status, places, places_record),
    RECORD_LIST(struct event_status, days, day_record)};
const struct record event_status_record = RECORD(struct event_status, status_members);

bool event_status_read(struct store *store, const char *slug, struct arena *arena,
                       struct event_status *status, struct error *error)
{
    scope_answer struct store_answer *answer = store_ask(store, SQL_EVENT_STATUS, STORE_PARAMS(slug), error);
    return answer && store_answer_record(answer, &event_status_record, arena, status, error);
}
