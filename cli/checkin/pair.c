#include "cli/checkin/door.h"

static bool replace;
static bool insecure;

static const struct option_spec options[] = {{.name = "replace",
                                              .type = OPTION_FLAG,
                                              .target = &replace,
                                              .help = "pair a laptop anew that is paired already"},
                                             {.name = "insecure",
                                              .type = OPTION_FLAG,
                                              .target = &insecure,
                                              .help = "allow plain http to another machine"},
                                             {0}};

static bool is_loopback(const char *host)
{
    static const char *const names[] = {"localhost", "127.", "[::1]"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strncmp(host, names[i], strlen(names[i])) == 0)
            return true;
    return false;
}

/* The device's key travels with every request; over plain http anybody on the way could take it. */
static bool check_url(const char *url, struct error *error)
{
    if (strncmp(url, "https://", 8) == 0 ||
        (strncmp(url, "http://", 7) == 0 && (insecure || is_loopback(url + 7))))
        return true;
    return error_set(error, ERROR_CALLER, "URL",
                     "wants https:// (plain http only to this machine, or with --insecure)");
}

static int run(int argc, char **argv)
{
    (void)argc;
    struct error error = {0};
    scope_free char *folder = door_folder(&error);
    if (!folder || !check_url(argv[0], &error) ||
        !checkin_door_pair(folder, argv[0], argv[1], replace, &error))
        return program_fail(&error);
    scope_door struct checkin_door *door = checkin_door_open(folder, &error);
    if (!door)
        return program_fail(&error);
    const json_t *device = checkin_door_device(door);
    if (door_wants_json()) {
        scope_json json_t *status = checkin_door_status(door, &error);
        json_dumpf(json_object_get(status, "paired"), stdout, JSON_INDENT(2));
        putchar('\n');
    } else {
        printf("paired as %s: %s, %s\n", json_text(device, "name", ""),
               json_text(json_object_get(device, "event"), "title", ""),
               json_text(json_object_get(device, "point"), "title", ""));
    }
    return EXIT_DONE;
}

const struct command door_pair = {
    .name = "pair",
    .arguments = "URL CODE",
    .summary = "Pairs this laptop with the service; the code is from lanyard-admin device new.",
    .options = options,
    .least = 2,
    .most = 2,
    .run = run};
