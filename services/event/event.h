/* event: what an organizer sets up. The file, its check and its application; the event as the public sees it.
 *
 * An event is a struct that lives in an arena, with all that it points to. Days are texts as "2027-06-08",
 * times as "2027-06-08T09:00", both local to the event's time zone; money is in the currency's minor unit.
 * What people read is a wording (base/record.h): in several languages, or one string, which is in the event's
 * first language; event_text_in gives a reader his. */
#pragma once

#include "base/base.h"
#include "store/store.h"

/* --- the nouns */

/* The words of an enum begin with the one that a file means by leaving it out. */
enum event_state { EVENT_DRAFT, EVENT_OPEN, EVENT_CLOSED };
enum event_session_kind { EVENT_WORKSHOP, EVENT_TUTORIAL, EVENT_DINNER, EVENT_OTHER };
enum event_token { EVENT_TICKET, EVENT_BADGE }; /* the kinds that a point takes */
enum event_entry { EVENT_ONCE, EVENT_DAILY, EVENT_UNLIMITED };

extern const struct record_words event_state_words;

/* Each of it may be missing. */
struct event_venue {
    struct record_pairs name, address;
    const char *country;      /* ISO 3166-1 alpha-2 */
    struct record_pairs city; /* for "Kuala Lumpur, UTC+8" */
};

/* The same. */
struct event_organizer {
    struct record_pairs name, address;
    const char *url;
};

/* The same; the words are addresses, https://… */
struct event_links {
    struct record_pairs site, privacy, terms, conduct, refunds;
};

/* The event's own look. logo and art are names of files that lie beside the event's, of which the database
 * keeps the bytes. Each may be NULL. */
struct event_brand {
    const char *logo, *color, *art;
    /* As the public sees it: the kept bytes' names in addresses, NULL where there are none. */
    const char *logo_key, *art_key;
};

/* When people can register: from a day's first minute, or a time, to a day's last minute, or a time; NULL for
 * no bound. Not after the event's last day, unless after_end says so. */
struct event_registration {
    const char *opens, *closes;
    bool after_end;
};

struct event_payment {
    struct record_pairs instructions; /* {code}, {amount} and {due} stand for an order's own; may be none */
    int64_t due_days;                 /* RECORD_NO_INT: none is said */
    int64_t grace_minutes;            /* how long a price that was shown holds past its window's end */
};

/* Price windows stand in order; until is the last day or the minute at which it ends, NULL (of the last
 * window only) for no end. */
struct event_window {
    const char *code;
    struct record_pairs title;
    const char *until;
};

/* Places that several categories share. */
struct event_quota {
    const char *code;
    struct record_pairs title;
    int64_t capacity;                        /* RECORD_NO_INT: no limit */
    RECORD_LIST_OF(const char *) categories; /* codes */
    int64_t left;                            /* as the public sees it; RECORD_NO_INT: no limit */
};

struct event_category {
    const char *code;
    struct record_pairs title;
    struct record_pairs badge; /* its word on the badge; none: the title */
    struct record_pairs description;
    const char *color;          /* "#0b6e8f" */
    int64_t capacity;           /* RECORD_NO_INT: no limit */
    bool approval;              /* is asked for, before anything is paid */
    bool waiting_list;          /* has one when it is full */
    bool remote;                /* takes part from elsewhere */
    struct record_pairs prices; /* by the code of the window */
    /* As the public sees it: */
    int64_t price;  /* today; RECORD_NO_INT after the last window */
    int64_t left;   /* RECORD_NO_INT: no limit; the least of its own and its quotas' */
    bool available; /* in the category, its quotas and the event a place is left */
};

struct event_session {
    const char *code;
    struct record_pairs title;
    enum event_session_kind kind;
    struct record_pairs room; /* "" where none is said */
    const char *starts, *ends;
    int64_t capacity; /* RECORD_NO_INT: no limit */
    int64_t price;
    int64_t left; /* as the public sees it; RECORD_NO_INT: no limit */
};

/* Where tickets are scanned. */
struct event_point {
    const char *code;
    struct record_pairs title;
    RECORD_LIST_OF(int) kinds; /* enum event_token */
    enum event_entry entry;
    const char *session; /* for those who booked it; NULL for everybody */
};

struct event_consent {
    const char *code;
    struct record_pairs title;
    int64_t version; /* as the public sees it: of the wording; an answer is given to one */
};

