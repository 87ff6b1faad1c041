/* Every event in a line, drafts too: for those who run them. */
#include "event/event.h"

static const struct record_member summary_members[] = {
    RECORD_TEXT(struct event_summary, slug),
    RECORD_TEXT(struct event_summary, title),
    RECORD_WORD(struct event_summary, state, event_state_words),
    RECORD_TEXT(struct event_summary, starts_on),
    RECORD_TEXT(struct event_summary, ends_on),
    RECORD_INT(struct event_summary, taken)};
const struct record event_summary_record = RECORD(struct event_summary, summary_members);

bool event_summary_read(struct store *store, struct arena *arena, struct event_summary_list *list,
                        struct error *error)
{
    scope_answer struct store_answer *answer = store_ask(store, SQL_EVENT_SUMMARY, NULL, error);
    return answer && store_answer_list(answer, &event_summary_record, arena, list, error);
}
