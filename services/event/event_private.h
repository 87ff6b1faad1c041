/* What the files of this room share. Plain C types for what schema.cc sees, which is C++. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Checks a JSON text, its strings as text_clean leaves them, against a JSON Schema (draft 7). On failure
 * writes the first fault as "categories[1].prices: reason". */
bool event_schema_check(const char *schema, const char *text, char *fault, size_t fault_size);

/* text_clean, for C++. */
char *event_clean_text(const char *bytes, size_t length);

/* The reserve's (base/reserve.h), for C++. */
void *event_memory_take(size_t size);
void event_memory_free(void *block);

#ifdef __cplusplus
}
#else

#include "event/event.h"

/* There is no event of that name: ERROR_NOT_FOUND. Returns false. */
bool event_refuse_unknown(const char *slug, struct error *error);

/* What a schema cannot say. ERROR_CALLER, "categories[1].prices.early: names no window". */
bool event_check(const struct event *event, struct error *error) CHECKED;

/* Cleans all texts of a record (text_clean), whose new ones live in the arena. ERROR_CALLER with the path of
 * what cannot be shown. */
bool event_clean(const struct record *record, void *of, struct arena *arena, struct error *error) CHECKED;

#endif
