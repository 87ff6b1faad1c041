/* lanyard-badges check: what is wrong with a design, before anything is printed with it. */
#include "cli/badges/badges.h"

#include <unistd.h>

static const char *assets = LANYARD_ASSETS;

static const struct option_spec options[] = {{.name = "assets",
                                              .type = OPTION_TEXT,
                                              .target = &assets,
                                              .value = "DIR",
                                              .variable = "LANYARD_ASSETS",
                                              .help = "where the designs are"},
                                             {0}};

struct badge_design *badges_open_design(const char *folder, const char *name, struct error *error)
{
    struct badge_design *design = NULL;
    scope_buffer struct buffer path = BUFFER(4000);
    if (strchr(name, '/'))
        buffer_text(&path, name);
    else
        buffer_printf(&path, "%s/designs/%s", folder, name);
    if (path.failed)
        error_set(error, ERROR_CALLER, "design", "its name is too long");
    else
        design = badge_design_load(path.data, error);
    return design;
}

static int check_run(int argc, char **argv)
{
    struct error error = {0};
    scope_buffer struct buffer lines = BUFFER(65536);
    struct badge_design *design = badges_open_design(assets, argc ? argv[0] : "default", &error);
    if (!design)
        return program_fail(&error);
    int faults = badge_design_check(design, &lines);
    badge_design_free(design);
    if (lines.data)
        fputs(lines.data, stdout);
    if (!faults)
        puts("The design is in order.");
    return faults ? EXIT_PARTLY : EXIT_DONE;
}

const struct command badges_check = {.name = "check",
                                     .arguments = "[DESIGN]",
                                     .summary = "Tells what is wrong with a design.",
                                     .options = options,
                                     .most = 1,
                                     .run = check_run};
