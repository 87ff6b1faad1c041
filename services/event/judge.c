/* What PostgreSQL, which reckons with them, thinks of an event's zone and its local times. */
#include "event/event_private.h"

#define ASKED_MOST (256u << 10)

struct asked_time {
    const char *path, *at;
};
static const struct record_member asked_members[] = {RECORD_TEXT(struct asked_time, path),
                                                     RECORD_TEXT(struct asked_time, at)};
static const struct record asked_record = RECORD(struct asked_time, asked_members);

struct asked_times {
    RECORD_LIST_OF(struct asked_time) times;
};

struct odd_time {
    const char *path, *at;
    bool twice;
};
static const struct record_member odd_members[] = {RECORD_TEXT(struct odd_time, path),
                                                   RECORD_TEXT(struct odd_time, at),
                                                   RECORD_FLAG(struct odd_time, twice)};
static const struct record odd_record = RECORD(struct odd_time, odd_members);

struct judgement {
    bool known;
    RECORD_LIST_OF(struct odd_time) times;
};
static const struct record_member judgement_members[] = {RECORD_FLAG(struct judgement, known),
                                                         RECORD_LIST(struct judgement, times, odd_record)};
static const struct record judgement_record = RECORD(struct judgement, judgement_members);

/* Days stand for their first and last minutes, wherever clocks put these. */
static void ask_about(struct asked_times *asked, struct arena *arena, const char *path, const char *at)
{
    if (at && strlen(at) == strlen("2027-06-08T09:00") && event_is_time(at) && !arena->failed)
        asked->times.items[asked->times.count++] =
            (struct asked_time){.path = arena_copy(arena, path), .at = at};
}

static void list_times(const struct event *event, struct arena *arena, struct asked_times *asked)
{
    size_t most = 2 + event->windows.count + 2 * event->sessions.count;
    asked->times.items = arena_array(arena, most, sizeof *asked->times.items);
    ask_about(asked, arena, "registration.opens", event->registration.opens);
    ask_about(asked, arena, "registration.closes", event->registration.closes);
    for (size_t i = 0; i < event->windows.count; i++)
        ask_about(asked, arena, event_path("windows[%zu].until", i).text, event->windows.items[i].until);
    for (size_t i = 0; i < event->sessions.count; i++) {
        ask_about(asked, arena, event_path("sessions[%zu].starts", i).text, event->sessions.items[i].starts);
        ask_about(asked, arena, event_path("sessions[%zu].ends", i).text, event->sessions.items[i].ends);
    }
}

bool event_judge(struct store *store, const struct event *event, struct event_findings *findings,
                 struct error *error)
{
    struct asked_times asked = {0};
    struct judgement judgement;
    scope_buffer struct buffer times = BUFFER(ASKED_MOST);
    if (!event->time_zone || !*event->time_zone)
        return true; /* which is told already */
    list_times(event, findings->arena, &asked);
    record_write_list(&asked_record, &asked.times, 0, &times);
    if (times.failed)
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    scope_answer struct store_answer *answer =
        store_ask(store, SQL_EVENT_JUDGE, STORE_PARAMS(event->time_zone, times.data), error);
    if (!answer || !store_answer_record(answer, &judgement_record, findings->arena, &judgement, error))
        return false;
    if (!judgement.known)
        event_find(findings, EVENT_FAULT, "time_zone",
                   "a time zone of area and place, such as Asia/Kuala_Lumpur, or UTC (PostgreSQL does not "
                   "know %.64s)",
                   event->time_zone);
    for (size_t i = 0; i < judgement.times.count; i++) {
        const struct odd_time *odd = &judgement.times.items[i];
        event_find(findings, EVENT_WARNING, odd->path,
                   odd->twice ? "%s comes twice in %s, as clocks go back"
                              : "%s does not exist in %s, as clocks go forward",
                   odd->at, event->time_zone);
    }
    return true;
}
