/* The reader: threads with connections of their own that ask what others wait for, one statement at a time.
 */
#include "store/store_private.h"

#define PATIENCE CLOCK_SECOND
#define PAUSE_US 20000

struct reader_thread {
    struct store_reader *reader;
    struct store_session *session;
    pthread_t thread;
    int64_t lost_at; /* monotonic: when the server was lost that has not been reached since; 0: it is there */
};

struct store_reader {
    struct store_reader_options options;
    pthread_mutex_t lock;
    pthread_cond_t queued_some;
    struct store_read *first, **last;
    bool stopping;
    struct store_reader_usage usage;
    int started; /* of the threads */
    struct reader_thread threads[];
};

bool store_reader_submit(struct store_reader *reader, struct store_read *read, struct error *error)
{
    must(read->done);
    read->next = NULL;
    read->queued_at = clock_monotonic();
    pthread_mutex_lock(&reader->lock);
    bool accepted = !reader->stopping && reader->usage.queued < reader->options.most_queued;
    if (accepted) {
        *reader->last = read;
        reader->last = &read->next;
        reader->usage.queued++;
        pthread_cond_signal(&reader->queued_some);
    }
    pthread_mutex_unlock(&reader->lock);
    return accepted || error_set(error, ERROR_BUSY, NULL, "too many requests are waiting");
}

/* NULL when the thread shall end. */
static struct store_read *reader_take(struct store_reader *reader)
{
    pthread_mutex_lock(&reader->lock);
    while (!reader->first && !reader->stopping)
        pthread_cond_wait(&reader->queued_some, &reader->lock);
    struct store_read *read = reader->first;
    if (read) {
        reader->first = read->next;
        if (!reader->first)
            reader->last = &reader->first;
        reader->usage.queued--;
        reader->usage.reading++;
    }
    pthread_mutex_unlock(&reader->lock);
    return read;
}

static void reader_count(struct store_reader *reader, bool good)
{
    pthread_mutex_lock(&reader->lock);
    reader->usage.reading--;
    reader->usage.reads++;
    reader->usage.failed += !good;
    pthread_mutex_unlock(&reader->lock);
}

static json_t *reader_ask_once(struct store_session *session, const struct store_read *read,
                               struct error *error)
{
    if (!store_session_connect(session, error))
        return NULL;
    if (!read->of_schema)
        return store_json(session, read->statement, read->params, error);
    /* Its own connection may be there before the others are again, and others' is what is asked about. */
    if (store_is_away(session->store)) {
        error_set(error, ERROR_BUSY, NULL, "the database is away");
        return NULL;
    }
    if (store_schema_current(session, error))
        return json_pack("{s:n}", "fault");
    return error->kind == ERROR_SETUP ? json_pack("{s:s}", "fault", error->message) : NULL;
}

/* A connection that lay idle while the server was restarted is found out at its next use, and while one
 * thread finds out whether the server is back the others are told that it is away: neither says anything of
 * the server of now, so it is asked once more, for a moment. Those that come later do not wait anew. */
static json_t *reader_ask(struct reader_thread *thread, const struct store_read *read, struct error *error)
{
    int64_t began = clock_monotonic();
    for (;;) {
        json_t *answer = reader_ask_once(thread->session, read, error);
        int64_t now = clock_monotonic();
        if (thread->session->connection) {
            thread->lost_at = 0;
            return answer;
        }
        if (!thread->lost_at)
            thread->lost_at = began;
        if (error->kind != ERROR_BUSY || now - thread->lost_at >= PATIENCE || now - began >= PATIENCE)
            return answer;
        *error = (struct error){0};
        usleep(PAUSE_US);
    }
}

/* Whoever waited too long for a free thread is told so: behind statements that hang, the last of a long queue
 * would hear of it minutes afterwards. */
static json_t *reader_read(struct reader_thread *thread, const struct store_read *read, struct error *error)
{
    int64_t patience = (int64_t)thread->reader->options.patience_ms * 1000;
    if (clock_monotonic() - read->queued_at > patience) {
        error_set(error, ERROR_BUSY, NULL, "no reader was free in time");
        return NULL;
    }
    return reader_ask(thread, read, error);
}

static void *reader_run(void *context)
{
    struct reader_thread *thread = context;
    struct store_read *read;
    while ((read = reader_take(thread->reader))) {
        struct error error = {0};
        scope_json json_t *answer = reader_read(thread, read, &error);
        if (!answer && error.kind == ERROR_NONE)
            error_set(&error, ERROR_OURS, NULL, "out of memory");
        reader_count(thread->reader, answer != NULL);
        read->done(read, (const struct store_answer *)answer, answer ? NULL : &error);
    }
    return NULL;
}

static bool reader_start_thread(struct store_reader *reader, struct store *store)
{
    struct reader_thread *thread = &reader->threads[reader->started];
    thread->reader = reader;
    thread->session = store_session_new(store);
    if (thread->session && pthread_create(&thread->thread, NULL, reader_run, thread) == 0) {
        reader->started++;
        return true;
    }
    free(thread->session);
    return false;
}

struct store_reader *store_reader_start(struct store *store, const struct store_reader_options *options,
                                        struct error *error)
{
    must(options->threads > 0 && options->most_queued > 0);
    struct store_reader *reader =
        calloc(1, sizeof *reader + (size_t)options->threads * sizeof *reader->threads);
    if (!reader) {
        error_set(error, ERROR_OURS, NULL, "out of memory");
        return NULL;
    }
    reader->options = *options;
    reader->last = &reader->first;
    pthread_mutex_init(&reader->lock, NULL);
    pthread_cond_init(&reader->queued_some, NULL);
    while (reader->started < options->threads && reader_start_thread(reader, store))
        ;
    if (reader->started == options->threads)
        return reader;
    store_reader_free(reader);
    error_set(error, ERROR_OURS, NULL, "cannot start a thread");
    return NULL;
}

void store_reader_usage(struct store_reader *reader, struct store_reader_usage *usage)
{
    pthread_mutex_lock(&reader->lock);
    *usage = reader->usage;
    pthread_mutex_unlock(&reader->lock);
}

void store_reader_stop(struct store_reader *reader)
{
    if (!reader)
        return;
    pthread_mutex_lock(&reader->lock);
    int started = reader->stopping ? 0 : reader->started;
    reader->stopping = true;
    pthread_cond_broadcast(&reader->queued_some);
    pthread_mutex_unlock(&reader->lock);
    for (int i = 0; i < started; i++)
        pthread_join(reader->threads[i].thread, NULL);
}

void store_reader_free(struct store_reader *reader)
{
    if (!reader)
        return;
    store_reader_stop(reader);
    must(!reader->first);
    for (int i = 0; i < reader->started; i++) {
        store_session_close(reader->threads[i].session);
        free(reader->threads[i].session);
    }
    pthread_cond_destroy(&reader->queued_some);
    pthread_mutex_destroy(&reader->lock);
    free(reader);
}
