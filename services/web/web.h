/* web: HTTP in, HTTP out. The service's own header; it is a program, so no other room includes it.
 *
 * A request is made when its address is known and freed when MHD says it is complete; all that belongs to it
 * hangs on it. MHD's threads never wait: a write is handed to a desk, the connection suspended, and when the
 * answer is there the connection resumed, upon which `finish` runs on MHD's thread and answers. */
#pragma once

#include "checkin/checkin.h"
#include "language/language.h"
#include "order/order.h"
#include "program/program.h"

#include <microhttpd.h>
#include <stdatomic.h>

struct application;
struct request;

/* --- what the service is made of */

struct web_options {
    const char *listen;
    int64_t port;
    const char *port_file;
    const char *base_url; /* NULL: from the request's Host */
    const char *database_url;
    const char *secret_file;
    const char *assets;
    int64_t threads, connections; /* MHD's; most HTTP connections */
    int64_t rate_limit;           /* writes a minute and address; 0 for none */
    bool trust_proxy;
    const char *log_level;
    int64_t queue, group; /* of each writer */
    int64_t grace;        /* seconds for a clean stop */
};

struct limiter;
struct visitors;
struct metrics;
struct assets;
struct locales;
struct locale;
struct template;

/* Pages, compiled at start: assets/pages/NAME.html. */
enum page { PAGE_HOME, PAGE_EVENT, PAGE_REGISTER, PAGE_ATTENDEE, PAGE_ERROR, PAGES };

struct application {
    struct web_options options;
    struct store *store;      /* the public's connections */
    struct store *door_store; /* the doors' own, so that a rush on the one does not slow the other */
    struct event_catalogue *catalogue;
    struct limiter *limiter;
    struct visitors *visitors;
    struct metrics *metrics;
    struct assets *assets;
    struct locales *locales;
    struct template *pages[PAGES];
    struct key_secret secret;
    uint8_t manage_key[32]; /* of the links to attendees' pages */
    uint8_t form_key[32];   /* of the forms' tokens */
    /* Set once, by the starter, when database, schema and key are there. */
    _Atomic(struct order_desk *) desk;
    _Atomic(struct checkin_desk *) door_desk;
    atomic_bool stopping; /* no new connections; what comes on old ones is the last on them */
    atomic_bool refusing; /* no new requests either */
    atomic_int requests;  /* begun and not ended */
    atomic_int running;   /* of those, in a handler now */
};

/* --- requests */

typedef enum MHD_Result request_result; /* what MHD wants from its callback */

enum request_state {
    REQUEST_NEW,     /* address known, nothing checked */
    REQUEST_READING, /* body coming in; no answer may be queued */
    REQUEST_WAITING, /* suspended; only the writer's thread may touch it, until it resumes */
    REQUEST_RESUMED, /* finish is due */
    REQUEST_ANSWERED
};

#define REQUEST_CAPTURES 2
#define REQUEST_CAPTURE_SIZE 65
#define REQUEST_ADDRESS_SIZE 64

struct route {
    const char *method;
    const char *pattern; /* "/e/{event}/register": a {name} takes one segment of A-Z a-z 0-9 . _ - */
    void (*handler)(struct request *request);
    size_t body_max;       /* bytes; 0: no body */
    const char *body_type; /* media type asked for, or NULL */
    bool limited;          /* counts against the address's rate */
};

struct request {
    struct application *application;
    struct MHD_Connection *connection;
    enum request_state state;
    const struct route *route; /* NULL if none fits */
    char *path;                /* as sent, without the query */
    char *query;               /* as sent, or NULL */
    const char *method;
    char captures[REQUEST_CAPTURES][REQUEST_CAPTURE_SIZE];
    struct buffer body;
    size_t received; /* bytes of body, kept or not */
    const struct locale *locale;
    json_t *fields;                          /* of a form or a query, once asked for */
    int64_t started;                         /* monotonic */
    int status;                              /* answered with */
    bool suspended;                          /* handed over; MHD's thread alone reads and writes this */
    void (*finish)(struct request *request); /* after a resume */
    void *work;                              /* the handler's own, across a suspension */
    void (*work_free)(void *work);
};

/* The request's header, or NULL. */
const char *request_header(const struct request *request, const char *name);

/* A cookie's value, or NULL. */
const char *request_cookie(const struct request *request, const char *name);

/* A parameter of the query, or NULL. Borrowed. */
const char *request_query(struct request *request, const char *name);

/* The body as a form (application/x-www-form-urlencoded): an object of name to text, or to a list of texts
 * where the name ends with "[]" or comes more than once. NULL with a problem answered if it is none.
 * Borrowed. */
