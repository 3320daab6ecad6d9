/* Markdown in a document. */
#include <string.h>

#include "base/status.h"
#include "doc/document.h"
#include "html/chart_text.h"
#include "lib/cmark.h"

/* A list or a quote that is going on. */
struct frame {
    bool quote, ordered;
    bool written; /* list: the item we are in stands in the document */
    int number;   /* list: of the item we are in */
};

struct writer {
    struct doc *d;
    int level; /* of the heading above */
    struct frame frames[MARKDOWN_DEPTH];
    size_t depth;
    struct doc_run *runs; /* of the block or cell that is going on */
    size_t run_count, run_capacity;
    struct buf text; /* of the run that is going on */
    unsigned style;
    const char *link;
    size_t bold, italic, strike; /* how many are open */
    struct doc_table table;
    const char **titles;
    bool *numeric;
    size_t column;
};

/* ---- runs ---- */

static void end_run(struct writer *w)
{
    if (w->text.n == 0)
        return;
    struct doc_run *run = ARENA_PUSH(w->d->arena, &w->runs, &w->run_count, &w->run_capacity);
    *run = (struct doc_run){ buf_to_arena(&w->text, w->d->arena), w->style, w->link };
    buf_clear(&w->text);
}

static struct doc_line take_line(struct writer *w)
{
    end_run(w);
    struct doc_line line = { w->runs, w->run_count };
    w->runs = NULL;
    w->run_count = w->run_capacity = 0;
    return line;
}

static bool has_text(const struct writer *w)
{
    return w->run_count > 0 || w->text.n > 0;
}

static void add_text(struct writer *w, const char *text, unsigned extra)
{
    unsigned style = extra | (w->bold > 0 ? DOC_BOLD : 0) | (w->italic > 0 ? DOC_ITALIC : 0) |
                     (w->strike > 0 ? DOC_STRIKE : 0);
    if (style != w->style)
        end_run(w);
    w->style = style;
    buf_str(&w->text, text);
}

static void set_link(struct writer *w, const char *link)
{
    end_run(w);
    w->link = link;
}

/* ---- blocks ---- */

/* Where the text now goes: an item not yet written, a quote, or the document itself. */
static void end_block(struct writer *w)
{
    if (!has_text(w))
        return;
    struct doc_block b = { .kind = DOC_PARAGRAPH, .line = take_line(w) };
    struct frame *f = w->depth == 0 ? NULL : &w->frames[w->depth - 1];
    if (f != NULL && f->quote)
        b.kind = DOC_QUOTE;
    else if (f != NULL && !f->written) {
        f->written = true;
        b.kind = DOC_ITEM;
        b.ordered = f->ordered;
        b.number = f->ordered ? f->number : 0;
        for (size_t i = 0; i < w->depth && b.level < DOC_LEVELS; i++)
            b.level += !w->frames[i].quote;
    }
    doc_block(w->d, b);
}

static void begin_container(struct writer *w, const struct markdown_node *n)
{
    end_block(w);
    ASSERT(w->depth < MARKDOWN_DEPTH);
    w->frames[w->depth++] = (struct frame){
        .quote = n->kind == MARKDOWN_QUOTE, .ordered = n->ordered, .written = true, .number = n->number - 1
    };
}

static void item_node(struct writer *w, bool end)
{
    end_block(w);
    struct frame *f = &w->frames[w->depth - 1];
    f->written = end;
    f->number += !end;
}

/* Paragraphs of an item are lines of it. */
static void paragraph_node(struct writer *w, bool end)
{
    bool item = w->depth > 0 && !w->frames[w->depth - 1].quote && !w->frames[w->depth - 1].written;
    if (!item)
        end_block(w);
    else if (!end && has_text(w))
        add_text(w, "\n", 0);
}

static void heading_node(struct writer *w, const struct markdown_node *n)
{
    if (!n->end) {
        end_block(w);
        return;
    }
    int level = w->level + n->level;
    doc_block(w->d, (struct doc_block){ .kind = DOC_HEADING,
                                        .level = level > DOC_LEVELS ? DOC_LEVELS : level,
                                        .line = take_line(w) });
}

static void put_code(struct writer *w, const char *text)
{
    end_block(w);
    size_t n = strlen(text);
    while (n > 0 && text[n - 1] == '\n')
        n--;
    if (n == 0)
        return;
    add_text(w, arena_strndup(w->d->arena, text, n), DOC_CODE);
    doc_block(w->d, (struct doc_block){ .kind = DOC_PARAGRAPH, .line = take_line(w) });
}

