/* web: the program lanyard-web. Pages for people, JSON for programs and doors, over the server of room http.
 * The service's own header; it is a program, so no other room includes it.
 *
 * The areas (public/, self/, api/, door/, health/) have each a folder with its routes, its handlers and a
 * header. A handler finds what its row wanted in the request's struct web_request, and answers by response_*.
 * Nobody waits: what the database has to say is asked of a reader or handed to a desk with the request
 * suspended, and a function given along goes on when the answer is there. */
#pragma once

#include "checkin/checkin.h"
#include "http/http.h"
#include "language/language.h"
#include "order/order.h"
#include "template/template.h"
#include "web/question.h"

struct application;

/* --- what the service is made of */

struct web_options {
    const char *listen;
    int64_t port;
    const char *port_file;
    const char *door_listen; /* ADDRESS:PORT; NULL: doors are served where the public is */
    const char *door_port_file;
    const char *base_url; /* NULL: from the request's Host */
    const char *database_url;
    const char *secret_file;
    const char *assets;
    int64_t threads, connections; /* the public's; most HTTP connections */
    int64_t rate_limit;           /* writes a minute and address; 0 for none */
    bool trust_proxy;
    const char *log_level;
    int64_t queue, group; /* of each writer */
    int64_t readers;      /* threads that read for the public */
    int64_t grace;        /* seconds for a clean stop */
};

struct web_pages;

/* Where a route is found. Without a listener of the doors' own, the public's has both. */
enum { ON_PUBLIC = 1, ON_DOORS = 2, ON_BOTH = ON_PUBLIC | ON_DOORS };

/* What a route may count against. */
enum { BUDGET_NONE, BUDGET_REGISTERING, BUDGET_FORMS, BUDGET_PAIRING, BUDGETS };

struct application {
    struct web_options options;
    struct database *database;
    /* The database's: for handlers to ask, through the rooms. */
    struct store_reader *reader;
    struct store_reader *door_reader; /* the doors' own, so that a rush on the one does not slow the other */
    struct question *readiness;
    struct question *counts;
    struct event_catalogue *catalogue;
    struct http_table *table;
    struct http_files *files;
    struct kept *kept_pictures; /* of tickets */
    struct kept *kept_pages;    /* that many see */
    struct http_header kept_headers[3];
    struct http_header page_headers[2];
    struct languages *languages;
    struct web_pages *pages;
    struct key_secret secret;
    uint8_t manage_key[32];  /* of the links to attendees' pages */
    uint8_t form_key[32];    /* of the forms' tokens */
    uint8_t preview_key[32]; /* of the links to previews */
    /* Set once, by the starter, when database, schema and key are there. */
    _Atomic(struct order_desk *) desk;
    _Atomic(struct checkin_desk *) door_desk;
};

/* --- a request's part that is ours */

struct web_request {
    const struct language *language; /* the reader's */
    uint64_t offered;                /* the languages that the page offers: languages_offered */
    bool is_preview;                 /* of an event that is not open yet: nothing is stored */
    const struct event *shown;       /* whose page it is, or NULL; event's or came's */
    struct event_kept *event;        /* what the row wanted: the event in the address, or the list of all */
    struct registration *order;      /* or the registration, in the request's arena */
    struct doors_asked *asked;       /* the doors' own, in the request's arena */
    struct event_kept *came;         /* the event that was asked for last, or NULL */
    const void *found;  /* of a question: a struct of its record, in the request's arena; or NULL */
    struct error error; /* of what was asked last; ERROR_NONE if it came */
    struct event_ask ask;
    struct question_wait wait;
    void *work;                    /* the handler's own, across a suspension */
    void (*work_free)(void *work); /* NULL: it lives in the request's arena */
};

static inline struct web_request *web_request(struct http_request *request)
{
    return (struct web_request *)(void *)request->own;
}

static inline struct application *web_application(const struct http_request *request)
{
    return request->context;
}

/* Of a page that is no event's: all languages. */
void web_offer_all_languages(struct http_request *request);

