/* Tables: every line of a row is a box, so that a row may be parted between lines and never within one. */
#include <math.h>
#include <string.h>

#include "doc/columns.h"
#include "doc/pdf_flow.h"

enum {
    PAD_X = 6,
    PAD_Y = 4,
    SIZES = 3,
    SMALL = 130,
    SMALL_NUMBERS = 220, /* a table no higher than this is not parted */
    LONG = 10            /* lines of a row that is */
};

/* From plenty of room to many columns. */
static const struct face body_faces[SIZES] = {
    { .size = 9.5, .leading = 13.5, .ink = INK },
    { .size = 8.5, .leading = 12, .ink = INK },
    { .size = 7.5, .leading = 10.5, .ink = INK },
};
static const struct face number_faces[SIZES] = {
    { .size = 9.5, .leading = 13.5, .ink = INK, .figures = true },
    { .size = 8.5, .leading = 12, .ink = INK, .figures = true },
    { .size = 7.5, .leading = 10.5, .ink = INK, .figures = true },
};
static const struct face head_faces[SIZES] = {
    { .size = 9.5, .leading = 13.5, .style = DOC_BOLD, .ink = INK },
    { .size = 8.5, .leading = 12, .style = DOC_BOLD, .ink = INK },
    { .size = 7.5, .leading = 10.5, .style = DOC_BOLD, .ink = INK },
};
static const struct face face_caption = { .size = 9.5, .leading = 13.5, .style = DOC_BOLD, .ink = INK };

struct row {
    const struct grid *grid;
    struct pen_text **cells; /* NULL: empty */
    size_t lines;
    double leading;
    bool is_head, is_last;
};

/* A table being laid out. */
struct grid {
    const struct doc_grid *source;
    double *x, *widths; /* of the columns, with their padding */
    double width;
    struct paint_text **texts; /* row_count + 1 times column_count: the heads first; NULL: empty */
    size_t size;               /* of the letters: index of the faces */
};

static bool is_numeric(const struct doc_grid *g, size_t column)
{
    return g->numeric != NULL && g->numeric[column];
}

static bool is_empty(const struct doc_line *line)
{
    for (size_t i = 0; i < line->count; i++)
        if (line->runs[i].text[0] != '\0')
            return false;
    return true;
}

static void set_texts(struct flow *f, struct grid *t)
{
    const struct doc_grid *g = t->source;
    for (size_t c = 0; c < g->column_count; c++) {
        enum paint_side side = is_numeric(g, c) ? PAINT_RIGHT : PAINT_LEFT;
        const char *title = g->titles[c] == NULL ? "" : g->titles[c];
        t->texts[c] = title[0] == '\0' ? NULL : paint_plain(f->paint, title, &head_faces[t->size], -1, side);
        const struct face *face = is_numeric(g, c) ? &number_faces[t->size] : &body_faces[t->size];
        for (size_t r = 0; r < g->row_count; r++) {
            const struct doc_line *line = &g->cells[r * g->column_count + c];
            t->texts[(r + 1) * g->column_count + c] =
                is_empty(line) ? NULL : paint_text(f->paint, line, face, -1, side);
        }
    }
}

/* A number and its unit stay on one line. */
static double needed_by(const struct paint_text *text, bool numeric)
{
    return numeric ? text->widest : paint_longest_word(text);
}

static double total_of(const double *values, size_t count)
{
    double all = 0;
    for (size_t i = 0; i < count; i++)
        all += values[i];
    return all;
}

static struct column_need *needs_of(struct flow *f, const struct grid *t)
{
    const struct doc_grid *g = t->source;
    struct column_need *needs = NEW_ARRAY(f->arena, struct column_need, g->column_count);
    for (size_t c = 0; c < g->column_count; c++) {
        struct column_need need = { .least = 12, .natural = 12 };
        for (size_t r = 0; r <= g->row_count; r++) {
            const struct paint_text *text = t->texts[r * g->column_count + c];
            if (text == NULL)
                continue;
            need.least = fmax(need.least, needed_by(text, is_numeric(g, c)) + 1);
            need.natural = fmax(need.natural, text->widest + 1);
            need.typical += text->widest / (double)(g->row_count + 1);
        }
        needs[c].least = need.least + 2 * PAD_X;
        needs[c].natural = fmax(need.natural + 2 * PAD_X, needs[c].least);
        needs[c].typical = need.typical + 2 * PAD_X;
    }
    return needs;
}

