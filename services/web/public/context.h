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
    const char *until, *until_time; /* its last day or the time of its end, NULL where it is not that */
    const char *zone;               /* in which that is meant */
};

struct offered_category {
    const char *code;
    struct event_text title, description;
    const char *price; /* NULL: there is none to pay, or, unless it is free, none any more */
    const char *then;  /* what comes after it, where that is another; else NULL */
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
    const char *opens;                /* the day or time, while that is to come; else NULL */
    const char *closes, *closes_time; /* the last day, or the time; NULL where it is not that, or not open */
    const char *zone;                 /* in which these are meant */
    const char *window_code;          /* whose prices these are; NULL: none */
    struct offered_window *window;
    RECORD_LIST_OF(struct offered_category) categories;
    bool has_sessions;
    RECORD_LIST_OF(struct offered_session) sessions;
};
extern const struct record event_offer_record;

/* A text of the event as the reader gets it. */
struct event_text about_text(const struct language *language, const struct event *event,
                             const struct record_pairs *wording);

/* A price as people read it, in the arena; NULL where nobody has to pay, or there is none. */
const char *about_price(const struct language *language, const struct event *event, int64_t price,
                        struct arena *arena);

struct about_event about_event_make(const struct language *language, const struct event_listed *event,
                                    struct arena *arena);

/* input: what was typed so far, to mark what is chosen; may be NULL. held: event_offer_held's. */
struct event_offer event_offer_make(const struct language *language, const struct event *event,
                                    const struct order_input *input, const char *held, struct arena *arena);

/* The window whose prices somebody has seen, where it has ended so lately that they still hold; else NULL. */
const char *event_offer_held(const struct event *event, const char *seen);

/* What it costs whom that window's prices hold for (NULL: nobody); RECORD_NO_INT where it has no price any
 * more. */
int64_t event_offer_price(const struct event_category *category, const char *held);
