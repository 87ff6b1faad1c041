/* What came of a scan, as programs read it and the journal keeps it. */
#include "door/door_private.h"

#define RESULT_OWN(record_type)                                                                              \
    RECORD_TEXT(record_type, id), RECORD_TEXT(record_type, at), RECORD_TEXT(record_type, verdict),           \
        RECORD_WORD(record_type, decided, door_decider_words),                                               \
        RECORD_TEXT(record_type, kind, .presence = RECORD_LEFT_OUT), DOOR_SHORT(record_type),                \
        RECORD_TEXT(record_type, hint, .presence = RECORD_LEFT_OUT)

static const struct record_member own_members[] = {
    RESULT_OWN(struct door_result), RECORD_TEXT(struct door_result, offline, .presence = RECORD_LEFT_OUT)};
static const struct record own_record = RECORD(struct door_result, own_members);

static const struct record_member told_members[] = {
    RESULT_OWN(struct door_result),
    RECORD_FLAG(struct door_result, repeated),
    RECORD_IF_ANY(struct door_result, attendee, door_attendee_record),
    RECORD_TEXT(struct door_result, status, .presence = RECORD_LEFT_OUT),
    RECORD_IF_ANY(struct door_result, revoked, door_revoked_record),
    RECORD_IF_ANY(struct door_result, first, door_first_record)};
static const struct record told_record = RECORD(struct door_result, told_members);

void door_result_write(const struct door_result *result, struct buffer *out)
{
    record_write(result->decided == DOOR_BY_SERVICE ? &told_record : &own_record, result, 0, out);
}
