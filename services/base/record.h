/* Records: a noun is a struct, with a table of its members. Documents are read into it and written from it
 * at the edges (database, API, files); templates are bound to it; the API's description comes from it.
 *
 *     struct ticket_line { const char *kind; int64_t serial; const char *token; };
 *     static const struct record_member ticket_line_members[] = {
 *         RECORD_TEXT(struct ticket_line, kind), RECORD_INT(struct ticket_line, serial),
 *         RECORD_TEXT(struct ticket_line, token)};
 *     const struct record ticket_line_record = RECORD(struct ticket_line, ticket_line_members);
 *
 * A member's name stands in one place: it is the struct's own. The macros refuse a member of another type
 * than they say. A record that is read lives in an arena, with all that it points to; nothing of it is freed
 * by itself. Tables are constant and shared by threads. JSON is RFC 8259. */
#pragma once

#include "base/arena.h"
#include "base/buffer.h"

#include <jansson.h>
#include <stdint.h>

enum record_type {
    RECORD_IS_TEXT,    /* const char *                    a string */
    RECORD_IS_INT,     /* int64_t                         an integer */
    RECORD_IS_REAL,    /* double                          a number */
    RECORD_IS_FLAG,    /* bool                            true or false */
    RECORD_IS_WORD,    /* an enum                         a string, one of the table's words */
    RECORD_IS_RECORD,  /* a struct                        an object */
    RECORD_IS_POINTER, /* struct x *                      an object, or none (NULL) */
    RECORD_IS_LIST,    /* RECORD_LIST_OF(struct x)        an array of objects */
    RECORD_IS_TEXTS,   /* RECORD_LIST_OF(const char *)    an array of strings */
    RECORD_IS_WORDS,   /* RECORD_LIST_OF(int)             an array of words */
    RECORD_IS_REALS,   /* RECORD_LIST_OF(double)          an array of numbers */
    RECORD_IS_PAIRS,  /* struct record_pairs             an object whose names are data, values of one type */
    RECORD_IS_ANY,    /* const char *                    any value, as compact JSON text */
    RECORD_IS_WORDING /* struct record_pairs            a text in several languages: an object of strings by
                         their tags, or one string, which is one pair with the name "" */
};

/* The words of an enum, by its values. A NULL among them is a value that has no word: none. */
struct record_words {
    const char *const *words;
    size_t count;
};

#define RECORD_WORDS(table)                                                                                  \
    {                                                                                                        \
        (table), sizeof(table) / sizeof *(table)                                                             \
    }

/* An optional integer that is not there. */
#define RECORD_NO_INT INT64_MIN

struct record_pair {
    const char *name;
    const char *text; /* of the member's value type one is set */
    int64_t number;
    bool flag;
};

struct record_pairs {
    struct record_pair *items;
    size_t count;
};

#define RECORD_LIST_OF(type)                                                                                 \
    struct {                                                                                                 \
        type *items;                                                                                         \
        size_t count;                                                                                        \
    }

/* As every RECORD_LIST_OF lies in memory, for those who walk a table. */
struct record_any_list {
    char *items;
    size_t count;
};

enum record_presence {
    RECORD_REQUIRED,
    RECORD_OPTIONAL, /* may be missing or null: NULL, RECORD_NO_INT, false, the word of NULL, an empty list;
                        written as null */
    RECORD_LEFT_OUT  /* the same, but not written at all where it is not there */
};

struct record;

struct record_member {
    const char *name;
    enum record_type type;
    enum record_presence presence;
    size_t offset;
    size_t size; /* of the member, of what a pointer points to, or of a list's element */
    const struct record *of;
    const struct record_words *words;
    enum record_type values; /* of pairs: text, int or flag */
    int64_t most;     /* for the API's description: characters of a text, elements of a list; 0: not said */
    const char *note; /* for the API's description; may be NULL */
};

struct record {
    const char *name; /* of the struct, for the API's description */
    size_t size;
    const struct record_member *members;
    size_t count;
};

#define RECORD(type, table)                                                                                  \
    {                                                                                                        \
        .name = #type, .size = sizeof(type), .members = (table), .count = sizeof(table) / sizeof *(table)    \
    }

/* For a member: any of .presence, .most, .note may follow. */
#define RECORD_TEXT(type, member, ...)                                                                       \
    {                                                                                                        \
#member, RECORD_IS_TEXT, .offset = RECORD_OFFSET(type, member, const char *), __VA_ARGS__            \
    }
#define RECORD_INT(type, member, ...)                                                                        \
    {                                                                                                        \
#member, RECORD_IS_INT, .offset = RECORD_OFFSET(type, member, int64_t), __VA_ARGS__                  \
    }
