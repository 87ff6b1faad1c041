/* Which of a text's languages somebody reads. */
#include "event/event.h"

static const struct record_member text_members[] = {RECORD_TEXT(struct event_text, words),
                                                    RECORD_TEXT(struct event_text, language)};
const struct record event_text_record = RECORD(struct event_text, text_members);

static size_t subtag_length(const char *tag)
{
    return strcspn(tag, "-");
}

/* How many subtags two tags begin alike with; 0 where the languages differ, whatever they are written in. */
static size_t nearness(const char *a, const char *b)
{
    size_t alike = 0;
    while (*a && *b) {
        size_t length = subtag_length(a);
        if (length != subtag_length(b) || strncasecmp(a, b, length) != 0)
            break;
        alike++;
        a += length + (a[length] == '-');
        b += length + (b[length] == '-');
    }
    return alike;
}

static const struct record_pair *nearest(const struct record_pairs *wording, const char *reader)
{
    const struct record_pair *best = NULL;
    size_t best_nearness = 0;
    for (size_t i = 0; i < wording->count; i++) {
        const struct record_pair *pair = &wording->items[i];
        size_t near = nearness(pair->name, reader);
        bool is_exact = near && text_equal_nocase(pair->name, reader);
        if (is_exact)
            return pair;
        if (near > best_nearness) {
            best = pair;
            best_nearness = near;
        }
    }
    return best;
}

struct event_text event_text_in(const struct record_pairs *wording, const char *first, const char *reader)
{
    if (!wording->count)
        return (struct event_text){"", first};
    if (!*wording->items[0].name) /* one string */
        return (struct event_text){wording->items[0].text, first};
    const struct record_pair *pair = nearest(wording, reader);
    if (!pair)
        pair = nearest(wording, first);
    if (!pair)
        pair = &wording->items[0];
    return (struct event_text){pair->text, pair->name};
}
