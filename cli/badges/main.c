/* The table of lanyard-badges' commands. */
#include "cli/badges/badges.h"

static const struct command *const commands[] = {&badges_render, &badges_check, NULL};

static const struct program program = {
    .name = "lanyard-badges",
    .summary = "Prints badges: one PDF of an event's confirmed attendees.",
    .commands = commands,
    .help =
        "PostgreSQL is found by DATABASE_URL or the PG* variables; the role is lanyard_badges unless they "
        "name one.\n"
        "Exit status: 0 done, 1 failed (the old file stands), 2 wrong usage, 3 done, but something did not "
        "come\n"
        "out as it should (told on standard error), 6 not configured."};

int main(int argc, char **argv)
{
    return program_main(&program, argc, argv);
}