struct event {
    const char *slug;
    struct record_pairs title, summary;
    enum event_state state;
    const char *starts_on, *ends_on;
    const char *time_zone;                  /* IANA */
    const char *currency;                   /* ISO 4217 */
    RECORD_LIST_OF(const char *) languages; /* that its pages offer; the first is the default; none: all */
    struct event_venue venue;
    const char *contact; /* "" where none is said */
    struct event_organizer organizer;
    struct event_links links;
    struct event_brand brand;
    struct event_registration registration;
    struct event_payment payment;
    int64_t capacity; /* RECORD_NO_INT: no limit */
    RECORD_LIST_OF(struct event_quota) quotas;
    RECORD_LIST_OF(struct event_window) windows;
    RECORD_LIST_OF(struct event_category) categories;
    RECORD_LIST_OF(struct event_session) sessions;
    RECORD_LIST_OF(struct event_point) points;
    RECORD_LIST_OF(struct event_consent) consents;
    int64_t version; /* each change raises it; RECORD_NO_INT: the file says none */
    /* As the public sees it: */
    int64_t id;         /* the number that tickets are signed with */
    int64_t utc_offset; /* minutes east of UTC on the first day */
    bool open;          /* takes registrations now */
    bool upcoming;      /* does not yet, but will: registration.opens is to come */
    const char *window; /* code of today's price window, NULL after the last */
    const char *held;   /* of the one before, while its prices hold for who has seen them; else NULL */
    int64_t left;       /* in the whole event; RECORD_NO_INT: no limit */
};

/* A wording as somebody reads it: the words, never NULL, and the language that they are in. */
struct event_text {
    const char *words, *language;
};
extern const struct record event_text_record;

/* first: event_first_language's; reader: the tag of who reads. The words in the reader's language, however
 * near its tag comes ("zh-Hant" for "zh", "pt" for "pt-BR"); else in the first; else in whichever there is.
 */
struct event_text event_text_in(const struct record_pairs *wording, const char *first, const char *reader);

/* The language of the texts that are one string: of an event, or of one in a list. */
#define event_first_language(of) ((of)->languages.count ? (of)->languages.items[0] : "en")

/* The file's form: what event_read and event_show give. What only the public sees is zero. */
extern const struct record event_definition_record;

/* As the public sees it: all of it. */
extern const struct record event_record;

/* The one of that code, NULL if there is none. */
const struct event_window *event_find_window(const struct event *event, const char *code);
const struct event_category *event_find_category(const struct event *event, const char *code);
const struct event_session *event_find_session(const struct event *event, const char *code);
const struct event_consent *event_find_consent(const struct event *event, const char *code);

/* What a list of events shows of each. */
struct event_listed {
    const char *slug;
    struct record_pairs title, summary;
    const char *starts_on, *ends_on, *time_zone;
    RECORD_LIST_OF(const char *) languages;
    struct event_venue venue;
    const char *contact;
    int64_t utc_offset; /* minutes east of UTC on the first day */
    bool open;
};
extern const struct record event_listed_record;

/* The same of an event, whose texts it borrows. */
struct event_listed event_list_one(const struct event *event);

/* --- the file, and what organizers do */

/* The documents are smaller than this: for the arena. */
#define EVENT_MOST (8u << 20)

/* What is to be said of a file: faults, for which it is refused, and warnings, of what is seldom meant. */
enum event_weight { EVENT_FAULT, EVENT_WARNING };
struct event_finding {
    enum event_weight weight;
    const char *path; /* "categories[1].prices.late" */
    const char *says; /* "a whole number in the minor unit …" */
};
#define EVENT_FINDINGS_MOST 100
struct event_findings {
    struct arena *arena; /* of the texts */
    struct event_finding items[EVENT_FINDINGS_MOST];
    size_t count, faults;
    size_t more; /* that are not listed */
};

/* Reads an event file and holds it against event.schema.json (schema: its path) and what a schema cannot say
 * (days in order, references that exist, a currency that is current, prices for every window). Texts come out
 * clean (text.h), what the file left out with what that means. ERROR_CALLER: no JSON, with line and column;
 * or a fault, the first of findings->faults in words. Findings come in either case. */
bool event_read(const char *path, const char *schema, struct arena *arena, struct event *event,
                struct event_findings *findings, struct error *error) CHECKED;

/* What PostgreSQL, which reckons with them, finds of the event's zone and of its local times: one that does
 * not exist, or exists twice, on the nights when clocks change. False with the error when it could not be
 * asked. */
