/* http: HTTP/1.1 in, HTTP/1.1 out (RFC 9110, RFC 9112; libmicrohttpd). A server, its table of routes, one
 * request's life, and what handlers answer with. It knows no domain, no store and no language: what it has to
 * say itself it names by an id of the application's messages ("problem.lost"), which the application words.
 *
 * A route is a row that says everything. Before its handler runs the server has answered what the row rules
 * out (404, 405, 413, 415, 429, 400), has seen to it that whoever asks may (`who`), fetched what the address
 * names
 * (`wants`), read the body (`takes`) and compared a form's token. HEAD, OPTIONS and Allow follow from the
 * rows.
 *
 * Threads: handlers, checks and continuations run on the server's threads, of which there are few, so none of
 * them may wait. Who needs an answer from elsewhere calls http_suspend, hands the request over, and is gone
 * on with once the other thread has called http_resume. Between the two the request is the other thread's,
 * and after http_resume that thread touches nothing of it.
 *
 * A request is made when its address is known and freed when MHD says it is complete; all that belongs to it
 * hangs on it. */
#pragma once

#include "program/program.h"

#include <microhttpd.h> /* for the names of headers and types */
#include <stdatomic.h>
#include <stddef.h>

struct http_request;
struct http_server;
struct http_table;

struct http_header {
    const char *name;
    const char *value;
};

/* The fields of a form or a query, in their order. */
struct http_field {
    const char *name, *value;
};

struct http_fields {
    struct http_field *items;
    size_t count;
};

/* --- routes */

#define HTTP_CAPTURES 4
#define HTTP_CAPTURE_SIZE 65 /* a longer segment fits no pattern */

enum http_takes {
    HTTP_TAKES_NOTHING,
    HTTP_TAKES_FORM, /* application/x-www-form-urlencoded, with the token of http_form_token in "csrf" */
    HTTP_TAKES_JSON  /* application/json, any RFC 8259 text */
};

/* Something that must hold, or be there, before a handler runs. check ends in exactly one of these:
 * http_pass, an answer, or http_suspend with a continuation that ends so. NULL always passes. */
struct http_check {
    const char *name;
    void (*check)(struct http_request *request);
    bool is_bearer; /* for the API's description: the right is a token in Authorization (RFC 6750) */
};

/* Beside what its path names, what a row looks at: for the API's description. */
struct http_parameter {
    const char *name, *in; /* "header" or "query" */
    const char *note;
};

struct http_route {
    const char *method;  /* GET, POST, PUT or DELETE */
    const char *pattern; /* "/e/{event}/register": a {name} takes one segment of A-Z a-z 0-9 . _ - */
    void (*handler)(struct http_request *request);
    const struct http_check *who;   /* who may; none is no answer to that */
    const struct http_check *wants; /* what the address names and the handler needs; NULL: nothing */
    enum http_takes takes;
    bool passes_unknown; /* of JSON too: it is sent by programs of other builds */
    size_t body_max;     /* bytes; 0 with HTTP_TAKES_NOTHING, and only then */
    /* What the body is read into: the handler finds it as the request's input. Whatever is missing is left
     * empty, what is mistyped or unknown is among the request's faults too. Of a form a text is the field of
     * its name, a flag is set by one that is not empty, a number is one of digits alone, texts are the fields
     * "name[]", pairs of flags the fields "name.KEY"; fields that the record does not know are passed over,
     * empty ones are missing. */
    const struct record *input;
    /* Runs instead of the handler when a form comes without its own token: shows it again, and does nothing.
     */
    void (*untrusted)(struct http_request *request);
    unsigned budget; /* of the server's, that it counts against; 0: none */
    /* For the API's description, of which rows with a summary are a part. */
    const char *summary;
    const struct http_parameter *parameters; /* ends with {0}; may be NULL */
    const struct record *output;             /* what a success answers */
    int success;                             /* its status; 0: 200 */
    unsigned listeners;                      /* bits of the application's: on which servers it is found */
};

/* One area's rows. */
struct http_area {
    const struct http_route *rows;
    size_t count;
};

/* All rows one after the other, in a table of that size, with a counter for each. ERROR_OURS names the row
 * that says too little, contradicts itself, or is there twice. The rows must outlive it. */
struct http_table *http_table_new(const struct http_area *const *areas, size_t count,
                                  struct error *error) CHECKED;
void http_table_free(struct http_table *table);

