/* The page of one registration. */
#include "web/public/context.h"
#include "web/self/self.h"

#define INSTRUCTIONS_MOST (64u * 1024)

struct booked_session {
    struct event_text title, room;
    const char *time;
};

struct shown_ticket {
    int64_t serial;
    const char *token;
};

struct attendee_page {
    struct web_frame page;
    const struct registration *registration;
    const struct about_event *about; /* when, where and whom to ask; a draft's page goes without */
    struct event_text event_title, category_title;
    const char *time_zone;
    bool is_over, is_due, has_sessions;
    RECORD_LIST_OF(struct booked_session) sessions;
    RECORD_LIST_OF(struct shown_ticket) tickets;
    const char *due, *amount, *paid; /* amount and paid: NULL where there is nothing of it */
    const char *overpaid;            /* what comes back, or NULL */
    const char *due_day;             /* until which to pay; NULL: none is said */
    const char *starts;              /* the event's first day; "" with none to know it by */
    struct event_text how;           /* to pay, in lines; "" where none is said */
    bool can_register;               /* once more, after this one is over */
};

static const struct record_member session_members[] = {
    RECORD_ONE(struct booked_session, title, event_text_record),
    RECORD_ONE(struct booked_session, room, event_text_record), RECORD_TEXT(struct booked_session, time)};
static const struct record session_record = RECORD(struct booked_session, session_members);

static const struct record_member ticket_members[] = {RECORD_INT(struct shown_ticket, serial),
                                                      RECORD_TEXT(struct shown_ticket, token)};
static const struct record ticket_record = RECORD(struct shown_ticket, ticket_members);

static const struct record_member members[] = {
    RECORD_ONE(struct attendee_page, page, web_frame_record),
    RECORD_MAYBE(struct attendee_page, registration, registration_record),
    RECORD_MAYBE(struct attendee_page, about, about_event_record),
    RECORD_ONE(struct attendee_page, event_title, event_text_record),
    RECORD_ONE(struct attendee_page, category_title, event_text_record),
    RECORD_TEXT(struct attendee_page, time_zone),
    RECORD_FLAG(struct attendee_page, is_over),
    RECORD_FLAG(struct attendee_page, is_due),
    RECORD_FLAG(struct attendee_page, has_sessions),
    RECORD_LIST(struct attendee_page, sessions, session_record),
    RECORD_LIST(struct attendee_page, tickets, ticket_record),
    RECORD_TEXT(struct attendee_page, due),
    RECORD_TEXT(struct attendee_page, amount, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct attendee_page, paid, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct attendee_page, overpaid, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct attendee_page, due_day, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct attendee_page, starts),
    RECORD_ONE(struct attendee_page, how, event_text_record),
    RECORD_FLAG(struct attendee_page, can_register)};
static const struct record attendee_page_record = RECORD(struct attendee_page, members);
const struct web_page self_attendee_page = {"attendee", &attendee_page_record};

/* In the reader's language by the event as it is; where that is not there, as the database worded it when it
 * was asked, in a language that nobody told. */
static struct event_text text_for(const struct language *language, const struct event *event,
                                  const struct record_pairs *wording, const char *otherwise)
{
    if (!wording)
        return (struct event_text){otherwise, ""};
    return event_text_in(wording, event_first_language(event), language_tag(language));
}

static void add_titles(struct attendee_page *page, const struct language *language, const struct event *event)
{
    const struct registration *registration = page->registration;
    const struct event_category *category = event ? event_find_category(event, registration->category) : NULL;
    page->event_title = text_for(language, event, event ? &event->title : NULL, registration->event_title);
    page->category_title =
        text_for(language, event, category ? &category->title : NULL, registration->category_title);
}

static void add_sessions(struct attendee_page *page, const struct language *language,
                         const struct event *event, struct arena *arena)
{
    const struct registration *registration = page->registration;
    page->has_sessions = registration->sessions.count > 0;
    page->sessions.items = arena_array(arena, registration->sessions.count, sizeof *page->sessions.items);
    for (size_t i = 0; page->sessions.items && i < registration->sessions.count; i++) {
        const struct order_session *session = &registration->sessions.items[i];
        const struct event_session *now = event ? event_find_session(event, session->code) : NULL;
        page->sessions.items[page->sessions.count++] = (struct booked_session){
            .title = text_for(language, event, now ? &now->title : NULL, session->title),
            .room = text_for(language, event, now ? &now->room : NULL, session->room),
            .time = language_time(language, session->starts, session->ends, arena)};
    }
}

