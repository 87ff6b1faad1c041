/* Deciding a scan, and sending what the journal holds. */
#include "door/door_private.h"

#define SYNC_MOST 100

/* --- what needs no network */

static bool door_takes_kind(const struct door *door, enum ticket_kind kind)
{
    const char *wanted = record_word(&ticket_kind_words, (int)kind);
    must(wanted);
    for (size_t i = 0; i < door->device.point.kinds.count; i++)
        if (strcmp(door->device.point.kinds.items[i], wanted) == 0)
            return true;
    return false;
}

/* A registration's code, typed: only the service knows whose it is. */
static bool door_is_code(const char *text)
{
    struct code code;
    return code_read(text, &code);
}

/* DOOR_UNDECIDED: ask the service. A key that the laptop has not heard of may have been made since. */
static enum door_verdict door_decide_alone(const struct door *door, const char *text, struct ticket *ticket,
                                           enum ticket_parse_result *form)
{
    bool genuine = ticket_verify(&door->keyring, text, strlen(text), ticket, form);
    if (*form != TICKET_PARSED)
        return door_is_code(text) ? DOOR_UNDECIDED : DOOR_NOT_OURS;
    if (!genuine)
        return ticket_keyring_has(&door->keyring, ticket->key_number) ? DOOR_FORGED : DOOR_UNDECIDED;
    if (ticket->event != door->device.event.id)
        return DOOR_WRONG_EVENT;
    if (ticket->kind == TICKET_PRACTICE)
        return DOOR_PRACTICE;
    return door_takes_kind(door, ticket->kind) ? DOOR_UNDECIDED : DOOR_WRONG_KIND;
}

/* NULL: none. */
static const char *door_hint(const struct door *door, const char *text, enum door_verdict verdict,
                             const struct ticket *ticket, enum ticket_parse_result form)
{
    enum door_hint hint = DOOR_HINT_NONE;
    if (form != TICKET_PARSED && verdict == DOOR_UNDECIDED)
        hint = DOOR_HINT_BY_CODE;
    else if (form == TICKET_KEYBOARD_LAYOUT || (form == TICKET_NOT_OURS && reading_is_other_layout(text)))
        hint = DOOR_HINT_KEYBOARD_LAYOUT;
    else if (form == TICKET_PARSED && !ticket_keyring_has(&door->keyring, ticket->key_number))
        hint = DOOR_HINT_NEWER_KEY;
    return record_word(&door_hint_words, (int)hint);
}

static bool door_result_hints(const struct door_result *result, enum door_hint hint)
{
    return result->hint && strcmp(result->hint, record_word(&door_hint_words, (int)hint)) == 0;
}

static enum door_verdict door_make_result(struct door *door, const struct door_scan *scan,
                                          struct arena *arena, struct door_result *result)
{
    struct ticket ticket = {0};
    enum ticket_parse_result form;
    enum door_verdict verdict = door_decide_alone(door, scan->token, &ticket, &form);
    *result = (struct door_result){.id = scan->id,
                                   .at = scan->at,
                                   .verdict = record_word(&door_verdict_words, (int)verdict),
                                   .decided = DOOR_BY_DOOR};
    if (form == TICKET_PARSED && verdict != DOOR_FORGED) {
        char code[TICKET_SHORT_SIZE];
        ticket_short_code(ticket.serial, code);
        result->kind = ticket_kind_name(ticket.kind);
        result->short_code = arena_copy(arena, code);
    }
    result->hint = door_hint(door, scan->token, verdict, &ticket, form);
    return verdict;
}

/* --- what the service says */

static const struct door_answer *door_find_answer(const struct door_answers *answers, const char *id)
{
    for (size_t i = 0; i < answers->results.count; i++)
        if (strcmp(answers->results.items[i].id, id) == 0)
            return &answers->results.items[i];
    return NULL;
}

/* Notes the service's word on all scans of a batch that it names, and gives how many. */
static bool door_note_answers(struct door *door, const struct door_scans *sent,
                              const struct door_answers *answers, int64_t *noted, struct error *error)
{
    *noted = 0;
    bool good = journal_begin(door->journal, error);
    for (size_t i = 0; good && i < sent->scans.count; i++) {
        const struct door_answer *answer = door_find_answer(answers, sent->scans.items[i].id);
        if (!answer)
            continue;
        (*noted)++;
        good = journal_acknowledge(door->journal, answer, error);
    }
    if (!journal_end(door->journal, good, error))
        return false;
    return *noted || error_set(error, ERROR_OURS, NULL, "the service's answer names none of the scans");
}

/* Sends a batch and notes what comes back: how many. answers lives in the arena. */
static bool door_send_batch(struct door *door, const struct door_scans *scans, struct arena *arena,
                            struct door_answers *answers, int64_t *noted, struct error *error)
{
    *noted = 0;
    *answers = (struct door_answers){0};
    if (!scans->scans.count)
        return true;
    const struct service_call call = {.path = "/api/v1/scans",
                                      .key = door->key,
                                      .sends = &door_scans_record,
                                      .body = scans,
                                      .gives = &door_answers_record};
    return service_ask(door->service, &call, arena, answers, error) &&
           door_note_answers(door, scans, answers, noted, error);
}

/* 0: nothing waits. */
static bool door_send_oldest(struct door *door, int64_t *noted, struct error *error)
{
    struct door_scans scans;
    struct door_answers answers;
    scope_arena struct arena memory = ARENA(DOOR_ARENA_MAX);
    *noted = 0;
    return journal_unsent(door->journal, SYNC_MOST, &memory, &scans, error) &&
           door_send_batch(door, &scans, &memory, &answers, noted, error);
}

