#include "cli/checkin/checkin.h"

struct checkin_options checkin_options = {.format = "text"};

char *checkin_folder(struct error *error)
{
    const char *state = getenv("XDG_STATE_HOME");
    const char *home = getenv("HOME");
    struct buffer folder = BUFFER(500);
    if (checkin_options.folder)
        buffer_text(&folder, checkin_options.folder);
    else if (state && *state)
        buffer_printf(&folder, "%s/lanyard-door", state);
    else if (home && *home)
        buffer_printf(&folder, "%s/.local/state/lanyard-door", home);
    if (folder.length == 0 || folder.failed) {
        buffer_free(&folder);
        error_set(error, ERROR_SETUP, NULL, "there is no home folder: say where with --folder");
        return NULL;
    }
    return buffer_take(&folder);
}

struct door *checkin_open(bool scans, struct error *error)
{
    scope_free char *folder = checkin_folder(error);
    return folder ? door_open(folder, scans, error) : NULL;
}

bool checkin_wants_json(void)
{
    return strcmp(checkin_options.format, "json") == 0;
}

bool checkin_decide(struct door *door, const char *text, size_t length, enum door_verdict *worst,
                    struct error *error)
{
    scope_json json_t *result = door_scan(door, text, length, error);
    enum door_verdict verdict;
    if (!result)
        return false;
    checkin_show(door, result);
    if (!door_verdict_parse(json_text(result, "verdict", ""), &verdict))
        verdict = DOOR_UNDECIDED; /* a word newer than this program */
    if (verdict > *worst)
        *worst = verdict;
    return true;
}

int checkin_exit(bool strict, enum door_verdict worst)
{
    return strict && worst != DOOR_ADMITTED ? 10 + (int)worst : EXIT_DONE;
}
