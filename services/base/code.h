/* Codes that people read out, type and paste: eight letters and digits, none of which is taken for another.
 *
 *     struct code code;
 *     if (code_read("https://example.org/e/inet2027/r/K7MP2QRS?k=…", &code))
 *         find(*code.place ? code.place : the_only_one, code.text); */
#pragma once

#include <stdbool.h>

#define CODE_LENGTH 8
#define CODE_SIZE (CODE_LENGTH + 1)
#define CODE_ALPHABET "23456789ABCDEFGHJKLMNPQRSTUVWXYZ" /* no 0 and O, 1 and I */
#define CODE_PLACE_SIZE 33

struct code {
    char text[CODE_SIZE];        /* as it is stored */
    int person;                  /* the number behind it, in a group: 2 of K7MP2QRS-2; 0 where none is said */
    char place[CODE_PLACE_SIZE]; /* what an address says that it is a code of, in small letters; "" if nothing
                                  */
};

/* Reads a code however it is written: in small, capital or full-width letters; with spaces, dashes, quotes
 * and full stops in it or around it; typed on a Cyrillic or Greek keyboard by letters that look the same,
 * with digits of any script, or 1 and I for L. Of an address it takes what stands behind /r/ or
 * /registrations/, and behind /e/ or /events/ the place. False, and nothing is set, where it is none of that.
 */
bool code_read(const char *text, struct code *code);
