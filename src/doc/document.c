#include "doc/document.h"

#include <string.h>

#include "base/status.h"
#include "base/utf8.h"

struct doc *doc_new(struct arena *a, const char *title, const char *lang)
{
    struct doc *d = NEW(a, struct doc);
    *d = (struct doc){
        .arena = a,
        .title = title,
        .subtitle = "",
        .author = "",
        .date = "",
        .state = "",
        .lang = lang,
        .logo_alternative = "",
    };
    return d;
}

struct doc_line doc_plain(struct arena *a, const char *text)
{
    struct doc_run *run = NEW(a, struct doc_run);
    run->text = text == NULL ? "" : text;
    return (struct doc_line){ .runs = run, .count = 1 };
}

static struct doc_block *append(struct doc *d, enum doc_block_kind kind)
{
    struct doc_block *b = ARENA_PUSH(d->arena, &d->blocks, &d->count, &d->capacity);
    *b = (struct doc_block){ .kind = kind, .text = "" };
    return b;
}

static void append_text(struct doc *d, enum doc_block_kind kind, const char *text)
{
    append(d, kind)->line = doc_plain(d->arena, text);
}

void doc_heading(struct doc *d, int level, const char *text, const char *id)
{
    ASSERT(level >= 1 && level <= DOC_LEVELS);
    struct doc_block *b = append(d, DOC_HEADING);
    b->level = level;
    b->id = id;
    b->line = doc_plain(d->arena, text);
}

void doc_paragraph(struct doc *d, const char *text)
{
    append_text(d, DOC_PARAGRAPH, text);
}

void doc_lead(struct doc *d, const char *text)
{
    append_text(d, DOC_LEAD, text);
}

void doc_note(struct doc *d, const char *text)
{
    append_text(d, DOC_NOTE, text);
}

void doc_quote(struct doc *d, const char *text, const char *by)
{
    struct doc_block *b = append(d, DOC_QUOTE);
    b->line = doc_plain(d->arena, text);
    b->text = by == NULL ? "" : by;
}

static struct doc_block *append_item(struct doc *d, int level, const char *text)
{
    ASSERT(level >= 1 && level <= DOC_LEVELS);
    struct doc_block *b = append(d, DOC_ITEM);
    b->level = level;
    b->line = doc_plain(d->arena, text);
    return b;
}

void doc_item(struct doc *d, int level, const char *text)
{
    append_item(d, level, text);
}

void doc_numbered(struct doc *d, int level, int number, const char *text)
{
    struct doc_block *b = append_item(d, level, text);
    b->ordered = true;
    b->number = number;
}

void doc_chart(struct doc *d, const struct doc_chart *chart)
{
    append(d, DOC_CHART)->chart = chart;
}

void doc_image(struct doc *d, struct bytes image, const char *alternative)
{
    struct doc_block *b = append(d, DOC_IMAGE);
    b->image = image;
    b->text = alternative == NULL ? "" : alternative;
}

void doc_break(struct doc *d)
{
    append(d, DOC_BREAK);
}

void doc_labelled(struct doc *d, const char *label, const char *text)
{
    struct doc_run *runs = NEW_ARRAY(d->arena, struct doc_run, 2);
    runs[0] = (struct doc_run){ .text = arena_printf(d->arena, "%s:", label), .style = DOC_BOLD };
    runs[1] = (struct doc_run){ .text = arena_printf(d->arena, " %s", text == NULL ? "" : text) };
    append(d, DOC_PARAGRAPH)->line = (struct doc_line){ .runs = runs, .count = 2 };
}

void doc_block(struct doc *d, struct doc_block block)
{
    ASSERT(block.kind != DOC_GRID && block.kind != DOC_CHART && block.kind != DOC_IMAGE);
    ASSERT((block.kind != DOC_HEADING && block.kind != DOC_ITEM) ||
           (block.level >= 1 && block.level <= DOC_LEVELS));
    if (block.text == NULL)
        block.text = "";
    *append(d, block.kind) = block;
}

