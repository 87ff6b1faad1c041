/* What pages show of an event, made ready for people. What a struct points to is the event's, the language's
 * or the arena's; a full arena leaves NULL, and no page is sent. */
#pragma once

#include "web/web.h"

/* What it is, when and where. Here and below the event's texts stand in the reader's language where there are
 * any, else in another. */
struct about_event {
    const char *slug;
    struct event_text title, summary;
    const char *days;
    struct event_text place, address; /* "" where none is said, as contact */
    const char *time_zone;
    const char *contact;
    bool open;
};
extern const struct record about_event_record;

struct offered_window {
    struct event_text title;
    const char *until; /* NULL: without an end */
};

struct offered_category {
    const char *code;
    struct event_text title, description;
    const char *price; /* NULL: there is none to pay, or, unless it is free, none any more */
    int64_t few;       /* left, where that is worth telling; else RECORD_NO_INT */
    bool free, approval, waiting, full, chosen;
};

struct offered_session {
    const char *code;
    struct event_text title, room;
    const char *time;
    const char *price;
    int64_t few;
    bool full, chosen;
};

/* What it costs today, and what is left. */
struct event_offer {
    const char *opens; /* the day, while that is to come; else NULL */
    struct offered_window *window;
    RECORD_LIST_OF(struct offered_category) categories;
    bool has_sessions;
    RECORD_LIST_OF(struct offered_session) sessions;
};
extern const struct record event_offer_record;

/* A text of the event as the reader gets it. */
struct event_text about_text(const struct language *language, const struct event *event,
                             const struct record_pairs *wording);

struct about_event about_event_make(const struct language *language, const struct event_listed *event,
                                    struct arena *arena);

/* input: what was typed so far, to mark what is chosen; may be NULL. */
struct event_offer event_offer_make(const struct language *language, const struct event *event,
                                    const struct order_input *input, struct arena *arena);