/* Shares the width. False when words would be cut. */
static bool set_widths(struct flow *f, struct grid *t, double total, bool compact)
{
    const struct doc_grid *g = t->source;
    size_t n = g->column_count;
    struct column_need *needs = needs_of(f, t);
    double parts = 0;
    for (size_t c = 0; c < n && g->widths != NULL; c++)
        parts += g->widths[c];
    if (parts > 0)
        for (size_t c = 0; c < n; c++)
            t->widths[c] = total * g->widths[c] / parts;
    else
        columns_share(needs, n, total, t->widths);
    /* A table that nearly fills the width fills it; a small one stays small, or its numbers stand far from what
     * they are of. */
    double width = total_of(t->widths, n);
    double stretch = !compact && width > 0.6 * total ? total / width : 1;
    bool fits = true;
    t->width = 0;
    for (size_t c = 0; c < n; c++) {
        t->x[c] = t->width;
        t->widths[c] *= stretch;
        t->width += t->widths[c];
        fits &= t->widths[c] + 0.5 >= needs[c].least;
    }
    return fits;
}

static void lay_out(struct flow *f, struct grid *t, double total, bool compact)
{
    const struct doc_grid *g = t->source;
    size_t n = g->column_count, cells = (g->row_count + 1) * n;
    t->x = NEW_ARRAY(f->arena, double, n);
    t->widths = NEW_ARRAY(f->arena, double, n);
    t->texts = NEW_ARRAY(f->arena, struct paint_text *, cells);
    do
        set_texts(f, t);
    while (!set_widths(f, t, total, compact) && ++t->size < SIZES);
    t->size = t->size < SIZES ? t->size : SIZES - 1;
    for (size_t i = 0; i < cells; i++) {
        struct paint_text *text = t->texts[i];
        double width = t->widths[i % n] - 2 * PAD_X;
        if (text == NULL)
            continue;
        if (text->widest > width)
            paint_set_width(text, width);
        else
            text->width = width; /* fits as it is; only its side needs to know */
    }
}

/* ---- Drawing ---- */

static double strip_height(const struct row *row, size_t i)
{
    return row->leading + (i == 0 ? PAD_Y : 0) + (i + 1 == row->lines ? PAD_Y : 0);
}

static void draw_row_ground(struct pen *pen, const struct row *row, double top, double height, bool ends)
{
    pen_decoration(pen);
    if (row->is_head) {
        paint_ink(pen->cr, INK_SOFT);
        paint_box(pen->cr, PAGE_LEFT, top, row->grid->width, height);
    }
    if (!ends)
        return;
    paint_ink(pen->cr, row->is_head ? INK_ACCENT : INK_LINE);
    paint_rule(pen->cr, PAGE_LEFT, top + height, row->grid->width, row->is_head ? 1 : 0.6);
}

static void draw_row(struct pen *pen, void *data, size_t part, size_t count, double top)
{
    const struct row *row = data;
    double height = 0;
    for (size_t i = 0; i < count; i++)
        height += strip_height(row, part + i);
    draw_row_ground(pen, row, top, height, part + count == row->lines);
    top += part == 0 ? PAD_Y : 0;
    for (size_t c = 0; c < row->grid->source->column_count; c++) {
        struct pen_text *cell = row->cells[c];
        if (cell == NULL)
            continue;
        /* Heads stand on their rule, cells hang from the one above. */
        size_t skipped = row->is_head ? row->lines - cell->text->count : 0;
        size_t from = part > skipped ? part - skipped : 0;
        size_t to = part + count > skipped ? part + count - skipped : 0;
        to = to < cell->text->count ? to : cell->text->count;
        if (from < to)
            pen_lines(pen, cell, from, to - from, PAGE_LEFT + row->grid->x[c] + PAD_X,
                      top + (double)(from + skipped - part) * row->leading);
    }
}

/* ---- Boxes ---- */