/* An OpenAPI 3.1 document of the rows that have a summary, in JSON, made of them and their records. */
struct http_api {
    const char *title, *version;
    const struct record *problem; /* what all failures answer (RFC 9457) */
};
void http_table_describe(const struct http_table *table, const struct http_api *api, struct buffer *out);

enum http_match { HTTP_FOUND, HTTP_NO_PATH, HTTP_NO_METHOD };

/* The first row among those of these listeners. */
enum http_match http_table_find(const struct http_table *table, unsigned listeners, const char *method,
                                const char *path, const struct http_route **route,
                                char captures[HTTP_CAPTURES][HTTP_CAPTURE_SIZE]);

/* "GET, HEAD, OPTIONS" */
void http_table_allow(const struct http_table *table, unsigned listeners, const char *path,
                      struct buffer *allow);

/* What was answered by all servers of the table, in the Prometheus text format. Whatever the status. */
void http_table_print(const struct http_table *table, struct buffer *out);

/* --- servers */

struct http_application {
    size_t own_size; /* bytes, zeroed, that the application keeps with each request */
    /* The head is there: what later words an answer may be chosen. */
    void (*begin)(struct http_request *request);
    /* What a GET should have asked for: a path in the request's arena, or NULL if it did. May be NULL. */
    const char *(*right_path)(struct http_request *request);
    /* Before it is freed; begin may not have run. */
    void (*end)(struct http_request *request);
    /* Answers a refusal of the server's own. message: "problem.lost", "problem.method", "problem.large",
     * "problem.type", "problem.framing", "problem.form", "problem.json", "problem.rate" or "problem.busy".
     * faults and headers may be NULL. */
    void (*refuse)(struct http_request *request, int status, const char *message, const struct faults *faults,
                   const struct http_header *headers);
};

struct http_options {
    const char *option; /* what names the address, for errors: "--listen" */
    const char *listen; /* NULL: all, IPv6 and IPv4 */
    int64_t port;       /* 0: a free one */
    unsigned listeners; /* the rows with any of these bits */
    int threads;
    int connections;                /* most at once */
    int64_t most_from_one_address;  /* of these; 0 for any number */
    const int64_t *budgets;         /* requests a minute and address, 0 for no limit; [0] is not looked at */
    size_t budget_count;            /* past the highest that a row names */
    const char *base_url;           /* NULL: from the request's Host */
    bool trust_proxy;               /* X-Forwarded-For says who it is */
    uint8_t form_key[32];           /* of the forms' tokens */
    const struct http_table *table; /* may be shared */
    const struct http_application *application;
    void *context; /* the application's */
};

/* Listens and answers. The strings must outlive it. */
struct http_server *http_server_start(const struct http_options *options, struct error *error) CHECKED;

int http_server_port(const struct http_server *server);

/* Once a second: ends connections that bring no request. */
void http_server_sweep(struct http_server *server);

/* No new connections; what comes on old ones is the last on them. */
void http_server_quiesce(struct http_server *server);

/* No new requests either: 503. */
void http_server_refuse(struct http_server *server);

/* Begun and not ended. */
int http_server_requests(const struct http_server *server);

/* Ends it and frees. Whatever is suspended has been resumed before. */
void http_server_stop(struct http_server *server);

/* --- requests */

enum http_state {
    HTTP_NEW,     /* address known, nothing checked */
    HTTP_READING, /* body coming in; no answer may be queued */
    HTTP_WAITING, /* suspended; only the other thread may touch it, until it resumes */
    HTTP_RESUMED, /* the continuation is due */
    HTTP_ANSWERED
};

struct http_request {
    struct http_server *server;
    void *context;                  /* the application's, of the server's options */
    const struct http_route *route; /* NULL if none fits */
    const char *method;
    char *path;  /* as sent, without the query */
    char *query; /* as sent, or NULL */
    char captures[HTTP_CAPTURES][HTTP_CAPTURE_SIZE];
    void *input; /* of the row's record, once the handler runs */
    struct faults faults;
    struct arena arena; /* whatever lives as long as the request */
    int status;         /* answered with */

    /* The server's own. */
    struct MHD_Connection *connection;
    enum http_state state;
    int step;       /* of the row's checks */
    bool suspended; /* handed over; the server's thread alone reads and writes this */
    void (*then)(struct http_request *request);
    struct buffer body;
    size_t received;                              /* bytes of body, kept or not */
    struct http_fields query_fields, form_fields; /* once asked for */
    int64_t started;                              /* monotonic */

    _Alignas(max_align_t) unsigned char own[]; /* the application's own_size bytes */
};

/* The check holds: goes on to what comes next. The last thing a check does. */
void http_pass(struct http_request *request);

