/* Countries, named and sorted once for each language. */
#include "language/language_private.h"

#include <unicode/ucol.h>
#include <unicode/ustring.h>

#define KEY_SIZE 1024

struct named_country {
    struct language_country country;
    uint8_t key[KEY_SIZE]; /* sorts as the reader expects */
};

static int compare_countries(const void *a, const void *b)
{
    return strcmp((const char *)((const struct named_country *)a)->key,
                  (const char *)((const struct named_country *)b)->key);
}

static size_t count_codes(void)
{
    size_t count = 0;
    while (text_country(count))
        count++;
    return count;
}

static void name_country(const ULocaleDisplayNames *names, const UCollator *order, const char *language,
                         const char *code, struct named_country *named, struct arena *arena)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar wide[LANGUAGE_TEXT_SIZE];
    char text[LANGUAGE_TEXT_SIZE];
    int32_t length;
    language_name_country(names, language, code, text);
    named->country = (struct language_country){.code = code, .name = arena_copy(arena, text)};
    u_strFromUTF8(wide, LANGUAGE_TEXT_SIZE, &length, text, -1, &status);
    /* What does not fit is cut, and still sorts. */
    ucol_getSortKey(order, wide, U_SUCCESS(status) ? length : 0, named->key, sizeof named->key);
    named->key[sizeof named->key - 1] = 0;
}

static void name_all(const ULocaleDisplayNames *names, const UCollator *order, struct named_country *named,
                     struct language *language, struct arena *arena)
{
    const char *code;
    for (size_t i = 0; (code = text_country(i)); i++)
        name_country(names, order, language->tag, code, &named[language->country_count++], arena);
    qsort(named, language->country_count, sizeof *named, compare_countries);
    for (size_t i = 0; i < language->country_count; i++)
        language->countries[i] = named[i].country;
}

bool language_name_countries(struct language *language, struct arena *arena, struct error *error)
{
    UErrorCode status = U_ZERO_ERROR;
    size_t most = count_codes();
    scope_free struct named_country *named = calloc(most + 1, sizeof *named);
    language->countries = arena_array(arena, most, sizeof *language->countries);
    if (!named || !language->countries)
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    ULocaleDisplayNames *names = uldn_open(language->tag, ULDN_STANDARD_NAMES, &status);
    UCollator *order = ucol_open(language->tag, &status);
    if (U_SUCCESS(status))
        name_all(names, order, named, language, arena);
    uldn_close(names);
    ucol_close(order);
    if (U_FAILURE(status))
        return error_set(error, ERROR_OURS, NULL, "no countries in language %s: %s", language->tag,
                         u_errorName(status));
    return !arena->failed || error_set(error, ERROR_OURS, NULL, "out of memory");
}

const struct language_country *language_countries(const struct language *language, size_t *count)
{
    *count = language->country_count;
    return language->countries;
}
