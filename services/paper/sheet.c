/* Sheets of paper: how many fit on one, and where. */
#include "paper/paper.h"

#define TICK (3 * PAPER_POINTS_PER_MM)

static const struct paper_sheet sheets[] = {
    [PAPER_SHEET_A6] = {"a6", PAPER_BADGE_WIDTH, PAPER_BADGE_HEIGHT, 1, 1},
    [PAPER_SHEET_A4_4UP] = {"a4-4up", 210 * PAPER_POINTS_PER_MM, 297 * PAPER_POINTS_PER_MM, 2, 2},
};

bool paper_sheet_parse(const char *name, enum paper_sheet_kind *sheet)
{
    for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++)
        if (strcmp(sheets[i].name, name) == 0) {
            *sheet = (enum paper_sheet_kind)i;
            return true;
        }
    return false;
}

const struct paper_sheet *paper_sheet_get(enum paper_sheet_kind sheet)
{
    return &sheets[sheet];
}

int paper_sheet_places(const struct paper_sheet *sheet)
{
    return sheet->columns * sheet->rows;
}

static double left_margin(const struct paper_sheet *sheet)
{
    return (sheet->width - sheet->columns * PAPER_BADGE_WIDTH) / 2;
}

static double top_margin(const struct paper_sheet *sheet)
{
    return (sheet->height - sheet->rows * PAPER_BADGE_HEIGHT) / 2;
}

struct paper_box paper_sheet_place(const struct paper_sheet *sheet, int index)
{
    int row = index / sheet->columns;
    int column = index % sheet->columns;
    return (struct paper_box){.x = left_margin(sheet) + column * PAPER_BADGE_WIDTH,
                              .y = top_margin(sheet) + row * PAPER_BADGE_HEIGHT,
                              .width = PAPER_BADGE_WIDTH,
                              .height = PAPER_BADGE_HEIGHT};
}

static void tick(cairo_t *cairo, double x, double y, double dx, double dy)
{
    cairo_move_to(cairo, x - dx, y - dy);
    cairo_line_to(cairo, x + dx, y + dy);
}

/* A cross at every corner of a badge: badges touch, so that one cut parts two. Its white edge shows it on
 * dark artwork. */
void paper_sheet_draw_crop_marks(const struct paper_sheet *sheet, cairo_t *cairo)
{
    cairo_save(cairo);
    for (int row = 0; row <= sheet->rows; row++)
        for (int column = 0; column <= sheet->columns; column++) {
            double x = left_margin(sheet) + column * PAPER_BADGE_WIDTH,
                   y = top_margin(sheet) + row * PAPER_BADGE_HEIGHT;
            tick(cairo, x, y, TICK, 0);
            tick(cairo, x, y, 0, TICK);
        }
    cairo_set_line_width(cairo, 1);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_stroke_preserve(cairo);
    cairo_set_line_width(cairo, 0.25);
    cairo_set_source_rgb(cairo, 0, 0, 0);
    cairo_stroke(cairo);
    cairo_restore(cairo);
}
