/* Sheets of paper: how many badges fit on one, how large, and where. */
#include "paper/paper.h"

#include <math.h>

#define MM PAPER_POINTS_PER_MM
#define TICK (3 * MM)

static const struct paper_sheet sheets[] = {
    [PAPER_SHEET_A6] = {.name = "a6", PAPER_BADGE_WIDTH, PAPER_BADGE_HEIGHT, 1, 1, .scale = 1},
    [PAPER_SHEET_A4_4UP] = {.name = "a4-4up", 210 * MM, 297 * MM, 2, 2, .scale = 1},
    [PAPER_SHEET_LETTER_4UP] = {.name = "letter-4up", 215.9 * MM, 279.4 * MM, 2, 2, .scale = 1},
};

bool paper_sheet_parse(const char *name, enum paper_sheet_kind *sheet)
{
    for (size_t i = 0; i < COUNT_OF(sheets); i++)
        if (strcmp(sheets[i].name, name) == 0) {
            *sheet = (enum paper_sheet_kind)i;
            return true;
        }
    return false;
}

struct paper_sheet paper_sheet_make(enum paper_sheet_kind kind, double margin)
{
    struct paper_sheet sheet = sheets[kind];
    if (paper_sheet_places(&sheet) == 1)
        return sheet; /* the paper is the badge */
    sheet.margin = margin;
    sheet.scale = fmin(1, fmin((sheet.width - 2 * margin) / (sheet.columns * PAPER_BADGE_WIDTH),
                               (sheet.height - 2 * margin) / (sheet.rows * PAPER_BADGE_HEIGHT)));
    return sheet;
}

int paper_sheet_places(const struct paper_sheet *sheet)
{
    return sheet->columns * sheet->rows;
}

/* Where the corner of columns and rows lies that has so many of them before it. */
static double sheet_x(const struct paper_sheet *sheet, int columns)
{
    return sheet->width / 2 + (columns - sheet->columns / 2.0) * PAPER_BADGE_WIDTH * sheet->scale;
}

static double sheet_y(const struct paper_sheet *sheet, int rows)
{
    return sheet->height / 2 + (rows - sheet->rows / 2.0) * PAPER_BADGE_HEIGHT * sheet->scale;
}

struct paper_box paper_sheet_place(const struct paper_sheet *sheet, int index)
{
    return (struct paper_box){.x = sheet_x(sheet, index % sheet->columns),
                              .y = sheet_y(sheet, index / sheet->columns),
                              .width = PAPER_BADGE_WIDTH * sheet->scale,
                              .height = PAPER_BADGE_HEIGHT * sheet->scale};
}

/* A line from corner to corner of a cross, no further than the printer prints. */
static void sheet_tick(const struct paper_sheet *sheet, cairo_t *cairo, double x, double y, double dx,
                       double dy)
{
    double left = sheet->margin, right = sheet->width - left, top = left, bottom = sheet->height - left;
    cairo_move_to(cairo, fmax(x - dx, left), fmax(y - dy, top));
    cairo_line_to(cairo, fmin(x + dx, right), fmin(y + dy, bottom));
}

/* A cross at every corner of a badge: badges touch, so that one cut parts two. Its white edge shows it on
 * dark artwork. */
void paper_sheet_draw_crop_marks(const struct paper_sheet *sheet, cairo_t *cairo)
{
    cairo_save(cairo);
    for (int row = 0; row <= sheet->rows; row++)
        for (int column = 0; column <= sheet->columns; column++) {
            sheet_tick(sheet, cairo, sheet_x(sheet, column), sheet_y(sheet, row), TICK, 0);
            sheet_tick(sheet, cairo, sheet_x(sheet, column), sheet_y(sheet, row), 0, TICK);
        }
    cairo_set_line_width(cairo, 1);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_stroke_preserve(cairo);
    cairo_set_line_width(cairo, 0.25);
    cairo_set_source_rgb(cairo, 0, 0, 0);
    cairo_stroke(cairo);
    cairo_restore(cairo);
}
