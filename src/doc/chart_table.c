#include "doc/chart_table.h"

enum { COLUMNS_MAX = 4 };

/* Scores are shown whole, half up. */
static const char *whole(struct arena *a, int64_t tenths)
{
    return tenths == DOC_NO_VALUE ? "" : arena_printf(a, "%d", (int)((tenths + 5) / 10));
}

static bool has_band(const struct doc_chart *chart)
{
    for (size_t i = 0; i < chart->count && chart->upper_title != NULL; i++)
        if (chart->bars[i].upper_tenths > chart->bars[i].tenths)
            return true;
    return false;
}

static const char *cell_text(struct arena *a, const struct doc_bar *bar, size_t column, bool is_before)
{
    if (column == 0)
        return bar->label;
    if (column == 1)
        return bar->value;
    if (!is_before)
        return whole(a, bar->upper_tenths);
    return bar->before != NULL ? bar->before : whole(a, bar->before_tenths);
}

const struct doc_grid *chart_table(struct arena *a, const struct doc_chart *chart)
{
    struct doc_grid *g = NEW(a, struct doc_grid);
    const char **titles = NEW_ARRAY(a, const char *, COLUMNS_MAX);
    bool *numeric = NEW_ARRAY(a, bool, COLUMNS_MAX);
    titles[g->column_count++] = chart->label_title;
    titles[g->column_count++] = chart->value_title;
    if (chart->before_title != NULL)
        titles[g->column_count++] = chart->before_title;
    if (has_band(chart))
        titles[g->column_count++] = chart->upper_title;
    for (size_t c = 1; c < g->column_count; c++)
        numeric[c] = true;
    struct doc_line *cells = NEW_ARRAY(a, struct doc_line, chart->count * g->column_count);
    for (size_t r = 0; r < chart->count; r++)
        for (size_t c = 0; c < g->column_count; c++) {
            struct doc_run *run = NEW(a, struct doc_run);
            run->text = cell_text(a, &chart->bars[r], c, c == 2 && chart->before_title != NULL);
            cells[r * g->column_count + c] = (struct doc_line){ run, 1 };
        }
    g->titles = titles;
    g->numeric = numeric;
    g->cells = cells;
    g->row_count = chart->count;
    g->row_heads = true;
    return g;
}