/* The bars of a text are those of a document; lines that are no bar stand below it as they were typed. */
static void put_chart(struct writer *w, const struct chart_text *c)
{
    end_block(w);
    struct doc_bar *bars = NEW_ARRAY(w->d->arena, struct doc_bar, c->count);
    for (size_t i = 0; i < c->count; i++)
        bars[i] = (struct doc_bar){ .label = c->bars[i].label,
                                    .tenths = c->bars[i].tenths,
                                    .upper_tenths = DOC_NO_VALUE,
                                    .before_tenths = c->bars[i].before_tenths,
                                    .value = c->bars[i].value,
                                    .before = c->bars[i].before };
    struct doc_chart *chart = NEW(w->d->arena, struct doc_chart);
    *chart = (struct doc_chart){ .kind = DOC_CHART_BARS,
                                 .title = c->title,
                                 .sentence = c->sentence,
                                 .bars = bars,
                                 .count = c->count,
                                 .label_title = c->label_title,
                                 .value_title = c->value_title,
                                 .before_title = c->before_title };
    doc_chart(w->d, chart);
    put_code(w, c->rest);
}

static void code_block(struct writer *w, const struct markdown_node *n)
{
    struct chart_text chart = { 0 };
    if (strcmp(n->info, "chart") == 0) {
        const struct lang *lang = lang_find(w->d->lang);
        chart = chart_text_read(w->d->arena, lang != NULL ? lang : lang_get(LANG_NL), n->text);
    }
    if (chart.count > 0)
        put_chart(w, &chart);
    else
        put_code(w, n->text);
}

/* ---- tables ---- */

static const char *join(struct arena *a, const struct doc_line *line)
{
    const char *s = "";
    for (size_t i = 0; i < line->count; i++)
        s = arena_printf(a, "%s%s", s, line->runs[i].text);
    return s;
}

static void begin_table(struct writer *w, size_t columns)
{
    end_block(w);
    w->titles = NEW_ARRAY(w->d->arena, const char *, columns);
    w->numeric = NEW_ARRAY(w->d->arena, bool, columns);
    w->table = doc_table_begin(w->d, NULL, w->titles, columns);
    w->table.grid->titles = w->titles; /* they are read only now, cell by cell */
    w->table.grid->numeric = w->numeric;
}

static void end_table(struct writer *w)
{
    if (w->table.cell_count > 0) {
        doc_table_end(&w->table);
        return;
    }
    for (size_t i = 0; i < w->table.grid->column_count; i++) {
        if (i > 0)
            add_text(w, " | ", 0);
        add_text(w, w->titles[i], 0);
    }
    end_block(w);
}

static void end_cell(struct writer *w, const struct markdown_node *n)
{
    struct doc_line line = take_line(w);
    if (n->head) {
        w->titles[w->column] = join(w->d->arena, &line);
        w->numeric[w->column] = n->numeric;
    } else
        doc_table_cell(&w->table, line);
    w->column++;
}

/* ---- all ---- */

static void inline_node(struct writer *w, const struct markdown_node *n)
{
    size_t step = n->end ? (size_t)-1 : 1;
    switch (n->kind) {
    case MARKDOWN_BOLD:
        w->bold += step;
        break;
    case MARKDOWN_ITALIC:
        w->italic += step;
        break;
    case MARKDOWN_STRIKE:
        w->strike += step;
        break;
    case MARKDOWN_LINK:
        set_link(w, n->end ? NULL : n->text);
        break;
    case MARKDOWN_CODE:
        add_text(w, n->text, DOC_CODE);
        break;
    case MARKDOWN_SOFT_BREAK:
        add_text(w, " ", 0);
        break;
    case MARKDOWN_LINE_BREAK:
        add_text(w, "\n", 0);
        break;
    default:
        add_text(w, n->text, 0);
    }
}

static void put_node(struct writer *w, const struct markdown_node *n)
{
    switch (n->kind) {
    case MARKDOWN_QUOTE:
    case MARKDOWN_LIST:
        if (!n->end) {
            begin_container(w, n);
        } else {
            end_block(w);
            w->depth--;
        }
        break;
    case MARKDOWN_ITEM:
        item_node(w, n->end);
        break;
    case MARKDOWN_PARAGRAPH:
        paragraph_node(w, n->end);
        break;
    case MARKDOWN_HEADING:
        heading_node(w, n);
        break;
    case MARKDOWN_CODE_BLOCK:
        code_block(w, n);
        break;
    case MARKDOWN_RULE:
        end_block(w);
        doc_paragraph(w->d, "* * *");
        break;
    case MARKDOWN_TABLE:
        if (!n->end)
            begin_table(w, n->columns);
        else
            end_table(w);
        break;
    case MARKDOWN_ROW:
        w->column = 0;
        break;
    case MARKDOWN_CELL:
        if (n->end)
            end_cell(w, n);
        break;
    default:
        inline_node(w, n);
    }
}

void doc_markdown(struct doc *d, const char *markdown, int level)
{
    ASSERT(level >= 0);
    struct writer w = { .d = d, .level = level };
    buf_init(&w.text, SIZE_MAX / 4);
    const struct markdown_node *nodes;
    size_t count = markdown_read(d->arena, markdown == NULL ? "" : markdown, &nodes);
    for (size_t i = 0; i < count; i++)
        put_node(&w, &nodes[i]);
    end_block(&w);
    buf_release(&w.text);
}