/* Of an event's page: the languages are the event's, and the reader's is one of them. */
void web_offer_languages(struct http_request *request, const struct event *event);

/* The reader's language. */
static inline const struct language *web_language(const struct http_request *request)
{
    return ((const struct web_request *)(const void *)request->own)->language;
}

/* What room http asks of the application. */
extern const struct http_application web_http;

/* All routes, area by area. */
extern const struct http_area *const web_areas[];
extern const size_t web_area_count;

/* --- rights and wants, for routes */

extern const struct http_check right_anybody;
extern const struct http_check want_event;  /* the first name in the address; web_request's event */
extern const struct http_check want_events; /* the list of the open ones */
/* Of an address that names first an event and then a code. The secret stands in the address, as k, or is the
 * bearer's token. */
extern const struct http_check right_link, right_secret;
extern const struct http_check want_order; /* web_request's order, if that secret was not replaced since */

/* The token in Authorization, "" if there is none. */
const char *holder_bearer(const struct http_request *request);
/* Whether what was given is a secret of this code of this event; event NULL: of an address from before. */
bool holder_has_secret(const struct http_request *request, const char *given, const char *event,
                       const char *code) CHECKED;

/* preview.c: whether the request has the secret of the event's preview, and how it is kept for the next ones.
 */
bool preview_has_secret(struct http_request *request);
/* From the link on: the same address without the secret, which a cookie has from now on. */
void preview_begin(struct http_request *request);
/* All was right, and nothing is stored. */
void preview_tried(struct http_request *request);
extern const struct web_page preview_tried_page;

/* --- answers that come later */

/* The done of a room's question, whose answer is where the asker said: keeps the error, or none, in the
 * request, and resumes it. */
void later_came(void *context, const struct error *error);

/* The event: then runs, at once or later, with web_request's came or error set. */
void later_event(struct http_request *request, const char *slug, void (*then)(struct http_request *request));

/* --- answers */

/* What stands around every page's own: the first member of its context, called page. */
struct web_frame_language;

/* One of the event's links. */
enum web_link {
    WEB_LINK_SITE,
    WEB_LINK_PRIVACY,
    WEB_LINK_TERMS,
    WEB_LINK_CONDUCT,
    WEB_LINK_REFUNDS,
    WEB_LINKS
};
struct web_frame_link {
    enum web_link link;   /* page.link.LINK is its message */
    struct event_text to; /* words: the address; language: of the page there */
};

/* Of the event whose page it is: what stands in its head and foot. Texts that are not said are "". */
struct web_frame_event {
    const char *slug;
    struct event_text title, organizer, organizer_address;
    const char *organizer_url; /* NULL where none is said */
    RECORD_LIST_OF(struct web_frame_link) links;
    const char *contact;    /* "" where none is said */
    const char *color;      /* "0b6e8f", its own or ours */
    const char *style;      /* addresses: of its own style sheet, */
    const char *logo, *art; /* and of its pictures; NULL if it has none */
};

struct web_frame {
    /* response_page fills these: */
    const char *lang, *dir, *path;
    const char *base; /* "https://registration.example", where addresses are read elsewhere; "": not known */
    RECORD_LIST_OF(struct web_frame_language) languages;
    const struct web_frame_event *event; /* NULL: it is no event's page */
    /* The handler's: */
    bool has_typed;     /* there is a form with the id "form", whose fields go along into another language */
    const char *secret; /* k of the page's own address, or NULL */
};
extern const struct record web_frame_record;
void web_frame_fill(struct http_request *request, struct web_frame *frame);

/* A page: assets/pages/NAME.html, compiled at start against the record of its context. It stands in its
 * area's list of pages. */
struct web_page {
    const char *name;
    const struct record *context;
};

