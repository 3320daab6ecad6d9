/* A document as lines of text, for tests: what stands where, without its looks. */
#ifndef DOC_TEST_OUTLINE_H
#define DOC_TEST_OUTLINE_H

#include "doc/document.h"

static inline const char *outline_line(struct arena *a, const struct doc_line *line)
{
    const char *s = "";
    for (size_t i = 0; i < line->count; i++)
        s = arena_printf(a, "%s%s", s, line->runs[i].text);
    return s;
}

static inline const char *outline_grid(struct arena *a, const struct doc_grid *g)
{
    const char *s = arena_printf(a, "table %s:", g->caption == NULL ? "" : g->caption);
    for (size_t i = 0; i < g->column_count; i++)
        s = arena_printf(a, "%s %s |", s, g->titles[i]);
    s = arena_printf(a, "%s\n", s);
    for (size_t i = 0; i < g->row_count * g->column_count; i++)
        s = arena_printf(a, "%s%s %s%s", s, i % g->column_count == 0 ? "  row" : " |",
                         outline_line(a, &g->cells[i]), (i + 1) % g->column_count == 0 ? "\n" : "");
    return s;
}

static inline const char *outline_chart(struct arena *a, const struct doc_chart *c)
{
    const char *s = arena_printf(a, "chart %s: %s\n", c->title, c->sentence);
    for (size_t i = 0; i < c->count; i++)
        s = arena_printf(a, "%s  bar %s: %s%s\n", s, c->bars[i].label, c->bars[i].value,
                         c->bars[i].before_tenths == DOC_NO_VALUE
                             ? ""
                             : arena_printf(a, ", was %d", (int)(c->bars[i].before_tenths + 5) / 10));
    return s;
}

/* One line a block; tables and charts with their rows. */
static inline const char *doc_outline(struct arena *a, const struct doc *d)
{
    static const char *const names[] = {
        [DOC_HEADING] = "heading", [DOC_PARAGRAPH] = "paragraph", [DOC_LEAD] = "lead", [DOC_NOTE] = "note",
        [DOC_QUOTE] = "quote",     [DOC_ITEM] = "item",           [DOC_GRID] = "grid", [DOC_CHART] = "chart",
        [DOC_IMAGE] = "image",     [DOC_BREAK] = "break",
    };
    const char *s = "";
    for (size_t i = 0; i < d->count; i++) {
        const struct doc_block *b = &d->blocks[i];
        const char *level =
            b->kind == DOC_HEADING || b->kind == DOC_ITEM ? arena_printf(a, " %d", b->level) : "";
        s = arena_printf(a, "%s%s", s,
                         b->kind == DOC_GRID ? outline_grid(a, b->grid)
                         : b->kind == DOC_CHART
                             ? outline_chart(a, b->chart)
                             : arena_printf(a, "%s%s %s\n", names[b->kind], level, outline_line(a, &b->line)));
    }
    return s;
}

#endif
