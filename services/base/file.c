#include "base/base.h"

#include <errno.h>
#include <fcntl.h>
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

static bool write_all(int fd, const char *bytes, size_t length)
{
    while (length) {
        ssize_t put = write(fd, bytes, length);
        if (put < 0 && errno != EINTR)
            return false;
        if (put > 0) {
            bytes += put;
            length -= (size_t)put;
        }
    }
    return true;
}

/* A rename is durable once its folder is. */
static bool sync_folder(const char *path)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    size_t length = slash ? (size_t)(slash - path) + 1 : 0;
    if (length >= sizeof folder)
        return false;
    memcpy(folder, path, length);
    folder[length] = '\0';
    scope_fd int fd = open(length ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return fd >= 0 && fsync(fd) == 0;
}

bool file_write(const char *path, const void *bytes, size_t length, mode_t mode, struct error *error)
{
    char temporary[PATH_MAX];
    if (snprintf(temporary, sizeof temporary, "%s.XXXXXX", path) >= (int)sizeof temporary)
        return error_set(error, ERROR_CALLER, NULL, "the path %s is too long", path);
    scope_fd int fd = mkostemp(temporary, O_CLOEXEC);
    if (fd < 0)
        return error_set(error, ERROR_OURS, NULL, "cannot write beside %s: %s", path, strerror(errno));
    if (fchmod(fd, mode) == 0 && write_all(fd, bytes, length) && fsync(fd) == 0 &&
        rename(temporary, path) == 0 && sync_folder(path))
        return true;
    error_set(error, ERROR_OURS, NULL, "cannot write %s: %s", path, strerror(errno));
    unlink(temporary);
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
