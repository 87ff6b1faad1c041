/* What the files of room language share. */
#pragma once

#include "language/language.h"

#include <unicode/udateintervalformat.h>
#include <unicode/uldnames.h>
#include <unicode/upluralrules.h>
#include <unicode/utypes.h>

#define LANGUAGE_LOCALE_SIZE 64 /* of an ICU locale: a tag with keywords */

/* Formatters of one language, opened when first used and kept. Thread-safe. */
struct language_formats;

struct language_zones;

struct language {
    const char *tag, *name;
    size_t index;
    bool is_rtl;
    struct record_pairs messages; /* sorted; the default's are among them where it has none of its own */
    struct language_formats *formats;
    UPluralRules *numbers; /* kinds of numbers; not changed by use */
    struct language_zones *zones;
    struct language_country *countries;
    size_t country_count;
};

struct languages {
    struct arena arena; /* all texts, and the languages themselves */
    struct language *items;
    size_t count;
    const struct language *fallback;
};

/* formats.c: locale says whose dates and money: "en-001", international English, so that a dollar says which.
 * NULL when out of memory. */
struct language_formats *language_formats_open(const char *locale, bool is_rtl) CHECKED;
void language_formats_close(struct language_formats *formats);

/* zones.c: NULL when out of memory. Thread-safe. */
struct language_zones *language_zones_open(void) CHECKED;
void language_zones_close(struct language_zones *zones);

/* countries.c: names and sorts them once. */
bool language_name_countries(struct language *language, struct arena *arena, struct error *error) CHECKED;

/* country_names.c: NULL where CLDR's name is the one. */
const char *language_own_country(const char *language, const char *code);

/* wording.c: what language_interval is made of. */
UDateIntervalFormat *language_interval_open(const char *locale, const char *skeleton);
void language_interval_write(const UDateIntervalFormat *format, const char *from, const char *to,
                             char text[static LANGUAGE_TEXT_SIZE]);
/* A local day, or minute of one, as if it were UTC's. False if it is none. */
bool language_instant(const char *local, UDate *instant) CHECKED;
/* Western digits, as language.h says. */
void language_locale(const char *language, char locale[static LANGUAGE_LOCALE_SIZE]);
/* Ours, or CLDR's; the code where neither has one. */
void language_name_country(const ULocaleDisplayNames *names, const char *language, const char *code,
                           char text[static LANGUAGE_TEXT_SIZE]);
/* The fallback where ICU had nothing to say. */
void language_from_utf16(const UChar *wide, int32_t length, UErrorCode status, const char *fallback,
                         char text[static LANGUAGE_TEXT_SIZE]);
