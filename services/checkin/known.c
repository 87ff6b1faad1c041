/* Which keys were devices' a moment ago, so that the database is not asked before every batch. */
#include "checkin/checkin_private.h"

#define KNOWN_FOR CLOCK_SECOND

static struct known_device *known_place(struct known_devices *known, const uint8_t hash[static 32])
{
    return &known->devices[hash[0]];
}

void known_devices_note(struct known_devices *known, const uint8_t hash[static 32], int64_t number)
{
    struct known_device *place = known_place(known, hash);
    pthread_mutex_lock(&known->lock);
    memcpy(place->hash, hash, sizeof place->hash);
    place->number = number;
    place->until = clock_monotonic() + KNOWN_FOR;
    pthread_mutex_unlock(&known->lock);
}

bool known_devices_find(struct known_devices *known, const uint8_t hash[static 32], int64_t *number)
{
    const struct known_device *place = known_place(known, hash);
    pthread_mutex_lock(&known->lock);
    bool found = memcmp(place->hash, hash, sizeof place->hash) == 0 && clock_monotonic() < place->until;
    if (found)
        *number = place->number;
    pthread_mutex_unlock(&known->lock);
    return found;
}
