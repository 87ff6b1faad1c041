/* lanyard-checkin status */
#include "cli/checkin/checkin.h"

static void status_print(const struct door_status *status)
{
    const struct door_paired *paired = &status->paired;
    const struct door_counts *journal = &status->journal;
    scope_buffer struct buffer text = BUFFER(1 << 20);
    buffer_printf(&text, "device    %s\nevent     %s\npoint     %s\nservice   %s\n", paired->name,
                  paired->event.title, paired->point.title, paired->url);
    buffer_printf(&text, "scans     %lld, %lld not yet sent, %lld in conflict\n", (long long)journal->scans,
                  (long long)journal->unsent, (long long)journal->conflicts);
    for (size_t i = 0; i < status->verdicts.count; i++)
        buffer_printf(&text, "  %-14s %lld\n", status->verdicts.items[i].name,
                      (long long)status->verdicts.items[i].number);
    screen_print(stdout, text.data ? text.data : "", text.length);
}

static int status_run(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct error error = {0};
    struct door_status status;
    scope_arena struct arena arena = ARENA(DOOR_STATUS_MAX);
    scope_door struct door *door = checkin_open(false, &error);
    if (!door || !door_status(door, &arena, &status, &error))
        return program_fail(&error);
    if (!checkin_wants_json())
        status_print(&status);
    else if (!checkin_print(&door_status_record, &status, 2, &error))
        return program_fail(&error);
    return EXIT_DONE;
}

const struct command checkin_status = {.name = "status",
                                       .arguments = "",
                                       .summary = "Tells what this laptop is and what it has still to send.",
                                       .run = status_run};
