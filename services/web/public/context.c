/* What pages show of an event, made ready for people. */
#include "web/public/context.h"

#define FEW 10 /* percent of all, and less: worth telling */

static const struct record_member about_event_members[] = {
    RECORD_TEXT(struct about_event, slug),
    RECORD_ONE(struct about_event, title, event_text_record),
    RECORD_ONE(struct about_event, summary, event_text_record),
    RECORD_TEXT(struct about_event, days),
    RECORD_ONE(struct about_event, place, event_text_record),
    RECORD_ONE(struct about_event, address, event_text_record),
    RECORD_TEXT(struct about_event, time_zone),
    RECORD_TEXT(struct about_event, contact),
    RECORD_FLAG(struct about_event, open)};
const struct record about_event_record = RECORD(struct about_event, about_event_members);

static const struct record_member window_members[] = {
    RECORD_ONE(struct offered_window, title, event_text_record),
    RECORD_TEXT(struct offered_window, until, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct offered_window, until_time, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct offered_window, zone)};
static const struct record window_record = RECORD(struct offered_window, window_members);

static const struct record_member category_members[] = {
    RECORD_TEXT(struct offered_category, code),
    RECORD_ONE(struct offered_category, title, event_text_record),
    RECORD_ONE(struct offered_category, description, event_text_record),
    RECORD_TEXT(struct offered_category, price, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct offered_category, then, .presence = RECORD_OPTIONAL),
    RECORD_INT(struct offered_category, few, .presence = RECORD_OPTIONAL),
    RECORD_FLAG(struct offered_category, free),
    RECORD_FLAG(struct offered_category, approval),
    RECORD_FLAG(struct offered_category, waiting),
    RECORD_FLAG(struct offered_category, full),
    RECORD_FLAG(struct offered_category, chosen)};
static const struct record category_record = RECORD(struct offered_category, category_members);

static const struct record_member session_members[] = {
    RECORD_TEXT(struct offered_session, code),
    RECORD_ONE(struct offered_session, title, event_text_record),
    RECORD_ONE(struct offered_session, room, event_text_record),
    RECORD_TEXT(struct offered_session, time),
    RECORD_TEXT(struct offered_session, price, .presence = RECORD_OPTIONAL),
    RECORD_INT(struct offered_session, few, .presence = RECORD_OPTIONAL),
    RECORD_FLAG(struct offered_session, full),
    RECORD_FLAG(struct offered_session, chosen)};
static const struct record session_record = RECORD(struct offered_session, session_members);

static const struct record_member event_offer_members[] = {
    RECORD_TEXT(struct event_offer, opens, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct event_offer, closes, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct event_offer, closes_time, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct event_offer, zone),
    RECORD_TEXT(struct event_offer, window_code, .presence = RECORD_OPTIONAL),
    RECORD_MAYBE(struct event_offer, window, window_record),
    RECORD_LIST(struct event_offer, categories, category_record),
    RECORD_FLAG(struct event_offer, has_sessions),
    RECORD_LIST(struct event_offer, sessions, session_record)};
const struct record event_offer_record = RECORD(struct event_offer, event_offer_members);

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

struct about_event about_event_make(const struct language *language, const struct event_listed *event,
                                    struct arena *arena)
{
    const char *first = event_first_language(event);
    const char *reader = language_tag(language);
    return (struct about_event){.slug = event->slug,
                                .title = event_text_in(&event->title, first, reader),
                                .summary = event_text_in(&event->summary, first, reader),
                                .days = language_days(language, event->starts_on, event->ends_on, arena),
                                .place = event_text_in(&event->venue.name, first, reader),
                                .address = event_text_in(&event->venue.address, first, reader),
                                .time_zone =
                                    language_zone(language, event->time_zone,
                                                  event_text_in(&event->venue.city, first, reader).words,
                                                  event->starts_on, arena),
                                .contact = or_empty(event->contact),
                                .open = event->open};
}

struct event_text about_text(const struct language *language, const struct event *event,
                             const struct record_pairs *wording)
{
    return event_text_in(wording, event_first_language(event), language_tag(language));
}

const char *about_price(const struct language *language, const struct event *event, int64_t price,
                        struct arena *arena)
{
    return price == RECORD_NO_INT || price == 0 ? NULL
                                                : language_money(language, price, event->currency, arena);
}

/* What is left, where that is little; else RECORD_NO_INT. A room of 40 with 38 free is not scarce. */
static int64_t few_of(int64_t left, int64_t capacity)
{
    bool scarce = left > 0 && capacity > 0 && left <= capacity / 100 * FEW + capacity % 100 * FEW / 100;
    return scarce ? left : RECORD_NO_INT;
}

/* The same of a category, whose places may be its quotas' and the event's too. */
static int64_t few_of_category(const struct event *event, const struct event_category *category)
{
    bool scarce = few_of(category->left, category->capacity) != RECORD_NO_INT ||
                  few_of(event->left, event->capacity) != RECORD_NO_INT;
    for (size_t i = 0; i < event->quotas.count && !scarce; i++) {
        const struct event_quota *quota = &event->quotas.items[i];
        for (size_t j = 0; j < quota->categories.count; j++)
            scarce = scarce || (strcmp(quota->categories.items[j], category->code) == 0 &&
                                few_of(quota->left, quota->capacity) != RECORD_NO_INT);
    }
    return scarce && category->available && category->left > 0 ? category->left : RECORD_NO_INT;
}

const char *event_offer_held(const struct event *event, const char *seen)
{
    return seen && event->held && strcmp(seen, event->held) == 0 ? event->held : NULL;
}

