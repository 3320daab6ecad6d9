/* What stands before the first chapter: a cover or a title, and the table of contents. */
#include "doc/pdf_flow.h"

static const struct face face_cover_title = { .size = 32, .leading = 38, .style = DOC_BOLD, .ink = INK };
static const struct face face_cover_subtitle = { .size = 16, .leading = 22, .ink = INK_MUTED };
static const struct face face_title = { .size = 25, .leading = 30, .style = DOC_BOLD, .ink = INK };
static const struct face face_subtitle = { .size = 13, .leading = 18, .ink = INK_MUTED };
static const struct face face_author = { .size = 12, .leading = 17, .style = DOC_BOLD, .ink = INK };
static const struct face face_fact = { .size = 10.5, .leading = 15.5, .ink = INK_MUTED };
static const struct face face_contents = { .size = 15, .leading = 20, .style = DOC_BOLD, .ink = INK_ACCENT };

static bool is_set(const char *s)
{
    return s != NULL && s[0] != '\0';
}

/* ---- Cover ---- */

struct cover {
    struct paragraph *title, *subtitle, *author, *date, *state; /* NULL: nothing to say */
    struct pdf_tag *logo_tag;
    struct image logo; /* width 0: none */
};

static struct paragraph *fact(struct flow *f, const char *text, const struct face *face, const char *type)
{
    return is_set(text) ? flow_plain(f, text, face, pdf_tag_new(f->arena, f->root, type), PAGE_LEFT, TEXT_WIDTH)
                        : NULL;
}

/* Draws it and gives where the next one may stand. */
static double draw_fact(struct pen *pen, struct paragraph *p, double top)
{
    if (p == NULL)
        return top;
    pen_lines(pen, p->text, 0, p->text->text->count, p->x, top);
    return top + paint_height(p->text->text);
}

static void draw_logo(struct pen *pen, const struct cover *c, double top)
{
    if (c->logo.width == 0)
        return;
    pen_tag(pen, c->logo_tag);
    image_draw(pen->cr, &c->logo, PAGE_LEFT, top);
    pdf_tag_box(c->logo_tag, PAGE_LEFT, top, c->logo.width, c->logo.height);
}

static void draw_cover(struct pen *pen, void *data, size_t part, size_t count, double top)
{
    (void)part, (void)count;
    struct cover *c = data;
    double y = top + 190;
    pen_decoration(pen);
    paint_ink(pen->cr, INK_ACCENT);
    paint_box(pen->cr, PAGE_LEFT, y, 64, 5);
    draw_logo(pen, c, top);
    y = draw_fact(pen, c->title, y + 22);
    draw_fact(pen, c->subtitle, y + 8);
    y = PAGE_BOTTOM;
    y -= c->state == NULL ? 0 : paint_height(c->state->text->text);
    draw_fact(pen, c->state, y);
    y -= c->date == NULL ? 0 : paint_height(c->date->text->text);
    draw_fact(pen, c->date, y);
    y -= c->author == NULL ? 0 : paint_height(c->author->text->text);
    draw_fact(pen, c->author, y);
    pen_decoration(pen);
    paint_ink(pen->cr, INK_LINE);
    paint_rule(pen->cr, PAGE_LEFT, y - 12, TEXT_WIDTH, 0.8);
}

static void add_logo(struct flow *f, struct cover *c)
{
    enum { WIDE = 190, HIGH = 76 };
    const struct doc *d = f->doc;
    if (d->logo.p == NULL || !image_open(f, d->logo, WIDE, HIGH, &c->logo) || !is_set(d->logo_alternative))
        return;
    c->logo_tag = pdf_tag_new(f->arena, f->root, "Figure");
    c->logo_tag->alternative = paint_clean(f->arena, d->logo_alternative);
}

static void add_cover(struct flow *f)
{
    const struct doc *d = f->doc;
    struct cover *c = NEW(f->arena, struct cover);
    add_logo(f, c);
    c->title = fact(f, d->title, &face_cover_title, "Title");
    c->subtitle = fact(f, d->subtitle, &face_cover_subtitle, "P");
    c->author = fact(f, d->author, &face_author, "P");
    c->date = fact(f, d->date, &face_fact, "P");
    c->state = fact(f, d->state, &face_fact, "P");
    flow_add(f, (struct box){ .draw = draw_cover, .data = c, .height = TEXT_HEIGHT }, 0);
    f->breaks = true;
}

/* ---- Title without a cover ---- */

static void draw_end(struct pen *pen, void *data, size_t part, size_t count, double top)
{
    (void)data, (void)part, (void)count;
    pen_decoration(pen);
    paint_ink(pen->cr, INK_ACCENT);
    paint_rule(pen->cr, PAGE_LEFT, top, TEXT_WIDTH, 1.5);
}

static void add_fact(struct flow *f, const char *text, const struct face *face, const char *type, double after)
{
    struct paragraph *p = fact(f, text, face, type);
    if (p != NULL)
        flow_paragraph(f, p, 0, after, true, true);
}

