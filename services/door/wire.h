/* What travels between a laptop and the service, as both sides know it: pairing, what a door is, scans, and
 * what the service says of them. Part of the header of room door.
 *
 * Laptops and service are of different builds. A laptop passes over members that it does not know
 * (RECORD_TOLERANT), and words stay text: a newer service may have more verdicts, kinds and hints than the
 * enums of an older laptop. Whoever writes a word takes it from the enum's table; door_verdict_of reads. */
#pragma once

#include "base/base.h"

/* POST /api/v1/devices/pair */
struct door_pairing {
    const char *code; /* as somebody typed it */
    const char *key;  /* 64 hexadecimal digits, which the laptop made up */
};
extern const struct record door_pairing_record;

/* The answer to that, and to GET /api/v1/device: all that a door knows. */
struct door_event {
    int64_t id;
    const char *slug, *title, *time_zone;
};
struct door_point {
    const char *code, *title;
    RECORD_LIST_OF(const char *) kinds; /* that it takes: words of enum ticket_kind */
};
struct door_key {
    int64_t number;
    const char *public; /* 64 hexadecimal digits */
};
struct door_device {
    int64_t device;
    const char *name;
    struct door_event event;
    struct door_point point;
    RECORD_LIST_OF(struct door_key) keys;
};
extern const struct record door_event_record, door_point_record, door_device_record;

/* POST /api/v1/scans */
struct door_scan {
    const char *id;    /* a UUID of its own, so that sending it twice changes nothing */
    const char *token; /* what was read, at most DOOR_TEXT_MAX bytes */
    const char *at;    /* RFC 3339, by the laptop's clock */
};
struct door_scans {
    RECORD_LIST_OF(struct door_scan) scans;
};
extern const struct record door_scans_record;

/* Most bytes of a scan's text; the door cuts what is longer, the service refuses it. */
#define DOOR_TEXT_MAX 512

/* In order of gravity, so that the worst of several is the greatest. */
enum door_verdict {
    DOOR_ADMITTED,
    DOOR_PRACTICE,      /* a test code: scanner and screen work */
    DOOR_UNDECIDED,     /* no answer from the service yet; the scan is kept and will be sent */
    DOOR_USED,          /* admitted before: when, where, by which device */
    DOOR_NOT_CONFIRMED, /* not paid, not approved, waiting or declined */
    DOOR_NOT_BOOKED,    /* this point is for a session or category that the attendee did not book */
    DOOR_WRONG_KIND,    /* a badge where a ticket is wanted, or the reverse */
    DOOR_WRONG_EVENT,
    DOOR_REVOKED,  /* cancelled, replaced or withdrawn: when and why */
    DOOR_UNKNOWN,  /* signed by us, yet not in the list */
    DOOR_NOT_OURS, /* some other code; or a hand scanner set to another keyboard layout */
    DOOR_FORGED,   /* the signature is wrong */
    DOOR_VERDICTS
};
extern const struct record_words door_verdict_words;

/* The verdict of that word; DOOR_UNDECIDED for one that is newer than this program. */
enum door_verdict door_verdict_of(const char *word);

/* What to look at beside the verdict. */
enum door_hint {
    DOOR_HINT_NONE,
    DOOR_HINT_KEYBOARD_LAYOUT, /* it has the shape of a token, and wrong letters */
    DOOR_HINT_ID_REUSED,       /* its id is another scan's; it was not stored */
    DOOR_HINT_BY_CODE,         /* a registration's code was typed: ask who it is */
    /* The laptop's own, never the service's: */
    DOOR_HINT_NEWER_KEY, /* signed with a key that the laptop has not heard of */
    DOOR_HINT_SHUT_OUT   /* the service does not know the laptop (any more); it is to stop */
};
extern const struct record_words door_hint_words;

/* The answer: of each scan, in their order, the same however often it is asked. */
struct door_attendee {
    const char *name, *badge_name;
    const char *affiliation; /* NULL: none */
    const char *category, *category_title;
};
struct door_first {
    const char *at, *device, *point; /* the titles that people gave them */
};
struct door_revoked {
    const char *at;
    const char *reason; /* may be NULL */
};
struct door_answer {
    const char *id;
    const char *verdict;
    const char *kind;       /* of the ticket; NULL: unknown */
    const char *short_code; /* "short": ticket_short_code of its serial; NULL: unknown */
    const char *hint;       /* NULL: none */
    bool repeated;          /* the id was known already; nothing hangs on it here */
    struct door_attendee *attendee;
    const char *status; /* of an order that is not confirmed */
    struct door_revoked *revoked;
    struct door_first *first; /* the scan that used it */
};
struct door_answers {
    RECORD_LIST_OF(struct door_answer) results;
};
extern const struct record door_attendee_record, door_first_record, door_revoked_record, door_answer_record,
    door_answers_record;
