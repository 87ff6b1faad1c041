/* All languages: read from their files, each with whole tables of its own. */
#include "language/language_private.h"

#include <dirent.h>
#include <unicode/uloc.h>

#define FILE_MAX (256u * 1024)
#define DEFAULT_TAG "en"

static int is_catalogue(const struct dirent *entry)
{
    const char *ending = strrchr(entry->d_name, '.');
    return ending && ending != entry->d_name && strcmp(ending, ".json") == 0;
}

static int compare_ids(const void *a, const void *b)
{
    return strcmp(((const struct record_pair *)a)->name, ((const struct record_pair *)b)->name);
}

static bool read_messages(struct languages *languages, struct language *language, const char *path,
                          struct error *error)
{
    size_t length;
    scope_free char *text = file_read(path, FILE_MAX, &length, error);
    if (!text || !record_read_texts(text, length, path, &languages->arena, &language->messages, error))
        return false;
    struct record_pairs *messages = &language->messages;
    qsort(messages->items, messages->count, sizeof *messages->items, compare_ids);
    for (size_t i = 0; i < messages->count; i++)
        if (!sentence_is_whole(messages->items[i].text))
            return error_set(error, ERROR_SETUP, NULL,
                             "%s: %s: a place in it is neither {name} nor {name, plural, one {…} other {…}}",
                             path, messages->items[i].name);
    return true;
}

static bool load_language(struct languages *languages, const char *folder, const char *file,
                          struct error *error)
{
    struct language *language = &languages->items[languages->count];
    scope_buffer struct buffer path = BUFFER(4096);
    buffer_printf(&path, "%s/messages/%s", folder, file);
    language->tag = arena_text(&languages->arena, file, strcspn(file, "."));
    language->index = languages->count;
    if (path.failed || !language->tag)
        return error_set(error, ERROR_SETUP, "--assets", "is too long a name");
    if (!text_is_language(language->tag))
        return error_set(error, ERROR_SETUP, NULL, "%s: its name is no language's tag", path.data);
    languages->count++;
    language->is_rtl = uloc_isRightToLeft(language->tag);
    return read_messages(languages, language, path.data, error);
}

/* What it lacks is the default's, so that one look finds either. */
static bool complete_messages(struct languages *languages, struct language *language)
{
    const struct record_pairs own = language->messages;
    const struct record_pairs all = languages->fallback->messages;
    struct record_pairs whole = {
        .items = arena_array(&languages->arena, own.count + all.count, sizeof *whole.items)};
    if (!whole.items)
        return false;
    for (size_t i = 0, k = 0; i < own.count || k < all.count;) {
        int order = i == own.count ? 1 : k == all.count ? -1 : compare_ids(&own.items[i], &all.items[k]);
        whole.items[whole.count++] = order <= 0 ? own.items[i] : all.items[k];
        i += order <= 0;
        k += order >= 0;
    }
    language->messages = whole;
    return true;
}

static const char *text_or(const struct language *language, const char *id, const char *otherwise)
{
    const char *text = language_find(language, id);
    return text ? text : otherwise;
}

/* Before the default's messages are added: how it is called and whose dates it writes is each one's own. */
static bool open_language(struct languages *languages, struct language *language, struct error *error)
{
    UErrorCode status = U_ZERO_ERROR;
    language->name = text_or(language, "language.name", language->tag);
    language->formats =
        language_formats_open(text_or(language, "language.formats", language->tag), language->is_rtl);
    language->zones = language_zones_open();
    language->numbers = uplrules_open(language->tag, &status);
    return ((language->formats && language->zones && U_SUCCESS(status)) ||
            error_set(error, ERROR_OURS, NULL, "language %s cannot be opened: %s", language->tag,
                      u_errorName(U_FAILURE(status) ? status : U_MEMORY_ALLOCATION_ERROR))) &&
           language_name_countries(language, &languages->arena, error);
}

static bool open_languages(struct languages *languages, const char *folder, struct error *error)
{
    for (size_t i = 0; i < languages->count; i++) {
        struct language *language = &languages->items[i];
        if (!open_language(languages, language, error))
            return false;
        if (strcmp(language->tag, DEFAULT_TAG) == 0)
            languages->fallback = language;
    }
    if (!languages->fallback)
        return error_set(error, ERROR_SETUP, NULL, "%s/messages/%s.json is missing: see --assets", folder,
                         DEFAULT_TAG);
    for (size_t i = 0; i < languages->count; i++)
        if (&languages->items[i] != languages->fallback &&
            !complete_messages(languages, &languages->items[i]))
            return error_set(error, ERROR_OURS, NULL, "out of memory");
    return true;
}

static bool load_all(struct languages *languages, const char *folder, struct dirent *const *entries,
                     size_t count, struct error *error)
{
    languages->arena = ARENA((count + 1) * 16 * FILE_MAX);
    languages->items = arena_array(&languages->arena, count, sizeof *languages->items);
    if (!languages->items)
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    for (size_t i = 0; i < count; i++)
        if (!load_language(languages, folder, entries[i]->d_name, error))
            return false;
    return open_languages(languages, folder, error);
}

static struct languages *languages_new(const char *folder, struct dirent *const *entries, int count,
                                       struct error *error)
{
    if (count <= 0) {
        error_set(error, ERROR_SETUP, NULL, "there are no messages in %s/messages: see --assets", folder);
        return NULL;
    }
    struct languages *languages = calloc(1, sizeof *languages);
    if (!languages)
        error_set(error, ERROR_OURS, NULL, "out of memory");
    else if (load_all(languages, folder, entries, (size_t)count, error))
        return languages;
    languages_free(languages);
    return NULL;
}

struct languages *languages_load(const char *folder, struct error *error)
{
    scope_buffer struct buffer path = BUFFER(4096);
    struct dirent **entries = NULL;
    buffer_printf(&path, "%s/messages", folder);
    int count = path.failed ? 0 : scandir(path.data, &entries, is_catalogue, alphasort);
    struct languages *languages = languages_new(folder, entries, count, error);
    for (int i = 0; i < count; i++)
        free(entries[i]);
    free(entries);
    return languages;
}

void languages_free(struct languages *languages)
{
    if (!languages)
        return;
    for (size_t i = 0; i < languages->count; i++) {
        language_formats_close(languages->items[i].formats);
        uplrules_close(languages->items[i].numbers);
        language_zones_close(languages->items[i].zones);
    }
    arena_free(&languages->arena);
    free(languages);
}

size_t languages_count(const struct languages *languages)
{
    return languages->count;
}

const struct language *languages_at(const struct languages *languages, size_t index)
{
    must(index < languages->count);
    return &languages->items[index];
}

const struct language *languages_default(const struct languages *languages)
{
    return languages->fallback;
}

const char *language_tag(const struct language *language)
{
    return language->tag;
}

const char *language_name(const struct language *language)
{
    return language->name;
}

size_t language_index(const struct language *language)
{
    return language->index;
}

bool language_is_rtl(const struct language *language)
{
    return language->is_rtl;
}
