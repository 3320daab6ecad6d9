#include "doc/pdf_flow.h"

#include <math.h>
#include <string.h>

struct box *flow_add(struct flow *f, struct box box, double before)
{
    box.space = fmax(before, f->after);
    box.page |= f->breaks;
    f->after = 0;
    f->breaks = false;
    struct box *added = ARENA_PUSH(f->arena, &f->boxes, &f->count, &f->capacity);
    *added = box;
    return added;
}

void flow_after(struct flow *f, double after)
{
    f->after = fmax(f->after, after);
}

/* ---- Paragraphs ---- */

static void draw_ornament(struct pen *pen, const struct paragraph *p, double top, double height, bool first)
{
    if (p->ornament == ORNAMENT_NONE || (p->ornament == ORNAMENT_CHAPTER && !first))
        return;
    pen_decoration(pen);
    if (p->ornament == ORNAMENT_CHAPTER) {
        paint_ink(pen->cr, INK_ACCENT);
        paint_box(pen->cr, PAGE_LEFT, top, 42, 3);
    } else if (p->ornament == ORNAMENT_NOTE) {
        paint_ink(pen->cr, INK_SOFT);
        paint_box(pen->cr, PAGE_LEFT, top, TEXT_WIDTH, height);
        paint_ink(pen->cr, INK_ACCENT);
        paint_box(pen->cr, PAGE_LEFT, top, 3, height);
    } else {
        paint_ink(pen->cr, INK_BORDER);
        paint_box(pen->cr, PAGE_LEFT + 2, top, 2, height);
    }
}

static double line_height(const struct paragraph *p, size_t i)
{
    double height = p->text->text->face->leading;
    height += i == 0 ? p->pad : 0;
    return height + (i + 1 == p->text->text->count && p->ornament != ORNAMENT_CHAPTER ? p->pad : 0);
}

static void draw_paragraph(struct pen *pen, void *data, size_t part, size_t count, double top)
{
    struct paragraph *p = data;
    double height = 0;
    for (size_t i = 0; i < count; i++)
        height += line_height(p, part + i);
    draw_ornament(pen, p, top, height, part == 0);
    top += part == 0 ? p->pad : 0;
    if (part == 0 && p->marker != NULL)
        pen_lines(pen, p->marker, 0, 1, p->marker_x, top);
    pen_lines(pen, p->text, part, count, p->x, top);
}

void flow_paragraph(struct flow *f, struct paragraph *p, double before, double after, bool whole,
                    bool with_next)
{
    size_t lines = p->text->text->count;
    for (size_t i = 0; i < lines; i++) {
        bool inside = i + 1 < lines;
        struct box box = { .draw = draw_paragraph,
                           .data = p,
                           .part = i,
                           .height = line_height(p, i),
                           .keep = inside ? whole || i == 0 || i + 2 == lines : with_next };
        flow_add(f, box, i == 0 ? before : 0);
    }
    flow_after(f, after);
}

struct paragraph *flow_plain(struct flow *f, const char *text, const struct face *face, struct pdf_tag *tag,
                             double x, double width)
{
    struct paragraph *p = NEW(f->arena, struct paragraph);
    p->text = pen_text_new(f->arena, paint_plain(f->paint, text, face, width, PAINT_LEFT), tag);
    p->x = x;
    return p;
}

const char *page_label(struct arena *a, const char *format, size_t page, size_t count)
{
    const char *first = strstr(format, "%d"), *second = first == NULL ? NULL : strstr(first + 2, "%d");
    if (first == NULL)
        return arena_printf(a, "%zu", page);
    if (second == NULL)
        return arena_printf(a, "%.*s%zu%s", (int)(first - format), format, page, first + 2);
    return arena_printf(a, "%.*s%zu%.*s%zu%s", (int)(first - format), format, page, (int)(second - first - 2),
                        first + 2, count, second + 2);
}

/* ---- Dealing ---- */

struct dealer {
    struct flow *flow;
    size_t page;
    double y;      /* below what stands on it */
    bool is_empty; /* nothing but repeated heads stands on it */
};

static void put_box(struct dealer *d, const struct box *box, bool repeats)
{
    struct flow *f = d->flow;
    double space = d->y > PAGE_TOP ? box->space : 0;
    *(struct place *)ARENA_PUSH(f->arena, &f->places, &f->place_count, &f->place_capacity) =
        (struct place){ box, d->page, d->y + space, repeats };
    if (box->heading != NULL && !repeats) {
        box->heading->page = d->page;
        box->heading->y = d->y + space;
    }
    d->y += space + box->height;
    d->is_empty = d->is_empty && repeats;
}

static void turn_page(struct dealer *d, const struct table *table)
{
    d->page++;
    d->y = PAGE_TOP;
    d->is_empty = true;
    for (size_t i = 0; table != NULL && i < table->count; i++)
        put_box(d, &table->heads[i], true);
}

/* How many boxes from first on must stand on one page, and how high they are. */
static size_t group(const struct flow *f, size_t first, double *height, double *space)
{
    size_t n = 1;
    *space = f->boxes[first].space;
    *height = f->boxes[first].height;
    while (f->boxes[first + n - 1].keep && first + n < f->count && !f->boxes[first + n].page) {
        *height += f->boxes[first + n].space + f->boxes[first + n].height;
        n++;
    }
    return n;
}

void flow_deal(struct flow *f)
{
    struct dealer d = { .flow = f, .y = PAGE_TOP, .is_empty = true };
    double tolerance = 0.01; /* sums of lines */
    for (size_t i = 0; i < f->count;) {
        double height, space;
        size_t n = group(f, i, &height, &space);
        const struct table *table = f->boxes[i].table;
        double room = PAGE_BOTTOM - PAGE_TOP - (table == NULL ? 0 : table->height);
        if (!d.is_empty && (f->boxes[i].page || d.y + space + height > PAGE_BOTTOM + tolerance))
            turn_page(&d, table);
        /* What no page is high enough for is dealt box by box, wherever that ends. */
        bool fits = height <= room + tolerance;
        for (size_t end = i + n; i < end; i++) {
            if (!fits && !d.is_empty && d.y + f->boxes[i].space + f->boxes[i].height > PAGE_BOTTOM + tolerance)
                turn_page(&d, f->boxes[i].table);
            put_box(&d, &f->boxes[i], false);
        }
    }
    f->page_count = d.page + 1;
}
