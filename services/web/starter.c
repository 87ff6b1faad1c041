/* Waits for database, schema and key, then opens the desks. */
#include "web/starter.h"

#include "web/database.h"

#include <pthread.h>
#include <unistd.h>

struct starter {
    struct application *application;
    pthread_t thread;
    atomic_bool stopping;
};

/* Until it works; the same complaint is not made every second. */
static void *starter_run(void *context)
{
    struct starter *starter = context;
    char told[512] = "";
    struct error error = {0};
    while (!starter->stopping && !database_open_desks(starter->application, &error)) {
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
    if (pthread_create(&starter->thread, NULL, starter_run, starter) == 0)
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