const json_t *request_form(struct request *request);

/* The body as JSON; NULL with a problem answered if it is none. The caller releases. */
json_t *request_json(struct request *request);

/* True if the client would rather have a page than a document for programs. */
bool request_wants_page(const struct request *request);

/* "https://registration.example": from --base-url, or the Host header if that is a plain host and port. */
void request_base_url(const struct request *request, struct buffer *url);

/* Whether --base-url can be that: http or https, a host, perhaps a port and a slash, no path. */
bool request_base_url_usable(const char *url);

/* The connection's other end as text; an IPv6 address as its /64. */
void request_peer(struct MHD_Connection *connection, char text[static REQUEST_ADDRESS_SIZE]);

/* The client's address in the same form: behind a proxy, what that says of it. */
void request_address(const struct request *request, char text[static REQUEST_ADDRESS_SIZE]);

/* Suspends: from here on the request is the other thread's until it calls request_resume, which makes MHD's
 * thread run finish. */
void request_suspend(struct request *request, void (*finish)(struct request *request));
void request_resume(struct request *request);

/* --- answers */

struct header {
    const char *name;
    const char *value;
};

/* Queues the answer; the body is the buffer's content, which is taken. headers ends with {0} or is NULL. */
void response_send(struct request *request, int status, const char *type, struct buffer *body,
                   const struct header *headers);

/* Adds what is sent with every answer, for those that are made before they are asked for. */
void response_secure(struct MHD_Response *response);

/* A JSON document (released here). */
void response_json(struct request *request, int status, json_t *document, const struct header *headers);

/* 303 See Other. */
void response_redirect(struct request *request, const char *location);

/* A page made of a template and its context (released here). Personal pages are not to be stored by anybody.
 */
void response_page(struct request *request, int status, enum page page, json_t *context,
                   const struct header *headers);

/* What went wrong: a problem document (RFC 9457) or a page, in the reader's language. message is an id of the
 * catalogue; faults may be NULL. */
void response_problem(struct request *request, int status, const char *message, const struct faults *faults);

/* The same with headers of its own. */
void response_refusal(struct request *request, int status, const char *message, const struct faults *faults,
                      const struct header *headers);

/* The same for an error of a room: its kind gives status and message. */
void response_error(struct request *request, const struct error *error);

/* --- handlers, by the routes */

void page_home(struct request *request);
void page_event(struct request *request);
void page_register_form(struct request *request);
void page_register_submit(struct request *request);
void page_attendee(struct request *request);
void page_ticket_svg(struct request *request);
void page_ticket_png(struct request *request);
void page_attendee_moved(struct request *request);
void asset_send(struct request *request);
void api_register(struct request *request);
void api_pair(struct request *request);
void api_device(struct request *request);
void api_scans(struct request *request);
void health_live(struct request *request);
void health_ready(struct request *request);
void metrics_send(struct request *request);

/* --- parts */

/* server.c: listening, and one request's way through. */
struct server;
struct server *server_start(struct application *application, struct error *error);
void server_sweep(struct server *server);   /* once a second: ends what is overdue */
void server_quiesce(struct server *server); /* no new connections */
void server_stop(struct server *server);    /* nothing may be suspended any more */
int server_port(const struct server *server);

/* probe.c: asks the service that runs with these options for /readyz, as a container's health check does. */
bool probe_ready(const struct web_options *options, struct error *error);

/* routes.c */
extern const struct route routes[];
extern const size_t route_count;
enum route_match { ROUTE_FOUND, ROUTE_NO_PATH, ROUTE_NO_METHOD };
enum route_match route_find(const char *method, const char *path, const struct route **route,
                            char captures[REQUEST_CAPTURES][REQUEST_CAPTURE_SIZE]);
void route_allow(const char *path, struct buffer *allow); /* "GET, HEAD, OPTIONS" */

/* limiter.c: token bucket an address. */
struct limiter *limiter_new(int64_t a_minute);
void limiter_free(struct limiter *limiter);
bool limiter_admit(struct limiter *limiter, const char *address, int64_t now, int *retry_after);

/* visitors.c: who is connected. Thread-safe. */
struct visit;                                /* one connection */
struct visitors *visitors_new(int64_t most); /* connections from one address; 0 for any number */
void visitors_free(struct visitors *visitors);
/* Shuts a connection that is one too many from its address at once; it leaves like the others. NULL when out
 * of memory, which the rest takes. Leave before the descriptor is closed. */