bool event_judge(struct store *store, const struct event *event, struct event_findings *findings,
                 struct error *error) CHECKED;

/* Logo and art as event_apply hands them over: bytes in hexadecimal. */
struct event_file {
    const char *role; /* "logo", "art" */
    const char *name, *type, *key, *bytes;
};
extern const struct record event_file_record;
struct event_files {
    struct event_file *items;
    size_t count;
};

/* Those of the event's brand that lie beside its file; one that does not lie there is left out, as the
 * database may have it already. One that is too large, or not what its name says, is a finding. */
bool event_files_read(const char *path, const struct event *event, struct arena *arena,
                      struct event_files *files, struct event_findings *findings,
                      struct error *error) CHECKED;

/* A leaf that differs: "categories.member.prices.early", its JSON before and after, NULL where it is added or
 * removed. */
struct event_change {
    const char *path;
    const char *before, *after;
};

struct event_applied {
    const char *event;
    bool created;
    int64_t version; /* by now */
    RECORD_LIST_OF(struct event_change) changes;
};
extern const struct record event_change_record, event_applied_record;

struct event_apply_options {
    const struct event_files *files; /* NULL: none */
    bool force;                      /* whatever version the definition was made from */
    bool dry_run;                    /* tells and changes nothing */
};

/* Creates or changes the event; what changed, in the arena. options may be NULL. ERROR_CONFLICT when the
 * event is of another version than the definition, or the change would break what is registered already
 * (capacity under what is taken, a category in use removed). */
bool event_apply(struct store *store, const struct event *definition,
                 const struct event_apply_options *options, const char *actor, struct arena *arena,
                 struct event_applied *applied, struct error *error) CHECKED;

/* What differs between the stored event and the definition, as event_apply would tell it; created where there
 * is none. Nothing is refused. */
bool event_compare(struct store *store, const struct event *definition, struct arena *arena,
                   struct event_applied *applied, struct error *error) CHECKED;

/* Another slug; addresses with the old one lead on. ERROR_NOT_FOUND, ERROR_CONFLICT: somebody has it. */
bool event_rename(struct store *store, const char *slug, const char *new_slug, const char *actor,
                  struct error *error) CHECKED;

/* A draft that nobody registered for goes. ERROR_NOT_FOUND, ERROR_CONFLICT. */
bool event_delete(struct store *store, const char *slug, const char *actor, struct error *error) CHECKED;

/* The event in the file's form. ERROR_NOT_FOUND. */
bool event_show(struct store *store, const char *slug, struct arena *arena, struct event *event,
                struct error *error) CHECKED;

/* The number that tickets are signed with. ERROR_NOT_FOUND. */
bool event_number(struct store *store, const char *slug, uint16_t *number, struct error *error) CHECKED;

/* --- the catalogue */

/* What was read for the public, once, for all who look: an event, or a list of the open ones. Immutable, and
 * there as long as somebody holds it; used by several threads at once. */
struct event_kept {
    /* Another content has another number, and the same content keeps its own: what is made of it is as good
     * as it is. Unique within the catalogue. */
    uint64_t serial;
    const struct event *event; /* NULL: a list */
    const struct event_listed *list;
    size_t count; /* of the list */
};

/* Another holder; and one less, NULL changes nothing. */
struct event_kept *event_kept_hold(struct event_kept *kept) CHECKED;
void event_kept_release(struct event_kept *kept);
#define scope_kept scope(event_kept_release_scope)
static inline void event_kept_release_scope(struct event_kept **kept)
{
    event_kept_release(*kept);
}

/* Events as the public sees them, at most a second old: definition, today's prices, what is left. What is
 * older is read anew by the reader, once for all who ask meanwhile; up to ten seconds the old one serves
 * beside that, and where the database does not answer. Nobody waits in a call. Thread-safe. */
struct event_catalogue;
struct event_catalogue *event_catalogue_open(struct store_reader *reader, struct error *error) CHECKED;
/* The reader has stopped before. */
void event_catalogue_close(struct event_catalogue *catalogue);

/* What is asked for: an event's slug; or the list of the open ones, soonest first, EVENT_LIST_MOST of those
 * after the one that `after` names as "2027-06-08.slug" (its first day and slug; "" from the beginning, and
 * what has another form is that too). No slug begins as the name of a list does. */
#define EVENT_LIST_MOST 50
#define EVENT_NAME_SIZE 48
void event_list_name(const char *after, char name[static EVENT_NAME_SIZE]);

