#include <math.h>
#include <string.h>

#include "doc/chart_table.h"
#include "doc/paint_chart.h"
#include "doc/pdf_flow.h"

const struct face face_body = { .size = 10.5, .leading = 15.5, .ink = INK };
static const struct face face_lead = { .size = 13, .leading = 19, .ink = INK };
static const struct face face_note = { .size = 10, .leading = 14.5, .ink = INK };
static const struct face face_quote = { .size = 11, .leading = 16.5, .style = DOC_ITALIC, .ink = INK };
static const struct face face_by = { .size = 9.5, .leading = 13.5, .ink = INK_MUTED };
static const struct face face_chart = { .size = 10.5, .leading = 15, .style = DOC_BOLD, .ink = INK };
static const struct face face_marker = { .size = 10.5, .leading = 15.5, .ink = INK_MUTED, .figures = true };

enum { INDENT = 18, QUOTE_INDENT = 18, NOTE_INDENT = 14 };

static struct paragraph *new_paragraph(struct flow *f, const struct doc_line *line, const struct face *face,
                                       struct pdf_tag *tag, double x, double width)
{
    struct paragraph *p = NEW(f->arena, struct paragraph);
    p->text = pen_text_new(f->arena, paint_text(f->paint, line, face, width, PAINT_LEFT), tag);
    p->x = x;
    return p;
}

/* ---- Headings ---- */

void flow_headings(struct flow *f)
{
    const struct doc *d = f->doc;
    for (size_t i = 0; i < d->count; i++)
        f->heading_count += d->blocks[i].kind == DOC_HEADING;
    f->headings = NEW_ARRAY(f->arena, struct heading, f->heading_count);
    struct heading *h = f->headings;
    for (size_t i = 0; i < d->count; i++)
        if (d->blocks[i].kind == DOC_HEADING) {
            h->level = d->blocks[i].level;
            h++->text = paint_clean_line(f->arena, &d->blocks[i].line);
        }
}

static void add_heading(struct flow *f, const struct doc_block *b)
{
    static const struct {
        struct face face;
        double before, after;
        const char *tag;
    } levels[DOC_LEVELS] = {
        { { .size = 21, .leading = 26, .style = DOC_BOLD, .ink = INK }, 0, 14, "H1" },
        { { .size = 15, .leading = 20, .style = DOC_BOLD, .ink = INK_ACCENT }, 22, 6, "H2" },
        { { .size = 12, .leading = 16, .style = DOC_BOLD, .ink = INK }, 16, 4, "H3" },
        { { .size = 10.5, .leading = 15.5, .style = DOC_BOLD, .ink = INK_MUTED }, 12, 2, "H4" },
    };
    struct heading *h = &f->headings[f->heading_next++];
    int level = h->level;
    struct pdf_tag *tag = pdf_tag_new(f->arena, f->root, levels[level - 1].tag);
    struct paragraph *p = new_paragraph(f, &b->line, &levels[level - 1].face, tag, PAGE_LEFT, TEXT_WIDTH);
    /* A title on the first page is followed by its first chapter; a cover or a table of contents is not. */
    bool begins = level == 1 && (f->heading_next > 1 || f->doc->contents_title != NULL || f->doc->cover);
    if (begins) {
        p->ornament = ORNAMENT_CHAPTER;
        p->pad = 14;
    }
    size_t first = f->count;
    flow_paragraph(f, p, levels[level - 1].before, levels[level - 1].after, true, true);
    f->boxes[first].heading = h;
    f->boxes[first].page |= begins;
}

/* ---- Paragraphs ---- */

static bool ends_with_colon(const struct paint_text *t)
{
    size_t n = strlen(t->text);
    return n > 0 && t->text[n - 1] == ':';
}

static void add_paragraph(struct flow *f, const struct doc_block *b, const struct face *face, double after)
{
    struct pdf_tag *tag = pdf_tag_new(f->arena, f->root, "P");
    struct paragraph *p = new_paragraph(f, &b->line, face, tag, PAGE_LEFT, TEXT_WIDTH);
    flow_paragraph(f, p, 0, after, false, ends_with_colon(p->text->text));
}

