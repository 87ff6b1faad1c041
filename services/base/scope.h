/* Scope-bound cleanup: a variable so marked is released when its scope ends, by whichever path.
 *
 *     scope_free char *name = strdup(other);
 *     scope_json json_t *doc = json_object();
 *
 * To hand the value on, take it out: return scope_take(&name); */
#pragma once

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static inline void scope_free_function(void *pointer)
{
    free(*(void **)pointer);
}

static inline void scope_json_function(json_t **json)
{
    json_decref(*json);
}

static inline void scope_file_function(FILE **file)
{
    if (*file)
        fclose(*file);
}

static inline void scope_fd_function(const int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

#define scope(function) __attribute__((cleanup(function)))
#define scope_free scope(scope_free_function)
#define scope_json scope(scope_json_function)
#define scope_file scope(scope_file_function)
#define scope_fd scope(scope_fd_function)

/* Takes the pointer out of a scope-bound variable, which then releases nothing. */
#define scope_take(variable)                                                                                 \
    ({                                                                                                       \
        __typeof__(*(variable)) taken_ = *(variable);                                                        \
        *(variable) = NULL;                                                                                  \
        taken_;                                                                                              \
    })
