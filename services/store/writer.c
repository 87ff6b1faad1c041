/* The writer: a thread that commits in groups what queued meanwhile. */
#include "store/store_private.h"

#define PATIENCE (5 * CLOCK_SECOND)
#define PAUSE_US 50000
#define GROUP_BYTES_MAX (64u << 20)
#define RAN_OUT_MAX 2

struct store_writer {
    struct store_session *session;
    struct store_writer_options options;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t queued_some;
    struct store_write *first, **last;
    bool stopping;
    struct store_writer_usage usage;
    struct buffer items; /* the thread's own, as the next */
    int64_t
        lost_at; /* monotonic: when the database was lost that has not been reached since; 0: it is there */
};

bool store_writer_submit(struct store_writer *writer, struct store_write *write, struct error *error)
{
    write->next = NULL;
    pthread_mutex_lock(&writer->lock);
    bool accepted = !writer->stopping && writer->usage.queued < writer->options.most_queued;
    if (accepted) {
        *writer->last = write;
        writer->last = &write->next;
        writer->usage.queued++;
        pthread_cond_signal(&writer->queued_some);
    }
    pthread_mutex_unlock(&writer->lock);
    return accepted || error_set(error, ERROR_BUSY, NULL, "too many requests are waiting");
}

/* What queued while the last group was committed; NULL when the writer shall end. */
static struct store_write *take_group(struct store_writer *writer)
{
    pthread_mutex_lock(&writer->lock);
    while (!writer->first && !writer->stopping)
        pthread_cond_wait(&writer->queued_some, &writer->lock);
    struct store_write *group = writer->first;
    struct store_write **end = &writer->first;
    int count = 0;
    for (; *end && count < writer->options.most_grouped; count++)
        end = &(*end)->next;
    writer->first = *end;
    *end = NULL;
    if (!writer->first)
        writer->last = &writer->first;
    writer->usage.queued -= count;
    writer->usage.items += (uint64_t)count;
    writer->usage.groups += group != NULL;
    pthread_mutex_unlock(&writer->lock);
    return group;
}

/* A write may be freed by its own done, so the next one is read before. */
static void answer(struct store_write *group, const json_t *answers, const struct error *error)
{
    size_t index = 0;
    for (struct store_write *write = group; write;) {
        struct store_write *next = write->next;
        write->done(write, (const struct store_answer *)json_array_get(answers, index++), error);
        write = next;
    }
}

static size_t group_size(const struct store_write *group)
{
    size_t size = 0;
    for (; group; group = group->next)
        size++;
    return size;
}

/* The group as one JSON array: the items are JSON already. */
static const char *join(struct store_writer *writer, const struct store_write *group)
{
    buffer_clear(&writer->items);
    for (const struct store_write *write = group; write; write = write->next) {
        buffer_char(&writer->items, write == group ? '[' : ',');
        buffer_append(&writer->items, write->item, write->item_length);
    }
    buffer_char(&writer->items, ']');
    return writer->items.failed ? NULL : writer->items.data;
}

/* Whether to send the same again. Those that come later do not wait as long anew: the last of a long queue
 * would be told minutes afterwards. */
static bool is_worth_waiting(struct store_writer *writer, const struct error *error)
{
    if (PQstatus(writer->session->connection) == CONNECTION_OK) {
        writer->lost_at = 0;
        return false;
    }
    int64_t now = clock_monotonic();
    if (!writer->lost_at)
        writer->lost_at = now;
    return error->kind == ERROR_BUSY && now - writer->lost_at < PATIENCE;
}

/* One transaction. A lost connection leaves its outcome unknown: the items know their own repetition, so the
 * same ones are sent again. */
static json_t *commit(struct store_writer *writer, const struct store_write *group, struct error *error)
{
    const char *items = join(writer, group);
    if (!items) {
        error_set(error, ERROR_OURS, NULL, "out of memory");
        return NULL;
    }
    json_t *answers = NULL;
    for (;;) {
        if (store_session_connect(writer->session, error))
            answers = store_json(writer->session, writer->options.statement, STORE_PARAMS(items), error);
        if (answers || !is_worth_waiting(writer, error))
            break;
        usleep(PAUSE_US);
    }
    if (!answers)
        return NULL;
    writer->lost_at = 0;
    if (json_array_size(answers) == group_size(group))
        return answers;
    json_decref(answers);
    error_set(error, ERROR_OURS, NULL, "the database answered another number of items than were sent");
    return NULL;
}

