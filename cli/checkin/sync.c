/* lanyard-checkin sync */
#include "cli/checkin/checkin.h"

struct sync_done {
    int64_t sent, left;
};
static const struct record_member sync_members[] = {RECORD_INT(struct sync_done, sent),
                                                    RECORD_INT(struct sync_done, left)};
static const struct record sync_record = RECORD(struct sync_done, sync_members);

static int sync_run(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct error error = {0};
    struct sync_done done = {0};
    scope_door struct door *door = checkin_open(true, &error);
    if (!door)
        return program_fail(&error);
    bool good = door_sync(door, &done.sent, &done.left, &error);
    struct error unprinted = {0};
    if (!checkin_wants_json())
        printf("%lld sent, %lld left\n", (long long)done.sent, (long long)done.left);
    else if (!checkin_print(&sync_record, &done, 0, &unprinted))
        return program_fail(&unprinted);
    if (!good)
        program_fail(&error);
    return good ? EXIT_DONE : done.sent ? EXIT_PARTLY : EXIT_FAILED;
}

const struct command checkin_sync = {
    .name = "sync", .arguments = "", .summary = "Sends what the service has not got yet.", .run = sync_run};
