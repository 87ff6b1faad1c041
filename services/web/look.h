/* An event's own look: colours that can be read by rule, and the style sheet that says them. It stands at an
 * address of its own, /e/{event}/look/style.css?v={hash}, which browsers keep for ever: another look has
 * another. So have its pictures. */
#pragma once

#include "event/event.h"

/* A colour of sRGB, each part 0 to 255. */
struct look_color {
    int red, green, blue;
};

/* "#0b6e8f". False if it is none. */
bool look_read_color(const char *text, struct look_color *color) CHECKED;

/* WCAG 2.2's contrast ratio: 1 to 21. */
double look_contrast(struct look_color a, struct look_color b);

/* The colour of text on it: white, or black where white could not be read. 4.5 at least. */
struct look_color look_on(struct look_color ground);

/* The colour, made as much darker (lighter on what is dark) as text needs to be read on the ground. */
struct look_color look_readable(struct look_color color, struct look_color ground);

/* Appends the style sheet: brand, pictures and the categories' colours. */
void look_write(const struct event *event, struct buffer *css);

/* The address of the style sheet, in the arena; NULL when that has failed. */
const char *look_address(const struct event *event, struct arena *arena);

enum look_picture { LOOK_LOGO, LOOK_ART, LOOK_PICTURES };
extern const char *const look_picture_names[]; /* in addresses */

/* The address of one, in the arena; NULL where the event has none. */
const char *look_picture_address(const struct event *event, enum look_picture picture, struct arena *arena);