/* From here on the request is the other thread's until it calls http_resume, which makes the server's thread
 * run then. Comes before the request is handed over, for the answer may come at once. */
void http_suspend(struct http_request *request, void (*then)(struct http_request *request));
void http_resume(struct http_request *request);

/* The request's header, or NULL. */
const char *http_header(const struct http_request *request, const char *name);

/* A parameter of the query, or NULL. Borrowed. */
const char *http_query(struct http_request *request, const char *name);

/* The fields of the form that the body is, read once; NULL if it is none. For those who answer before the
 * row's body is read. */
const struct http_fields *http_form(struct http_request *request);

/* True if the client would rather have a page than a document for programs. */
bool http_wants_page(const struct http_request *request);

/* "https://registration.example": from the options, or the Host header if that is a plain host and port. */
void http_base_url(const struct http_request *request, struct buffer *url);

/* Whether a base URL can be that: http or https, a host, perhaps a port and a slash, no path. */
bool http_base_url_usable(const char *url);

/* NULL if there is none of that name. */
const char *http_cookie(const struct http_request *request, const char *name);
/* Whether people reach the service by TLS. */
bool http_is_secure(const struct http_request *request);

/* A token for a form of this request's cookie, which is set by the header whose value is appended. */
#define HTTP_TOKEN_SIZE 65
void http_form_token(struct http_request *request, char token[static HTTP_TOKEN_SIZE],
                     struct buffer *set_cookie);

/* --- answers */

/* Queues the answer; the body is the buffer's content, which is taken. headers ends with {0} or is NULL.
 * Markup is compressed for who takes it; nothing is to be stored unless Cache-Control says otherwise. */
void http_send(struct http_request *request, int status, const char *type, struct buffer *body,
               const struct http_header *headers);

/* A record as JSON; one that could not be put together is a 500. */
void http_send_record(struct http_request *request, int status, const struct record *record, const void *from,
                      const struct http_header *headers);

/* 303 See Other. */
void http_redirect(struct http_request *request, const char *location);

/* 308 Permanent Redirect to another path, with the query as it came. */
void http_move(struct http_request *request, const char *path);

/* An answer that is made once and sent often, compressed where that gains something. Immutable; thread-safe.
 * It may be freed while it is being sent. */
struct http_kept;
struct http_kept_content {
    const char *type;
    const char *tag; /* of these bytes, for If-None-Match; NULL for none */
    const void *bytes;
    size_t length;
    const struct http_header *headers; /* all that it shall have beside type and codings: Cache-Control too */
    /* Texts that stand where each answer has a value of its own, NULL-ended, none longer than is sensible to
     * look for; each may stand more than once. NULL: all answers are the same. With marks neither tag nor
     * headers are looked at, and the bytes are a text. */
    const char *const *marks;
};
/* The content is copied. NULL when out of memory. */
struct http_kept *http_kept_new(const struct http_kept_content *content) CHECKED;
void http_kept_free(struct http_kept *kept);
void http_send_kept(struct http_request *request, const struct http_kept *kept);

/* 200 with a value for each of its marks, in their order, escaped already, of 65,535 bytes at most: what is
 * kept is not compressed anew. headers: of this answer alone. */
void http_send_spliced(struct http_request *request, const struct http_kept *kept, const char *const *values,
                       const struct http_header *headers);

/* --- files: what browsers load, held in memory. Read-only after they are loaded. */

struct http_files;
/* What lies in the folder and is a style, a picture or a font. */
struct http_files *http_files_load(const char *folder, struct error *error) CHECKED;
void http_files_free(struct http_files *files);
/* "/assets/lanyard.css?v=…", as a new content has a new address; NULL if there is no such file. */
const char *http_files_link(const struct http_files *files, const char *name);
/* Answers with the file of this name; false if there is none. */
bool http_files_send(struct http_request *request, const struct http_files *files, const char *name) CHECKED;

/* --- parsing */

/* Reads them (URL Standard, section 5.1) into the arena; false if an escape or the UTF-8 is wrong, there are
 * more than 256, or the arena is full. */
bool http_fields_parse(const char *bytes, size_t length, struct arena *arena,
                       struct http_fields *fields) CHECKED;

/* The value of that name; NULL if there is none, or more than one, of which nobody could say which counts. */
const char *http_fields_find(const struct http_fields *fields, const char *name);

/* Reads a form into a record as a row's input is; false if the arena is full. */
bool http_fields_read(const struct http_fields *fields, const struct record *record, struct arena *arena,
                      void *into) CHECKED;
