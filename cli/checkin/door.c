#include "cli/checkin/door.h"

struct door_options door_options = {.format = "text"};

char *door_folder(struct error *error)
{
    const char *state = getenv("XDG_STATE_HOME");
    const char *home = getenv("HOME");
    struct buffer folder = BUFFER(500);
    if (door_options.folder)
        buffer_text(&folder, door_options.folder);
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

struct checkin_door *door_open(bool scans, struct error *error)
{
    scope_free char *folder = door_folder(error);
    return folder ? checkin_door_open(folder, scans, error) : NULL;
}

bool door_wants_json(void)
{
    return strcmp(door_options.format, "json") == 0;
}

bool door_decide(struct checkin_door *door, const char *text, size_t length, enum checkin_verdict *worst,
                 struct error *error)
{
    scope_json json_t *result = checkin_door_scan(door, text, length, error);
    enum checkin_verdict verdict;
    if (!result)
        return false;
    door_show(door, result);
    if (!checkin_verdict_parse(json_text(result, "verdict", ""), &verdict))
        verdict = CHECKIN_UNDECIDED; /* a word newer than this program */
    if (verdict > *worst)
        *worst = verdict;
    return true;
}

int door_exit(bool strict, enum checkin_verdict worst)
{
    return strict && worst != CHECKIN_ADMITTED ? 10 + (int)worst : EXIT_DONE;
}
