/* What a program prints for people: nothing that comes from data commands their terminal, and columns stand
 * under each other whatever script is in them. */
#pragma once

#include "base/base.h"

#include <stdio.h>

/* Whether somebody reads this as it comes. */
bool screen_is_terminal(FILE *stream);

/* The same, and colours are wanted: no NO_COLOR (https://no-color.org), and not TERM=dumb. */
bool screen_uses_color(FILE *stream);

/* How many columns the terminal has; 0 where that is not known. COLUMNS goes before. */
size_t screen_columns(FILE *stream);

/* Appends the text as one line: C0, DEL, C1 and line separators become spaces, bidirectional controls and
 * other marks that nobody sees, but for the joiners that belong to letters, are left out, what is no UTF-8
 * becomes U+FFFD. */
void screen_append_plain(struct buffer *line, const char *text, size_t length);

/* How many columns a plain text takes (UAX #11: wide and full-width letters two, marks none; of an emoji that
 * joiners put together the first). */
size_t screen_width(const char *text);

/* Appends as much of the text as fits into the columns, the last of them "…" where something is left out, and
 * gives how many it took. */
size_t screen_append_fit(struct buffer *line, const char *text, size_t columns);

/* Prints lines of text, or JSON. Where that is a terminal they are made plain, line by line, JSON by escapes
 * that mean the same. */
void screen_print(FILE *stream, const char *text, size_t length);
void screen_print_json(FILE *stream, const char *text, size_t length);
