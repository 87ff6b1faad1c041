/* Questions that many ask at once: one goes, all hear its answer. */
#include "web/question.h"

#include "web/web.h"

#include <pthread.h>

#define PATIENCE CLOCK_SECOND

struct question {
    struct store_read read; /* first: the reader knows no more of it */
    struct store_reader *reader;
    const struct record *record;
    int64_t kept_for;
    pthread_mutex_t lock; /* of what follows */
    bool being_read;
    int64_t asked_at; /* monotonic, as the next */
    int64_t answered_at;
    struct store_answer *answer; /* kept; NULL if there is none */
    struct question_wait *waiting;
};

static void question_came(struct store_read *read, const struct store_answer *answer,
                          const struct error *error);

struct question *question_open(struct store_reader *reader, const struct store_read *read,
                               const struct record *record, int64_t kept_for, struct error *error)
{
    record_must_hold(record);
    struct question *question = calloc(1, sizeof *question);
    if (!question) {
        error_set(error, ERROR_OURS, NULL, "out of memory");
        return NULL;
    }
    question->read = *read;
    question->read.done = question_came;
    question->reader = reader;
    question->record = record;
    question->kept_for = kept_for;
    pthread_mutex_init(&question->lock, NULL);
    return question;
}

void question_close(struct question *question)
{
    if (!question)
        return;
    must(!question->being_read && !question->waiting);
    store_answer_free(question->answer);
    pthread_mutex_destroy(&question->lock);
    free(question);
}

/* The request is its server's again once it is told. */
static void question_tell(const struct question *question, struct http_request *request,
                          const struct store_answer *answer, const struct error *error)
{
    struct web_request *own = web_request(request);
    struct error unread = {0};
    void *found = answer ? arena_alloc(&request->arena, question->record->size) : NULL;
    if (answer && !found)
        error_set(&unread, ERROR_OURS, NULL, "out of memory");
    bool good = found && store_answer_record(answer, question->record, &request->arena, found, &unread);
    own->found = good ? found : NULL;
    later_came(request, good ? NULL : answer ? &unread : error);
}

static void question_tell_all(const struct question *question, struct question_wait *waiting,
                              const struct store_answer *answer, const struct error *error)
{
    while (waiting) {
        struct http_request *request = waiting->request;
        waiting = waiting->next;
        question_tell(question, request, answer, error);
    }
}

/* On the reader's thread. */
static void question_came(struct store_read *read, const struct store_answer *answer,
                          const struct error *error)
{
    struct question *question = (struct question *)read;
    pthread_mutex_lock(&question->lock);
    question->being_read = false;
    question->answered_at = clock_monotonic();
    store_answer_free(question->answer);
    question->answer = answer ? store_answer_hold(answer) : NULL;
    struct question_wait *waiting = scope_take(&question->waiting);
    pthread_mutex_unlock(&question->lock);
    question_tell_all(question, waiting, answer, error);
}

/* The answer that is kept, a new reference, or NULL. Under the lock, as the next. */
static struct store_answer *question_kept(const struct question *question, int64_t now)
{
    bool fresh = question->answer && now - question->answered_at < question->kept_for;
    return fresh ? store_answer_hold(question->answer) : NULL;
}

static bool question_go(struct question *question, int64_t now, struct error *error)
{
    if (question->being_read)
        return now - question->asked_at < PATIENCE ||
               error_set(error, ERROR_BUSY, NULL, "the database does not answer");
    question->asked_at = now;
    return question->being_read = store_reader_submit(question->reader, &question->read, error);
}

void question_ask(struct question *question, struct http_request *request,
                  void (*then)(struct http_request *request))
{
    struct question_wait *wait = &web_request(request)->wait;
    struct error error = {0};
    int64_t now = clock_monotonic();
    *wait = (struct question_wait){.request = request, .since = now};
    http_suspend(request, then);
    pthread_mutex_lock(&question->lock);
    scope_answer struct store_answer *kept = question_kept(question, now);
    bool waits = !kept && question_go(question, now, &error);
    if (waits) {
        wait->next = question->waiting;
        question->waiting = wait;
    }
    pthread_mutex_unlock(&question->lock);
    if (!waits)
        question_tell(question, request, kept, kept ? NULL : &error);
}

void question_sweep(struct question *question)
{
    struct question_wait *late = NULL;
    struct error error = {0};
    int64_t now = clock_monotonic();
    error_set(&error, ERROR_BUSY, NULL, "the database does not answer");
    pthread_mutex_lock(&question->lock);
    for (struct question_wait **link = &question->waiting; *link;) {
        struct question_wait *wait = *link;
        if (now - wait->since < PATIENCE) {
            link = &wait->next;
            continue;
        }
        *link = wait->next;
        wait->next = late;
        late = wait;
    }
    pthread_mutex_unlock(&question->lock);
    question_tell_all(question, late, NULL, &error);
}
