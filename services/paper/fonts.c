/* Which font writes which script. */
#include "paper/paper.h"

#define LATIN "Noto Sans"

/* Left to itself, fontconfig picks wrongly for Arabic, Hebrew, Chinese and Korean; so each script has its
 * family. Emoji are no script; pango takes the font that is there for them. */
static const struct {
    PangoScript script;
    const char *family;
} families[] = {
    {PANGO_SCRIPT_ARABIC, "Noto Sans Arabic"},
    {PANGO_SCRIPT_ARMENIAN, "Noto Sans Armenian"},
    {PANGO_SCRIPT_BALINESE, "Noto Sans Balinese"},
    {PANGO_SCRIPT_BENGALI, "Noto Sans Bengali"},
    {PANGO_SCRIPT_CANADIAN_ABORIGINAL, "Noto Sans Canadian Aboriginal"},
    {PANGO_SCRIPT_CHEROKEE, "Noto Sans Cherokee"},
    {PANGO_SCRIPT_COPTIC, "Noto Sans Coptic"},
    {PANGO_SCRIPT_DEVANAGARI, "Noto Sans Devanagari"},
    {PANGO_SCRIPT_ETHIOPIC, "Noto Sans Ethiopic"},
    {PANGO_SCRIPT_GEORGIAN, "Noto Sans Georgian"},
    {PANGO_SCRIPT_GUJARATI, "Noto Sans Gujarati"},
    {PANGO_SCRIPT_GURMUKHI, "Noto Sans Gurmukhi"},
    {PANGO_SCRIPT_HEBREW, "Noto Sans Hebrew"},
    {PANGO_SCRIPT_KANNADA, "Noto Sans Kannada"},
    {PANGO_SCRIPT_KHMER, "Noto Sans Khmer"},
    {PANGO_SCRIPT_LAO, "Noto Sans Lao"},
    {PANGO_SCRIPT_MALAYALAM, "Noto Sans Malayalam"},
    {PANGO_SCRIPT_MONGOLIAN, "Noto Sans Mongolian"},
    {PANGO_SCRIPT_MYANMAR, "Noto Sans Myanmar"},
    {PANGO_SCRIPT_NKO, "Noto Sans NKo"},
    {PANGO_SCRIPT_ORIYA, "Noto Sans Oriya"},
    {PANGO_SCRIPT_SINHALA, "Noto Sans Sinhala"},
    {PANGO_SCRIPT_SYRIAC, "Noto Sans Syriac"},
    {PANGO_SCRIPT_TAMIL, "Noto Sans Tamil"},
    {PANGO_SCRIPT_TELUGU, "Noto Sans Telugu"},
    {PANGO_SCRIPT_THAANA, "Noto Sans Thaana"},
    {PANGO_SCRIPT_THAI, "Noto Sans Thai"},
    {PANGO_SCRIPT_TIBETAN, "Noto Serif Tibetan"},
    {PANGO_SCRIPT_TIFINAGH, "Noto Sans Tifinagh"},
    {PANGO_SCRIPT_VAI, "Noto Sans Vai"},
    {PANGO_SCRIPT_YI, "Noto Sans Yi"},
    {PANGO_SCRIPT_HANGUL, "Noto Sans CJK KR"},
    {PANGO_SCRIPT_HIRAGANA, "Noto Sans CJK JP"},
    {PANGO_SCRIPT_KATAKANA, "Noto Sans CJK JP"},
    {PANGO_SCRIPT_BOPOMOFO, "Noto Sans CJK TC"},
};

/* The same Han letter is drawn differently; the first hint that matches decides. A tag matches whole or up to
 * a hyphen. */
static const struct {
    const char *language, *country, *family;
} han_families[] = {
    {"zh-Hant-HK", NULL, "Noto Sans CJK HK"}, {"zh-HK", NULL, "Noto Sans CJK HK"},
    {"zh-Hant", NULL, "Noto Sans CJK TC"},    {"zh-TW", NULL, "Noto Sans CJK TC"},
    {"zh", "TW", "Noto Sans CJK TC"},         {"zh", "HK", "Noto Sans CJK HK"},
    {"zh", "MO", "Noto Sans CJK HK"},         {"zh", NULL, "Noto Sans CJK SC"},
    {"ja", NULL, "Noto Sans CJK JP"},         {"ko", NULL, "Noto Sans CJK KR"},
    {NULL, "TW", "Noto Sans CJK TC"},         {NULL, "HK", "Noto Sans CJK HK"},
    {NULL, "MO", "Noto Sans CJK HK"},         {NULL, "JP", "Noto Sans CJK JP"},
    {NULL, "KR", "Noto Sans CJK KR"},         {NULL, NULL, "Noto Sans CJK SC"},
};

static bool language_matches(const char *wanted, const char *language)
{
    if (!wanted)
        return true;
    size_t length = strlen(wanted);
    return language && strncasecmp(language, wanted, length) == 0 &&
           (!language[length] || language[length] == '-');
}

static bool country_matches(const char *wanted, const char *country)
{
    return !wanted || (country && strcmp(country, wanted) == 0);
}

static const char *han_family(const struct paper_hints *hints)
{
    size_t i = 0;
    while (!language_matches(han_families[i].language, hints->language) ||
           !country_matches(han_families[i].country, hints->country))
        i++;
    return han_families[i].family;
}

static const char *family_of(PangoScript script)
{
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        if (families[i].script == script)
            return families[i].family;
    return LATIN;
}

/* Han beside kana is Japanese, beside hangul Korean, whatever the hints say. */
static const char *han_family_beside(const char *text, const struct paper_hints *hints)
{
    const char *family = NULL;
    PangoScriptIter *run = pango_script_iter_new(text, -1);
    do {
        PangoScript script;
        pango_script_iter_get_range(run, NULL, NULL, &script);
        if (script == PANGO_SCRIPT_HIRAGANA || script == PANGO_SCRIPT_KATAKANA ||
            script == PANGO_SCRIPT_HANGUL)
            family = family_of(script);
    } while (!family && pango_script_iter_next(run));
    pango_script_iter_free(run);
    return family ? family : han_family(hints);
}

PangoAttrList *paper_fonts_for(const char *text, const struct paper_hints *hints)
{
    PangoAttrList *list = pango_attr_list_new();
    PangoScriptIter *run = pango_script_iter_new(text, -1);
    do {
        const char *start, *end;
        PangoScript script;
        pango_script_iter_get_range(run, &start, &end, &script);
        const char *family = script == PANGO_SCRIPT_HAN ? han_family_beside(text, hints) : family_of(script);
        PangoAttribute *attribute = pango_attr_family_new(family);
        attribute->start_index = (guint)(start - text);
        attribute->end_index = (guint)(end - text);
        pango_attr_list_insert(list, attribute);
    } while (pango_script_iter_next(run));
    pango_script_iter_free(run);
    return list;
}

bool paper_fonts_have(const char *family)
{
    PangoFontFamily **list;
    int count;
    pango_font_map_list_families(pango_cairo_font_map_get_default(), &list, &count);
    bool found = false;
    for (int i = 0; i < count && !found; i++)
        found = text_equal_nocase(pango_font_family_get_name(list[i]), family);
    g_free(list);
    return found;
}

bool paper_fonts_check(struct error *error)
{
    static const char *const wanted[] = {LATIN, "Noto Sans Arabic", "Noto Sans CJK SC"};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (!paper_fonts_have(wanted[i]))
            return error_set(
                error, ERROR_SETUP, NULL,
                "the font family %s is not installed: install fonts-noto-core and fonts-noto-cjk", wanted[i]);
    return true;
}
