/* What the files of http share; http's own. */
#pragma once

#include "http/http.h"

#define HTTP_ADDRESS_SIZE 64

typedef enum MHD_Result http_result; /* what MHD wants from its callbacks */

struct http_server {
    struct http_options options;
    struct MHD_Daemon *daemon;
    struct http_visitors *visitors;
    struct http_limiter **limiters; /* by budget */
    int listening;
    int port;
    atomic_bool stopping; /* no new connections */
    atomic_bool refusing; /* no new requests */
    atomic_int requests;  /* begun and not ended */
};

/* life.c: MHD's callbacks, whose context is the server. */
void *http_life_begin(void *server, const char *uri, struct MHD_Connection *connection);
http_result http_life_handle(void *server, struct MHD_Connection *connection, const char *url,
                             const char *method, const char *version, const char *upload, size_t *upload_size,
                             void **request);
void http_life_end(void *server, struct MHD_Connection *connection, void **request,
                   enum MHD_RequestTerminationCode code);
void http_life_connection(void *server, struct MHD_Connection *connection, void **visit,
                          enum MHD_ConnectionNotificationCode code);

/* steps.c: the whole request is there. */
void http_steps_begin(struct http_request *request);
void http_steps_answer_without_route(struct http_request *request);

/* routes.c: counts an answer; route may be NULL. */
void http_table_count(const struct http_table *table, const struct http_route *route, int status,
                      int64_t duration);
/* How many budgets its rows speak of, [0] among them. */
size_t http_table_budgets(const struct http_table *table);

/* openapi.c */
void http_openapi(const struct http_route *const *rows, size_t count, const struct http_api *api,
                  struct buffer *out);

/* address.c: the connection's other end as text, an IPv6 address as its /64; the client's in the same form,
 * which behind a proxy is what that says of it. */
void http_peer(struct MHD_Connection *connection, char text[static HTTP_ADDRESS_SIZE]);
void http_address(const struct http_request *request, char text[static HTTP_ADDRESS_SIZE]);

/* request.c */

/* token.c */
bool http_token_check(struct http_request *request, const char *token);

/* response.c: an answer of MHD's with what is sent with every answer; the bytes are copied. NULL when out of
 * memory. */
struct MHD_Response *http_response_keep(const char *type, const void *bytes, size_t length,
                                        const struct http_header *headers);
void http_response_queue(struct http_request *request, int status, struct MHD_Response *response);

/* A fixed 500, as a problem document or a page, where nothing else could be made. request: NULL where there
 * is none yet. Nothing is queued when memory is out for this too. */
void http_send_in_need(struct http_request *request, struct MHD_Connection *connection, bool as_page);

/* The rest of http_send once the body is as it will be sent, compressed or not. */
void http_send_ready(struct http_request *request, int status, const char *type, bool packed,
                     struct buffer *body, const struct http_header *headers);

/* spliced.c: what is kept but for a few places. text has marks, NULL-ended, in which the values will stand.
 * NULL when out of memory. */
struct http_spliced;
struct http_spliced *http_spliced_new(const char *type, const char *text, const char *const *marks) CHECKED;
void http_spliced_free(struct http_spliced *spliced);
const char *http_spliced_type(const struct http_spliced *spliced);
/* Appends the body, compressed or not. */
void http_splice(const struct http_spliced *spliced, bool packed, const char *const *values,
                 struct buffer *body);

/* compress.c: gzip. http_compress is false, and the body as it was, if it gains nothing. */
bool http_compress_accepted(const struct http_request *request);
bool http_compress(struct buffer *body);

/* limiter.c: token bucket an address. */
struct http_limiter *http_limiter_new(int64_t a_minute);
void http_limiter_free(struct http_limiter *limiter);
bool http_limiter_admit(struct http_limiter *limiter, const char *address, int64_t now, int *retry_after);

/* visitors.c: who is connected. Thread-safe. */
struct http_visit;                                     /* one connection */
struct http_visitors *http_visitors_new(int64_t most); /* connections from one address; 0 for any number */
void http_visitors_free(struct http_visitors *visitors);
/* Shuts a connection that is one too many from its address at once; it leaves like the others. NULL when out
 * of memory, which the rest takes. Leave before the descriptor is closed. */
struct http_visit *http_visitors_enter(struct http_visitors *visitors, const char *address, int fd,
                                       int64_t now);
void http_visitors_leave(struct http_visitors *visitors, struct http_visit *visit);
/* From now on it waits for the head of a request; which has come. */
void http_visit_wait(struct http_visit *visit, int64_t now);
void http_visit_head_came(struct http_visit *visit);
/* Shuts those that have waited for 30 seconds. */
void http_visitors_sweep(struct http_visitors *visitors, int64_t now);
