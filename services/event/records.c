/* The tables of what an event is made of, and looking into it. */
#include "event/event.h"

static const char *const state_table[] = {
    [EVENT_DRAFT] = "draft", [EVENT_OPEN] = "open", [EVENT_CLOSED] = "closed"};
const struct record_words event_state_words = RECORD_WORDS(state_table);

static const char *const session_kind_table[] = {[EVENT_WORKSHOP] = "workshop",
                                                 [EVENT_TUTORIAL] = "tutorial",
                                                 [EVENT_DINNER] = "dinner",
                                                 [EVENT_OTHER] = "other"};
static const struct record_words session_kind_words = RECORD_WORDS(session_kind_table);

static const char *const token_table[] = {[EVENT_TICKET] = "ticket", [EVENT_BADGE] = "badge"};
static const struct record_words token_words = RECORD_WORDS(token_table);

static const char *const entry_table[] = {
    [EVENT_ONCE] = "once", [EVENT_DAILY] = "daily", [EVENT_UNLIMITED] = "unlimited"};
static const struct record_words entry_words = RECORD_WORDS(entry_table);

/* What the file does not say of these its form does not have either. */
static const struct record_member venue_members[] = {
    RECORD_WORDING(struct event_venue, name, .presence = RECORD_LEFT_OUT),
    RECORD_WORDING(struct event_venue, address, .presence = RECORD_LEFT_OUT),
    RECORD_TEXT(struct event_venue, country, .presence = RECORD_LEFT_OUT),
    RECORD_WORDING(struct event_venue, city, .presence = RECORD_LEFT_OUT)};
static const struct record venue_record = RECORD(struct event_venue, venue_members);

static const struct record_member organizer_members[] = {
    RECORD_WORDING(struct event_organizer, name, .presence = RECORD_LEFT_OUT),
    RECORD_WORDING(struct event_organizer, address, .presence = RECORD_LEFT_OUT),
    RECORD_TEXT(struct event_organizer, url, .presence = RECORD_LEFT_OUT)};
static const struct record organizer_record = RECORD(struct event_organizer, organizer_members);

static const struct record_member links_members[] = {
    RECORD_WORDING(struct event_links, site, .presence = RECORD_LEFT_OUT),
    RECORD_WORDING(struct event_links, privacy, .presence = RECORD_LEFT_OUT),
    RECORD_WORDING(struct event_links, terms, .presence = RECORD_LEFT_OUT),
    RECORD_WORDING(struct event_links, conduct, .presence = RECORD_LEFT_OUT),
    RECORD_WORDING(struct event_links, refunds, .presence = RECORD_LEFT_OUT)};
static const struct record links_record = RECORD(struct event_links, links_members);

/* The file's form and the public's have a table each over one struct. */
#define BRAND_MEMBERS                                                                                        \
    RECORD_TEXT(struct event_brand, logo, .presence = RECORD_LEFT_OUT),                                      \
        RECORD_TEXT(struct event_brand, color, .presence = RECORD_LEFT_OUT),                                 \
        RECORD_TEXT(struct event_brand, art, .presence = RECORD_LEFT_OUT)

static const struct record_member brand_definition_members[] = {BRAND_MEMBERS};
static const struct record brand_definition_record = RECORD(struct event_brand, brand_definition_members);

static const struct record_member brand_members[] = {
    BRAND_MEMBERS, RECORD_TEXT(struct event_brand, logo_key, .presence = RECORD_LEFT_OUT),
    RECORD_TEXT(struct event_brand, art_key, .presence = RECORD_LEFT_OUT)};
static const struct record brand_record = RECORD(struct event_brand, brand_members);

static const struct record_member registration_members[] = {
    RECORD_TEXT(struct event_registration, opens, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct event_registration, closes, .presence = RECORD_OPTIONAL),
    RECORD_FLAG(struct event_registration, after_end)};
static const struct record registration_record = RECORD(struct event_registration, registration_members);

static const struct record_member payment_members[] = {
    RECORD_WORDING(struct event_payment, instructions, .presence = RECORD_LEFT_OUT),
    RECORD_INT(struct event_payment, due_days, .presence = RECORD_OPTIONAL),
    RECORD_INT(struct event_payment, grace_minutes)};
static const struct record payment_record = RECORD(struct event_payment, payment_members);

