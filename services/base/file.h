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

/* A file in the making, without a name until it is whole: whatever happens to the writer, the old file stands
 * and no half one is left. (Where the file system has no O_TMPFILE it has one, PATH and six letters.) */
struct file_draft {
    int fd; /* to write to; -1 when there is none */
    mode_t mode;
    char path[4000];
    char temporary[4032]; /* empty while it has no name */
};

/* Begins one that will stand at path, or where path's link leads. What is there and no regular file, such as
 * /dev/null, is refused (ERROR_CALLER): it would be replaced. */
bool file_draft_open(struct file_draft *draft, const char *path, mode_t mode, struct error *error);

/* Makes it durable and puts it in the place of the old one; frees it, whether that succeeds or not. */
bool file_draft_commit(struct file_draft *draft, struct error *error);

/* Gives it up. Harmless on one that is committed or was never opened (fd -1). */
void file_draft_discard(struct file_draft *draft);

/* Writes all of it, however often the system takes less. False with errno. */
bool file_write_all(int fd, const void *bytes, size_t length);

/* A draft, written and committed at once. */
bool file_write(const char *path, const void *bytes, size_t length, mode_t mode, struct error *error);

/* Makes the folder and those above it; new ones get this mode. */
bool file_make_folder(const char *path, mode_t mode, struct error *error);
