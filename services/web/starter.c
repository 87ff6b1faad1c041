#include "web/starter.h"

#include <pthread.h>
#include <sodium.h>
#include <unistd.h>

struct starter {
    struct application *application;
    pthread_t thread;
    atomic_bool stopping;
};

static bool open_desks(struct application *application, struct error *error)
{
    const struct web_options *options = &application->options;
    struct store_session *session = store_take(application->store, error);
    bool current = session && store_schema_current(session, error);
    if (session)
        store_give(session);
    struct ticket_signer signer;
    if (!current || !key_signer_load(application->store, &application->secret, &signer, error))
        return false;
    const struct order_desk_options desk = {.most_queued = (int)options->queue,
                                            .most_grouped = (int)options->group};
    const struct checkin_desk_options door_desk = {.most_queued = (int)options->queue,
                                                   .most_grouped = (int)options->group};
    if (!application->desk)
        application->desk = order_desk_open(application->store, &signer, &desk, error);
    sodium_memzero(&signer, sizeof signer);
    if (application->desk && !application->door_desk)
        application->door_desk = checkin_desk_open(application->door_store, &door_desk, error);
    return application->desk && application->door_desk;
}

/* Until it works; the same complaint is not made every second. */
static void *run(void *context)
{
    struct starter *starter = context;
    char told[512] = "";
    struct error error = {0};
    while (!starter->stopping && !open_desks(starter->application, &error)) {
        if (strcmp(told, error.message) != 0)
            log_line(LOG_LEVEL_WARNING, "not ready: %s", error.message);
        text_copy(told, sizeof told, error.message);
        for (int i = 0; i < 10 && !starter->stopping; i++)
            usleep(100000);
    }
    if (!starter->stopping)
        log_line(LOG_LEVEL_INFO, "ready");
    return NULL;
}

struct starter *starter_begin(struct application *application)
{
    struct starter *starter = calloc(1, sizeof *starter);
    if (!starter)
        return NULL;
    starter->application = application;
    if (pthread_create(&starter->thread, NULL, run, starter) == 0)
        return starter;
    free(starter);
    return NULL;
}

void starter_end(struct starter *starter)
{
    starter->stopping = true;
    pthread_join(starter->thread, NULL);
    free(starter);
}