static void add_tickets(struct attendee_page *page, struct arena *arena)
{
    const struct order_tickets *tickets = &page->registration->tickets;
    page->tickets.items = arena_array(arena, tickets->count, sizeof *page->tickets.items);
    for (size_t i = 0; page->tickets.items && i < tickets->count; i++) {
        const struct order_ticket *ticket = &tickets->items[i];
        page->tickets.items[page->tickets.count++] =
            (struct shown_ticket){.serial = ticket->serial, .token = ticket->token};
    }
}

static void add_amounts(struct attendee_page *page, const struct language *language, struct arena *arena)
{
    const struct registration *registration = page->registration;
    const char *currency = registration->currency;
    page->due = language_money(language, registration->amount - registration->paid, currency, arena);
    if (registration->amount)
        page->amount = language_money(language, registration->amount, currency, arena);
    if (registration->paid)
        page->paid = language_money(language, registration->paid, currency, arena);
    if (registration->overpaid)
        page->overpaid = language_money(language, registration->overpaid, currency, arena);
}

/* The organizer's words with the order's own in their places; braces around anything else stay. */
static const char *fill_places(const char *words, const struct record_pairs *places, struct arena *arena)
{
    scope_buffer struct buffer text = BUFFER(INSTRUCTIONS_MOST);
    while (*words) {
        const char *end = *words == '{' ? strchr(words, '}') : NULL;
        const struct record_pair *place = NULL;
        for (size_t i = 0; end && i < places->count; i++)
            if (strlen(places->items[i].name) == (size_t)(end - words - 1) &&
                strncmp(places->items[i].name, words + 1, (size_t)(end - words - 1)) == 0)
                place = &places->items[i];
        if (place)
            buffer_text(&text, place->text);
        else
            buffer_char(&text, *words);
        words = place ? end + 1 : words + 1;
    }
    return text.failed ? NULL : arena_text(arena, text.data ? text.data : "", text.length);
}

/* What is next, until when: by the event as it is. */
static void add_next(struct attendee_page *page, const struct language *language, const struct event *event,
                     struct arena *arena)
{
    const struct registration *registration = page->registration;
    if (registration->due_on)
        page->due_day = language_day(language, registration->due_on, arena);
    if (!event)
        return;
    page->starts = language_day(language, event->starts_on, arena);
    page->can_register = page->is_over && event->open;
    if (!page->is_due || !event->payment.instructions.count)
        return;
    page->how = about_text(language, event, &event->payment.instructions);
    struct record_pair places[] = {{.name = "code", .text = registration->code},
                                   {.name = "amount", .text = page->due},
                                   {.name = "due", .text = page->due_day ? page->due_day : page->starts}};
    if (!arena->failed)
        page->how.words =
            fill_places(page->how.words, &(struct record_pairs){places, COUNT_OF(places)}, arena);
}

/* As the event's page says it; of a draft, as it is today. */
static const char *zone_of(const struct language *language, const struct registration *registration,
                           const struct about_event *about, struct arena *arena)
{
    char today[CLOCK_TEXT_SIZE];
    clock_format(clock_now(), today);
    today[strlen("2027-06-08")] = '\0';
    return about ? about->time_zone : language_zone(language, registration->time_zone, NULL, today, arena);
}

static void attendee_show(struct http_request *request)
{
    const struct event_kept *kept = web_request(request)->came;
    if (kept)
        web_offer_languages(request, kept->event);
    const struct language *language = web_language(request);
    const struct registration *registration = web_request(request)->order;
    struct about_event about;
    struct attendee_page page = {.page = {.secret = http_query(request, "k")},
                                 .registration = registration,
                                 .starts = "",
                                 .how = {"", ""},
                                 .is_over = registration->status == ORDER_DECLINED ||
                                            registration->status == ORDER_CANCELLED,
                                 .is_due = registration->status == ORDER_PENDING_PAYMENT};
    if (kept) {
        const struct event_listed listed = event_list_one(kept->event);
        about = about_event_make(language, &listed, &request->arena);
        page.about = &about;
    }
    page.time_zone = zone_of(language, registration, page.about, &request->arena);
    add_titles(&page, language, kept ? kept->event : NULL);
    add_sessions(&page, language, kept ? kept->event : NULL, &request->arena);
    add_tickets(&page, &request->arena);
    add_amounts(&page, language, &request->arena);
    add_next(&page, language, kept ? kept->event : NULL, &request->arena);
    static const struct http_header kept_by_nobody[] = {{MHD_HTTP_HEADER_CACHE_CONTROL, "no-store"}, {0}};
    response_page(request, 200, &self_attendee_page, &page, kept_by_nobody);
}

/* GET /e/{event}/r/{code}?k={secret} */
void self_attendee(struct http_request *request)
{
    later_event(request, web_request(request)->order->event, attendee_show);
}