static void add_note(struct flow *f, const struct doc_block *b)
{
    struct pdf_tag *tag = pdf_tag_new(f->arena, f->root, "P");
    struct paragraph *p =
        new_paragraph(f, &b->line, &face_note, tag, PAGE_LEFT + NOTE_INDENT, TEXT_WIDTH - 2 * NOTE_INDENT);
    p->ornament = ORNAMENT_NOTE;
    p->pad = 8;
    flow_paragraph(f, p, 10, 12, p->text->text->count < 15, false);
}

static void add_quote(struct flow *f, const struct doc_block *b)
{
    struct pdf_tag *quote = pdf_tag_new(f->arena, f->root, "BlockQuote");
    double x = PAGE_LEFT + QUOTE_INDENT, width = TEXT_WIDTH - 2 * QUOTE_INDENT;
    struct paragraph *p = new_paragraph(f, &b->line, &face_quote, pdf_tag_new(f->arena, quote, "P"), x, width);
    p->ornament = ORNAMENT_QUOTE;
    bool is_named = b->text != NULL && b->text[0] != '\0';
    flow_paragraph(f, p, 10, is_named ? 0 : 12, p->text->text->count < 8, is_named);
    if (!is_named)
        return;
    struct paragraph *by = flow_plain(f, b->text, &face_by, pdf_tag_new(f->arena, quote, "P"), x, width);
    by->ornament = ORNAMENT_QUOTE;
    flow_paragraph(f, by, 0, 12, true, false);
}

/* ---- Lists ---- */

/* Opens what is not open yet down to level, and gives the list there. A list within an item belongs to that item. */
static struct pdf_tag *list_at(struct flow *f, int level, bool ordered)
{
    if (f->list_level > level)
        f->list_level = level;
    if (f->list_level == level && f->lists[level - 1]->numbered != ordered)
        f->list_level = level - 1; /* bullets after numbers are a list of their own */
    while (f->list_level < level) {
        struct pdf_tag *parent = f->list_level == 0 ? f->root : f->bodies[f->list_level - 1];
        int i = f->list_level++;
        f->lists[i] = pdf_tag_new(f->arena, parent, "L");
        f->lists[i]->numbered = ordered;
        if (i + 1 < level) { /* an item that is not there, for a list that begins at a deeper level */
            struct pdf_tag *item = pdf_tag_new(f->arena, f->lists[i], "LI");
            f->bodies[i] = pdf_tag_new(f->arena, item, "LBody");
        }
    }
    return f->lists[level - 1];
}

static void add_item(struct flow *f, const struct doc_block *b, bool is_last)
{
    static const char *const bullets[DOC_LEVELS] = { "•", "–", "•", "–" };
    int level = b->level;
    struct pdf_tag *item = pdf_tag_new(f->arena, list_at(f, level, b->ordered), "LI");
    struct pdf_tag *label = pdf_tag_new(f->arena, item, "Lbl");
    struct pdf_tag *body = f->bodies[level - 1] = pdf_tag_new(f->arena, item, "LBody");
    double x = PAGE_LEFT + INDENT * level + 2;
    struct paragraph *p =
        new_paragraph(f, &b->line, &face_body, pdf_tag_new(f->arena, body, "P"), x, PAGE_LEFT + TEXT_WIDTH - x);
    const char *marker = b->ordered ? arena_printf(f->arena, "%d.", b->number) : bullets[level - 1];
    double room =
        b->ordered ? INDENT + 6 : INDENT - 4; /* numbers lean on the text, bullets stand clear of it */
    p->marker = pen_text_new(f->arena,
                             paint_plain(f->paint, marker, &face_marker, b->ordered ? room - 11 : -1,
                                         b->ordered ? PAINT_RIGHT : PAINT_LEFT),
                             label);
    p->marker_x = x - room + (b->ordered ? 6 : 0);
    flow_paragraph(f, p, 0, is_last ? 9 : 3, false, false);
}

/* ---- Pictures and charts ---- */

