/* Time zones, by a place and how far they are from UTC: what a zone is called ("Malaysia Time") few know. */
#include "language/language_private.h"

#include <pthread.h>
#include <stdio.h>
#include <unicode/ucal.h>
#include <unicode/udat.h>
#include <unicode/ustring.h>

#define ZONE_SIZE 128
#define DAY_SIZE 17 /* a day, or a minute of it */
#define DISTANCE_SIZE 24
#define KEPT_MOST 256 /* of a language: as many as all events that people look at have */
#define MINUTE 60000  /* milliseconds */
#define NOON (12 * 60 * MINUTE)

/* Each takes two of ICU's formatters to find out, so it is kept. */
struct kept_zone {
    struct kept_zone *next;
    char zone[ZONE_SIZE], day[DAY_SIZE];
    char place[LANGUAGE_TEXT_SIZE], distance[DISTANCE_SIZE]; /* "" where there is none */
};

struct language_zones {
    pthread_mutex_t lock; /* of what follows */
    struct kept_zone *first;
    size_t count;
};

struct language_zones *language_zones_open(void)
{
    struct language_zones *zones = calloc(1, sizeof *zones);
    if (zones)
        pthread_mutex_init(&zones->lock, NULL);
    return zones;
}

void language_zones_close(struct language_zones *zones)
{
    if (!zones)
        return;
    for (struct kept_zone *zone; (zone = zones->first);) {
        zones->first = zone->next;
        free(zone);
    }
    pthread_mutex_destroy(&zones->lock);
    free(zones);
}

/* --- what ICU knows */

/* False if it does not know the zone: PostgreSQL may. */
static bool zone_id(const char *zone, UChar id[static ZONE_SIZE])
{
    UErrorCode status = U_ZERO_ERROR;
    UChar canonical[ZONE_SIZE];
    for (const char *at = zone; *at; at++)
        if (*at < '+' || *at > 'z')
            return false;
    u_charsToUChars(zone, id, (int32_t)strlen(zone) + 1);
    ucal_getCanonicalTimeZoneID(id, -1, canonical, ZONE_SIZE, NULL, &status);
    return U_SUCCESS(status);
}

/* As CLDR has it; Etc/UTC and the like are nowhere. */
static void find_place(const struct language *language, const UChar *id, struct kept_zone *zone)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar wide[LANGUAGE_TEXT_SIZE];
    const char *last = strrchr(zone->zone, '/');
    if (!last || strncmp(zone->zone, "Etc/", 4) == 0)
        return;
    UDateFormat *format = udat_open(UDAT_PATTERN, UDAT_PATTERN, language->tag, id, -1, u"VVV", -1, &status);
    int32_t length = udat_format(format, 0, wide, LANGUAGE_TEXT_SIZE, NULL, &status);
    udat_close(format);
    language_from_utf16(wide, length, status, last + 1, zone->place);
}

/* "UTC+5:45" */
static void print_distance(int minutes, char text[static DISTANCE_SIZE])
{
    int away = abs(minutes);
    int length = snprintf(text, DISTANCE_SIZE, "UTC");
    if (away)
        length += snprintf(text + length, DISTANCE_SIZE - (size_t)length, "%s%d",
                           minutes < 0 ? "\u2212" : "+", away / 60);
    if (away % 60)
        snprintf(text + length, DISTANCE_SIZE - (size_t)length, ":%02d", away % 60);
}

/* At the minute, or at noon of the day. */
static void find_distance(const UChar *id, struct kept_zone *zone)
{
    UErrorCode status = U_ZERO_ERROR;
    UDate local;
    int32_t standard, summer;
    if (!language_instant(zone->day, &local))
        return;
    UCalendar *calendar = ucal_open(id, -1, "en", UCAL_GREGORIAN, &status);
    ucal_setMillis(calendar, strchr(zone->day, 'T') ? local : local + NOON, &status);
    ucal_getTimeZoneOffsetFromLocal(calendar, UCAL_TZ_LOCAL_LATTER, UCAL_TZ_LOCAL_LATTER, &standard, &summer,
                                    &status);
    ucal_close(calendar);
    if (U_SUCCESS(status))
        print_distance((standard + summer) / MINUTE, zone->distance);
}

/* --- what is kept */

static void make_zone(const struct language *language, struct kept_zone *zone)
{
    UChar id[ZONE_SIZE];
    if (!zone_id(zone->zone, id))
        return;
    find_place(language, id, zone);
    find_distance(id, zone);
}

static void keep_zone(struct language_zones *zones, const struct kept_zone *zone)
{
    struct kept_zone *kept = zones->count < KEPT_MOST ? malloc(sizeof *kept) : NULL;
    if (!kept)
        return;
    *kept = *zone;
    kept->next = zones->first;
    zones->first = kept;
    zones->count++;
}

/* Fills in what belongs to zone and day. */
static void know_zone(const struct language *language, struct kept_zone *zone)
{
    struct language_zones *zones = language->zones;
    pthread_mutex_lock(&zones->lock);
    const struct kept_zone *kept = zones->first;
    while (kept && (strcmp(kept->zone, zone->zone) != 0 || strcmp(kept->day, zone->day) != 0))
        kept = kept->next;
    if (kept) {
        *zone = *kept;
    } else {
        make_zone(language, zone);
        keep_zone(zones, zone);
    }
    pthread_mutex_unlock(&zones->lock);
}

static const char *join_zone(const struct language *language, const char *place, const char *distance,
                             struct arena *arena)
{
    struct record_pair pairs[] = {{.name = "place", .text = place}, {.name = "distance", .text = distance}};
    scope_buffer struct buffer text = BUFFER(2048);
    language_message(language, "event.zone_place", &(struct record_pairs){pairs, COUNT_OF(pairs)}, &text);
    return arena_copy(arena, text.failed ? place : text.data);
}

const char *language_zone(const struct language *language, const char *zone, const char *place,
                          const char *day, struct arena *arena)
{
    struct kept_zone known = {0};
    if (!text_copy(known.zone, sizeof known.zone, zone) || !text_copy(known.day, sizeof known.day, day))
        return arena_copy(arena, zone);
    know_zone(language, &known);
    if (!place || !*place)
        place = known.place;
    if (*place && *known.distance)
        return join_zone(language, place, known.distance, arena);
    return arena_copy(arena, *place ? place : *known.distance ? known.distance : zone);
}