/* Never an optional one: no number says that it is not there. */
#define RECORD_REAL(type, member, ...)                                                                       \
    {                                                                                                        \
#member, RECORD_IS_REAL, .offset = RECORD_OFFSET(type, member, double), __VA_ARGS__                  \
    }
#define RECORD_FLAG(type, member, ...)                                                                       \
    {                                                                                                        \
#member, RECORD_IS_FLAG, .offset = RECORD_OFFSET(type, member, bool), __VA_ARGS__                    \
    }
#define RECORD_ANY(type, member, ...)                                                                        \
    {                                                                                                        \
#member, RECORD_IS_ANY, .offset = RECORD_OFFSET(type, member, const char *), __VA_ARGS__             \
    }
/* table: a struct record_words. */
#define RECORD_WORD(type, member, table, ...)                                                                \
    {                                                                                                        \
#member, RECORD_IS_WORD, .offset = RECORD_OFFSET_AS_LARGE_AS(type, member, int), .words = &(table),  \
                                 __VA_ARGS__                                                                 \
    }
/* table: the struct record of what it holds or points to. */
#define RECORD_ONE(type, member, table, ...)                                                                 \
    {                                                                                                        \
#member, RECORD_IS_RECORD, .offset = offsetof(type, member), .size = sizeof(((type *)0)->member),    \
                                   .of = &(table), __VA_ARGS__                                               \
    }
#define RECORD_MAYBE(type, member, table, ...)                                                               \
    {                                                                                                        \
#member, RECORD_IS_POINTER, RECORD_OPTIONAL, .offset = offsetof(type, member),                       \
                                                     .size = sizeof *((type *)0)->member, .of = &(table),    \
                                                     __VA_ARGS__                                             \
    }
/* The same, and RECORD_LEFT_OUT. */
#define RECORD_IF_ANY(type, member, table, ...)                                                              \
    {                                                                                                        \
#member, RECORD_IS_POINTER, RECORD_LEFT_OUT, .offset = offsetof(type, member),                       \
                                                     .size = sizeof *((type *)0)->member, .of = &(table),    \
                                                     __VA_ARGS__                                             \
    }
#define RECORD_LIST(type, member, table, ...)                                                                \
    {                                                                                                        \
#member, RECORD_IS_LIST, .offset = RECORD_OFFSET_OF_LIST(type, member),                              \
                                 .size = sizeof *((type *)0)->member.items, .of = &(table), __VA_ARGS__      \
    }
#define RECORD_TEXTS(type, member, ...)                                                                      \
    {                                                                                                        \
#member, RECORD_IS_TEXTS, .offset = RECORD_OFFSET_OF_LIST(type, member),                             \
                                  .size = RECORD_SIZE(*((type *)0)->member.items, const char *), __VA_ARGS__ \
    }
#define RECORD_REALS(type, member, ...)                                                                      \
    {                                                                                                        \
#member, RECORD_IS_REALS, .offset = RECORD_OFFSET_OF_LIST(type, member),                             \
                                  .size = RECORD_SIZE(*((type *)0)->member.items, double), __VA_ARGS__       \
    }
#define RECORD_WORDLIST(type, member, table, ...)                                                            \
    {                                                                                                        \
#member, RECORD_IS_WORDS, .offset = RECORD_OFFSET_OF_LIST(type, member), .words = &(table),          \
                                  .size = RECORD_SIZE(*((type *)0)->member.items, int), __VA_ARGS__          \
    }
/* kind: RECORD_IS_TEXT, RECORD_IS_INT or RECORD_IS_FLAG. */
#define RECORD_PAIRS(type, member, kind, ...)                                                                \
    {                                                                                                        \
#member, RECORD_IS_PAIRS, .offset = RECORD_OFFSET(type, member, struct record_pairs),                \
                                  .values = (kind), __VA_ARGS__                                              \
    }

/* None of it is there where it has no pairs. */
#define RECORD_WORDING(type, member, ...)                                                                    \
    {                                                                                                        \
#member, RECORD_IS_WORDING, .offset = RECORD_OFFSET(type, member, struct record_pairs), __VA_ARGS__  \
    }

/* What the macros check: that the member is of the type. */
#define RECORD_CHECK(condition) (0 * sizeof(struct { int holds : (condition) ? 1 : -1; }))
#define RECORD_SIZE(lvalue, wanted)                                                                          \
    (sizeof(lvalue) + RECORD_CHECK(__builtin_types_compatible_p(__typeof__(lvalue), wanted)))
