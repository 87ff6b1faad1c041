/* Which language somebody reads: by a tag that was asked for, or by what the browser says. */
#include "language/language_private.h"

#define TAG_SIZE 36

static bool is_offered(uint64_t offered, size_t index)
{
    return (offered >> index) & 1;
}

static const struct language *find_tag(const struct languages *languages, uint64_t offered, const char *tag,
                                       size_t length)
{
    char wanted[TAG_SIZE];
    snprintf(wanted, sizeof wanted, "%.*s", (int)length, tag);
    for (size_t i = 0; i < languages->count; i++)
        if (is_offered(offered, i) && text_equal_nocase(languages->items[i].tag, wanted))
            return &languages->items[i];
    return NULL;
}

/* The language however it is written, zh-Hans for zh or zh-TW: who reads the traditional script reads this
 * sooner than none of it, and is told by its tag what it is. */
static const struct language *find_alike(const struct languages *languages, uint64_t offered, const char *tag)
{
    size_t length = strcspn(tag, "-,; \t");
    for (size_t i = 0; i < languages->count; i++) {
        const char *own = languages->items[i].tag;
        if (is_offered(offered, i) && strcspn(own, "-") == length && strncasecmp(own, tag, length) == 0)
            return &languages->items[i];
    }
    return NULL;
}

/* RFC 4647 look-up: zh-Hant-TW, zh-Hant, zh, and then what is alike. */
static const struct language *look_up(const struct languages *languages, uint64_t offered, const char *tag,
                                      size_t length)
{
    const char *whole = tag;
    while (length) {
        const struct language *found = find_tag(languages, offered, tag, length);
        if (found)
            return found;
        while (length && tag[length - 1] != '-')
            length--;
        length -= length > 0;
    }
    return find_alike(languages, offered, whole);
}

/* Where the parameter "q=", in either case, begins; NULL if there is none. */
static const char *find_weight(const char *parameters, size_t length)
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
static int quality_of(const char *parameters, size_t length)
{
    const char *q = find_weight(parameters, length);
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

uint64_t languages_offered(const struct languages *languages, const char *const *tags, size_t count,
                           const struct language **first)
{
    uint64_t offered = 0;
    for (size_t i = 0; i < count; i++) {
        const struct language *language = look_up(languages, UINT64_MAX, tags[i], strlen(tags[i]));
        if (language && !offered)
            *first = language;
        if (language)
            offered |= UINT64_C(1) << language_index(language);
    }
    if (!offered)
        *first = languages->fallback;
    return offered ? offered : UINT64_MAX;
}

const struct language *languages_choose(const struct languages *languages, const char *wanted,
                                        const char *accept)
{
    return languages_choose_offered(languages, UINT64_MAX, languages->fallback, wanted, accept);
}

const struct language *languages_choose_offered(const struct languages *languages, uint64_t offered,
                                                const struct language *otherwise, const char *wanted,
                                                const char *accept)
{
    const struct language *best =
        wanted && text_is_language(wanted) ? look_up(languages, offered, wanted, strlen(wanted)) : NULL;
    int best_quality = best ? 1001 : 0;
    for (const char *range = accept; range && *range;) {
        range += strspn(range, ", \t");
        size_t whole = strcspn(range, ",");
        size_t tag = strcspn(range, ",; \t");
        int q = quality_of(range + tag, whole - tag);
        const struct language *found =
            q > best_quality && tag < TAG_SIZE ? look_up(languages, offered, range, tag) : NULL;
        if (found) {
            best = found;
            best_quality = q;
        }
        range += whole;
    }
    return best ? best : otherwise;
}
