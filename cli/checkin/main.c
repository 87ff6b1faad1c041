/* The program lanyard-checkin: its commands and the options of all. */
#include "cli/checkin/checkin.h"

static const struct option_spec options[] = {
    {.name = "folder",
     .type = OPTION_TEXT,
     .target = &checkin_options.folder,
     .value = "DIR",
     .variable = "LANYARD_DOOR_FOLDER",
     .help = "device key and journal (default: ~/.local/state/lanyard-door)"},
    {.name = "format",
     .type = OPTION_CHOICE,
     .target = &checkin_options.format,
     .choices = "text|json",
     .help = "for people or for programs"},
    {.name = "json",
     .type = OPTION_FLAG,
     .target = &checkin_options.json,
     .help = "the same as --format json"},
    {0}};

static const struct command *const commands[] = {&checkin_pair,   &checkin_scan, &checkin_read,
                                                 &checkin_status, &checkin_sync, NULL};

static const struct program program = {
    .name = "lanyard-checkin",
    .summary = "The door: reads ticket codes and says who may come in.",
    .options = options,
    .commands = commands,
    .help =
        "Exit status: 0 done, 1 failed, 2 wrong usage, 3 partly done, 6 not paired. With --strict the worst "
        "verdict counts:\n"
        "0 admitted, 11 practice, 12 undecided, 13 used, 14 not confirmed, 15 not booked, 16 wrong kind,\n"
        "17 wrong event, 18 revoked, 19 unknown, 20 not ours, 21 forged."};

int main(int argc, char **argv)
{
    return program_main(&program, argc, argv);
}
