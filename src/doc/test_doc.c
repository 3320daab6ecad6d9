/* Documents for the tests of what writes them: the functions of document.h. */
#include <string.h>

#include "doc/document.h"

struct doc *doc_new(struct arena *a, const char *title, const char *lang)
{
    struct doc *d = NEW(a, struct doc);
    *d = (struct doc){
        .arena = a, .title = title, .subtitle = "", .author = "", .date = "", .state = "", .lang = lang
    };
    return d;
}

struct doc_line doc_plain(struct arena *a, const char *text)
{
    struct doc_run *run = NEW(a, struct doc_run);
    run->text = text;
    return (struct doc_line){ run, 1 };
}

static struct doc_block *add(struct doc *d, enum doc_block_kind kind, const char *text)
{
    struct doc_block *b = ARENA_PUSH(d->arena, &d->blocks, &d->count, &d->capacity);
    *b = (struct doc_block){ .kind = kind, .line = doc_plain(d->arena, text) };
    return b;
}

void doc_heading(struct doc *d, int level, const char *text, const char *id)
{
    struct doc_block *b = add(d, DOC_HEADING, text);
    b->level = level;
    b->id = id;
}

void doc_paragraph(struct doc *d, const char *text)
{
    add(d, DOC_PARAGRAPH, text);
}

void doc_lead(struct doc *d, const char *text)
{
    add(d, DOC_LEAD, text);
}

void doc_note(struct doc *d, const char *text)
{
    add(d, DOC_NOTE, text);
}

void doc_quote(struct doc *d, const char *text, const char *by)
{
    add(d, DOC_QUOTE, text)->text = by;
}

void doc_item(struct doc *d, int level, const char *text)
{
    add(d, DOC_ITEM, text)->level = level;
}

void doc_numbered(struct doc *d, int level, int number, const char *text)
{
    struct doc_block *b = add(d, DOC_ITEM, text);
    b->level = level;
    b->ordered = true;
    b->number = number;
}

void doc_chart(struct doc *d, const struct doc_chart *chart)
{
    add(d, DOC_CHART, "")->chart = chart;
}

void doc_image(struct doc *d, struct bytes image, const char *alternative)
{
    struct doc_block *b = add(d, DOC_IMAGE, "");
    b->image = image;
    b->text = alternative;
}

void doc_break(struct doc *d)
{
    add(d, DOC_BREAK, "");
}

void doc_labelled(struct doc *d, const char *label, const char *text)
{
    struct doc_run *runs = NEW_ARRAY(d->arena, struct doc_run, 2);
    runs[0] = (struct doc_run){ .text = arena_printf(d->arena, "%s: ", label), .style = DOC_BOLD };
    runs[1] = (struct doc_run){ .text = text };
    add(d, DOC_PARAGRAPH, "")->line = (struct doc_line){ runs, 2 };
}

struct doc_table doc_table_begin(struct doc *d, const char *caption, const char *const *titles,
                                 size_t column_count)
{
    struct doc_grid *g = NEW(d->arena, struct doc_grid);
    *g = (struct doc_grid){ .caption = caption, .titles = titles, .column_count = column_count };
    return (struct doc_table){ .doc = d, .grid = g };
}

void doc_table_row(struct doc_table *t, const char *const *texts)
{
    for (size_t i = 0; i < t->grid->column_count; i++)
        *(struct doc_line *)ARENA_PUSH(t->doc->arena, &t->cells, &t->cell_count, &t->cell_capacity) =
            doc_plain(t->doc->arena, texts[i] == NULL ? "" : texts[i]);
}

void doc_table_end(struct doc_table *t)
{
    if (t->cell_count == 0)
        return;
    t->grid->cells = t->cells;
    t->grid->row_count = t->cell_count / t->grid->column_count;
    add(t->doc, DOC_GRID, "")->grid = t->grid;
}
