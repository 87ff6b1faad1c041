/* What stands in a door's folder beside the journal: what it is paired as, and a pairing that is not done. */
#include "door/door_private.h"

#include <errno.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct record_member file_members[] = {RECORD_TEXT(struct door_file, url),
                                                    RECORD_TEXT(struct door_file, key),
                                                    RECORD_ONE(struct door_file, device, door_device_record)};
static const struct record file_record = RECORD(struct door_file, file_members);

struct pending_pairing {
    const char *url, *code, *key;
};
static const struct record_member pending_members[] = {RECORD_TEXT(struct pending_pairing, url),
                                                       RECORD_TEXT(struct pending_pairing, code),
                                                       RECORD_TEXT(struct pending_pairing, key)};
static const struct record pending_record = RECORD(struct pending_pairing, pending_members);

bool door_file_path(const char *folder, const char *name, char path[static DOOR_PATH_SIZE],
                    struct error *error)
{
    if (snprintf(path, DOOR_PATH_SIZE, "%s/%s", folder, name) < DOOR_PATH_SIZE)
        return true;
    return error_set(error, ERROR_CALLER, NULL, "the folder's name is too long");
}

/* What is in it is a secret; the copy in memory does not outlive the call. */
static bool file_write_record(const char *path, const struct record *record, const void *from, int indent,
                              struct error *error)
{
    scope_buffer struct buffer text = BUFFER(DOOR_FILE_MAX);
    record_write(record, from, indent, &text);
    bool good = text.failed ? error_set(error, ERROR_OURS, NULL, "out of memory")
                            : file_write(path, text.data, text.length, 0600, error);
    if (text.data)
        sodium_memzero(text.data, text.length);
    return good;
}

bool door_file_write(const char *folder, const struct door_file *file, struct error *error)
{
    char path[DOOR_PATH_SIZE];
    return door_file_path(folder, "device.json", path, error) &&
           file_write_record(path, &file_record, file, 2, error);
}

bool door_file_read(const char *folder, struct arena *arena, struct door_file *file, struct error *error)
{
    char path[DOOR_PATH_SIZE];
    size_t length;
    if (!door_file_path(folder, "device.json", path, error))
        return false;
    scope_free char *text = file_read_secret(path, DOOR_FILE_MAX, &length, error);
    if (!text)
        return error_context(error, "this laptop is not paired (lanyard-checkin pair URL CODE)");
    bool good = record_read(&file_record, text, length, "device.json", RECORD_TOLERANT, arena, file, NULL) &&
                *file->url && strlen(file->url) < DOOR_URL_SIZE && *file->key &&
                strlen(file->key) < DOOR_KEY_SIZE;
    sodium_memzero(text, length);
    return good || error_set(error, ERROR_SETUP, NULL, "device.json is damaged: pair again with --replace");
}

/* True if a pairing with this service by this code was begun; then with which key, unless that is damaged. */
static bool file_pending_key(const char *path, const char *url, const char *code,
                             char key[static DOOR_KEY_SIZE], bool *damaged)
{
    size_t length;
    struct stat status;
    struct pending_pairing pending;
    scope_arena struct arena arena = ARENA(DOOR_ARENA_MAX);
    scope_free char *text =
        stat(path, &status) == 0 ? file_read_secret(path, DOOR_FILE_MAX, &length, NULL) : NULL;
    if (!text || !record_read(&pending_record, text, length, path, RECORD_TOLERANT, &arena, &pending, NULL) ||
        strcmp(pending.url, url) != 0 || strcmp(pending.code, code) != 0)
        return false;
    *damaged = !text_copy(key, DOOR_KEY_SIZE, pending.key);
    return true;
}

bool door_file_pairing_key(const char *folder, const char *url, const char *code,
                           char key[static DOOR_KEY_SIZE], struct error *error)
{
    char path[DOOR_PATH_SIZE];
    uint8_t bytes[DOOR_KEY_BYTES];
    bool damaged;
    if (!door_file_path(folder, "pairing.json", path, error))
        return false;
    if (file_pending_key(path, url, code, key, &damaged))
        return !damaged || error_set(error, ERROR_OURS, NULL, "%s is damaged", path);
    random_bytes(bytes, sizeof bytes);
    hex_encode(bytes, sizeof bytes, key);
    sodium_memzero(bytes, sizeof bytes);
    const struct pending_pairing fresh = {.url = url, .code = code, .key = key};
    return file_write_record(path, &pending_record, &fresh, 0, error);
}

#define AUTHORITY_MAX ((size_t)4 << 20)

bool door_file_keep_authority(const char *folder, const char *authority, struct error *error)
{
    char path[DOOR_PATH_SIZE];
    size_t length;
    if (!door_file_path(folder, "authority.pem", path, error))
        return false;
    if (!authority)
        return unlink(path) == 0 || errno == ENOENT ||
               error_set(error, ERROR_OURS, NULL, "%s: %s", path, strerror(errno));
    scope_free char *text = file_read(authority, AUTHORITY_MAX, &length, error);
    return text && file_write(path, text, length, 0600, error);
}

bool door_file_find_authority(const char *folder, char path[static DOOR_PATH_SIZE], struct error *error)
{
    struct stat status;
    if (!door_file_path(folder, "authority.pem", path, error))
        return false;
    if (stat(path, &status) != 0)
        *path = '\0';
    return true;
}

void door_file_forget_pairing(const char *folder)
{
    char path[DOOR_PATH_SIZE];
    if (door_file_path(folder, "pairing.json", path, NULL))
        unlink(path);
}
