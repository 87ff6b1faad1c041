/* What a template is compiled to, and what compiles it. */
#pragma once

#include "template/template.h"

#define TEMPLATE_SCOPES 16  /* sections within each other; deeper is an error */
#define TEMPLATE_POINTERS 4 /* of one name, followed; more is an error */

/* Where a value lies: in the struct of an open scope, or behind pointers in it. */
struct template_value {
    size_t scope;                          /* 0: the context */
    size_t offsets[TEMPLATE_POINTERS + 1]; /* each but the last leads to a pointer */
    size_t pointers;
    enum record_type type;
    enum record_presence presence;
    const struct record *of;
    const struct record_words *words;
    size_t size; /* of a list's element */
};

/* A stretch of a message in one language, escaped, and the value behind it. */
struct template_part {
    const char *text;
    size_t length;
    bool has_value;
    struct template_value value;
    struct template_message *forms; /* by enum sentence_number, of an integer; NULL: the value itself */
};

struct template_message {
    struct template_part *parts;
    size_t count;
};

/* One message, or one for each word of a value; each in every language. */
struct template_messages {
    bool by_word;
    struct template_value word;
    struct template_message *all; /* all[word * languages + language]; parts NULL where there is no word */
};

enum template_kind {
    TEMPLATE_TEXT,
    TEMPLATE_VALUE,
    TEMPLATE_UNESCAPED,
    TEMPLATE_MESSAGE,
    TEMPLATE_SECTION,
    TEMPLATE_UNLESS
};

/* Where in the markup something stands. Neither: in content, which can hold elements. */
struct template_place {
    bool in_tag;
    bool in_plain; /* in an element that has text only */
};

/* A page is a flat list of steps; a section's step knows where it ends. */
struct template_step {
    enum template_kind kind;
    const char *text; /* literal */
    size_t length;
    struct template_value value;
    const struct template_messages *messages;
    size_t end; /* of a section: the step after its last */
    struct template_place place;
};

struct template
{
    struct arena arena; /* all of it */
    struct template_step *steps;
    size_t count, capacity;
    size_t languages;
};

/* What names mean at a place in the page. */
struct template_scope {
    const struct record *record;      /* NULL: the element is a text, or one of these words */
    const struct record_words *words; /* NULL: a text */
};

struct template_section {
    const char *name;
    size_t step;
    bool has_scope;
};

struct template_compiler {
    struct template *template;
    const struct template_source *source;
    struct error *error;
    struct template_scope scopes[TEMPLATE_SCOPES + 1];
    size_t scope; /* the innermost */
    struct template_section sections[TEMPLATE_SCOPES];
    size_t depth;
    int files; /* open, one within the other */
    struct template_place place;
};

/* bind.c: looks a name up from the innermost scope outward. The error says what is not there. */
bool template_bind(const struct template_compiler *compiler, const char *name, size_t length,
                   struct template_value *value) CHECKED;
/* Whether it is a text, an integer or a word, which can be written; an error else. */
bool template_bind_text(const struct template_compiler *compiler, const char *name, size_t length,
                        struct template_value *value) CHECKED;
/* NULL if there is none. */
const char *template_fixed(const struct template_compiler *compiler, const char *name);

/* message.c: NULL with the error. */
const struct template_messages *template_compile_message(const struct template_compiler *compiler,
                                                         const char *id) CHECKED;

/* place.c: goes on over literal text. */
void template_place_pass(struct template_place *place, const char *text, size_t length);

/* render.c: for text and double-quoted attributes. */
void template_escape(const char *text, struct buffer *out);
