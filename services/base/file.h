/* Files: whole reads with a limit, whole writes that leave no half file. */
#pragma once

#include "base/buffer.h"

#include <stdbool.h>
#include <sys/types.h>

/* Reads a file of at most max bytes; "-" is standard input. The caller frees; *length may be NULL; a NUL
 * follows the content. */
char *file_read(const char *path, size_t max, size_t *length, struct error *error);

/* Reads a small secret: a regular file that group and others cannot touch (else ERROR_SETUP says "chmod 600
 * …"). The caller wipes and frees. */
char *file_read_secret(const char *path, size_t max, size_t *length, struct error *error);

/* Writes the file whole: a temporary one beside it, fsync, rename, fsync of the folder. On failure the old
 * file stands. */
bool file_write(const char *path, const void *bytes, size_t length, mode_t mode, struct error *error);

/* Makes the folder and those above it; new ones get this mode. */
bool file_make_folder(const char *path, mode_t mode, struct error *error);