/* ---- tables ---- */

struct doc_table doc_table_begin(struct doc *d, const char *caption, const char *const *titles,
                                 size_t column_count)
{
    ASSERT(column_count > 0);
    struct doc_table t = { .doc = d, .grid = NEW(d->arena, struct doc_grid) };
    const char **kept = NEW_ARRAY(d->arena, const char *, column_count);
    memcpy(kept, titles, column_count * sizeof *kept);
    *t.grid = (struct doc_grid){ .caption = caption, .titles = kept, .column_count = column_count };
    return t;
}

void doc_table_cell(struct doc_table *t, struct doc_line line)
{
    *(struct doc_line *)ARENA_PUSH(t->doc->arena, &t->cells, &t->cell_count, &t->cell_capacity) = line;
}

void doc_table_row(struct doc_table *t, const char *const *texts)
{
    for (size_t i = 0; i < t->grid->column_count; i++)
        doc_table_cell(t, texts[i] == NULL ? (struct doc_line){ 0 } : doc_plain(t->doc->arena, texts[i]));
}

void doc_table_end(struct doc_table *t)
{
    if (t->cell_count == 0)
        return;
    ASSERT(t->cell_count % t->grid->column_count == 0);
    t->grid->cells = t->cells;
    t->grid->row_count = t->cell_count / t->grid->column_count;
    append(t->doc, DOC_GRID)->grid = t->grid;
}

/* ---- words ---- */

/* Begins a word: a letter or a digit of any script. */
static bool of_word(uint32_t cp)
{
    if (cp < 0x80)
        return (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z');
    return cp >= 0xC0 && cp != 0xD7 && cp != 0xF7 && !(cp >= 0x2000 && cp <= 0x2BFF) && cp != 0x3000 &&
           cp != UINT32_MAX;
}

static bool parts_words(uint32_t cp)
{
    return cp <= ' ' || cp == 0xA0 || (cp >= 0x2000 && cp <= 0x200B) || cp == 0x2028 || cp == 0x2029 ||
           cp == 0x202F || cp == 0x3000;
}

/* What stands between spaces and holds a letter or a digit; *in says whether such a word is going on, so that one may run
 * on in the next text. */
static size_t count_words(const char *text, bool *in)
{
    size_t words = 0, n = text == NULL ? 0 : strlen(text);
    for (size_t at = 0, len; at < n; at += len) {
        uint32_t cp = utf8_decode(text + at, n - at, &len);
        if (parts_words(cp))
            *in = false;
        else if (!*in && of_word(cp)) {
            *in = true;
            words++;
        }
    }
    return words;
}

static size_t text_words(const char *text)
{
    bool in = false;
    return count_words(text, &in);
}

static size_t line_words(const struct doc_line *line)
{
    bool in = false;
    size_t words = 0;
    for (size_t i = 0; i < line->count; i++)
        words += count_words(line->runs[i].text, &in);
    return words;
}

static size_t grid_words(const struct doc_grid *g)
{
    size_t words = text_words(g->caption);
    for (size_t i = 0; i < g->column_count; i++)
        words += text_words(g->titles[i]);
    for (size_t i = 0; i < g->row_count * g->column_count; i++)
        words += line_words(&g->cells[i]);
    return words;
}

size_t doc_words(const struct doc *d)
{
    size_t words = 0;
    for (size_t i = 0; i < d->count; i++) {
        const struct doc_block *b = &d->blocks[i];
        words += line_words(&b->line);
        if (b->kind == DOC_QUOTE)
            words += text_words(b->text);
        if (b->kind == DOC_GRID)
            words += grid_words(b->grid);
        if (b->kind == DOC_CHART)
            words += text_words(b->chart->title) + text_words(b->chart->sentence);
    }
    return words;
}
