/* Files: read with a limit, written whole or not at all. */
#include "base/base.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <sodium.h>
#include <sys/stat.h>

static bool read_all(int fd, size_t max, struct buffer *content, const char *path, struct error *error)
{
    char chunk[65536];
    for (;;) {
        ssize_t got = read(fd, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_set(error, ERROR_OURS, NULL, "cannot read %s: %s", path, strerror(errno));
        if (got == 0)
            return true;
        buffer_append(content, chunk, (size_t)got);
        sodium_memzero(chunk, (size_t)got);
        if (content->failed)
            return error_set(error, ERROR_CALLER, NULL, "%s is larger than %zu bytes", path, max);
    }
}

static char *take_all(int fd, size_t max, const char *path, size_t *length, struct error *error)
{
    struct buffer content = BUFFER(max);
    if (!read_all(fd, max, &content, path, error)) {
        buffer_free(&content);
        return NULL;
    }
    if (length)
        *length = content.length;
    char *bytes = buffer_take(&content);
    if (!bytes)
        error_set(error, ERROR_OURS, NULL, "out of memory reading %s", path);
    return bytes;
}

static int open_for_reading(const char *path, struct error *error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        error_set(error, errno == ENOENT ? ERROR_NOT_FOUND : ERROR_OURS, NULL, "cannot open %s: %s", path,
                  strerror(errno));
    return fd;
}

char *file_read(const char *path, size_t max, size_t *length, struct error *error)
{
    if (strcmp(path, "-") == 0)
        return take_all(STDIN_FILENO, max, "standard input", length, error);
    scope_fd int fd = open_for_reading(path, error);
    return fd < 0 ? NULL : take_all(fd, max, path, length, error);
}

char *file_read_secret(const char *path, size_t max, size_t *length, struct error *error)
{
    scope_fd int fd = open_for_reading(path, error);
    if (fd < 0) {
        error->kind = ERROR_SETUP;
        return NULL;
    }
    struct stat status;
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
        error_set(error, ERROR_SETUP, NULL, "%s is not a regular file", path);
        return NULL;
    }
    if (status.st_mode & (S_IRWXG | S_IRWXO)) {
        error_set(error, ERROR_SETUP, NULL, "%s can be read by others than its owner: chmod 600 %s", path,
                  path);
        return NULL;
    }
    return take_all(fd, max, path, length, error);
}

bool file_write_all(int fd, const void *bytes, size_t length)
{
    const char *next = bytes;
    while (length) {
        ssize_t put = write(fd, next, length);
        if (put < 0 && errno != EINTR)
            return false;
        if (put > 0) {
            next += put;
            length -= (size_t)put;
        }
    }
    return true;
}

/* Opens the folder in which path stands, or stands to be. */
static int open_folder(const char *path, int flags, mode_t mode)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    size_t length = slash ? (size_t)(slash - path) + 1 : 0;
    if (length >= sizeof folder) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(folder, path, length);
    folder[length] = '\0';
    return open(length ? folder : ".", flags | O_CLOEXEC, mode);
}

/* A rename is durable once its folder is. */
static bool sync_folder(const char *path)
{
    scope_fd int fd = open_folder(path, O_RDONLY | O_DIRECTORY, 0);
    return fd >= 0 && fsync(fd) == 0;
}

/* Where the file is to stand: behind a link, but never in the place of a device, a pipe or a folder. */
static bool find_place(struct file_draft *draft, const char *path, struct error *error)
{
    struct stat status;
    char real[PATH_MAX];
    bool is_link = lstat(path, &status) == 0 && S_ISLNK(status.st_mode);
    if (is_link && !realpath(path, real))
        return error_set(error, ERROR_CALLER, NULL, "cannot write %s: the link leads nowhere", path);
    if (stat(path, &status) == 0 && !S_ISREG(status.st_mode))
        return error_set(error, ERROR_CALLER, NULL, "cannot write %s: it is there, and is no regular file",
                         path);
    return text_copy(draft->path, sizeof draft->path, is_link ? real : path) ||
           error_set(error, ERROR_CALLER, NULL, "the path %s is too long", path);
}

bool file_draft_open(struct file_draft *draft, const char *path, mode_t mode, struct error *error)
{
    *draft = (struct file_draft){.fd = -1, .mode = mode};
    if (!find_place(draft, path, error))
        return false;
    draft->fd = open_folder(draft->path, O_TMPFILE | O_RDWR, 0600);
    if (draft->fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {
        snprintf(draft->temporary, sizeof draft->temporary, "%s.XXXXXX", draft->path);
        draft->fd = mkostemp(draft->temporary, O_CLOEXEC);
    }
    if (draft->fd < 0)
        return error_set(error, ERROR_OURS, NULL, "cannot write %s: %s", path, strerror(errno));
    return true;
}

/* link(2) replaces nothing: what has no name gets one of its own, and rename(2) puts it in place. */
static bool give_name(struct file_draft *draft)
{
    char self[64], name[sizeof draft->temporary];
    snprintf(self, sizeof self, "/proc/self/fd/%d", draft->fd);
    snprintf(name, sizeof name, "%s.%08" PRIx32, draft->path, randombytes_random());
    return linkat(AT_FDCWD, self, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0 &&
           text_copy(draft->temporary, sizeof draft->temporary, name);
}

static bool put_in_place(struct file_draft *draft)
{
    if ((!*draft->temporary && !give_name(draft)) || rename(draft->temporary, draft->path) != 0)
        return false;
    *draft->temporary = '\0';
    return true;
}

bool file_draft_commit(struct file_draft *draft, struct error *error)
{
    bool good = fchmod(draft->fd, draft->mode) == 0 && fsync(draft->fd) == 0 && put_in_place(draft) &&
                sync_folder(draft->path);
    if (!good)
        error_set(error, ERROR_OURS, NULL, "cannot write %s: %s", draft->path, strerror(errno));
    file_draft_discard(draft);
    return good;
}

void file_draft_discard(struct file_draft *draft)
{
    if (*draft->temporary)
        unlink(draft->temporary);
    *draft->temporary = '\0';
    if (draft->fd >= 0)
        close(draft->fd);
    draft->fd = -1;
}

bool file_write(const char *path, const void *bytes, size_t length, mode_t mode, struct error *error)
{
    struct file_draft draft;
    if (!file_draft_open(&draft, path, mode, error))
        return false;
    if (file_write_all(draft.fd, bytes, length))
        return file_draft_commit(&draft, error);
    error_set(error, ERROR_OURS, NULL, "cannot write %s: %s", path, strerror(errno));
    file_draft_discard(&draft);
    return false;
}

bool file_make_folder(const char *path, mode_t mode, struct error *error)
{
    char partial[PATH_MAX];
    if (!text_copy(partial, sizeof partial, path))
        return error_set(error, ERROR_CALLER, NULL, "the path %s is too long", path);
    for (char *c = partial + 1; c[-1]; c++) {
        if (*c && *c != '/')
            continue;
        char end = *c;
        *c = '\0';
        struct stat status;
        if (mkdir(partial, mode) != 0 &&
            (errno != EEXIST || stat(partial, &status) != 0 || !S_ISDIR(status.st_mode)))
            return error_set(error, ERROR_OURS, NULL, "cannot make the folder %s: %s", partial,
                             strerror(errno));
        *c = end;
    }
    return true;
}
