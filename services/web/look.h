/* An event's own look: colours that can be read by rule, and the style sheet that says them. It stands at an
 * address of its own, /e/{event}/look/style.css?v={hash}, which browsers keep for ever: another look has
 * another. So have its pictures. */
#pragma once

#include "event/event.h"

/* Appends the style sheet: brand, pictures and the categories' colours. */
void look_write(const struct event *event, struct buffer *css);

/* The address of the style sheet, in the arena; NULL when that has failed. */
const char *look_address(const struct event *event, struct arena *arena);

enum look_picture { LOOK_LOGO, LOOK_ART, LOOK_PICTURES };
extern const char *const look_picture_names[]; /* in addresses */

/* The address of one, in the arena; NULL where the event has none. */
const char *look_picture_address(const struct event *event, enum look_picture picture, struct arena *arena);