static void add_title(struct flow *f)
{
    const struct doc *d = f->doc;
    add_fact(f, d->title, &face_title, "Title", 4);
    add_fact(f, d->subtitle, &face_subtitle, "P", 8);
    const char *facts = "";
    const char *const all[] = { d->author, d->date, d->state };
    for (int i = 0; i < 3; i++)
        if (is_set(all[i]))
            facts = arena_printf(f->arena, "%s%s%s", facts, facts[0] == '\0' ? "" : " · ", all[i]);
    add_fact(f, facts, &face_fact, "P", 8);
    flow_add(f, (struct box){ .draw = draw_end, .height = 2, .keep = true }, 0);
    flow_after(f, 16);
}

/* ---- Contents ---- */

enum { LEVELS = 2, NUMBER_ROOM = 34 };
static const struct face entry_faces[LEVELS] = {
    { .size = 10.5, .leading = 15.5, .style = DOC_BOLD, .ink = INK },
    { .size = 10.5, .leading = 15.5, .ink = INK },
};

struct entry {
    struct pen_text *text;
    const struct heading *heading;
    const struct face *face;
    double x;
};

static void draw_dots(struct pen *pen, double from, double to, double y)
{
    pen_decoration(pen);
    paint_ink(pen->cr, INK_BORDER);
    for (double x = to; x > from; x -= 5)
        paint_box(pen->cr, x - 0.9, y - 0.9, 0.9, 0.9);
}

static void draw_entry(struct pen *pen, void *data, size_t part, size_t count, double top)
{
    struct entry *e = data;
    struct paint_text *text = e->text->text;
    pen_lines(pen, e->text, part, count, e->x, top);
    if (part + count == text->count) {
        double y = top + (double)(count - 1) * text->face->leading;
        const char *label = arena_printf(pen->arena, "%zu", e->heading->page + 1);
        struct paint_text *number = paint_plain(pen->paint, label, e->face, NUMBER_ROOM, PAINT_RIGHT);
        double right = PAGE_LEFT + TEXT_WIDTH;
        PangoRectangle last;
        pango_layout_line_get_extents(pango_layout_get_line_readonly(text->layout, (int)text->count - 1), NULL,
                                      &last);
        draw_dots(pen, e->x + (double)last.width / PANGO_SCALE + 5, right - number->widest - 5,
                  y + text->ascent);
        pen_tag(pen, e->text->tag);
        paint_line(pen->cr, number, 0, right - NUMBER_ROOM, y, NULL, NULL);
    }
    pen_jump(pen, e->text->tag, e->heading->text, e->x, top, PAGE_LEFT + TEXT_WIDTH - e->x,
             (double)count * text->face->leading, e->heading->page, e->heading->y);
}

static void add_entry(struct flow *f, const struct heading *h, struct pdf_tag *contents, bool with_next)
{
    struct entry *e = NEW(f->arena, struct entry);
    struct pdf_tag *item = pdf_tag_new(f->arena, contents, "TOCI");
    struct pdf_tag *link = pdf_tag_new(f->arena, pdf_tag_new(f->arena, item, "Reference"), "Link");
    e->heading = h;
    e->face = &entry_faces[h->level - 1];
    e->x = PAGE_LEFT + (h->level - 1) * 16;
    e->text = pen_text_new(
        f->arena,
        paint_plain(f->paint, h->text, e->face, PAGE_LEFT + TEXT_WIDTH - e->x - NUMBER_ROOM, PAINT_LEFT), link);
    for (size_t i = 0; i < e->text->text->count; i++) {
        struct box box = { .draw = draw_entry, .data = e, .part = i, .height = e->face->leading };
        box.keep = i + 1 < e->text->text->count || with_next;
        flow_add(f, box, i > 0 ? 0 : h->level == 1 ? 8 : 2);
    }
}

static void add_contents(struct flow *f)
{
    const struct doc *d = f->doc;
    if (!is_set(d->contents_title))
        return;
    const struct heading *last = NULL; /* is added when it is known what follows */
    struct pdf_tag *title = pdf_tag_new(f->arena, f->root, "P");
    flow_paragraph(f, flow_plain(f, d->contents_title, &face_contents, title, PAGE_LEFT, TEXT_WIDTH), 0, 6,
                   true, true);
    struct pdf_tag *contents = pdf_tag_new(f->arena, f->root, "TOC");
    for (size_t i = 0; i < f->heading_count; i++) {
        const struct heading *h = &f->headings[i];
        if (h->level > LEVELS)
            continue;
        if (last != NULL)
            add_entry(f, last, contents, last->level < h->level);
        last = h;
    }
    if (last != NULL)
        add_entry(f, last, contents, false);
    flow_after(f, 20);
}

void flow_front(struct flow *f)
{
    if (f->doc->cover)
        add_cover(f);
    else
        add_title(f);
    add_contents(f);
}
