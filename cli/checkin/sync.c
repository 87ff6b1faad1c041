#include "cli/checkin/checkin.h"

static int run(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct error error = {0};
    int sent;
    int left;
    scope_door struct door *door = checkin_open(true, &error);
    if (!door)
        return program_fail(&error);
    bool good = door_sync(door, &sent, &left, &error);
    if (checkin_wants_json())
        printf("{\"sent\":%d,\"left\":%d}\n", sent, left);
    else
        printf("%d sent, %d left\n", sent, left);
    if (!good)
        program_fail(&error);
    return good ? EXIT_DONE : sent ? EXIT_PARTLY : EXIT_FAILED;
}

const struct command checkin_sync = {
    .name = "sync", .arguments = "", .summary = "Sends what the service has not got yet.", .run = run};