/* The event as its preview shows it, drafts too, as if registration had opened. */
void event_preview_name(const char *slug, char name[static EVENT_NAME_SIZE]);

/* The secret in a preview's link, /e/{event}?preview={secret}: keyed hash of the slug, derived and never
 * stored. preview_key: key_secret_derive "preview". */
#define EVENT_PREVIEW_SIZE 27 /* 16 bytes in base32 */
void event_preview_secret(const uint8_t preview_key[static 32], const char *event,
                          char secret[static EVENT_PREVIEW_SIZE]);

/* Whether the answer is known without asking: *kept is the caller's to release, or NULL with ERROR_NOT_FOUND.
 * A single event is found whatever its state but "draft". */
bool event_catalogue_known(struct event_catalogue *catalogue, const char *name, struct event_kept **kept,
                           struct error *error) CHECKED;

/* One who waits for the answer; the asker's own until it is told, of which it must stay where it is. */
struct event_ask {
    struct event_ask *next; /* the catalogue's */
    /* Called once, from the reader's thread, or at once: kept is borrowed, hold it; or NULL with the error
     * set. */
    void (*done)(void *context, struct event_kept *kept, const struct error *error);
    void *context;
};

/* Asks. False with ERROR_BUSY or ERROR_NOT_FOUND when nobody can be asked; then done is not called. */
bool event_catalogue_ask(struct event_catalogue *catalogue, const char *name, struct event_ask *ask,
                         struct error *error) CHECKED;

/* --- logo and art for the public */

struct event_picture {
    const char *type, *bytes; /* hexadecimal */
};

/* Asks for that of a key (event_brand's). done is called once, from the reader's thread, with the picture
 * filled in, or the error set; arena and struct are the reader's until then. False with the error if it
 * cannot be asked; then done is not called. ERROR_NOT_FOUND. */
bool event_picture_ask(struct store_reader *reader, const char *event, const char *key, struct arena *arena,
                       struct event_picture *picture, void (*done)(void *context, const struct error *error),
                       void *context, struct error *error) CHECKED;

/* --- every event in a line, drafts too */

struct event_summary {
    const char *slug;
    const char *title;
    enum event_state state;
    const char *starts_on; /* ISO 8601 days */
    const char *ends_on;
    int64_t taken; /* places */
};
extern const struct record event_summary_record;

struct event_summary_list {
    struct event_summary *items;
    size_t count;
};

#define EVENT_SUMMARIES_MOST ((size_t)64 << 20) /* bytes: some hundred thousand events; more are refused */

/* Those there are, soonest first, in the arena. */
bool event_summary_read(struct store *store, struct arena *arena, struct event_summary_list *list,
                        struct error *error) CHECKED;

/* Which event a command means. given: what --event or LANYARD_EVENT say, NULL or "" where they do not: then
 * the one that is open, or, where none is, the only one there is. The slug is given's or the arena's (room
 * for EVENT_SUMMARIES_MOST). NULL with ERROR_NOT_FOUND or ERROR_CALLER, field "--event", which lists them. */
const char *event_choose(struct store *store, const char *given, struct arena *arena,
                         struct error *error) CHECKED;

/* --- how it stands, for whoever runs it */

enum event_places_kind { EVENT_PLACES_ALL, EVENT_PLACES_SHARED, EVENT_PLACES_CATEGORY, EVENT_PLACES_SESSION };

struct event_places {
    enum event_places_kind kind;
    const char *code, *title;
    int64_t taken, capacity; /* RECORD_NO_INT: no limit */
};

struct event_day {
    const char *day; /* UTC */
    int64_t registrations;
};

struct event_status {
    const char *event, *title; /* event: the slug */
    enum event_state state;
    bool open;                        /* takes registrations now */
    const char *opens_at, *closes_at; /* RFC 3339; NULL: no bound */
    const char *starts_on, *ends_on;
    const char *currency;
    struct record_pairs statuses;    /* how many registrations of each */
    int64_t due, received, overpaid; /* minor units; due: of those who have a place, or were promised one */
    RECORD_LIST_OF(struct event_places) places;
    RECORD_LIST_OF(struct event_day) days; /* the last fourteen */
};
extern const struct record event_status_record;

/* From what is kept, however many registered. ERROR_NOT_FOUND. */
bool event_status_read(struct store *store, const char *slug, struct arena *arena,
                       struct event_status *status, struct error *error) CHECKED;
