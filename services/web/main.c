#include "web/starter.h"
#include "web/web.h"

#include <signal.h>
#include <sodium.h>
#include <unistd.h>

static struct web_options settings = {.port = 8080,
                                      .assets = LANYARD_ASSETS,
                                      .threads = 2,
                                      .connections = 4096,
                                      .rate_limit = 60,
                                      .log_level = "info",
                                      .queue = 8192,
                                      .group = 256,
                                      .grace = 30};
static bool probing;

static const struct option_spec options[] = {
    {.name = "listen",
     .type = OPTION_TEXT,
     .target = &settings.listen,
     .value = "ADDRESS",
     .variable = "LANYARD_LISTEN",
     .help = "address to listen on (default: all, IPv6 and IPv4)"},
    {.name = "port",
     .letter = 'p',
     .type = OPTION_INT,
     .target = &settings.port,
     .value = "PORT",
     .variable = "LANYARD_PORT",
     .min = 0,
     .max = 65535,
     .help = "port (8080); 0 takes a free one"},
    {.name = "port-file",
     .type = OPTION_TEXT,
     .target = &settings.port_file,
     .value = "FILE",
     .variable = "LANYARD_PORT_FILE",
     .help = "write the port there once it listens"},
    {.name = "base-url",
     .type = OPTION_TEXT,
     .target = &settings.base_url,
     .value = "URL",
     .variable = "LANYARD_BASE_URL",
     .help = "how people reach it, as https://registration.example"},
    {.name = "database-url",
     .type = OPTION_TEXT,
     .target = &settings.database_url,
     .value = "URL",
     .variable = "DATABASE_URL",
     .help = "PostgreSQL; else the PG* variables"},
    {.name = "secret-file",
     .type = OPTION_TEXT,
     .target = &settings.secret_file,
     .value = "FILE",
     .variable = "LANYARD_SECRET_FILE",
     .help = "the installation's secret, mode 0600"},
    {.name = "assets",
     .type = OPTION_TEXT,
     .target = &settings.assets,
     .value = "DIR",
     .variable = "LANYARD_ASSETS",
     .help = "pages, styles, messages"},
    {.name = "threads",
     .type = OPTION_INT,
     .target = &settings.threads,
     .value = "N",
     .variable = "LANYARD_THREADS",
     .min = 1,
     .max = 64,
     .help = "threads that answer (2)"},
    {.name = "connections",
     .type = OPTION_INT,
     .target = &settings.connections,
     .value = "N",
     .variable = "LANYARD_CONNECTIONS",
     .min = 8,
     .max = 100000,
     .help = "most connections at once (4096)"},
    {.name = "rate-limit",
     .type = OPTION_INT,
     .target = &settings.rate_limit,
     .value = "N",
     .variable = "LANYARD_RATE_LIMIT",
     .min = 0,
     .max = 1000000,
     .help = "registrations a minute and address (60); 0 for no limit"},
    {.name = "trust-proxy",
     .type = OPTION_FLAG,
     .target = &settings.trust_proxy,
     .variable = "LANYARD_TRUST_PROXY",
     .help = "take the client's address from X-Forwarded-For"},
    {.name = "log-level",
     .type = OPTION_CHOICE,
     .target = &settings.log_level,
     .variable = "LANYARD_LOG_LEVEL",
     .choices = "debug|info|warning|error",
     .help = "least that is logged (info)"},
    {.name = "queue",
     .type = OPTION_INT,
     .target = &settings.queue,
     .value = "N",
     .variable = "LANYARD_QUEUE",
     .min = 1,
     .max = 1000000,
     .help = "most writes waiting (8192)"},
    {.name = "group",
     .type = OPTION_INT,
     .target = &settings.group,
     .value = "N",
     .variable = "LANYARD_GROUP",
     .min = 1,
     .max = 10000,
     .help = "most writes in one transaction (256)"},
    {.name = "grace",
     .type = OPTION_INT,
     .target = &settings.grace,
     .value = "SECONDS",
     .variable = "LANYARD_GRACE",
     .min = 0,
     .max = 3600,
     .help = "how long a clean stop may take (30)"},
    {.name = "probe",
     .type = OPTION_FLAG,
     .target = &probing,
     .help = "start nothing: ask the one that runs whether it is ready"},
    {0}};

static bool load_pages(struct application *application, struct error *error)
{
    static const char *const names[PAGES] = {[PAGE_HOME] = "home",
                                             [PAGE_EVENT] = "event",
                                             [PAGE_REGISTER] = "register",
                                             [PAGE_ATTENDEE] = "attendee",
                                             [PAGE_ERROR] = "error"};
    struct buffer folder = BUFFER(4096);
    buffer_printf(&folder, "%s/pages", application->options.assets);
    bool good = true;
    for (size_t i = 0; i < PAGES && good; i++)
        good = (application->pages[i] = template_load(folder.data, names[i],
                                                      locale_default(application->locales), error)) != NULL;
    buffer_free(&folder);
    return good;
}

