/* What the commands of lanyard-checkin share: the folder, JSON for programs, a scan and its exit status. */
#include "cli/checkin/checkin.h"

#define MOST_JSON ((size_t)32 << 20)

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
    return checkin_options.json || strcmp(checkin_options.format, "json") == 0;
}

bool checkin_print_document(struct buffer *document, struct error *error)
{
    scope_free char *text = buffer_take(document);
    if (!text)
        return error_set(error, ERROR_OURS, NULL, "out of memory, or the answer is no text");
    screen_print_json(stdout, text, strlen(text));
    putchar('\n');
    return true;
}

bool checkin_print(const struct record *record, const void *from, int indent, struct error *error)
{
    struct buffer document = BUFFER(MOST_JSON);
    record_write(record, from, indent, &document);
    return checkin_print_document(&document, error);
}
