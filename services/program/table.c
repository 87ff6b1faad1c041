/* Rows in columns: measured, cut and aligned for people; as they are for programs. */
#include "program/table.h"

#include "program/screen.h"

#include <ctype.h>
#include <errno.h>
#include <unicode/uchar.h>

#define TABLE_MEASURED 200 /* rows that set the widths */
#define TABLE_ARENA_MOST ((size_t)64 << 20)
#define TABLE_LINE_MOST ((size_t)16 << 20)
#define TABLE_COLUMNS_MOST 32
#define TABLE_LEAST 8 /* columns of the screen that a column keeps, if it had as many */
#define TABLE_BETWEEN 2

struct table {
    enum table_form form;
    const struct table_column *columns;
    size_t count;
    size_t shown; /* columns */
    size_t widths[TABLE_COLUMNS_MOST];
    bool laid_out;
    bool color;
    const char **kept[TABLE_MEASURED]; /* plain cells */
    size_t rows;
    struct arena arena;
    struct buffer line;
};

enum table_form table_form_usual(void)
{
    return screen_is_terminal(stdout) ? TABLE_SCREEN : TABLE_TABS;
}

static bool table_fail(struct error *error)
{
    error_set(error, ERROR_OURS, NULL, "cannot write to standard output: %s", strerror(errno));
    clearerr(stdout); /* it is said */
    return false;
}

static bool table_write(struct table *table, struct error *error)
{
    if (table->line.failed)
        return error_set(error, ERROR_OURS, NULL, "out of memory, or a line is too long");
    if (table->form == TABLE_SCREEN)
        fwrite(table->line.data, 1, table->line.length, stdout);
    else
        screen_print(stdout, table->line.data, table->line.length);
    buffer_clear(&table->line);
    return !ferror(stdout) || table_fail(error);
}

/* --- for programs */

static void table_append_tabs(struct table *table, const char *const *cells)
{
    for (size_t i = 0; i < table->count; i++) {
        if (i)
            buffer_char(&table->line, '\t');
        for (const char *c = cells[i] ? cells[i] : ""; *c; c++)
            buffer_char(&table->line, (unsigned char)*c < ' ' ? ' ' : *c);
    }
    buffer_char(&table->line, '\n');
}

/* --- for spreadsheets */

/* What a spreadsheet takes for the beginning of a formula, in any width. */
static bool table_begins_formula(UChar32 c)
{
    static const UChar32 signs[] = {'=',    '+',    '-',    '@',    '\t',   '\r',
                                    '\n',   0xff1d, 0xff0b, 0xff0d, 0xff20, /* full-width */
                                    0xfe66, 0xfe62, 0xfe63, 0xfe6b,         /* small */
                                    0x2212};
    for (size_t i = 0; i < COUNT_OF(signs); i++)
        if (signs[i] == c)
            return true;
    return false;
}

/* Spaces and marks that nobody sees in front of a sign do not hide it. */
static bool table_is_formula(const char *cell)
{
    size_t length = strlen(cell);
    for (size_t i = 0; i < length;) {
        UChar32 c = text_next(cell, length, &i);
        if (c < 0 || table_begins_formula(c))
            return c >= 0;
        if (!u_isUWhiteSpace(c) && u_charType(c) != U_CONTROL_CHAR && u_charType(c) != U_FORMAT_CHAR &&
            !u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT))
            return false;
    }
    return false;
}

static void table_append_quoted(struct buffer *line, const char *cell, bool guarded)
{
    buffer_text(line, guarded ? "\"'" : "\"");
    for (; *cell; cell++) {
        if (*cell == '"')
            buffer_char(line, '"');
        buffer_char(line, *cell);
    }
    buffer_char(line, '"');
}

static void table_append_csv(struct table *table, const char *const *cells)
{
    for (size_t i = 0; i < table->count; i++) {
        const char *cell = cells[i] ? cells[i] : "";
        bool guarded = !table->columns[i].number && table_is_formula(cell);
        size_t length = strlen(cell);
        bool quoted =
            guarded || strpbrk(cell, "\",;'\t\r\n") || *cell == ' ' || (length && cell[length - 1] == ' ');
        if (i)
            buffer_char(&table->line, ',');
        if (quoted)
            table_append_quoted(&table->line, cell, guarded);
        else
            buffer_append(&table->line, cell, length);
    }
    buffer_text(&table->line, "\r\n");
}

/* --- for people */

static const char **table_plain_cells(struct table *table, const char *const *cells)
{
    const char **plain = arena_array(&table->arena, table->count, sizeof *plain);
    for (size_t i = 0; plain && i < table->count; i++) {
        buffer_clear(&table->line);
        screen_append_plain(&table->line, cells[i] ? cells[i] : "", cells[i] ? strlen(cells[i]) : 0);
        plain[i] = arena_text(&table->arena, table->line.data, table->line.length);
        if (!plain[i])
            plain = NULL;
    }
    buffer_clear(&table->line);
    return plain;
}

/* "created_at" as a header: "CREATED AT". */
static void table_header(const struct table_column *column, char text[static 64])
{
    snprintf(text, 64, "%s", column->name);
    for (char *c = text; *c; c++)
        *c = *c == '_' ? ' ' : (char)toupper((unsigned char)*c);
}