#define RECORD_OFFSET(type, member, wanted)                                                                  \
    (offsetof(type, member) +                                                                                \
     RECORD_CHECK(__builtin_types_compatible_p(__typeof__(((type *)0)->member), wanted)))
#define RECORD_OFFSET_AS_LARGE_AS(type, member, wanted)                                                      \
    (offsetof(type, member) + RECORD_CHECK(sizeof(((type *)0)->member) == sizeof(wanted)))
#define RECORD_OFFSET_OF_LIST(type, member)                                                                  \
    (offsetof(type, member) +                                                                                \
     RECORD_CHECK(offsetof(__typeof__(((type *)0)->member), items) == 0 &&                                   \
                  offsetof(__typeof__(((type *)0)->member), count) == sizeof(void *) &&                      \
                  sizeof(((type *)0)->member.count) == sizeof(size_t)))

/* --- reading */

enum record_strictness {
    RECORD_EXACT,   /* our own database's: a member that is missing, mistyped or unknown is an error */
    RECORD_TOLERANT /* a newer or older program's: what is unknown is passed over */
};

/* Reads one JSON text into the struct, which is zeroed first. source names it in errors, a file's name or
 * "body". ERROR_CALLER with line and column where it is no JSON; ERROR_OURS with the path of the member at
 * fault ("design.json: sessions[2].title is missing"), or when the arena is full. */
CHECKED bool record_read(const struct record *record, const char *json, size_t length, const char *source,
                         enum record_strictness strictness, struct arena *arena, void *into,
                         struct error *error);

/* The same from a document that is parsed already: for store. Errors begin with the record's name. */
CHECKED bool record_from_json(const struct record *record, const json_t *json,
                              enum record_strictness strictness, struct arena *arena, void *into,
                              struct error *error);

/* An array of them. list: a RECORD_LIST_OF the record's struct. */
CHECKED bool record_list_from_json(const struct record *record, const json_t *json,
                                   enum record_strictness strictness, struct arena *arena, void *list,
                                   struct error *error);

enum record_fault {
    RECORD_MISTYPED,
    RECORD_UNKNOWN,
    RECORD_BROKEN, /* no JSON */
    RECORD_TWICE   /* a name that its object has already */
};

/* Reads what a stranger sends: every member may be missing; what is mistyped or unknown is reported, each
 * with its path ("consents.photos"; "" for the whole) and, mistyped, what it should be ("text", "integer",
 * "number", "true/false", "list", "object", "one of its words"), and left as if missing. Returns false, with
 * the error, only where it is no JSON, which is reported too, with "line:column" for a path, or memory is
 * out. */
CHECKED bool record_read_input(const struct record *record, const char *json, size_t length,
                               struct arena *arena, void *into,
                               void (*report)(void *context, enum record_fault fault, const char *path,
                                              const char *wanted),
                               void *context, struct error *error);

/* A JSON object whose values are all strings, such as a catalogue of messages, in the order of the file. */
CHECKED bool record_read_texts(const char *json, size_t length, const char *source, struct arena *arena,
                               struct record_pairs *pairs, struct error *error);

/* --- writing */

/* As JSON; indent: spaces a level, 0 for one line. A text that is no UTF-8, a number that is infinite or
 * none, or a required member that is not there (as memory was out when it was put together), fails the
 * buffer. */
void record_write(const struct record *record, const void *from, int indent, struct buffer *out);

/* An array of them. list as above. */
void record_write_list(const struct record *record, const void *list, int indent, struct buffer *out);

/* A string as JSON writes it, with its quotes; NULL fails the buffer, as text that is no UTF-8 does. */
void record_write_text(const char *text, struct buffer *out);

/* --- members */

/* The member of that name, NULL if there is none. */
const struct record_member *record_find(const struct record *record, const char *name, size_t length);

/* The word of a value; NULL for none. And back: false for another word. */
const char *record_word(const struct record_words *words, int value);
bool record_word_parse(const struct record_words *words, const char *word, int *value);

/* The pair of that name, NULL if there is none. */
const struct record_pair *record_pair(const struct record_pairs *pairs, const char *name);

/* That a table says the truth about its struct, and those below it: offsets within, sizes equal, no name
 * twice. Ends the program if not (must.h); for start-up and tests. */
void record_must_hold(const struct record *record);

/* What differs between two of them, called once for each leaf: path is like
 * "categories.member.prices.early" (elements with a "code" are matched by it, others by index); before or
 * after is NULL where the leaf was added or removed, else its JSON text. */
CHECKED bool record_diff(const struct record *record, const void *before, const void *after,
                         void (*report)(void *context, const char *path, const char *before,
                                        const char *after),
                         void *context, struct error *error);
