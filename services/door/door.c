#include "door/door_private.h"

#include <sodium.h>
#include <sys/stat.h>

#define DEVICE_FILE_MAX (1u << 20)
#define KEY_BYTES 32
#define KEY_SIZE (2 * KEY_BYTES + 1)
#define SYNC_MOST 100

struct door {
    char folder[512];
    char url[512];
    char key[KEY_SIZE];
    json_t *device;
    struct ticket_keyring keyring;
    struct journal *journal;
    struct http *http;
};

/* --- the device file */

static bool path_in(const char *folder, const char *name, char path[static 600], struct error *error)
{
    if (snprintf(path, 600, "%s/%s", folder, name) < 600)
        return true;
    return error_set(error, ERROR_CALLER, NULL, "the folder's name is too long");
}

static bool write_device(const char *folder, const char *url, const char *key, const json_t *device,
                         struct error *error)
{
    char path[600];
    scope_json json_t *document = json_pack("{s:s, s:s, s:O?}", "url", url, "key", key, "device", device);
    scope_free char *text = json_dumps(document, JSON_INDENT(2));
    return text && path_in(folder, "device.json", path, error) &&
           file_write(path, text, strlen(text), 0600, error);
}

static bool damaged(struct error *error)
{
    return error_set(error, ERROR_SETUP, NULL, "device.json is damaged: pair again with --replace");
}

static json_t *read_device(const char *folder, struct error *error)
{
    char path[600];
    size_t length;
    if (!path_in(folder, "device.json", path, error))
        return NULL;
    scope_free char *text = file_read_secret(path, DEVICE_FILE_MAX, &length, error);
    if (!text) {
        error_context(error, "this laptop is not paired (lanyard-checkin pair URL CODE)");
        return NULL;
    }
    json_t *document = json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL);
    sodium_memzero(text, length);
    if (!document)
        damaged(error);
    return document;
}

/* Whether it is the service's word about a device. JSON of a stranger, taken for it, would shut everybody
 * out. */
static bool is_device(const json_t *device)
{
    return json_is_integer(json_object_get(json_object_get(device, "event"), "id")) &&
           json_is_array(json_object_get(json_object_get(device, "point"), "kinds")) &&
           json_is_array(json_object_get(device, "keys"));
}

static bool load_keyring(struct door *door)
{
    const json_t *keys = json_object_get(door->device, "keys");
    size_t i;
    const json_t *key;
    door->keyring.count = 0;
    json_array_foreach(keys, i, key)
    {
        ticket_keyring_add(&door->keyring, json_int(key, "number", -1), json_text(key, "public", ""));
    }
    return door->keyring.count > 0;
}

/* --- pairing */

/* The key is on disk before the service hears of it: if the answer is lost, asking again gives the same one.
 */
static bool pairing_key(const char *folder, const char *url, const char *code, char key[static KEY_SIZE],
                        struct error *error)
{
    char path[600];
    if (!path_in(folder, "pairing.json", path, error))
        return false;
    struct stat status;
    scope_free char *text =
        stat(path, &status) == 0 ? file_read_secret(path, DEVICE_FILE_MAX, NULL, error) : NULL;
    scope_json json_t *pending = text ? json_loads(text, 0, NULL) : NULL;
    if (strcmp(json_text(pending, "url", ""), url) == 0 && strcmp(json_text(pending, "code", ""), code) == 0)
        return text_copy(key, KEY_SIZE, json_text(pending, "key", "")) ||
               error_set(error, ERROR_OURS, NULL, "%s is damaged", path);
    uint8_t bytes[KEY_BYTES];
    random_bytes(bytes, sizeof bytes);
    hex_encode(bytes, sizeof bytes, key);
    scope_json json_t *fresh = json_pack("{s:s, s:s, s:s}", "url", url, "code", code, "key", key);
    scope_free char *document = json_dumps(fresh, JSON_COMPACT);
    return document && file_write(path, document, strlen(document), 0600, error);
}

