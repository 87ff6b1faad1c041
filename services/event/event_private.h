/* What the files about events share; registration's own. Plain C types, for event_schema.cc is C++. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Checks a JSON text against a JSON Schema (draft 7). On failure writes the first fault as
 * "categories[1].prices: reason". */
bool event_schema_check(const char *schema, const char *text, char *fault, size_t fault_size);

#ifdef __cplusplus
}
#endif