static const struct record_member window_members[] = {
    RECORD_TEXT(struct event_window, code), RECORD_WORDING(struct event_window, title),
    RECORD_TEXT(struct event_window, until, .presence = RECORD_OPTIONAL)};
static const struct record window_record = RECORD(struct event_window, window_members);

#define QUOTA_MEMBERS                                                                                        \
    RECORD_TEXT(struct event_quota, code), RECORD_WORDING(struct event_quota, title),                        \
        RECORD_INT(struct event_quota, capacity, .presence = RECORD_OPTIONAL),                               \
        RECORD_TEXTS(struct event_quota, categories)

static const struct record_member quota_definition_members[] = {QUOTA_MEMBERS};
static const struct record quota_definition_record = RECORD(struct event_quota, quota_definition_members);

static const struct record_member quota_members[] = {
    QUOTA_MEMBERS, RECORD_INT(struct event_quota, left, .presence = RECORD_OPTIONAL)};
static const struct record quota_record = RECORD(struct event_quota, quota_members);

#define CATEGORY_MEMBERS                                                                                     \
    RECORD_TEXT(struct event_category, code), RECORD_WORDING(struct event_category, title),                  \
        RECORD_WORDING(struct event_category, badge, .presence = RECORD_LEFT_OUT),                           \
        RECORD_WORDING(struct event_category, description), RECORD_TEXT(struct event_category, color),       \
        RECORD_INT(struct event_category, capacity, .presence = RECORD_OPTIONAL),                            \
        RECORD_FLAG(struct event_category, approval), RECORD_FLAG(struct event_category, waiting_list),      \
        RECORD_FLAG(struct event_category, remote),                                                          \
        RECORD_PAIRS(struct event_category, prices, RECORD_IS_INT)

static const struct record_member category_definition_members[] = {CATEGORY_MEMBERS};
static const struct record category_definition_record =
    RECORD(struct event_category, category_definition_members);

static const struct record_member category_members[] = {
    CATEGORY_MEMBERS, RECORD_INT(struct event_category, price, .presence = RECORD_OPTIONAL),
    RECORD_INT(struct event_category, left, .presence = RECORD_OPTIONAL),
    RECORD_FLAG(struct event_category, available)};
static const struct record category_record = RECORD(struct event_category, category_members);

#define SESSION_MEMBERS                                                                                      \
    RECORD_TEXT(struct event_session, code), RECORD_WORDING(struct event_session, title),                    \
        RECORD_WORD(struct event_session, kind, session_kind_words),                                         \
        RECORD_WORDING(struct event_session, room), RECORD_TEXT(struct event_session, starts),               \
        RECORD_TEXT(struct event_session, ends),                                                             \
        RECORD_INT(struct event_session, capacity, .presence = RECORD_OPTIONAL),                             \
        RECORD_INT(struct event_session, price)

static const struct record_member session_definition_members[] = {SESSION_MEMBERS};
static const struct record session_definition_record =
    RECORD(struct event_session, session_definition_members);

static const struct record_member session_members[] = {
    SESSION_MEMBERS, RECORD_INT(struct event_session, left, .presence = RECORD_OPTIONAL)};
static const struct record session_record = RECORD(struct event_session, session_members);

static const struct record_member point_members[] = {
    RECORD_TEXT(struct event_point, code), RECORD_WORDING(struct event_point, title),
    RECORD_WORDLIST(struct event_point, kinds, token_words),
    RECORD_WORD(struct event_point, entry, entry_words),
    RECORD_TEXT(struct event_point, session, .presence = RECORD_OPTIONAL)};
static const struct record point_record = RECORD(struct event_point, point_members);

#define CONSENT_MEMBERS RECORD_TEXT(struct event_consent, code), RECORD_WORDING(struct event_consent, title)

static const struct record_member consent_definition_members[] = {CONSENT_MEMBERS};
static const struct record consent_definition_record =
    RECORD(struct event_consent, consent_definition_members);

static const struct record_member consent_members[] = {CONSENT_MEMBERS,
                                                       RECORD_INT(struct event_consent, version)};
static const struct record consent_record = RECORD(struct event_consent, consent_members);

