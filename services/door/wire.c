/* What travels between a laptop and the service, as records. */
#include "door/door_private.h"

static const struct record_member pairing_members[] = {RECORD_TEXT(struct door_pairing, code),
                                                       RECORD_TEXT(struct door_pairing, key)};
const struct record door_pairing_record = RECORD(struct door_pairing, pairing_members);

/* --- a device */

static const struct record_member event_members[] = {
    RECORD_INT(struct door_event, id), RECORD_TEXT(struct door_event, slug),
    RECORD_TEXT(struct door_event, title), RECORD_TEXT(struct door_event, time_zone)};
const struct record door_event_record = RECORD(struct door_event, event_members);

static const struct record_member point_members[] = {RECORD_TEXT(struct door_point, code),
                                                     RECORD_TEXT(struct door_point, title),
                                                     RECORD_TEXTS(struct door_point, kinds)};
const struct record door_point_record = RECORD(struct door_point, point_members);

static const struct record_member key_members[] = {RECORD_INT(struct door_key, number),
                                                   RECORD_TEXT(struct door_key, public)};
static const struct record key_record = RECORD(struct door_key, key_members);

static const struct record_member device_members[] = {
    RECORD_INT(struct door_device, device), RECORD_TEXT(struct door_device, name),
    RECORD_ONE(struct door_device, event, door_event_record),
    RECORD_ONE(struct door_device, point, door_point_record),
    RECORD_LIST(struct door_device, keys, key_record)};
const struct record door_device_record = RECORD(struct door_device, device_members);

/* --- scans */

static const struct record_member scan_members[] = {RECORD_TEXT(struct door_scan, id),
                                                    RECORD_TEXT(struct door_scan, token),
                                                    RECORD_TEXT(struct door_scan, at)};
static const struct record scan_record = RECORD(struct door_scan, scan_members);

static const struct record_member scans_members[] = {RECORD_LIST(struct door_scans, scans, scan_record)};
const struct record door_scans_record = RECORD(struct door_scans, scans_members);

/* --- answers */

static const struct record_member attendee_members[] = {
    RECORD_TEXT(struct door_attendee, name), RECORD_TEXT(struct door_attendee, badge_name),
    RECORD_TEXT(struct door_attendee, affiliation, .presence = RECORD_LEFT_OUT),
    RECORD_TEXT(struct door_attendee, category), RECORD_TEXT(struct door_attendee, category_title)};
const struct record door_attendee_record = RECORD(struct door_attendee, attendee_members);

static const struct record_member first_members[] = {RECORD_TEXT(struct door_first, at),
                                                     RECORD_TEXT(struct door_first, device),
                                                     RECORD_TEXT(struct door_first, point)};
const struct record door_first_record = RECORD(struct door_first, first_members);

static const struct record_member revoked_members[] = {
    RECORD_TEXT(struct door_revoked, at),
    RECORD_TEXT(struct door_revoked, reason, .presence = RECORD_LEFT_OUT)};
const struct record door_revoked_record = RECORD(struct door_revoked, revoked_members);

static const struct record_member answer_members[] = {
    RECORD_TEXT(struct door_answer, id),
    RECORD_TEXT(struct door_answer, verdict),
    RECORD_TEXT(struct door_answer, kind, .presence = RECORD_LEFT_OUT),
    DOOR_SHORT(struct door_answer),
    RECORD_TEXT(struct door_answer, hint, .presence = RECORD_LEFT_OUT),
    RECORD_FLAG(struct door_answer, repeated, .presence = RECORD_OPTIONAL),
    RECORD_IF_ANY(struct door_answer, attendee, door_attendee_record),
    RECORD_TEXT(struct door_answer, status, .presence = RECORD_LEFT_OUT),
    RECORD_IF_ANY(struct door_answer, revoked, door_revoked_record),
    RECORD_IF_ANY(struct door_answer, first, door_first_record)};
const struct record door_answer_record = RECORD(struct door_answer, answer_members);

static const struct record_member answers_members[] = {
    RECORD_LIST(struct door_answers, results, door_answer_record)};
const struct record door_answers_record = RECORD(struct door_answers, answers_members);
