/* language: days and countries as people of a language write them (Unicode CLDR, by ICU).
 *
 * language is a BCP 47 tag; digits are Western in every language: codes, references and what is typed have
 * them too, and one page shows one kind. What cannot be worded comes out as it went in. */
#pragma once

#include <stddef.h>

#define LANGUAGE_TEXT_SIZE 256

/* From and to are ISO 8601, "2027-06-08" or "2027-06-08T09:00", local times that stand for themselves. The
 * skeleton says what is shown (UTS #35): "yMMMMd" gives "June 8 – 10, 2027". */
void language_interval(const char *language, const char *skeleton, const char *from, const char *to,
                       char text[static LANGUAGE_TEXT_SIZE]);

/* code is ISO 3166-1 alpha-2. */
void language_country(const char *language, const char *code, char text[static LANGUAGE_TEXT_SIZE]);
