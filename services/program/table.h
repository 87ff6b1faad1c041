/* Rows in columns, as they come: for people on a terminal, for programs in a pipe, for spreadsheets. */
#pragma once

#include "base/base.h"

enum table_form {
    TABLE_SCREEN, /* a header, columns that stand under each other, cut to what the terminal has */
    TABLE_TABS,   /* no header, a tab between cells, which have none themselves; nothing is cut */
    TABLE_CSV     /* RFC 4180 in UTF-8, with a header; no cell is taken for a formula: ' stands before it */
};

struct table_column {
    const char *name; /* "created_at" */
    bool number;      /* to the right; in CSV it may begin with - */
    bool whole;       /* never cut: a code */
};

/* On a terminal as many rows are kept as set the columns' widths, in the other forms none: memory does not
 * grow. One thread. Columns outlive it; the last ones are left out where a terminal is too narrow. */
struct table;

/* TABLE_SCREEN or TABLE_TABS, by whether standard output is a terminal. */
enum table_form table_form_usual(void);

/* Writes to standard output. NULL when memory is out. */
struct table *table_open(enum table_form form, const struct table_column *columns, size_t count,
                         struct error *error) CHECKED;

/* A cell for each column; NULL is an empty one. False with the error where it cannot be written. */
bool table_row(struct table *table, const char *const *cells, struct error *error) CHECKED;

/* Prints what was kept. left_out: how many columns the terminal has no room for; may be NULL. */
bool table_finish(struct table *table, size_t *left_out, struct error *error) CHECKED;

/* Frees; NULL changes nothing. */
void table_close(struct table *table);
#define scope_table scope(table_close_scope)
static inline void table_close_scope(struct table **table)
{
    table_close(*table);
}
