#include "web/web.h"

#include <dirent.h>
#include <unicode/uloc.h>

#define FILE_MAX (256u * 1024)
#define FALLBACK "en"

struct locale {
    char tag[36];
    json_t *messages;
    const struct locale *fallback; /* NULL for the fallback itself */
};

struct locales {
    struct locale *list;
    size_t count;
};

static struct locale *find_tag(const struct locales *locales, const char *tag, size_t length)
{
    for (size_t i = 0; i < locales->count; i++) {
        const struct locale *locale = &locales->list[i];
        char wanted[36];
        snprintf(wanted, sizeof wanted, "%.*s", (int)length, tag);
        if (text_equal_nocase(locale->tag, wanted))
            return (struct locale *)(uintptr_t)locale;
    }
    return NULL;
}

static bool load_catalogue(struct locales *locales, const char *folder, const char *file, struct error *error)
{
    struct locale *locale = &locales->list[locales->count];
    struct buffer path = BUFFER(4096);
    size_t length;
    buffer_printf(&path, "%s/messages/%s", folder, file);
    scope_free char *text = file_read(path.data, FILE_MAX, &length, error);
    locale->messages = text ? json_read(text, length, path.data, error) : NULL;
    buffer_free(&path);
    if (!locale->messages)
        return false;
    locales->count++;
    size_t length_of_tag = strcspn(file, ".");
    if (length_of_tag >= sizeof locale->tag)
        return error_set(error, ERROR_SETUP, NULL, "messages/%s: no language has so long a tag", file);
    memcpy(locale->tag, file, length_of_tag);
    return true;
}

static bool link_fallback(struct locales *locales, const char *folder, struct error *error)
{
    const struct locale *fallback = find_tag(locales, FALLBACK, strlen(FALLBACK));
    if (!fallback)
        return error_set(error, ERROR_SETUP, NULL, "%s/messages/%s.json is missing: see --assets", folder,
                         FALLBACK);
    for (size_t i = 0; i < locales->count; i++)
        if (&locales->list[i] != fallback)
            locales->list[i].fallback = fallback;
    return true;
}

static int is_catalogue(const struct dirent *entry)
{
    const char *ending = strrchr(entry->d_name, '.');
    return ending && ending != entry->d_name && strcmp(ending, ".json") == 0;
}

struct locales *locales_load(const char *folder, struct error *error)
{
    struct locales *locales = calloc(1, sizeof *locales);
    struct buffer path = BUFFER(4096);
    struct dirent **entries = NULL;
    buffer_printf(&path, "%s/messages", folder);
    int count = scandir(path.data, &entries, is_catalogue, alphasort);
    if (locales && count > 0)
        locales->list = calloc((size_t)count, sizeof *locales->list);
    bool good = locales && locales->list;
    if (!good)
        error_set(error, ERROR_SETUP, NULL, "there are no messages in %s: see --assets", path.data);
    for (int i = 0; i < count; i++) {
        good = good && load_catalogue(locales, folder, entries[i]->d_name, error);
        free(entries[i]);
    }
    free(entries);
    buffer_free(&path);
    if (good && link_fallback(locales, folder, error))
        return locales;
    locales_free(locales);
    return NULL;
}

void locales_free(struct locales *locales)
{
    if (!locales)
        return;
    for (size_t i = 0; i < locales->count; i++)
        json_decref(locales->list[i].messages);
    free(locales->list);
    free(locales);
}

const struct locale *locale_default(const struct locales *locales)
{
    return find_tag(locales, FALLBACK, strlen(FALLBACK));
}

/* RFC 4647 look-up: zh-Hant-TW, zh-Hant, zh. */
static const struct locale *look_up(const struct locales *locales, const char *tag, size_t length)
{
    while (length) {
        const struct locale *found = find_tag(locales, tag, length);
        if (found)
            return found;
        while (length && tag[length - 1] != '-')
            length--;
        length -= length > 0;
    }
    return NULL;
}

/* Where the parameter "q=", in either case, begins; NULL if there is none. */
static const char *weight(const char *parameters, size_t length)
{
    for (size_t i = 0; i + 2 < length; i++) {
        if (parameters[i] != ';')
            continue;
        const char *name = parameters + i + 1;
        name += strspn(name, " \t");
        if ((*name == 'q' || *name == 'Q') && name[1] == '=')
            return name;
    }
    return NULL;
}

