/* What the build embeds from sql/; store's own. */
#pragma once

struct store_statement_text {
    const char *name;
    int parameters;
    const char *text;
};

struct store_migration_text {
    const char *name; /* "0001_schema"; the last entry's is NULL */
    const char *text;
};

extern const struct store_statement_text store_statement_texts[]; /* by enum store_statement */
extern const struct store_migration_text store_migration_texts[];