static json_t *ask_to_pair(const char *url, const char *code, const char *key, struct error *error)
{
    struct http *http = service_open(url, error);
    if (!http)
        return NULL;
    scope_json json_t *body = json_pack("{s:s, s:s}", "code", code, "key", key);
    scope_json json_t *device = service_send(http, "/api/v1/devices/pair", NULL, body, error);
    service_close(http);
    if (!device || is_device(device))
        return scope_take(&device);
    error_set(error, ERROR_BUSY, NULL, "something else than the service answered at %s", url);
    return NULL;
}

/* What waits in the journal was scanned as the old device, at its point: sent as the new one it would count
 * for another. */
static bool all_is_sent(const char *folder, struct error *error)
{
    char path[600];
    struct stat status;
    if (!path_in(folder, "journal.sqlite", path, error))
        return false;
    if (stat(path, &status) != 0)
        return true;
    struct journal *journal = journal_open(path, true, error);
    json_t *counts = NULL;
    json_t *verdicts = NULL;
    bool good = journal && journal_counts(journal, &counts, &verdicts, error);
    long long unsent = json_int(counts, "unsent", 0);
    json_decref(counts);
    json_decref(verdicts);
    journal_close(journal);
    if (good && unsent)
        return error_set(error, ERROR_CONFLICT, NULL,
                         "%lld scans are not sent yet: lanyard-checkin sync, or pair with another --folder",
                         unsent);
    return good;
}

bool door_pair(const char *folder, const char *url, const char *code, bool replace, struct error *error)
{
    char path[600];
    char key[KEY_SIZE];
    struct stat status;
    if (!file_make_folder(folder, 0700, error) || !path_in(folder, "device.json", path, error))
        return false;
    if (!replace && stat(path, &status) == 0)
        return error_set(error, ERROR_CONFLICT, NULL,
                         "this laptop is paired already; --replace pairs it anew");
    if (!all_is_sent(folder, error))
        return false;
    if (!pairing_key(folder, url, code, key, error))
        return false;
    scope_json json_t *device = ask_to_pair(url, code, key, error);
    bool good = device && write_device(folder, url, key, device, error);
    if (good && path_in(folder, "pairing.json", path, error))
        unlink(path);
    sodium_memzero(key, sizeof key);
    return good;
}

/* --- open and close */

static bool open_parts(struct door *door, const json_t *document, bool scans, struct error *error)
{
    char path[600];
    if (!text_copy(door->url, sizeof door->url, json_text(document, "url", "")) ||
        !text_copy(door->key, sizeof door->key, json_text(document, "key", "")) || !*door->url ||
        !*door->key || !is_device(json_object_get(document, "device")))
        return damaged(error);
    door->device = json_incref(json_object_get(document, "device"));
    load_keyring(door);
    return path_in(door->folder, "journal.sqlite", path, error) &&
           (door->journal = journal_open(path, scans, error)) &&
           (door->http = service_open(door->url, error));
}

struct door *door_open(const char *folder, bool scans, struct error *error)
{
    scope_json json_t *document = read_device(folder, error);
    if (!document)
        return NULL;
    struct door *door = calloc(1, sizeof *door);
    if (door && text_copy(door->folder, sizeof door->folder, folder) &&
        open_parts(door, document, scans, error))
        return door;
    door_close(door);
    return NULL;
}

void door_close(struct door *door)
{
    if (!door)
        return;
    service_close(door->http);
    journal_close(door->journal);
    json_decref(door->device);
    sodium_memzero(door, sizeof *door);
    free(door);
}

const json_t *door_device(const struct door *door)
{
    return door->device;
}

bool door_refresh(struct door *door, struct error *error)
{
    scope_json json_t *device = service_send(door->http, "/api/v1/device", door->key, NULL, error);
    if (!device)
        return false;
    if (!is_device(device))
        return error_set(error, ERROR_BUSY, NULL, "something else than the service answered at %s",
                         door->url);
    if (json_equal(device, door->device))
        return true;
    json_decref(door->device);
    door->device = json_incref(device);
    load_keyring(door);
    return write_device(door->folder, door->url, door->key, device, error);
}

/* --- deciding */

