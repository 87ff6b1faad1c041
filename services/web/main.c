/* Options, the two servers, and the clean stop. */
#include "web/starter.h"
#include "web/web.h"

#include <signal.h>
#include <unistd.h>

static struct web_options settings = {.port = 8080,
                                      .assets = LANYARD_ASSETS,
                                      .threads = 2,
                                      .connections = 4096,
                                      .rate_limit = 60,
                                      .log_level = "info",
                                      .queue = 8192,
                                      .group = 256,
                                      .readers = 4,
                                      .grace = 30};
static bool probing;

static const struct option_spec option_specs[] = {
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
    {.name = "door-listen",
     .type = OPTION_TEXT,
     .target = &settings.door_listen,
     .value = "ADDRESS:PORT",
     .variable = "LANYARD_DOOR_LISTEN",
     .help = "where doors, health and metrics are served apart from the public"},
    {.name = "door-port-file",
     .type = OPTION_TEXT,
     .target = &settings.door_port_file,
     .value = "FILE",
     .variable = "LANYARD_DOOR_PORT_FILE",
     .help = "write the doors' port there once it listens"},
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
    {.name = "readers",
     .type = OPTION_INT,
     .target = &settings.readers,
     .value = "N",
     .variable = "LANYARD_READERS",
     .min = 1,
     .max = 64,
     .help = "threads that read for the public (4), each with a connection to the database"},
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

/* The public's server, and the doors' if they have their own. */
#define SERVERS_MOST 2
#define FORM_PRESSES 4 /* of a form until it registers: to the check page, back, and there again */

struct servers {
    struct http_server *all[SERVERS_MOST];
    int count;
};

/* Behind a proxy all come from one address. */
static int64_t most_from_one_address(int connections)
{
    return settings.trust_proxy ? 0 : connections / 4;
}

static struct http_options server_options(struct application *application, const int64_t *budgets)
{
    struct http_options options = {.option = "--listen",
                                   .listen = settings.listen,
                                   .port = settings.port,
                                   .listeners = settings.door_listen ? ON_PUBLIC : ON_BOTH,
                                   .threads = (int)settings.threads,
                                   .connections = (int)settings.connections,
                                   .most_from_one_address = most_from_one_address((int)settings.connections),
                                   .budgets = budgets,
                                   .budget_count = BUDGETS,
                                   .base_url = settings.base_url,
                                   .trust_proxy = settings.trust_proxy,
                                   .table = application->table,
                                   .application = &web_http,
                                   .context = application};
    memcpy(options.form_key, application->form_key, sizeof options.form_key);
    return options;
}

static bool start_server(struct servers *servers, const struct http_options *options, const char *who,
                         const char *port_file, struct error *error)
{
    char text[16];
    must(servers->count < SERVERS_MOST);
    struct http_server *server = http_server_start(options, error);
    if (!server)
        return false;
    servers->all[servers->count++] = server;
    int length = snprintf(text, sizeof text, "%d\n", http_server_port(server));
    log_line(LOG_LEVEL_INFO, "listening%s port=%d", who, http_server_port(server));
    return !port_file || file_write(port_file, text, (size_t)length, 0644, error);
}

static bool start_door_server(struct servers *servers, struct http_options options, struct error *error)
{
    static char address[256];
    if (!application_split_address(settings.door_listen, address, sizeof address, &options.port))
        return error_set(error, ERROR_SETUP, "--door-listen",
                         "write it as ADDRESS:PORT, an IPv6 address in brackets");
    options.option = "--door-listen";
    options.listen = *address ? address : NULL;
    options.listeners = ON_DOORS;
    options.threads = 1;
    options.connections = settings.connections < 32 ? 8 : (int)settings.connections / 4;
    options.most_from_one_address = most_from_one_address(options.connections);
    return start_server(servers, &options, " for doors", settings.door_port_file, error);
}

static bool start_servers(struct servers *servers, struct application *application, struct error *error)
{
    const int64_t budgets[BUDGETS] = {[BUDGET_REGISTERING] = settings.rate_limit,
                                      [BUDGET_FORMS] = FORM_PRESSES * settings.rate_limit,
                                      [BUDGET_PAIRING] = settings.rate_limit};
    const struct http_options options = server_options(application, budgets);
    /* Whoever waits for the port file finds both. */
    return (!settings.door_listen || start_door_server(servers, options, error)) &&
           start_server(servers, &options, "", settings.port_file, error);
}

static int requests(const struct servers *servers)
{
    int count = 0;
    for (int i = 0; i < servers->count; i++)
        count += http_server_requests(servers->all[i]);
    return count;
}

static void wait_for_requests(const struct servers *servers, int64_t end)
{
    while (requests(servers) && clock_monotonic() < end)
        usleep(5000);
}

/* What was accepted is finished: no new connections, then no new requests, then readers and desks, whose last
 * answers wake what is suspended; the servers must not be stopped before. */
static void drain(struct application *application, const struct servers *servers)
{
    int64_t end = clock_monotonic() + settings.grace * CLOCK_SECOND;
    for (int i = 0; i < servers->count; i++)
        http_server_quiesce(servers->all[i]);
    wait_for_requests(servers, end);
    for (int i = 0; i < servers->count; i++)
        http_server_refuse(servers->all[i]);
    application_stop(application);
    wait_for_requests(servers, end);
    for (int i = 0; i < servers->count; i++)
        http_server_stop(servers->all[i]);
}

static int sweep_until_signal(struct application *application, const struct servers *servers,
                              const sigset_t *signals)
{
    const struct timespec second = {.tv_sec = 1};
    int signal_number;
    while ((signal_number = sigtimedwait(signals, NULL, &second)) < 0) {
        question_sweep(application->readiness);
        question_sweep(application->counts);
        for (int i = 0; i < servers->count; i++)
            http_server_sweep(servers->all[i]);
    }
    return signal_number;
}

static bool serve(struct application *application, struct error *error)
{
    sigset_t signals;
    struct servers servers = {0};
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    /* Blocked in every thread, taken here. */
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN);

    struct starter *starter = NULL;
    bool good = start_servers(&servers, application, error);
    if (good && !(starter = starter_begin(application)))
        good = error_set(error, ERROR_OURS, NULL, "cannot start a thread");
    if (good)
        log_line(LOG_LEVEL_INFO, "stopping signal=%d", sweep_until_signal(application, &servers, &signals));
    if (starter)
        starter_end(starter);
    drain(application, &servers);
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

static int web_run(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct error error = {0};
    struct application application = {0};
    if (probing)
        return probe_ready(&settings, &error) ? EXIT_DONE : program_fail(&error);
    log_open("web", log_level(settings.log_level));
    bool good = application_open(&application, &settings, &error) && serve(&application, &error);
    application_close(&application);
    return good ? EXIT_DONE : program_fail(&error);
}

static const struct command serve_command = {
    .name = "",
    .arguments = "",
    .summary = "Serves registration pages, the JSON API and the doors over HTTP.",
    .run = web_run};
static const struct command *const commands[] = {&serve_command, NULL};

int main(int argc, char **argv)
{
    const struct program program = {
        .name = "lanyard-web",
        .summary = serve_command.summary,
        .options = option_specs,
        .commands = commands,
        .help = "LANYARD_SECRET may hold the secret itself. SIGTERM stops it cleanly: what was accepted is "
                "finished.\n"
                "Exit status: 0 stopped cleanly, 1 failed, 2 wrong usage, 6 not configured; with --probe 0 "
                "ready, "
                "1 not ready."};
    return program_main(&program, argc, argv);
}