static void count_failed(struct store_writer *writer, size_t count)
{
    pthread_mutex_lock(&writer->lock);
    writer->usage.failed += count;
    pthread_mutex_unlock(&writer->lock);
}

/* A plan made while a table was empty reads all of it later, and the session keeps its plans until the tables
 * are analyzed, which in a rush comes after its first minute. So they are made anew each time the groups have
 * doubled: seldom enough to cost nothing. A failure is that of the connection, which the commit meets next.
 */
static void renew_plans(struct store_writer *writer)
{
    uint64_t groups = writer->usage.groups; /* written by this thread only */
    struct store_session *session = writer->session;
    if (session->connection && (groups & (groups - 1)) == 0)
        PQclear(store_session_await(session, PQsendQuery(session->connection, "DISCARD PLANS"), NULL));
}

static void fail_group(struct store_writer *writer, struct store_write *group, const struct error *error)
{
    count_failed(writer, group_size(group));
    answer(group, NULL, error);
}

/* The statement was ended by its time limit, or for want of something, on a connection that goes on. */
static bool ran_out(const struct store_writer *writer, const struct error *error)
{
    return error->kind == ERROR_BUSY && PQstatus(writer->session->connection) == CONNECTION_OK;
}

/* Each by itself, so that whoever is not at fault is served. Where that does not help either, the database is
 * what is slow, and those behind are told at once. */
static void write_one_by_one(struct store_writer *writer, struct store_write *group)
{
    int ran_out_in_a_row = 0;
    while (group) {
        struct error error = {0};
        struct store_write *next = group->next;
        group->next = NULL;
        scope_json json_t *answers = commit(writer, group, &error);
        ran_out_in_a_row = !answers && ran_out(writer, &error) ? ran_out_in_a_row + 1 : 0;
        if (answers) {
            answer(group, answers, NULL);
        } else {
            fail_group(writer, group, &error);
            if (next && ran_out_in_a_row == RAN_OUT_MAX) {
                fail_group(writer, next, &error);
                return;
            }
        }
        group = next;
    }
}

static void write_group(struct store_writer *writer, struct store_write *group)
{
    struct error error = {0};
    scope_json json_t *answers = commit(writer, group, &error);
    bool is_of_all = error.kind == ERROR_SETUP || (error.kind == ERROR_BUSY && !ran_out(writer, &error));
    if (answers)
        answer(group, answers, NULL);
    else if (group->next && !is_of_all)
        write_one_by_one(writer, group);
    else
        fail_group(writer, group, &error);
}

static void *writer_run(void *context)
{
    struct store_writer *writer = context;
    struct store_write *group;
    while ((group = take_group(writer))) {
        renew_plans(writer);
        write_group(writer, group);
    }
    return NULL;
}

static void writer_release(struct store_writer *writer)
{
    store_session_close(writer->session);
    free(writer->session);
    buffer_free(&writer->items);
    pthread_cond_destroy(&writer->queued_some);
    pthread_mutex_destroy(&writer->lock);
    free(writer);
}

struct store_writer *store_writer_start(struct store *store, const struct store_writer_options *options,
                                        struct error *error)
{
    struct store_writer *writer = calloc(1, sizeof *writer);
    struct store_session *session = writer ? store_session_new(store) : NULL;
    if (!session) {
        free(writer);
        error_set(error, ERROR_OURS, NULL, "out of memory");
        return NULL;
    }
    writer->session = session;
    writer->options = *options;
    writer->last = &writer->first;
    writer->items = BUFFER(GROUP_BYTES_MAX);
    pthread_mutex_init(&writer->lock, NULL);
    pthread_cond_init(&writer->queued_some, NULL);
    if (pthread_create(&writer->thread, NULL, writer_run, writer) != 0) {
        writer_release(writer);
        error_set(error, ERROR_OURS, NULL, "cannot start a thread");
        return NULL;
    }
    return writer;
}

void store_writer_usage(struct store_writer *writer, struct store_writer_usage *usage)
{
    pthread_mutex_lock(&writer->lock);
    *usage = writer->usage;
    pthread_mutex_unlock(&writer->lock);
}

void store_writer_stop(struct store_writer *writer)
{
    if (!writer)
        return;
    pthread_mutex_lock(&writer->lock);
    bool stopped = writer->stopping;
    writer->stopping = true;
    pthread_cond_signal(&writer->queued_some);
    pthread_mutex_unlock(&writer->lock);
    if (!stopped)
        pthread_join(writer->thread, NULL);
}

void store_writer_free(struct store_writer *writer)
{
    if (!writer)
        return;
    store_writer_stop(writer);
    writer_release(writer);
}