static bool takes_kind(const struct door *door, enum ticket_kind kind)
{
    const json_t *kinds = json_object_get(json_object_get(door->device, "point"), "kinds");
    size_t i;
    const json_t *entry;
    json_array_foreach(kinds, i, entry)
    {
        if (json_is_string(entry) && strcmp(json_string_value(entry), ticket_kind_name(kind)) == 0)
            return true;
    }
    return false;
}

/* What needs no network. DOOR_UNDECIDED: ask the service. */
static enum door_verdict decide_alone(struct door *door, const char *text, size_t length,
                                      struct ticket *ticket, enum ticket_parse_result *form)
{
    bool genuine = ticket_verify(&door->keyring, text, length, ticket, form);
    if (!genuine && *form == TICKET_PARSED && !ticket_keyring_has(&door->keyring, ticket->key_number)) {
        door_refresh(door, NULL); /* failing is no harm: the old keys still serve */
        genuine = ticket_verify(&door->keyring, text, length, ticket, form);
    }
    if (*form != TICKET_PARSED)
        return DOOR_NOT_OURS;
    if (!genuine)
        return DOOR_FORGED;
    if (ticket->event != json_int(json_object_get(door->device, "event"), "id", -1))
        return DOOR_WRONG_EVENT;
    if (ticket->kind == TICKET_PRACTICE)
        return DOOR_PRACTICE;
    return takes_kind(door, ticket->kind) ? DOOR_UNDECIDED : DOOR_WRONG_KIND;
}

static json_t *make_result(enum door_verdict verdict, const char *id, const char *at,
                           const struct ticket *ticket, enum ticket_parse_result form)
{
    json_t *result = json_pack("{s:s, s:s, s:s, s:s}", "id", id, "at", at, "verdict",
                               door_verdict_name(verdict), "decided", "door");
    if (form == TICKET_PARSED && verdict != DOOR_FORGED) {
        char code[TICKET_SHORT_SIZE];
        ticket_short_code(ticket->serial, code);
        json_object_set_new(result, "kind", json_string(ticket_kind_name(ticket->kind)));
        json_object_set_new(result, "short", json_string(code));
    }
    if (form == TICKET_KEYBOARD_LAYOUT)
        json_object_set_new(result, "hint", json_string("keyboard_layout"));
    return result;
}

/* Notes the service's word on all scans of a batch that it names; gives how many. *wanted is filled with the
 * result of that id. */
static int note_answers(struct door *door, const struct journal_scan *scans, int count, const json_t *results,
                        const char *wanted_id, json_t **wanted, struct error *error)
{
    int noted = 0;
    bool good = journal_begin(door->journal, error);
    for (int i = 0; good && i < count; i++) {
        json_t *result = json_find(results, "id", scans[i].id);
        if (!result)
            continue;
        noted++;
        good = journal_acknowledge(door->journal, scans[i].id, result, error);
        if (wanted_id && strcmp(scans[i].id, wanted_id) == 0)
            *wanted = result;
    }
    if (!journal_end(door->journal, good, error))
        return -1;
    if (!noted)
        error_set(error, ERROR_OURS, NULL, "the service's answer names none of the scans");
    return noted ? noted : -1;
}

/* Sends a batch of the oldest and notes what comes back; gives how many, 0 when nothing waits. */
static int send_batch(struct door *door, const char *wanted_id, json_t **wanted, struct error *error)
{
    struct journal_scan scans[SYNC_MOST];
    int count = journal_unsent(door->journal, scans, SYNC_MOST, error);
    scope_json json_t *list = json_array();
    for (int i = 0; i < count; i++) {
        json_array_append_new(
            list, json_pack("{s:s, s:s, s:s}", "id", scans[i].id, "token", scans[i].text, "at", scans[i].at));
        free(scans[i].text);
    }
    if (count <= 0)
        return count;
    scope_json json_t *body = json_pack("{s:O}", "scans", list);
    scope_json json_t *answer = service_send(door->http, "/api/v1/scans", door->key, body, error);
    if (!answer)
        return -1;
    json_t *found = NULL;
    int noted =
        note_answers(door, scans, count, json_object_get(answer, "results"), wanted_id, &found, error);
    if (noted > 0 && found)
        *wanted = json_incref(found);
    return noted;
}