/* A page that many see alike, made once for each name that it has and for each language. */
struct web_common_page {
    const struct web_page *page;
    uint64_t content;    /* another content, another number */
    const char *variant; /* of it; "" where there is but one */
    /* Fills the page's context, which is zeroed; in the request's arena, as for response_page. */
    void (*fill)(struct http_request *request, const struct web_common_page *common, void *context);
    const void *given; /* to fill, by who calls */
    /* What is not common: http.h. All NULL where all of it is. */
    const char *const *marks, *const *values;
    const struct http_header *headers;
};

/* 200 with what is kept of it. Days come and go, so it is made anew after midnight. */
void response_common_page(struct http_request *request, const struct web_common_page *common);

/* A page made of its context, in which all texts are constant, the request's arena's, or longer-lived.
 * Browsers may keep it for
 * going back, and ask else; where nobody may, as the page of one person, headers say so. If that arena
 * failed, or something that the page needs is not there, http_send's plain 500: no page goes out with a part
 * missing. */
void response_page(struct http_request *request, int status, const struct web_page *page, void *context,
                   const struct http_header *headers);

extern const struct web_page response_error_page;

/* All pages, area by area; lists end with NULL. */
extern const struct web_page *const *const web_area_pages[];

/* page.c: compiles the pages of the lists; a page that does not fit its record is an error. The pages must
 * outlive it. */
struct web_pages *web_pages_compile(const struct web_page *const *const *areas, const char *folder,
                                    const struct languages *languages, const struct http_files *files,
                                    struct error *error) CHECKED;
void web_pages_free(struct web_pages *pages);

/* RFC 9457, as the API answers it. */
extern const struct record response_problem_record;

/* What went wrong: a problem document (RFC 9457) or a page, in the reader's language. message is an id of the
 * catalogue; faults may be NULL. */
void response_problem(struct http_request *request, int status, const char *message,
                      const struct faults *faults);

/* 409: it costs more by now than what was shown. */
void response_dearer(struct http_request *request, const char *detail, int64_t shown, int64_t amount,
                     const char *currency);

/* The same with headers of its own. */
void response_refusal(struct http_request *request, int status, const char *message,
                      const struct faults *faults, const struct http_header *headers);

/* The same for an error of a room: its kind gives the status, and its refusal the words. Without one a reader
 * is told no more than what the kind says. */
void response_error(struct http_request *request, const struct error *error);

/* --- parts */

/* probe.c: asks the service that runs with these options for /readyz, as a container's health check does. */
bool probe_ready(const struct web_options *options, struct error *error);

/* application.c */
bool application_open(struct application *application, const struct web_options *options,
                      struct error *error);
void application_close(struct application *application);
/* What was accepted is finished, and further questions and writes are refused. */
void application_stop(struct application *application);
/* "[::1]:8081" as address (NULL: all) and port; the address is written into the text. */
bool application_split_address(const char *text, char *address, size_t size, int64_t *port);

/* registration outcome shared by page and API: see registering.c */
struct registering {
    struct order_answer answer;
    const struct order_input *input; /* what was typed, to show again */
    const struct event *event;       /* as it was checked against */
};

/* The input checked against the event as it was read once, in the request's arena. NULL with the error,
 * ERROR_CALLER where the request's faults say what is wrong. */
const struct order_input *register_check(struct http_request *request, const struct event *event,
                                         struct error *error) CHECKED;

/* Checks the input and hands it to the desk with the connection suspended; finish
 * then finds a struct registering in web_request's work. False if it was refused at once: the request's
 * faults are filled, or the error. */
bool register_submit(struct http_request *request, const char *key,
                     void (*finish)(struct http_request *request), struct error *error) CHECKED;

/* Status and message of an outcome that is no success; *fault says which field it is about, if any. */
int register_refusal(const struct registering *registering, const char **message, struct faults *faults);

/* The message in the reader's language, with both prices where it costs more than what was shown. */
const char *register_worded(struct http_request *request, const char *message);

/* The attendee's own address, "/e/EVENT/r/CODE?k=SECRET", behind the base URL if absolute. */
void register_manage_url(const struct http_request *request, const struct registering *registering,
                         bool absolute, struct buffer *url);