static bool open_stores(struct application *application, struct error *error)
{
    struct store_options store = {.url = application->options.database_url,
                                  .role = "lanyard_web",
                                  .program = "lanyard-web",
                                  .connections = (int)application->options.threads + 2,
                                  .timeout_ms = 2000,
                                  .wait_ms = 1000};
    application->store = store_open(&store, error);
    store.program = "lanyard-web doors";
    application->door_store = application->store ? store_open(&store, error) : NULL;
    return application->door_store != NULL;
}

/* Behind a proxy all come from one address. */
static int64_t most_from_one_address(void)
{
    return settings.trust_proxy ? 0 : settings.connections / 4;
}

static bool application_open(struct application *application, struct error *error)
{
    application->options = settings;
    if (settings.base_url && !request_base_url_usable(settings.base_url))
        return error_set(error, ERROR_SETUP, "--base-url",
                         "write it as https://registration.example, with a port if need be and no path");
    if (!key_secret_read(settings.secret_file, &application->secret, error))
        return false;
    key_secret_derive(&application->secret, "manage", application->manage_key);
    key_secret_derive(&application->secret, "form", application->form_key);
    application->limiter = limiter_new(settings.rate_limit);
    application->visitors = visitors_new(most_from_one_address());
    application->metrics = metrics_new();
    if (!application->limiter || !application->visitors || !application->metrics)
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    return (application->locales = locales_load(settings.assets, error)) &&
           (application->assets = assets_load(settings.assets, error)) && load_pages(application, error) &&
           open_stores(application, error) &&
           (application->catalogue = event_catalogue_open(application->store, error));
}

static void close_desks(struct application *application)
{
    order_desk_close(atomic_exchange(&application->desk, NULL));
    checkin_desk_close(atomic_exchange(&application->door_desk, NULL));
}

static void application_close(struct application *application)
{
    close_desks(application);
    event_catalogue_close(application->catalogue);
    store_close(application->door_store);
    store_close(application->store);
    for (size_t i = 0; i < PAGES; i++)
        template_free(application->pages[i]);
    assets_free(application->assets);
    locales_free(application->locales);
    metrics_free(application->metrics);
    visitors_free(application->visitors);
    limiter_free(application->limiter);
    sodium_memzero(application, sizeof *application);
}

static bool write_port(const struct server *server, struct error *error)
{
    char text[16];
    int length = snprintf(text, sizeof text, "%d\n", server_port(server));
    return !settings.port_file || file_write(settings.port_file, text, (size_t)length, 0644, error);
}

/* What was accepted is finished: no new connections, then no new requests, then the desks, whose last answers
 * wake what is suspended; MHD must not be stopped before. */
static void drain(struct application *application, struct server *server)
{
    int64_t end = clock_monotonic() + settings.grace * CLOCK_SECOND;
    application->stopping = true;
    server_quiesce(server);
    while (application->requests && clock_monotonic() < end)
        usleep(5000);
    application->refusing = true;
    while (application->running)
        usleep(1000);
    close_desks(application);
    while (application->requests && clock_monotonic() < end)
        usleep(5000);
}

static bool serve(struct application *application, struct error *error)
{
    sigset_t signals;
    int signal_number;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    /* Blocked in every thread, taken here. */
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN);

    struct server *server = server_start(application, error);
    if (!server)
        return false;
    struct starter *starter = starter_begin(application);
    bool good =
        starter ? write_port(server, error) : error_set(error, ERROR_OURS, NULL, "cannot start a thread");
    if (good) {
        log_line(LOG_LEVEL_INFO, "listening port=%d", server_port(server));
        const struct timespec second = {.tv_sec = 1};
        while ((signal_number = sigtimedwait(&signals, NULL, &second)) < 0)
            server_sweep(server);
        log_line(LOG_LEVEL_INFO, "stopping signal=%d", signal_number);
    }
    if (starter)
        starter_end(starter);
    drain(application, server);
    server_stop(server);
    return good;
}

static enum log_level log_level(const char *name)
{
    static const char *const names[] = {"debug", "info", "warning", "error"};
    int level = LOG_LEVEL_DEBUG;
    while (strcmp(names[level], name) != 0)
        level++;
    return (enum log_level)level;
}

static int run(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct error error = {0};
    struct application application = {0};
    if (probing)
        return probe_ready(&settings, &error) ? EXIT_DONE : program_fail(&error);
    log_open("web", log_level(settings.log_level));
    bool good = application_open(&application, &error) && serve(&application, &error);
    application_close(&application);
    return good ? EXIT_DONE : program_fail(&error);
}

static const struct command serve_command = {
    .name = "",
    .arguments = "",
    .summary = "Serves registration pages, the JSON API and the doors over HTTP.",
    .run = run};
static const struct command *const commands[] = {&serve_command, NULL};

int main(int argc, char **argv)
{
    const struct program program = {
        .name = "lanyard-web",
        .summary = serve_command.summary,
        .options = options,
        .commands = commands,
        .help = "LANYARD_SECRET may hold the secret itself. SIGTERM stops it cleanly: what was accepted is "
                "finished.\n"
                "Exit status: 0 stopped cleanly, 1 failed, 2 wrong usage, 6 not configured; with --probe 0 "
                "ready, "
                "1 not ready."};
    return program_main(&program, argc, argv);
}