/* The service's verdict on this scan, after all older ones; NULL if it cannot be had now. */
static json_t *ask_service(struct door *door, const char *id, struct error *error)
{
    json_t *result = NULL;
    while (!result)
        if (send_batch(door, id, &result, error) <= 0)
            return NULL;
    return result;
}

/* What the journal keeps and the service takes: UTF-8 of a bounded length. Of anything else, and a code may
 * hold anything, ASCII is kept; else one odd code would keep all after it from being sent. Control
 * characters, six bytes each in JSON, become spaces, or a batch would outgrow what the service reads. */
static char *keep_text(const char *text, size_t length)
{
    if (length > DOOR_TEXT_MAX)
        for (length = DOOR_TEXT_MAX; length && (text[length] & 0xc0) == 0x80;)
            length--;
    char *kept = malloc(length + 1);
    if (!kept)
        return NULL;
    memcpy(kept, text, length);
    kept[length] = '\0';
    bool plain = text_is_utf8(text, length);
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)kept[i] < ' ')
            kept[i] = ' ';
        else if (!plain && (unsigned char)kept[i] >= 0x80)
            kept[i] = '?';
    return kept;
}

/* The service's word goes before the door's own. Where they differ, the door is out of date: a key was made,
 * or its point takes another kind now. */
static void take_answer(struct door *door, enum door_verdict own, json_t *result, json_t *answer)
{
    const char *verdict = json_text(answer, "verdict", "");
    if (own != DOOR_UNDECIDED && strcmp(verdict, door_verdict_name(own)) != 0)
        door_refresh(door, NULL);
    json_object_update(result, answer);
    json_object_set_new(result, "decided", json_string("service"));
}

json_t *door_scan(struct door *door, const char *text, size_t length, struct error *error)
{
    char id[RANDOM_UUID_SIZE];
    char at[CLOCK_TEXT_SIZE];
    struct ticket ticket = {0};
    enum ticket_parse_result form;
    scope_free char *kept = keep_text(text, length);
    if (!kept) {
        error_set(error, ERROR_OURS, NULL, "out of memory");
        return NULL;
    }
    random_uuid(id);
    clock_format(clock_now(), at);
    enum door_verdict verdict = decide_alone(door, kept, strlen(kept), &ticket, &form);
    scope_json json_t *result = make_result(verdict, id, at, &ticket, form);
    if (!journal_add(door->journal, id, at, kept, verdict == DOOR_UNDECIDED ? NULL : result, error))
        return NULL;
    struct error away = {0};
    scope_json json_t *answer = ask_service(door, id, &away);
    if (answer)
        take_answer(door, verdict, result, answer);
    else
        json_object_set_new(result, "offline", json_string(away.message));
    return scope_take(&result);
}

bool door_sync(struct door *door, int *sent, int *left, struct error *error)
{
    int count;
    *sent = 0;
    while ((count = send_batch(door, NULL, NULL, error)) > 0)
        *sent += count;
    json_t *counts = NULL;
    json_t *verdicts = NULL;
    bool good = journal_counts(door->journal, &counts, &verdicts, count < 0 ? NULL : error) && count == 0;
    *left = (int)json_int(counts, "unsent", 0);
    json_decref(counts);
    json_decref(verdicts);
    return good;
}

json_t *door_status(struct door *door, struct error *error)
{
    json_t *counts = NULL;
    json_t *verdicts = NULL;
    json_t *status = NULL;
    if (journal_counts(door->journal, &counts, &verdicts, error)) {
        scope_json json_t *paired = json_copy(door->device);
        json_object_del(paired, "keys");
        json_object_set_new(paired, "url", json_string(door->url));
        status = json_pack("{s:O, s:O, s:O}", "paired", paired, "journal", counts, "verdicts", verdicts);
    }
    json_decref(counts);
    json_decref(verdicts);
    return status;
}