static void table_measure(struct table *table)
{
    char header[64];
    for (size_t i = 0; i < table->count; i++) {
        table_header(&table->columns[i], header);
        table->widths[i] = strlen(header);
        for (size_t row = 0; row < table->rows; row++) {
            size_t width = screen_width(table->kept[row][i]);
            if (width > table->widths[i])
                table->widths[i] = width;
        }
    }
}

static size_t table_total(const struct table *table, size_t most)
{
    size_t total = 0;
    for (size_t i = 0; i < table->shown; i++) {
        bool fixed = table->columns[i].whole || table->columns[i].number;
        total += (i ? TABLE_BETWEEN : 0) + (fixed || table->widths[i] < most ? table->widths[i] : most);
    }
    return total;
}

/* Takes columns away from the end until the others fit when cut, then cuts the widest as far as is needed. */
static void table_fit(struct table *table, size_t columns)
{
    size_t most = SIZE_MAX;
    while (table->shown > 1 && table_total(table, TABLE_LEAST) > columns)
        table->shown--;
    if (table_total(table, most) > columns)
        for (most = columns; most > TABLE_LEAST && table_total(table, most) > columns;)
            most--;
    for (size_t i = 0; i < table->shown; i++)
        if (!table->columns[i].whole && !table->columns[i].number && table->widths[i] > most)
            table->widths[i] = most;
}

/* Nothing stands behind the last cell, so that a line is no longer than it is. */
static void table_append_cells(struct table *table, const char *const *cells)
{
    for (size_t i = 0; i < table->shown; i++) {
        const struct table_column *column = &table->columns[i];
        size_t width = table->widths[i];
        size_t own = screen_width(cells[i]);
        size_t gap = own < width ? width - own : 0;
        bool last = i + 1 == table->shown;
        if (column->number)
            buffer_printf(&table->line, "%*s", (int)gap, "");
        if (own > width && !column->whole && !column->number)
            gap = width - screen_append_fit(&table->line, cells[i], width);
        else
            buffer_text(&table->line, cells[i]);
        if (!last)
            buffer_printf(&table->line, "%*s", (int)((column->number ? 0 : gap) + TABLE_BETWEEN), "");
    }
    buffer_char(&table->line, '\n');
}

static bool table_lay_out(struct table *table, struct error *error)
{
    char headers[TABLE_COLUMNS_MOST][64];
    const char *cells[TABLE_COLUMNS_MOST] = {0};
    size_t columns = screen_columns(stdout);
    table->laid_out = true;
    table_measure(table);
    if (columns)
        table_fit(table, columns);
    for (size_t i = 0; i < table->count; i++) {
        table_header(&table->columns[i], headers[i]);
        cells[i] = headers[i];
    }
    if (table->color)
        buffer_text(&table->line, "\033[1m");
    table_append_cells(table, cells);
    if (table->color)
        buffer_text(&table->line, "\033[0m");
    for (size_t row = 0; row < table->rows; row++)
        table_append_cells(table, table->kept[row]);
    arena_free(&table->arena);
    table->arena = ARENA(TABLE_ARENA_MOST);
    return table_write(table, error);
}

static bool table_row_on_screen(struct table *table, const char *const *cells, struct error *error)
{
    const char **plain = table_plain_cells(table, cells);
    if (!plain)
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    if (!table->laid_out) {
        table->kept[table->rows++] = plain;
        return table->rows < TABLE_MEASURED || table_lay_out(table, error);
    }
    table_append_cells(table, plain);
    arena_free(&table->arena);
    table->arena = ARENA(TABLE_ARENA_MOST);
    return table_write(table, error);
}

/* --- the table */

static bool table_begin_csv(struct table *table, struct error *error)
{
    const char *names[TABLE_COLUMNS_MOST] = {0};
    for (size_t i = 0; i < table->count; i++)
        names[i] = table->columns[i].name;
    table_append_csv(table, names);
    return table_write(table, error);
}

struct table *table_open(enum table_form form, const struct table_column *columns, size_t count,
                         struct error *error)
{
    must(count > 0 && count <= TABLE_COLUMNS_MOST);
    struct table *table = calloc(1, sizeof *table);
    if (!table) {
        error_set(error, ERROR_OURS, NULL, "out of memory");
        return NULL;
    }
    *table = (struct table){.form = form,
                            .columns = columns,
                            .count = count,
                            .shown = count,
                            .color = screen_uses_color(stdout),
                            .arena = ARENA(TABLE_ARENA_MOST),
                            .line = BUFFER(TABLE_LINE_MOST)};
    if (form == TABLE_CSV && !table_begin_csv(table, error)) {
        table_close(table);
        return NULL;
    }
    return table;
}

bool table_row(struct table *table, const char *const *cells, struct error *error)
{
    switch (table->form) {
    case TABLE_SCREEN:
        return table_row_on_screen(table, cells, error);
    case TABLE_TABS:
        table_append_tabs(table, cells);
        break;
    case TABLE_CSV:
        table_append_csv(table, cells);
        break;
    }
    return table_write(table, error);
}

bool table_finish(struct table *table, size_t *left_out, struct error *error)
{
    if (left_out)
        *left_out = 0;
    if (table->form != TABLE_SCREEN)
        return true;
    if (!table->laid_out && table->rows && !table_lay_out(table, error))
        return false;
    if (left_out)
        *left_out = table->count - table->shown;
    return true;
}

void table_close(struct table *table)
{
    if (!table)
        return;
    buffer_free(&table->line);
    arena_free(&table->arena);
    free(table);
}