/* One answer out of a batch's memory into the caller's. */
static bool door_copy_answer(const struct door_answer *from, struct arena *arena, struct door_answer *to,
                             struct error *error)
{
    scope_buffer struct buffer text = BUFFER(DOOR_ARENA_MAX);
    record_write(&door_answer_record, from, 0, &text);
    if (text.failed)
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    return record_read(&door_answer_record, text.data, text.length, "answer", RECORD_EXACT, arena, to, error);
}

/* The service's verdict on this scan, after older ones of the same code; all else that waits, waits, for
 * somebody stands at the door. False if it cannot be had now. */
static bool door_ask_service(struct door *door, const struct door_scan *scan, struct arena *arena,
                             struct door_answer *answer, struct error *error)
{
    int64_t noted;
    struct door_scans scans;
    struct door_answers answers;
    scope_arena struct arena memory = ARENA(DOOR_ARENA_MAX);
    if (!journal_unsent_of(door->journal, scan->token, SYNC_MOST, &memory, &scans, error) ||
        !door_send_batch(door, &scans, &memory, &answers, &noted, error))
        return false;
    const struct door_answer *found = door_find_answer(&answers, scan->id);
    return found ? door_copy_answer(found, arena, answer, error)
                 : error_set(error, ERROR_OURS, NULL, "the service's answer does not name the scan");
}

/* The service's word goes before the door's own. Where they differ, the door is out of date: a key was made,
 * or its point takes another kind now. */
static void door_take_answer(struct door *door, enum door_verdict own, const struct door_answer *answer,
                             struct door_result *result)
{
    must(answer->verdict && result->verdict);
    bool newer_key = door_result_hints(result, DOOR_HINT_NEWER_KEY);
    if (newer_key || (own != DOOR_UNDECIDED && strcmp(answer->verdict, result->verdict) != 0))
        door_refresh(door, NULL);
    result->verdict = answer->verdict;
    result->decided = DOOR_BY_SERVICE;
    result->kind = answer->kind ? answer->kind : result->kind;
    result->short_code = answer->short_code ? answer->short_code : result->short_code;
    result->hint = answer->hint ? answer->hint : newer_key ? NULL : result->hint;
    result->repeated = answer->repeated;
    result->attendee = answer->attendee;
    result->status = answer->status;
    result->revoked = answer->revoked;
    result->first = answer->first;
}

/* --- a scan */

static bool door_make_scan(const struct door *door, const char *text, size_t length, struct arena *arena,
                           struct door_scan *scan)
{
    char id[RANDOM_UUID_SIZE];
    char at[CLOCK_TEXT_SIZE];
    random_uuid(id);
    clock_format(door_now(door), at);
    *scan = (struct door_scan){
        .id = arena_copy(arena, id), .token = reading_text(text, length, arena), .at = arena_copy(arena, at)};
    return scan->id && scan->token && scan->at;
}

/* Of what is no token no more is kept and sent than the service needs; the same each time, for it compares.
 */
static void door_hide_text(struct door_scan *scan, enum door_verdict own, const struct door_result *result,
                           struct arena *arena)
{
    struct code code;
    if (own == DOOR_NOT_OURS && !result->hint)
        scan->token = reading_digest(scan->token, arena);
    else if (own == DOOR_UNDECIDED && result->hint && code_read(scan->token, &code))
        scan->token = reading_code(&code, arena);
}

/* Nobody's verdict but the door's own. */
static void door_stay_alone(struct door_result *result, const struct error *away, struct arena *arena)
{
    result->offline = arena_copy(arena, away->message);
    if (away->kind == ERROR_SETUP)
        result->hint = record_word(&door_hint_words, DOOR_HINT_SHUT_OUT);
}

bool door_scan(struct door *door, const char *text, size_t length, struct arena *arena,
               struct door_result *result, struct error *error)
{
    struct door_scan scan;
    struct door_answer answer = {0};
    struct error away = {0};
    if (!door_make_scan(door, text, length, arena, &scan))
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    enum door_verdict own = door_make_result(door, &scan, arena, result);
    door_hide_text(&scan, own, result, arena);
    if (!scan.token)
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    if (!journal_add(door->journal, &scan, own == DOOR_UNDECIDED ? NULL : result, error))
        return false;
    if (door_ask_service(door, &scan, arena, &answer, &away))
        door_take_answer(door, own, &answer, result);
    else
        door_stay_alone(result, &away, arena);
    return !arena->failed || error_set(error, ERROR_OURS, NULL, "out of memory");
}

bool door_send_some(struct door *door, bool *more, struct error *error)
{
    int64_t noted;
    bool good = door_send_oldest(door, &noted, error);
    *more = good && noted == SYNC_MOST;
    return good;
}

bool door_sync(struct door *door, int64_t *sent, int64_t *left, struct error *error)
{
    bool good = true;
    struct door_counts counts = {0};
    scope_arena struct arena memory = ARENA(DOOR_ARENA_MAX);
    *sent = 0;
    for (int64_t noted = 1; good && noted;) {
        good = door_send_oldest(door, &noted, error);
        *sent += good ? noted : 0;
    }
    /* What it counted before the batch failed still stands. */
    good = journal_count(door->journal, &memory, &counts, good ? error : NULL) && good;
    *left = counts.unsent;
    return good;
}
