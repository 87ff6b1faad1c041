/* What the commands of lanyard-checkin share: the folder, JSON for programs, a scan and its exit status. */
#include "cli/checkin/checkin.h"

#define MOST_JSON ((size_t)32 << 20)
#define MOST_MEMORY ((size_t)32 << 20) /* of a scan: what the service can say of it */

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

bool checkin_print_document(struct buffer *document, struct error *error)
{
    scope_free char *text = buffer_take(document);
    if (!text)
        return error_set(error, ERROR_OURS, NULL, "out of memory, or the answer is no text");
    puts(text);
    return true;
}

bool checkin_print(const struct record *record, const void *from, int indent, struct error *error)
{
    struct buffer document = BUFFER(MOST_JSON);
    record_write(record, from, indent, &document);
    return checkin_print_document(&document, error);
}

bool checkin_decide(struct door *door, const char *text, size_t length, enum door_verdict *worst,
                    struct error *error)
{
    scope_arena struct arena memory = ARENA(MOST_MEMORY);
    struct door_result result;
    if (!door_scan(door, text, length, &memory, &result, error) || !checkin_show(door, &result, error))
        return false;
    enum door_verdict verdict = door_verdict_of(result.verdict);
    if (verdict > *worst)
        *worst = verdict;
    return true;
}

int checkin_exit(bool strict, enum door_verdict worst)
{
    return strict && worst != DOOR_ADMITTED ? 10 + (int)worst : EXIT_DONE;
}
