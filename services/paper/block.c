/* Texts of several ranks that share one room: a line that is missing, or needs little, leaves its room to the
 * others. */
#include "paper/paper.h"

#include <math.h>

/* A rank is so much smaller than the one above it that one sees which is which. */
#define RANK_STEP 0.9
/* What stays free is not all put between the texts: they would fall apart. */
#define WIDEST_GAP 2.0

/* Below a name that had to be made too small, the rest need not become unreadable too. */
static double block_most(struct paper_text *const texts[], int i)
{
    const struct paper_style *style = texts[i]->style;
    return i ? fmin(style->most, fmax(RANK_STEP * texts[i - 1]->size, style->least)) : style->most;
}

/* Each has its share at first. */
static double block_share(struct paper_text *const texts[], int count, double room, double used[])
{
    double shares = 0, left = room;
    for (int i = 0; i < count; i++)
        shares += texts[i]->style->box.height;
    for (int i = 0; i < count; i++) {
        used[i] = paper_text_fit(texts[i], room * texts[i]->style->box.height / shares, block_most(texts, i));
        left -= used[i];
    }
    return left;
}

void paper_block_arrange(struct paper_text *const texts[], int count, const struct paper_box *box,
                         const double gaps[], struct paper_box places[])
{
    double used[PAPER_MOST_RANKS], free = 0;
    must(count > 0 && count <= PAPER_MOST_RANKS);
    for (int i = 0; i < count - 1; i++)
        free += gaps[i];
    double left = block_share(texts, count, fmax(box->height - free, 1), used);
    for (int i = 0; i < count; i++) {
        double before = used[i];
        used[i] = paper_text_fit(texts[i], used[i] + left, block_most(texts, i));
        left -= used[i] - before;
    }
    /* What nobody needs goes above, below and between. */
    double wider = fmin(left / (count + 1), free * (WIDEST_GAP - 1) / fmax(count - 1, 1));
    double y = box->y + (left - wider * (count - 1)) / 2;
    for (int i = 0; i < count; i++) {
        places[i] = (struct paper_box){box->x, y, box->width, used[i]};
        y += used[i] + gaps[i] + wider;
    }
}