int64_t event_offer_price(const struct event_category *category, const char *held)
{
    const struct record_pair *before =
        held && category->price != RECORD_NO_INT ? record_pair(&category->prices, held) : NULL;
    return before && before->number < category->price ? before->number : category->price;
}

/* What it will cost when today's window has ended; NULL where that is nothing else. */
static const char *price_then(const struct language *language, const struct event *event,
                              const struct event_category *category, struct arena *arena)
{
    for (size_t i = 0; event->window && i + 1 < event->windows.count; i++) {
        const struct record_pair *then =
            strcmp(event->windows.items[i].code, event->window) == 0
                ? record_pair(&category->prices, event->windows.items[i + 1].code)
                : NULL;
        if (then && then->number != category->price)
            return language_money(language, then->number, event->currency, arena);
    }
    return NULL;
}

static struct offered_category make_category(const struct language *language, const struct event *event,
                                             const struct event_category *category, const char *chosen,
                                             const char *held, struct arena *arena)
{
    int64_t price = event_offer_price(category, held);
    bool waiting = !category->available && category->waiting_list;
    bool full = !category->available && !waiting; /* shown unchosen: browsers do not send what is disabled */
    return (struct offered_category){.code = category->code,
                                     .title = about_text(language, event, &category->title),
                                     .description = about_text(language, event, &category->description),
                                     .price = about_price(language, event, price, arena),
                                     .then = price_then(language, event, category, arena),
                                     .few = few_of_category(event, category),
                                     .free = price == 0,
                                     .approval = category->approval,
                                     .waiting = waiting,
                                     .full = full,
                                     .chosen = !full && chosen && strcmp(chosen, category->code) == 0};
}

static bool is_chosen(const struct order_input *input, const char *code)
{
    for (size_t i = 0; input && i < input->sessions.count; i++)
        if (strcmp(input->sessions.items[i], code) == 0)
            return true;
    return false;
}

static struct offered_session make_session(const struct language *language, const struct event *event,
                                           const struct event_session *session,
                                           const struct order_input *input, struct arena *arena)
{
    bool is_limited = session->left != RECORD_NO_INT;
    bool full = is_limited && session->left <= 0;
    return (struct offered_session){.code = session->code,
                                    .title = about_text(language, event, &session->title),
                                    .room = about_text(language, event, &session->room),
                                    .time = language_time(language, session->starts, session->ends, arena),
                                    .price = about_price(language, event, session->price, arena),
                                    .few = few_of(session->left, session->capacity),
                                    .full = full,
                                    .chosen = !full && is_chosen(input, session->code)};
}

/* A bound of the file as people read it, a day or a time: the other one stays NULL. Its zone is told as it is
 * by then. */
struct shown_bound {
    const char *day, *time, *zone;
};

static struct shown_bound show_bound(const struct language *language, const struct event *event,
                                     const char *bound, struct arena *arena)
{
    bool is_time = bound && strchr(bound, 'T');
    struct event_text city = about_text(language, event, &event->venue.city);
    return (struct shown_bound){
        .day = bound && !is_time ? language_day(language, bound, arena) : NULL,
        .time = is_time ? language_moment(language, bound, arena) : NULL,
        .zone = bound ? language_zone(language, event->time_zone, city.words, bound, arena) : ""};
}

static struct offered_window *make_window(const struct language *language, const struct event *event,
                                          const char *code, struct arena *arena)
{
    const struct event_window *window = code ? event_find_window(event, code) : NULL;
    struct offered_window *offered = window ? arena_alloc(arena, sizeof *offered) : NULL;
    if (!offered)
        return NULL;
    struct shown_bound until = show_bound(language, event, window->until, arena);
    *offered = (struct offered_window){.title = about_text(language, event, &window->title),
                                       .until = until.day,
                                       .until_time = until.time,
                                       .zone = until.zone};
    return offered;
}

/* When it opens, while that is to come; when it closes, while it is open. */
static void add_bounds(struct event_offer *offer, const struct language *language, const struct event *event,
                       struct arena *arena)
{
    const struct event_registration *registration = &event->registration;
    struct shown_bound shown = show_bound(language, event,
                                          event->upcoming ? registration->opens
                                          : event->open   ? registration->closes
                                                          : NULL,
                                          arena);
    offer->opens = !event->upcoming ? NULL : shown.day ? shown.day : shown.time;
    offer->closes = event->upcoming ? NULL : shown.day;
    offer->closes_time = event->upcoming ? NULL : shown.time;
    offer->zone = shown.zone;
}

struct event_offer event_offer_make(const struct language *language, const struct event *event,
                                    const struct order_input *input, const char *held, struct arena *arena)
{
    const char *window = held ? held : event->window;
    struct event_offer offer = {.window_code = window,
                                .window = make_window(language, event, window, arena),
                                .has_sessions = event->sessions.count > 0};
    const char *chosen = input ? input->category : NULL;
    add_bounds(&offer, language, event, arena);
    offer.categories.items = arena_array(arena, event->categories.count, sizeof *offer.categories.items);
    for (size_t i = 0; offer.categories.items && i < event->categories.count; i++)
        offer.categories.items[offer.categories.count++] =
            make_category(language, event, &event->categories.items[i], chosen, held, arena);
    offer.sessions.items = arena_array(arena, event->sessions.count, sizeof *offer.sessions.items);
    for (size_t i = 0; offer.sessions.items && i < event->sessions.count; i++)
        offer.sessions.items[offer.sessions.count++] =
            make_session(language, event, &event->sessions.items[i], input, arena);
    return offer;
}