/* Something drawn that has a tag of its own, in parts from top to bottom. */
struct figure {
    struct pdf_tag *tag; /* NULL: only decoration */
    struct chart *chart; /* NULL: an image */
    struct image image;
    double width;
};

static void draw_figure(struct pen *pen, void *data, size_t part, size_t count, double top)
{
    struct figure *g = data;
    pen_tag(pen, g->tag);
    double y = top;
    for (size_t i = 0; i < count; i++) {
        if (g->chart == NULL) {
            image_draw(pen->cr, &g->image, PAGE_LEFT, y);
            y += g->image.height;
        } else {
            chart_draw(pen->cr, g->chart, part + i, PAGE_LEFT, y);
            y += chart_part_height(g->chart, part + i);
        }
    }
    pdf_tag_box(g->tag, PAGE_LEFT, top, g->width, y - top);
}

static void add_image(struct flow *f, const struct doc_block *b)
{
    struct figure *g = NEW(f->arena, struct figure);
    if (!image_open(f, b->image, TEXT_WIDTH, 0.7 * TEXT_HEIGHT, &g->image))
        return;
    g->width = g->image.width;
    if (b->text != NULL && b->text[0] != '\0') {
        g->tag = pdf_tag_new(f->arena, f->root, "Figure");
        g->tag->alternative = paint_clean(f->arena, b->text);
    }
    flow_add(f, (struct box){ .draw = draw_figure, .data = g, .height = g->image.height }, 8);
    flow_after(f, 12);
}

static void add_chart(struct flow *f, const struct doc_block *b)
{
    const struct doc_chart *chart = b->chart;
    struct paragraph *title =
        flow_plain(f, chart->title, &face_chart, pdf_tag_new(f->arena, f->root, "P"), PAGE_LEFT, TEXT_WIDTH);
    flow_paragraph(f, title, 14, 6, true, true);
    struct figure *g = NEW(f->arena, struct figure);
    g->chart = chart_lay_out(f->paint, chart, TEXT_WIDTH);
    g->width = TEXT_WIDTH;
    g->tag = pdf_tag_new(f->arena, f->root, "Figure");
    g->tag->alternative = paint_clean(f->arena, chart->sentence);
    for (size_t i = 0; i < chart_parts(g->chart); i++)
        flow_add(f,
                 (struct box){ .draw = draw_figure,
                               .data = g,
                               .part = i,
                               .height = chart_part_height(g->chart, i),
                               .keep = true },
                 0);
    /* Below the figure in the tree: who hears the alternative text does not hear the same sentence again. */
    struct paragraph *sentence = flow_plain(f, chart->sentence, &face_body,
                                            pdf_tag_new(f->arena, g->tag, "Caption"), PAGE_LEFT, TEXT_WIDTH);
    flow_paragraph(f, sentence, 6, 8, true, true);
    flow_table(f, chart_table(f->arena, chart), true);
    flow_after(f, 16);
}

static void add_block(struct flow *f, const struct doc_block *b, bool is_last_item)
{
    switch (b->kind) {
    case DOC_HEADING:
        add_heading(f, b);
        break;
    case DOC_PARAGRAPH:
        add_paragraph(f, b, &face_body, 8);
        break;
    case DOC_LEAD:
        add_paragraph(f, b, &face_lead, 12);
        break;
    case DOC_NOTE:
        add_note(f, b);
        break;
    case DOC_QUOTE:
        add_quote(f, b);
        break;
    case DOC_ITEM:
        add_item(f, b, is_last_item);
        break;
    case DOC_GRID:
        flow_table(f, b->grid, false);
        flow_after(f, 16);
        break;
    case DOC_CHART:
        add_chart(f, b);
        break;
    case DOC_IMAGE:
        add_image(f, b);
        break;
    case DOC_BREAK:
        f->breaks = true;
        break;
    }
}

void flow_blocks(struct flow *f)
{
    const struct doc *d = f->doc;
    for (size_t i = 0; i < d->count; i++) {
        if (d->blocks[i].kind != DOC_ITEM)
            f->list_level = 0;
        add_block(f, &d->blocks[i], i + 1 == d->count || d->blocks[i + 1].kind != DOC_ITEM);
    }
}
