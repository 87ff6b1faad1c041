#include "cli/checkin/checkin.h"

static void print_status(json_t *status)
{
    const json_t *paired = json_object_get(status, "paired");
    const json_t *journal = json_object_get(status, "journal");
    printf("device    %s\nevent     %s\npoint     %s\nservice   %s\n", json_text(paired, "name", ""),
           json_text(json_object_get(paired, "event"), "title", ""),
           json_text(json_object_get(paired, "point"), "title", ""), json_text(paired, "url", ""));
    printf("scans     %lld, %lld not yet sent, %lld in conflict\n", (long long)json_int(journal, "scans", 0),
           (long long)json_int(journal, "unsent", 0), (long long)json_int(journal, "conflicts", 0));
    const char *name;
    const json_t *count;
    json_object_foreach(json_object_get(status, "verdicts"), name, count)
    {
        printf("  %-14s %lld\n", name, (long long)json_integer_value(count));
    }
}

static int run(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct error error = {0};
    scope_door struct door *door = checkin_open(false, &error);
    scope_json json_t *status = door ? door_status(door, &error) : NULL;
    if (!status)
        return program_fail(&error);
    if (checkin_wants_json()) {
        json_dumpf(status, stdout, JSON_INDENT(2));
        putchar('\n');
    } else {
        print_status(status);
    }
    return EXIT_DONE;
}

const struct command checkin_status = {.name = "status",
                                       .arguments = "",
                                       .summary = "Tells what this laptop is and what it has still to send.",
                                       .run = run};