static struct row *make_row(struct flow *f, const struct grid *t, size_t r, struct pdf_tag *parent)
{
    const struct doc_grid *g = t->source;
    struct row *row = NEW(f->arena, struct row);
    *row = (struct row){ .grid = t,
                         .cells = NEW_ARRAY(f->arena, struct pen_text *, g->column_count),
                         .lines = 1,
                         .leading = body_faces[t->size].leading,
                         .is_head = r == 0,
                         .is_last = r == g->row_count };
    struct pdf_tag *tr = pdf_tag_new(f->arena, parent, "TR");
    for (size_t c = 0; c < g->column_count; c++) {
        bool heads = r == 0 || (c == 0 && g->row_heads);
        struct pdf_tag *tag = pdf_tag_new(f->arena, tr, heads ? "TH" : "TD");
        if (heads)
            tag->scope = r == 0 ? "Column" : "Row";
        struct paint_text *text = t->texts[r * g->column_count + c];
        if (text == NULL)
            continue;
        row->cells[c] = pen_text_new(f->arena, text, tag);
        row->lines = text->count > row->lines ? text->count : row->lines;
    }
    return row;
}

static void add_row(struct flow *f, struct row *row, const struct table *table, bool with_next)
{
    for (size_t i = 0; i < row->lines; i++) {
        bool inside = i + 1 < row->lines;
        struct box box = { .draw = draw_row,
                           .data = row,
                           .part = i,
                           .height = strip_height(row, i),
                           .table = table,
                           .keep = inside ? row->lines < LONG || i < 1 || i + 3 > row->lines : with_next };
        flow_add(f, box, 0);
    }
}

static bool has_titles(const struct doc_grid *g)
{
    for (size_t c = 0; c < g->column_count; c++)
        if (g->titles != NULL && g->titles[c] != NULL && g->titles[c][0] != '\0')
            return true;
    return false;
}

static void add_caption(struct flow *f, const struct doc_grid *g, struct pdf_tag *tag)
{
    if (g->caption == NULL || g->caption[0] == '\0')
        return;
    struct paragraph *p =
        flow_plain(f, g->caption, &face_caption, pdf_tag_new(f->arena, tag, "Caption"), PAGE_LEFT, TEXT_WIDTH);
    flow_paragraph(f, p, 10, 4, true, true);
}

/* Adds the heads, and notes them for the pages that repeat them. */
static struct table *add_heads(struct flow *f, const struct grid *t, struct pdf_tag *tag)
{
    struct table *table = NEW(f->arena, struct table);
    if (!has_titles(t->source))
        return table;
    size_t first = f->count;
    add_row(f, make_row(f, t, 0, pdf_tag_new(f->arena, tag, "THead")), NULL, true);
    table->count = f->count - first;
    for (size_t i = first; i < f->count; i++) {
        f->boxes[i].keep = true;
        table->height += f->boxes[i].height;
    }
    struct box *heads = NEW_ARRAY(f->arena, struct box, table->count);
    memcpy(heads, &f->boxes[first], table->count * sizeof *heads);
    heads[0].space = 0;
    table->heads = heads;
    return table;
}

void flow_table(struct flow *f, const struct doc_grid *g, bool compact)
{
    if (g->column_count == 0 || g->row_count == 0)
        return;
    struct grid *t = NEW(f->arena, struct grid);
    t->source = g;
    lay_out(f, t, TEXT_WIDTH, compact);
    struct pdf_tag *tag = pdf_tag_new(f->arena, f->root, "Table");
    add_caption(f, g, tag);
    flow_after(f, 6);
    const struct table *table = add_heads(f, t, tag);
    struct pdf_tag *body = pdf_tag_new(f->arena, tag, "TBody");
    size_t first = f->count;
    double height = table->height;
    for (size_t r = 1; r <= g->row_count; r++)
        add_row(f, make_row(f, t, r, body), table, r < g->row_count && (r == 1 || r + 1 == g->row_count));
    for (size_t i = first; i < f->count; i++)
        height += f->boxes[i].height;
    for (size_t i = first; i + 1 < f->count && height < (compact ? SMALL_NUMBERS : SMALL); i++)
        f->boxes[i].keep = true;
}