/* ";q=0.8" in thousandths; RFC 9110 section 12.4.2. */
static int quality(const char *parameters, size_t length)
{
    const char *q = weight(parameters, length);
    if (!q)
        return 1000;
    int value = q[2] == '1' ? 1000 : 0;
    int unit = 100;
    if (q[2] != '0' && q[2] != '1')
        return 0;
    for (q += 3 + (q[3] == '.'); value < 1000 && *q >= '0' && *q <= '9' && unit; q++, unit /= 10)
        value += (*q - '0') * unit;
    return value;
}

const struct locale *locale_choose(const struct locales *locales, const char *wanted, const char *accept)
{
    const struct locale *best =
        wanted && text_is_language(wanted) ? look_up(locales, wanted, strlen(wanted)) : NULL;
    int best_quality = best ? 1001 : 0;
    for (const char *range = accept; range && *range;) {
        range += strspn(range, ", \t");
        size_t whole = strcspn(range, ",");
        size_t tag = strcspn(range, ",; \t");
        int q = quality(range + tag, whole - tag);
        const struct locale *found = q > best_quality && tag < 36 ? look_up(locales, range, tag) : NULL;
        if (found) {
            best = found;
            best_quality = q;
        }
        range += whole;
    }
    return best ? best : locale_default(locales);
}

const char *locale_tag(const struct locale *locale)
{
    return locale->tag;
}

const char *locale_formats(const struct locale *locale)
{
    return json_text(locale->messages, "language.formats", locale->tag);
}

bool locale_is_rtl(const struct locale *locale)
{
    return uloc_isRightToLeft(locale->tag);
}

static const char *find_message(const struct locale *locale, const char *id)
{
    const char *text = json_text(locale->messages, id, NULL);
    return text || !locale->fallback ? text : json_text(locale->fallback->messages, id, NULL);
}

bool locale_has(const struct locale *locale, const char *id)
{
    return find_message(locale, id) != NULL;
}

/* Between letters that run the other way a value stands in an isolate (Unicode Standard Annex 9), or its
 * punctuation wanders. */
static void fill_place(const struct locale *locale, const json_t *context, const char *name,
                       struct buffer *text)
{
    const json_t *value = json_object_get(context, name);
    bool isolate = locale_is_rtl(locale);
    if (json_is_string(value))
        buffer_printf(text, "%s%s%s", isolate ? "\u2068" : "", json_string_value(value),
                      isolate ? "\u2069" : "");
    else if (json_is_integer(value))
        buffer_printf(text, "%lld", (long long)json_integer_value(value));
}

void locale_message(const struct locale *locale, const char *id, const json_t *context, struct buffer *text)
{
    const char *message = find_message(locale, id);
    for (const char *c = message ? message : id; *c;) {
        size_t plain = strcspn(c, "{");
        buffer_append(text, c, plain);
        c += plain;
        size_t length = strcspn(c, "}");
        if (!*c || !c[length])
            break;
        char name[64];
        snprintf(name, sizeof name, "%.*s", (int)length - 1, c + 1);
        fill_place(locale, context, name, text);
        c += length + 1;
    }
}

void locale_fault(const struct locale *locale, const struct fault *fault, struct buffer *text)
{
    char own[sizeof fault->field + 64];
    scope_json json_t *context = json_pack("{s:s}", "detail", fault->detail);
    snprintf(own, sizeof own, "%s.%s", fault->message, fault->field);
    locale_message(locale, locale_has(locale, own) ? own : fault->message, context, text);
}

json_t *locale_list(const struct locales *locales, const struct locale *current)
{
    json_t *list = json_array();
    for (size_t i = 0; i < locales->count; i++) {
        const struct locale *locale = &locales->list[i];
        json_array_append_new(list, json_pack("{s:s, s:s, s:b}", "tag", locale->tag, "name",
                                              json_text(locale->messages, "language.name", locale->tag),
                                              "current", (int)(locale == current)));
    }
    return list;
}
