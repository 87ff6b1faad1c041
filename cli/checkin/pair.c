/* lanyard-checkin pair */
#include "cli/checkin/checkin.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <strings.h>

static bool replace;
static bool insecure;
static const char *authority;

static const struct option_spec options[] = {{.name = "replace",
                                              .type = OPTION_FLAG,
                                              .target = &replace,
                                              .help = "pair a laptop anew that is paired already"},
                                             {.name = "insecure",
                                              .type = OPTION_FLAG,
                                              .target = &insecure,
                                              .help = "allow plain http to another machine"},
                                             {.name = "ca",
                                              .type = OPTION_TEXT,
                                              .target = &authority,
                                              .value = "FILE",
                                              .help = "who vouches for the service (PEM), instead of those "
                                                      "whom the system knows"},
                                             {0}};

static bool pair_is_loopback(const char *host)
{
    struct in_addr address;
    if (strcasecmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0)
        return true;
    return inet_pton(AF_INET, host, &address) == 1 && ntohl(address.s_addr) >> 24 == IN_LOOPBACKNET;
}

static void pair_free_text(char **text)
{
    curl_free(*text);
}

/* The device's key travels with every request; over plain http anybody on the way could take it. The host is
 * what libcurl takes for it, for it is libcurl that will connect. */
static bool pair_is_safe(CURLU *url)
{
    scope(pair_free_text) char *scheme = NULL;
    scope(pair_free_text) char *host = NULL;
    if (curl_url_get(url, CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK ||
        curl_url_get(url, CURLUPART_HOST, &host, 0) != CURLUE_OK)
        return false;
    return strcmp(scheme, "https") == 0 ||
           (strcmp(scheme, "http") == 0 && (insecure || pair_is_loopback(host)));
}

static bool pair_check_url(const char *text, struct error *error)
{
    CURLU *url = curl_url();
    bool good = url && curl_url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK && pair_is_safe(url);
    curl_url_cleanup(url);
    return good || error_set(error, ERROR_CALLER, "URL",
                             "wants https:// (plain http only to this machine, or with --insecure)");
}

static bool pair_tell(struct door *door, struct error *error)
{
    scope_arena struct arena arena = ARENA(DOOR_STATUS_MAX);
    struct door_status status;
    if (!door_status(door, &arena, &status, error))
        return false;
    if (checkin_wants_json())
        return checkin_print(&door_paired_record, &status.paired, 2, error);
    scope_buffer struct buffer text = BUFFER(1 << 20);
    buffer_printf(&text, "paired as %s: %s, %s\n", status.paired.name, status.paired.event.title,
                  status.paired.point.title);
    screen_print(stdout, text.data ? text.data : "", text.length);
    return !text.failed || error_set(error, ERROR_OURS, NULL, "out of memory");
}

static int pair_run(int argc, char **argv)
{
    (void)argc;
    struct error error = {0};
    scope_free char *folder = checkin_folder(&error);
    if (!folder || !pair_check_url(argv[0], &error) ||
        !door_pair(folder, argv[0], argv[1], authority, replace, &error))
        return program_fail(&error);
    scope_door struct door *door = door_open(folder, false, &error);
    if (!door)
        return program_fail(&error);
    if (!pair_tell(door, &error))
        return program_fail(&error);
    return EXIT_DONE;
}

const struct command checkin_pair = {
    .name = "pair",
    .arguments = "URL CODE",
    .summary = "Pairs this laptop with the service; the code is from lanyard-admin device new.",
    .options = options,
    .least = 2,
    .most = 2,
    .run = pair_run};
