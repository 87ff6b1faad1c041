/* Small helpers over jansson. */
#pragma once

#include "base/error.h"

#include <jansson.h>
#include <stdint.h>

/* json_loadb, but for one thing: NULL whenever memory ran out on the way, where jansson may give a document
 * with characters missing; problem is not NULL. Nobody calls jansson's own readers and writers. */
json_t *json_load(const char *bytes, size_t length, size_t flags, json_error_t *problem) CHECKED;

/* json_dumps, with the same difference: jansson may leave names out. The caller frees. */
char *json_print(const json_t *json, size_t flags) CHECKED;

/* Reads one JSON text (RFC 8259), duplicate names refused. On failure the error gives line and column of
 * `source`, a file's name or "body" (ERROR_CALLER), or says that memory is out (ERROR_OURS). */
json_t *json_read(const char *bytes, size_t length, const char *source, struct error *error) CHECKED;

/* The same, and where it is no JSON, for those who word that themselves; all zero where it is. */
struct json_place {
    int line, column; /* from 1, as jansson counts them */
    bool twice;       /* it is JSON, but for a name that its object has already */
};
json_t *json_read_at(const char *bytes, size_t length, const char *source, struct json_place *place,
                     struct error *error) CHECKED;

/* Typed look-ups by name; the fallback when absent, null or of another type. */
const char *json_text(const json_t *object, const char *name, const char *fallback);
int64_t json_int(const json_t *object, const char *name, int64_t fallback);
bool json_flag(const json_t *object, const char *name, bool fallback);

/* What differs between two documents, called once for each leaf: path is like
 * "categories.member.prices.early" (array elements that are objects with a "code" are matched by it, others
 * by index); before or after is NULL where the leaf was added or removed. */
void json_diff(const json_t *before, const json_t *after,
               void (*report)(void *context, const char *path, const json_t *before, const json_t *after),
               void *context);