struct visit *visitors_enter(struct visitors *visitors, const char *address, int fd, int64_t now);
void visitors_leave(struct visitors *visitors, struct visit *visit);
/* From now on it waits for the head of a request; which has come. */
void visit_wait(struct visit *visit, int64_t now);
void visit_head_came(struct visit *visit);
/* Shuts those that have waited for 30 seconds. */
void visitors_sweep(struct visitors *visitors, int64_t now);

/* form.c (URL Standard, section 5.1): pairs are added to `fields`; false if an escape or the UTF-8 is wrong
 * or there are too many. */
bool form_parse(const char *bytes, size_t length, json_t *fields);

/* csrf.c: a random cookie, and in the form a keyed hash of it. */
#define CSRF_TOKEN_SIZE 65
void csrf_token(struct request *request, char token[static CSRF_TOKEN_SIZE], struct buffer *set_cookie);
bool csrf_check(struct request *request, const char *token);

/* metrics.c */
struct metrics *metrics_new(void);
void metrics_free(struct metrics *metrics);
void metrics_count(struct metrics *metrics, const struct route *route, int status, int64_t duration);

/* registration outcome shared by page and API: see register.c */
struct registering {
    struct order_answer answer; /* a copy; tickets are in `tickets` */
    json_t *tickets;
    json_t *input; /* what was typed, to show again */
    json_t *event; /* as it was checked against */
};

/* Checks and hands the input to the desk with the connection suspended; finish then finds a struct
 * registering in request->work. False if it was answered or refused at once: faults are filled, or *message
 * is an id of the catalogue and *status. */
bool register_submit(struct request *request, json_t *event, const json_t *input, const char *key,
                     void (*finish)(struct request *request), struct faults *faults, struct error *error);

/* Status and message of an outcome that is no success; *fault says which field it is about, if any. */
int register_refusal(const struct registering *registering, const char **message, struct faults *faults);

/* The attendee's own address, "/e/EVENT/r/CODE?k=SECRET", behind the base URL if absolute. */
void register_manage_url(const struct request *request, const struct registering *registering, bool absolute,
                         struct buffer *url);

/* locale.c: catalogues and formats */
struct locales *locales_load(const char *folder, struct error *error);
void locales_free(struct locales *locales);
/* The best for this Accept-Language (RFC 9110 section 12.5.4, RFC 4647 look-up); wanted: a tag that goes
 * before it, or NULL. */
const struct locale *locale_choose(const struct locales *locales, const char *wanted, const char *accept);
const struct locale *locale_default(const struct locales *locales);
const char *locale_tag(const struct locale *locale);
/* Whose dates and money it writes: "en-001", international English, so that a dollar says which. */
const char *locale_formats(const struct locale *locale);
bool locale_is_rtl(const struct locale *locale);
/* The message with {name} places filled from the context (texts and numbers); the id itself if unknown. */
void locale_message(const struct locale *locale, const char *id, const json_t *context, struct buffer *text);
/* What is wrong and how to mend it: MESSAGE.FIELD where the catalogue has one, else MESSAGE. */
void locale_fault(const struct locale *locale, const struct fault *fault, struct buffer *text);
bool locale_has(const struct locale *locale, const char *id);
json_t *locale_list(const struct locales *locales,
                    const struct locale *current); /* [{"tag","name","current"}] */
/* For people: "US$450.00", "8 June 2027", "8 Jun, 09:00"; new JSON texts. */
json_t *locale_money(const struct locale *locale, int64_t amount, const char *currency);
json_t *locale_day(const struct locale *locale, const char *date);
json_t *locale_days(const struct locale *locale, const char *from, const char *to);
json_t *locale_time(const struct locale *locale, const char *from, const char *to);
/* "Malaysia Time" for "Asia/Kuala_Lumpur". */
json_t *locale_zone(const struct locale *locale, const char *zone);
json_t *locale_countries(const struct locale *locale,
                         const char *chosen); /* [{"code","name","chosen"}], sorted for the reader */

/* template.c */
struct template *template_load(const char *folder, const char *name, const struct locale *messages,
                               struct error *error);
void template_free(struct template *template);
void template_render(const struct template *template, const json_t *context, const struct locale *locale,
                     struct buffer *out);

/* compress.c: gzip of pages and styles. compress_gzip is false, and the body as it was, if it gains nothing.
 */
bool compress_accepted(const struct request *request);
bool compress_gzip(struct buffer *body);

/* assets.c */
struct assets *assets_load(const char *folder, struct error *error);
void assets_free(struct assets *assets);
json_t *assets_links(const struct assets *assets); /* {"lanyard_css": "/assets/lanyard.css?v=…"} */
