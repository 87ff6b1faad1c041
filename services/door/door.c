/* A paired laptop: pairing, open and close, what the service last said of it. */
#include "door/door_private.h"

#include <sodium.h>
#include <sys/stat.h>

/* A key that this program cannot use is passed over: the service decides of tickets that are signed with it.
 */
static void door_load_keys(struct door *door)
{
    door->keyring.count = 0;
    for (size_t i = 0; i < door->device.keys.count; i++) {
        const struct door_key *key = &door->device.keys.items[i];
        bool taken = ticket_keyring_add(&door->keyring, key->number, key->public);
        (void)taken;
    }
}

/* --- pairing */

static bool door_ask_to_pair(const char *url, const char *authority, const struct door_pairing *pairing,
                             struct arena *arena, struct door_device *device, struct error *error)
{
    struct service *service = service_open(url, authority, error);
    if (!service)
        return false;
    const struct service_call call = {.path = "/api/v1/devices/pair",
                                      .sends = &door_pairing_record,
                                      .body = pairing,
                                      .gives = &door_device_record};
    bool good = service_ask(service, &call, arena, device, error);
    service_close(service);
    return good;
}

/* What waits in the journal was scanned as the old device, at its point: sent as the new one it would count
 * for another. */
static bool door_all_is_sent(const char *folder, struct error *error)
{
    char path[DOOR_PATH_SIZE];
    struct stat status;
    struct door_counts counts = {0};
    scope_arena struct arena arena = ARENA(DOOR_ARENA_MAX);
    if (!door_file_path(folder, "journal.sqlite", path, error))
        return false;
    if (stat(path, &status) != 0)
        return true;
    struct journal *journal = journal_open(path, true, error);
    bool good = journal && journal_count(journal, &arena, &counts, error);
    journal_close(journal);
    if (good && counts.unsent)
        return error_set(error, ERROR_CONFLICT, NULL,
                         "%lld scans are not sent yet: lanyard-checkin sync, or pair with another --folder",
                         (long long)counts.unsent);
    return good;
}

bool door_pair(const char *folder, const char *url, const char *code, const char *authority, bool replace,
               struct error *error)
{
    char path[DOOR_PATH_SIZE];
    char key[DOOR_KEY_SIZE];
    struct stat status;
    scope_arena struct arena arena = ARENA(DOOR_ARENA_MAX);
    if (!file_make_folder(folder, 0700, error) || !door_file_path(folder, "device.json", path, error))
        return false;
    if (!replace && stat(path, &status) == 0)
        return error_set(error, ERROR_CONFLICT, NULL,
                         "this laptop is paired already; --replace pairs it anew");
    if (!door_all_is_sent(folder, error) || !door_file_pairing_key(folder, url, code, key, error))
        return false;
    const struct door_pairing pairing = {.code = code, .key = key};
    struct door_file file = {.url = url, .key = key};
    bool good = door_ask_to_pair(url, authority, &pairing, &arena, &file.device, error) &&
                door_file_keep_authority(folder, authority, error) && door_file_write(folder, &file, error);
    if (good)
        door_file_forget_pairing(folder);
    sodium_memzero(key, sizeof key);
    return good;
}

/* --- open and close */

static bool door_open_parts(struct door *door, bool scans, struct error *error)
{
    char path[DOOR_PATH_SIZE];
    struct door_file file;
    if (!door_file_read(door->folder, &door->memory, &file, error))
        return false;
    bool fits =
        text_copy(door->url, sizeof door->url, file.url) && text_copy(door->key, sizeof door->key, file.key);
    must(fits);
    sodium_memzero((char *)(uintptr_t)file.key, strlen(file.key));
    door->device = file.device;
    door_load_keys(door);
    return door_file_path(door->folder, "journal.sqlite", path, error) &&
           (door->journal = journal_open(path, scans, error)) &&
           door_file_find_authority(door->folder, path, error) &&
           (door->service = service_open(door->url, *path ? path : NULL, error));
}

struct door *door_open(const char *folder, bool scans, struct error *error)
{
    struct door *door = calloc(1, sizeof *door);
    if (!door) {
        error_set(error, ERROR_OURS, NULL, "out of memory");
        return NULL;
    }
    door->memory = ARENA(DOOR_ARENA_MAX);
    if (text_copy(door->folder, sizeof door->folder, folder)
            ? door_open_parts(door, scans, error)
            : error_set(error, ERROR_CALLER, NULL, "the folder's name is too long"))
        return door;
    door_close(door);
    return NULL;
}

void door_close(struct door *door)
{
    if (!door)
        return;
    service_close(door->service);
    journal_close(door->journal);
    arena_free(&door->memory);
    sodium_memzero(door, sizeof *door);
    free(door);
}

/* --- what the service last said */

const struct door_device *door_device(const struct door *door)
{
    return &door->device;
}

int64_t door_skew(const struct door *door)
{
    return service_skew(door->service);
}

int64_t door_now(const struct door *door)
{
    return clock_now() + door_skew(door);
}

static bool door_device_is_same(const struct door_device *a, const struct door_device *b)
{
    scope_buffer struct buffer one = BUFFER(DOOR_FILE_MAX);
    scope_buffer struct buffer other = BUFFER(DOOR_FILE_MAX);
    record_write(&door_device_record, a, 0, &one);
    record_write(&door_device_record, b, 0, &other);
    return !one.failed && !other.failed && strcmp(one.data, other.data) == 0;
}

bool door_refresh(struct door *door, struct error *error)
{
    struct door_device device;
    struct arena memory = ARENA(DOOR_ARENA_MAX);
    const struct service_call call = {
        .path = "/api/v1/device", .key = door->key, .gives = &door_device_record};
    bool good = service_ask(door->service, &call, &memory, &device, error);
    if (!good || door_device_is_same(&device, &door->device)) {
        arena_free(&memory);
        return good;
    }
    arena_free(&door->memory);
    door->memory = memory;
    door->device = device;
    door_load_keys(door);
    const struct door_file file = {.url = door->url, .key = door->key, .device = device};
    return door_file_write(door->folder, &file, error);
}

/* --- status */

static const struct record_member paired_members[] = {
    RECORD_INT(struct door_paired, device), RECORD_TEXT(struct door_paired, name),
    RECORD_ONE(struct door_paired, event, door_event_record),
    RECORD_ONE(struct door_paired, point, door_point_record), RECORD_TEXT(struct door_paired, url)};
const struct record door_paired_record = RECORD(struct door_paired, paired_members);

static const struct record_member counts_members[] = {
    RECORD_INT(struct door_counts, scans), RECORD_INT(struct door_counts, unsent),
    RECORD_INT(struct door_counts, conflicts),
    RECORD_TEXT(struct door_counts, oldest_unsent, .presence = RECORD_LEFT_OUT)};
static const struct record counts_record = RECORD(struct door_counts, counts_members);

static const struct record_member status_members[] = {
    RECORD_ONE(struct door_status, paired, door_paired_record),
    RECORD_ONE(struct door_status, journal, counts_record),
    RECORD_PAIRS(struct door_status, verdicts, RECORD_IS_INT)};
const struct record door_status_record = RECORD(struct door_status, status_members);

bool door_status(struct door *door, struct arena *arena, struct door_status *status, struct error *error)
{
    const struct door_device *device = &door->device;
    *status = (struct door_status){.paired = {.device = device->device,
                                              .name = device->name,
                                              .event = device->event,
                                              .point = device->point,
                                              .url = door->url}};
    return journal_count(door->journal, arena, &status->journal, error) &&
           journal_count_verdicts(door->journal, arena, &status->verdicts, error);
}
