/* What the files of this room share. Plain C types for what schema.cc sees, which is C++. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Told of each fault: where, as "categories[1].prices", and what belongs there. */
typedef void (*event_schema_report)(void *context, const char *path, const char *says);

/* Holds a JSON text, its strings as text_clean leaves them, against a JSON Schema (draft 7, as much of it as
 * event.schema.json uses). False, with the reason, if that could not be done. */
bool event_schema_check(const char *schema, const char *text, event_schema_report report, void *context,
                        char *problem, size_t problem_size);

/* text_clean, for C++. */
char *event_clean_text(const char *bytes, size_t length);

/* near_word, for C++. */
const char *event_near_word(const char *word, const char *const *words);

#ifdef __cplusplus
}
#else

#include "event/event.h"

/* There is no event of that name: ERROR_NOT_FOUND. Returns false. */
bool event_refuse_unknown(const char *slug, struct error *error);

/* Adds a finding unless there is one of that path already; printf. */
__attribute__((format(printf, 4, 5))) void event_find(struct event_findings *findings,
                                                      enum event_weight weight, const char *path,
                                                      const char *format, ...);

/* What a schema cannot say, of what is there: "categories[1].prices.early: names no window". */
void event_check(const struct event *event, struct event_findings *findings);

/* What is no fault, and yet seldom meant. */
void event_warn(const struct event *event, struct event_findings *findings);

/* "windows[0].until", for event_find. */
#define EVENT_PATH_SIZE 128
struct event_path {
    char text[EVENT_PATH_SIZE];
};
__attribute__((format(printf, 1, 2))) struct event_path event_path(const char *format, ...);

/* A day of the calendar, a minute of one; NULL, or of another form, which the schema told, is taken for one.
 */
bool event_is_day(const char *text);
bool event_is_time(const char *text);

/* Cleans all texts of a record (text_clean), whose new ones live in the arena, and finds what cannot be
 * shown. False when memory is out. */
bool event_clean(const struct record *record, void *of, struct arena *arena, struct event_findings *findings,
                 struct error *error) CHECKED;

#endif
