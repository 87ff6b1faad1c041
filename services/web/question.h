/* A question to the database that many ask at once and often: one goes, the others wait for that one, its
 * answer is kept for a while, and nobody waits for longer than a second or two. Thread-safe. */
#pragma once

#include "http/http.h"
#include "store/store.h"

struct question;

/* One request that waits; a part of struct web_request. */
struct question_wait {
    struct question_wait *next;
    struct http_request *request;
    int64_t since; /* monotonic */
};

/* read: what is asked, without its done; copied. record: of the answer. kept_for: microseconds. */
struct question *question_open(struct store_reader *reader, const struct store_read *read,
                               const struct record *record, int64_t kept_for, struct error *error) CHECKED;

/* The reader has stopped before. */
void question_close(struct question *question);

/* then runs, at once or later, with web_request's found set, a struct of the record, or its error. */
void question_ask(struct question *question, struct http_request *request,
                  void (*then)(struct http_request *request));

/* Once a second: tells those who have waited for a second that the database does not answer. */
void question_sweep(struct question *question);
