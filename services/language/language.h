/* language: what people of a language read. Messages from a catalogue; money, days, times, zones and
 * countries as Unicode CLDR has them (by ICU).
 *
 * A language is a BCP 47 tag; digits are Western in every language: codes, references and what is typed have
 * them too, and one page shows one kind. What cannot be worded comes out as it went in.
 *
 * Languages are loaded once and then read by any number of threads. Formatters live as long as their
 * language; ICU's are not for several threads, so each language has a lock, held while one text is made.
 * Texts that a function gives are the arena's: NULL when that has failed, and never else. */
#pragma once

#include "base/base.h"

struct languages;
struct language;

/* --- all of them */

/* Reads every FOLDER/messages/TAG.json, an object of texts by id. en.json is the default's, which stands in
 * for what another lacks. ERROR_SETUP if there is none, or a place in a message is not closed; else the error
 * names the file. */
struct languages *languages_load(const char *folder, struct error *error) CHECKED;
void languages_free(struct languages *languages);

/* By index, in the order of their tags. */
size_t languages_count(const struct languages *languages);
const struct language *languages_at(const struct languages *languages, size_t index);
const struct language *languages_default(const struct languages *languages);

/* The best for this Accept-Language (RFC 9110 section 12.5.4, RFC 4647 look-up); wanted: a tag that goes
 * before it. Both may be NULL. */
const struct language *languages_choose(const struct languages *languages, const char *wanted,
                                        const char *accept);

/* Which of them somebody offers who names tags, a bit each by language_index, and the first; a tag of which
 * there is none counts for nothing, and no tags at all for every language. */
uint64_t languages_offered(const struct languages *languages, const char *const *tags, size_t count,
                           const struct language **first);

/* languages_choose among those, and otherwise when nothing fits. */
const struct language *languages_choose_offered(const struct languages *languages, uint64_t offered,
                                                const struct language *otherwise, const char *wanted,
                                                const char *accept);

/* --- one of them */

const char *language_tag(const struct language *language);
const char *language_name(const struct language *language); /* its own: "Français" */
size_t language_index(const struct language *language);
bool language_is_rtl(const struct language *language);

/* --- messages
 *
 * A message has places, "{few} left", and forms for a number where words hang on it (base/sentence.h). What
 * fills one stands in an isolate (Unicode Standard Annex 9) where it, or what is around it, runs from right
 * to left, or its punctuation wanders. Pages make elements of isolates (template.h). */

#define LANGUAGE_ISOLATE "\u2068"
#define LANGUAGE_ISOLATE_END "\u2069"

/* Which form of a message (base/sentence.h) goes with the number: English has one for 1 and one for others,
 * Arabic six. */
enum sentence_number language_number(const struct language *language, int64_t number);

/* The message as the catalogue has it, the default's if the language lacks it; NULL if both do. */
const char *language_find(const struct language *language, const char *id);

/* Appends the message with its places filled: a pair's text, or its number where that is NULL. A place that
 * is not among the pairs is left out; an id that is not known comes out itself. places may be NULL. */
void language_message(const struct language *language, const char *id, const struct record_pairs *places,
                      struct buffer *out);

/* The refusal's sentence with its arguments: money, and words of the catalogue, in this language. */
void language_refusal(const struct language *language, const struct refusal *refusal, struct buffer *out);

/* What is wrong and how to mend it: MESSAGE.FIELD where the catalogue has one, else MESSAGE. */
void language_fault(const struct language *language, const struct fault *fault, struct buffer *out);

/* --- money, days, places */

/* "US$450.00" */
const char *language_money(const struct language *language, int64_t amount, const char *currency,
                           struct arena *arena);

/* "8 June 2027", "8 June 2027 at 18:00", "8–10 June 2027", "Tue, 8 Jun, 09:00–17:00", of ISO 8601 local days
 * and times. */
const char *language_day(const struct language *language, const char *date, struct arena *arena);
const char *language_moment(const struct language *language, const char *time, struct arena *arena);
const char *language_days(const struct language *language, const char *from, const char *to,
                          struct arena *arena);
const char *language_time(const struct language *language, const char *from, const char *to,
                          struct arena *arena);

/* "Kuala Lumpur, UTC+8" for "Asia/Kuala_Lumpur", as it is on that day. place: the city, if its name is known
 * better than by the zone; may be NULL. */
const char *language_zone(const struct language *language, const char *zone, const char *place,
                          const char *day, struct arena *arena);

/* Countries that one comes from (text_country), by the United Nations' names where those are other than
 * CLDR's, sorted for the reader; as long-lived as the language. */
struct language_country {
    const char *code, *name;
};
const struct language_country *language_countries(const struct language *language, size_t *count);

/* --- without a catalogue: opens what it needs for the one text */

#define LANGUAGE_TEXT_SIZE 256

/* From and to are ISO 8601, "2027-06-08" or "2027-06-08T09:00", local times that stand for themselves. The
 * skeleton says what is shown (UTS #35): "yMMMMd" gives "June 8 – 10, 2027". */
void language_interval(const char *language, const char *skeleton, const char *from, const char *to,
                       char text[static LANGUAGE_TEXT_SIZE]);

/* code is ISO 3166-1 alpha-2. */
void language_country(const char *language, const char *code, char text[static LANGUAGE_TEXT_SIZE]);
