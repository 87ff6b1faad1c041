/* Commands that take registrations' codes: one, several, or "-" for a list on standard input. */
#pragma once

#include "cli/admin/admin.h"

#define ADMIN_CODES_ARGUMENTS "CODE..."

#define ADMIN_WITHOUT_OPTION(target_variable)                                                                \
    {                                                                                                        \
        .name = "without", .type = OPTION_TEXT, .target = &(target_variable), .value = "SESSION,...",        \
        .help = "not these sessions, that are full"                                                          \
    }
#define ADMIN_REASON_OPTION(target_variable)                                                                 \
    {                                                                                                        \
        .name = "reason", .type = OPTION_TEXT, .target = &(target_variable), .value = "TEXT",                \
        .help = "why, for the history"                                                                       \
    }
#define ADMIN_BASE_URL_OPTION                                                                                \
    {                                                                                                        \
        .name = "base-url", .type = OPTION_TEXT, .target = &admin_options.base_url,                          \
        .variable = "LANYARD_BASE_URL", .value = "URL", .help = "where the pages are, for links"             \
    }

/* The address of a registration's page, with its key, in the arena; without --base-url it begins with "/".
 * NULL with the error when there is no secret. */
const char *admin_link(const struct registration *registration, struct arena *arena,
                       struct error *error) CHECKED;

/* The same of an event's preview. */
const char *admin_preview_link(const char *slug, struct arena *arena, struct error *error) CHECKED;

/* A registration as it was named. */
struct admin_code {
    const char *typed;
    const char *event; /* of --event, or of a pasted address; NULL: the one that has the code */
    const char *code;  /* as it is stored; NULL: what was typed is none */
};

struct admin_codes {
    RECORD_LIST_OF(struct admin_code) list;
    bool several; /* more than one argument, or "-": JSON is then an array */
    struct arena arena;
};

/* Reads them all; of a line on standard input the first word or cell, so that what a list prints can be piped
 * in; "#" begins a remark. False with the error when there is none, or they cannot be read. */
bool admin_codes_read(int argc, char **argv, struct admin_codes *codes, struct error *error) CHECKED;
void admin_codes_free(struct admin_codes *codes);
#define scope_codes scope(admin_codes_free)

/* ERROR_NOT_FOUND when it is none, ERROR_CALLER when it is an address of another event than --event. */
bool admin_code_check(const struct admin_code *code, struct error *error) CHECKED;
/* One argument, checked, with its texts in the arena; "-" is no code here. */
bool admin_code_read(const char *typed, struct arena *arena, struct admin_code *code,
                     struct error *error) CHECKED;

/* What is done with each. out: a line for people, or one JSON document. */
struct admin_act {
    bool (*act)(void *context, const struct admin_code *code, struct arena *arena, struct buffer *out,
                struct error *error);
    void *context;
    bool apart; /* an empty line between them, for people */
};

/* Does it with one after the other and prints what came of it; what fails is named on standard error and left
 * out. Goes no further when the database or the machine fails, and names what was not tried. Gives the exit
 * status: EXIT_PARTLY when some failed. */
int admin_codes_do(const struct admin_codes *codes, const struct admin_act *act) CHECKED;

/* "lab,talk" as a list that ends with NULL, in the arena; NULL for NULL, and when that is full. */
const char *const *admin_split(const char *text, struct arena *arena);

/* Appends what was decided: a line, or JSON. */
bool admin_append_decision(const struct order_decision *decision, struct buffer *out) CHECKED;

/* Who has the places that became free, for people. */
void admin_append_promoted(const struct order_decision *decision, struct buffer *out);