#define EVENT_MEMBERS(brand_table, quota_table, category_table, session_table, consent_table)                \
    RECORD_TEXT(struct event, slug), RECORD_WORDING(struct event, title),                                    \
        RECORD_WORDING(struct event, summary), RECORD_WORD(struct event, state, event_state_words),          \
        RECORD_TEXT(struct event, starts_on), RECORD_TEXT(struct event, ends_on),                            \
        RECORD_TEXT(struct event, time_zone), RECORD_TEXT(struct event, currency),                           \
        RECORD_TEXTS(struct event, languages, .presence = RECORD_LEFT_OUT),                                  \
        RECORD_ONE(struct event, venue, venue_record), RECORD_TEXT(struct event, contact),                   \
        RECORD_ONE(struct event, organizer, organizer_record),                                               \
        RECORD_ONE(struct event, links, links_record), RECORD_ONE(struct event, brand, brand_table),         \
        RECORD_ONE(struct event, registration, registration_record),                                         \
        RECORD_ONE(struct event, payment, payment_record),                                                   \
        RECORD_INT(struct event, capacity, .presence = RECORD_OPTIONAL),                                     \
        RECORD_LIST(struct event, quotas, quota_table), RECORD_LIST(struct event, windows, window_record),   \
        RECORD_LIST(struct event, categories, category_table),                                               \
        RECORD_LIST(struct event, sessions, session_table), RECORD_LIST(struct event, points, point_record), \
        RECORD_LIST(struct event, consents, consent_table),                                                  \
        RECORD_INT(struct event, version, .presence = RECORD_LEFT_OUT)

static const struct record_member definition_members[] = {
    EVENT_MEMBERS(brand_definition_record, quota_definition_record, category_definition_record,
                  session_definition_record, consent_definition_record)};
const struct record event_definition_record = RECORD(struct event, definition_members);

static const struct record_member event_members[] = {
    EVENT_MEMBERS(brand_record, quota_record, category_record, session_record, consent_record),
    RECORD_INT(struct event, id),
    RECORD_INT(struct event, utc_offset),
    RECORD_FLAG(struct event, open),
    RECORD_FLAG(struct event, upcoming),
    RECORD_TEXT(struct event, window, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct event, held, .presence = RECORD_OPTIONAL),
    RECORD_INT(struct event, left, .presence = RECORD_OPTIONAL)};
const struct record event_record = RECORD(struct event, event_members);

static const struct record_member listed_members[] = {
    RECORD_TEXT(struct event_listed, slug),
    RECORD_WORDING(struct event_listed, title),
    RECORD_WORDING(struct event_listed, summary),
    RECORD_TEXT(struct event_listed, starts_on),
    RECORD_TEXT(struct event_listed, ends_on),
    RECORD_TEXT(struct event_listed, time_zone),
    RECORD_TEXTS(struct event_listed, languages, .presence = RECORD_LEFT_OUT),
    RECORD_ONE(struct event_listed, venue, venue_record),
    RECORD_TEXT(struct event_listed, contact),
    RECORD_INT(struct event_listed, utc_offset),
    RECORD_FLAG(struct event_listed, open)};
const struct record event_listed_record = RECORD(struct event_listed, listed_members);

struct event_listed event_list_one(const struct event *event)
{
    return (struct event_listed){.slug = event->slug,
                                 .title = event->title,
                                 .summary = event->summary,
                                 .starts_on = event->starts_on,
                                 .ends_on = event->ends_on,
                                 .time_zone = event->time_zone,
                                 .languages = {event->languages.items, event->languages.count},
                                 .venue = event->venue,
                                 .contact = event->contact,
                                 .utc_offset = event->utc_offset,
                                 .open = event->open};
}

static const struct record_member file_members[] = {
    RECORD_TEXT(struct event_file, role), RECORD_TEXT(struct event_file, name),
    RECORD_TEXT(struct event_file, type), RECORD_TEXT(struct event_file, key),
    RECORD_TEXT(struct event_file, bytes)};
const struct record event_file_record = RECORD(struct event_file, file_members);

#define FIND(list, wanted)                                                                                   \
    for (size_t i = 0; i < (list)->count; i++)                                                               \
        if (strcmp((list)->items[i].code, wanted) == 0)                                                      \
            return &(list)->items[i];                                                                        \
    return NULL

const struct event_window *event_find_window(const struct event *event, const char *code)
{
    FIND(&event->windows, code);
}

const struct event_category *event_find_category(const struct event *event, const char *code)
{
    FIND(&event->categories, code);
}

const struct event_session *event_find_session(const struct event *event, const char *code)
{
    FIND(&event->sessions, code);
}

const struct event_consent *event_find_consent(const struct event *event, const char *code)
{
    FIND(&event->consents, code);
}
