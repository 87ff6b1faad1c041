/* What people read, as it is read: NFC, no control characters, which a terminal or a page would obey. */
#include "event/event_private.h"

#define PATH_SIZE 256 /* the tables are not deep */
#define LINES_MOST 16384

struct cleaner {
    struct arena *arena;
    struct event_findings *findings;
    struct error *error;
};

static bool clean_record(const struct cleaner *cleaner, const struct record *record, void *of,
                         const char *path);

static const char *const no_breaks[] = {"\u00a0", "\u202f"};

/* The first space that breaks no line, and how long it is; NULL if there is none. */
static const char *find_no_break(const char *text, size_t *length)
{
    const char *first = NULL;
    for (size_t i = 0; i < COUNT_OF(no_breaks); i++) {
        const char *found = strstr(text, no_breaks[i]);
        if (found && (!first || found < first)) {
            first = found;
            *length = strlen(no_breaks[i]);
        }
    }
    return first;
}

/* As text_clean, but for spaces that break no line, as French has them before some signs: they stay, with no
 * others beside them, within the text. */
static char *clean_words(const char *text, size_t length)
{
    scope_free char *whole = text_clean(text, length);
    scope_free char *rest = strndup(text, length);
    scope_buffer struct buffer words = BUFFER(LINES_MOST);
    size_t space = 0;
    const char *at = rest ? find_no_break(rest, &space) : NULL;
    if (!whole || !at)
        return scope_take(&whole);
    for (const char *part = rest; part; at = part ? find_no_break(part, &space) : NULL) {
        scope_free char *clean = text_clean(part, at ? (size_t)(at - part) : strlen(part));
        if (!clean) /* a pair of controls reaches across it */
            return scope_take(&whole);
        buffer_text(&words, clean);
        if (at && words.length && at[space])
            buffer_append(&words, at, space);
        part = at ? at + space : NULL;
    }
    return words.failed ? NULL : strdup(words.data ? words.data : "");
}

/* Each line by itself; those that come out empty at the end are none. NULL as text_clean. */
static char *clean_lines(const char *text)
{
    scope_buffer struct buffer lines = BUFFER(LINES_MOST);
    size_t kept = 0;
    buffer_text(&lines, "");
    for (const char *line = text; line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
        scope_free char *clean = clean_words(line, strcspn(line, "\n"));
        if (!clean)
            return NULL;
        buffer_printf(&lines, "%s%s", line == text ? "" : "\n", clean);
        kept = *clean ? lines.length : kept;
    }
    return lines.failed ? NULL : strndup(lines.data, kept);
}

static bool clean_text(const struct cleaner *cleaner, bool has_lines, const char **text, const char *path)
{
    if (!*text)
        return true;
    scope_free char *clean = has_lines ? clean_lines(*text) : clean_words(*text, strlen(*text));
    if (!clean) {
        event_find(cleaner->findings, EVENT_FAULT, path, "holds characters that cannot be shown");
        *text = "?"; /* the fault is told, and no second one of the same */
        return true;
    }
    *text = arena_copy(cleaner->arena, clean);
    return *text != NULL || error_set(cleaner->error, ERROR_OURS, NULL, "out of memory");
}

/* How to pay is the one text of several lines. */
static bool clean_wording(const struct cleaner *cleaner, const struct record_member *member,
                          const struct record_pairs *wording, const char *path)
{
    bool has_lines = strcmp(member->name, "instructions") == 0;
    for (size_t i = 0; i < wording->count; i++) {
        char inner[PATH_SIZE];
        const char *language = wording->items[i].name;
        snprintf(inner, sizeof inner, "%.200s%s%.40s", path, *language ? "." : "", language);
        if (!clean_text(cleaner, has_lines, &wording->items[i].text, inner))
            return false;
    }
    return true;
}

static bool clean_list(const struct cleaner *cleaner, const struct record_member *member,
                       const struct record_any_list *list, const char *path)
{
    for (size_t i = 0; i < list->count; i++) {
        char inner[PATH_SIZE];
        int length = snprintf(inner, sizeof inner, "%s[%zu]", path, i);
        must(length > 0 && (size_t)length < sizeof inner);
        void *item = list->items + i * member->size;
        if (!(member->of ? clean_record(cleaner, member->of, item, inner)
                         : clean_text(cleaner, false, (const char **)item, inner)))
            return false;
    }
    return true;
}

static bool clean_member(const struct cleaner *cleaner, const struct record_member *member, void *at,
                         const char *path)
{
    switch (member->type) {
    case RECORD_IS_TEXT:
        return clean_text(cleaner, false, at, path);
    case RECORD_IS_RECORD:
        return clean_record(cleaner, member->of, at, path);
    case RECORD_IS_LIST:
    case RECORD_IS_TEXTS:
        return clean_list(cleaner, member, at, path);
    case RECORD_IS_WORDING:
        return clean_wording(cleaner, member, at, path);
    case RECORD_IS_PAIRS:
        must(member->values != RECORD_IS_TEXT); /* no event has such */
        return true;
    default:
        must(member->type != RECORD_IS_POINTER && member->type != RECORD_IS_ANY); /* nor such */
        return true;
    }
}

static bool clean_record(const struct cleaner *cleaner, const struct record *record, void *of,
                         const char *path)
{
    for (size_t i = 0; i < record->count; i++) {
        const struct record_member *member = &record->members[i];
        char inner[PATH_SIZE];
        int length = snprintf(inner, sizeof inner, "%s%s%s", path, *path ? "." : "", member->name);
        must(length > 0 && (size_t)length < sizeof inner);
        if (!clean_member(cleaner, member, (char *)of + member->offset, inner))
            return false;
    }
    return true;
}

bool event_clean(const struct record *record, void *of, struct arena *arena, struct event_findings *findings,
                 struct error *error)
{
    return clean_record(&(struct cleaner){arena, findings, error}, record, of, "");
}

char *event_clean_text(const char *bytes, size_t length)
{
    return text_clean(bytes, length);
}

const char *event_near_word(const char *word, const char *const *words)
{
    return near_word(word, words);
}
