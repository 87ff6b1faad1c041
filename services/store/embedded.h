/* What the build embeds from sql/; store's own. */
#pragma once

struct store_statement_text {
    const char *name;
    int parameters;
    const char *text;
};

struct store_table_text {
    const char *name; /* "0001_base"; the last entry's is NULL */
    const char *text;
};

enum store_function_kind { STORE_TYPE, STORE_FUNCTION, STORE_VIEW };

struct store_function_text {
    enum store_function_kind kind;
    const char *name;  /* the last entry's is NULL */
    const char *roles; /* who may call it: "lanyard_web, lanyard_badges", or "" for nobody */
    const char *text;
};

extern const struct store_statement_text store_statement_texts[]; /* by enum store_statement */
extern const struct store_table_text store_table_texts[];         /* in the order in which they are applied */
extern const struct store_function_text store_function_texts[];   /* in the order in which they are loaded */
