/* A document as Markdown, for people to go on with: what doc_markdown reads of it is the same again. */
#include <string.h>

#include "doc/document.h"
#include "html/chart.h"
#include "html/chart_text.h"

enum { INDENT = 40 };

struct writer {
    struct buf *out;
    const char *indent;     /* what every line of the block begins with */
    bool begins;            /* nothing of the line is written yet, but its indent */
    bool cell;              /* of a table, or a heading: everything stands on one line */
    bool blank;             /* what comes next stands behind an empty line */
    bool listed;            /* the last block was an item */
    int widths[DOC_LEVELS]; /* of the marks of the items that are open, by level */
    int depth;
};

/* ---- text ------------------------------------------------------------------------------------------------- */

static bool of_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}

/* "&amp;" and "&#39;" would be read as something else. */
static bool is_entity(const char *s)
{
    size_t n = 1 + strspn(s + 1, "#0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    return n > 1 && s[n] == ';';
}

/* Whether the character at s would be a mark. before is the one that stands before it, '\0' = none on this line. */
static bool is_mark(const struct writer *w, const char *s, char before)
{
    if (strchr("\\`*[<|~", *s) != NULL)
        return true;
    if (*s == '_')
        return !of_word(before) || !of_word(s[1]);
    if (*s == '&')
        return is_entity(s);
    if (*s == '#')
        return w->begins || (w->cell && (before == ' ' || before == '\0'));
    return w->begins && strchr(">+-=", *s) != NULL;
}

/* "1." at the beginning of a line would be a list: the digits, then "\.". */
static size_t number_length(const struct writer *w, const char *s)
{
    size_t n = w->begins ? strspn(s, "0123456789") : 0;
    bool marks = n > 0 && n < 10 && (s[n] == '.' || s[n] == ')');
    return marks && (s[n + 1] == '\0' || strchr(" \t\r\n", s[n + 1]) != NULL) ? n : 0;
}

static void put_newline(struct writer *w)
{
    if (w->cell) {
        BUF_LIT(w->out, "<br>");
        return;
    }
    BUF_LIT(w->out, "\\\n");
    buf_str(w->out, w->indent);
    w->begins = true;
}

static void put_text(struct writer *w, const char *s, size_t n)
{
    char before = '\0';
    for (size_t i = 0; i < n; i++) {
        char c = s[i] == '\t' || s[i] == '\r' ? ' ' : s[i];
        size_t digits = number_length(w, s + i);
        if (c == '\n') {
            while (i + 1 < n && strchr(" \t\r\n", s[i + 1]) != NULL)
                i++;
            put_newline(w);
            before = '\0';
            continue;
        }
        if (c == ' ' && w->begins)
            continue;
        if (digits > 0 && i + digits < n) {
            buf_add(w->out, s + i, digits);
            buf_char(w->out, '\\');
            i += digits;
            c = s[i];
        } else if (is_mark(w, s + i, before))
            buf_char(w->out, '\\');
        buf_char(w->out, c);
        w->begins = false;
        before = c;
    }
}

static void put_code(struct writer *w, const char *s, size_t n)
{
    size_t most = 0, run = 0;
    for (size_t i = 0; i < n; i++) {
        run = s[i] == '`' ? run + 1 : 0;
        most = run > most ? run : most;
    }
    for (size_t i = 0; i <= most; i++)
        buf_char(w->out, '`');
    if (n > 0 && (s[0] == '`' || s[n - 1] == '`'))
        buf_char(w->out, ' ');
    for (size_t i = 0; i < n; i++) {
        if (w->cell && s[i] == '|')
            buf_char(w->out, '\\');
        buf_char(w->out, strchr("\n\r\t", s[i]) != NULL ? ' ' : s[i]);
    }
    if (n > 0 && (s[0] == '`' || s[n - 1] == '`'))
        buf_char(w->out, ' ');
    for (size_t i = 0; i <= most; i++)
        buf_char(w->out, '`');
    w->begins = false;
}

static void put_marks(struct writer *w, unsigned style, bool end)
{
    static const struct {
        unsigned style;
        const char *mark;
    } marks[] = { { DOC_BOLD, "**" }, { DOC_ITALIC, "*" }, { DOC_STRIKE, "~~" } };
    for (int i = 0; i < 3; i++) {
        int at = end ? 2 - i : i;
        if ((style & marks[at].style) == 0)
            continue;
        buf_str(w->out, marks[at].mark);
        w->begins = false;
    }
}

/* An address that stands in "(<…>)" as it is. */
static bool may_link(const char *link)
{
    return link != NULL && link[0] != '/' && strpbrk(link, "<>\\ \n") == NULL;
}

/* Marks stand at the words, not at the spaces around them. */
static void put_run(struct writer *w, const struct doc_run *run, unsigned extra)
{
    const char *s = run->text == NULL ? "" : run->text;
    size_t n = strlen(s), before = strspn(s, " \t\n");
    size_t after = n;
    while (after > before && strchr(" \t\n", s[after - 1]) != NULL)
        after--;
    if (after == before) {
        put_text(w, s, n);
        return;
    }
    put_text(w, s, before);
    bool link = may_link(run->link);
    if (link)
        BUF_LIT(w->out, "[");
    put_marks(w, run->style | extra, false);
    if ((run->style & DOC_CODE) != 0)
        put_code(w, s + before, after - before);
    else
        put_text(w, s + before, after - before);
    put_marks(w, run->style | extra, true);
    if (link) {
        BUF_LIT(w->out, "](<");
        buf_str(w->out, run->link);
        BUF_LIT(w->out, ">)");
        w->begins = false;
    }
    if (after < n)
        put_text(w, s + after, n - after);
}

static bool is_blank(const struct doc_line *line)
{
    for (size_t i = 0; i < line->count; i++)
        if (line->runs[i].text != NULL && line->runs[i].text[strspn(line->runs[i].text, " \t\r\n")] != '\0')
            return false;
    return true;
}

/* Spaces at its end are left out: two of them would be a new line. */
static void put_line(struct writer *w, const struct doc_line *line, unsigned extra)
{
    w->begins = !w->cell; /* a mark of a list behind "## " or "| " is none */
    for (size_t i = 0; i < line->count; i++)
        put_run(w, &line->runs[i], extra);
    while (w->out->n > 0 && w->out->p[w->out->n - 1] == ' ')
        w->out->n--;
}

/* ---- blocks ----------------------------------------------------------------------------------------------- */

static void begin_block(struct writer *w)
{
    if (w->blank)
        buf_char(w->out, '\n');
    w->blank = true;
    w->listed = false;
    w->depth = 0;
    w->indent = "";
}

static void put_paragraph(struct writer *w, const struct doc_line *line, unsigned extra)
{
    if (is_blank(line))
        return;
    begin_block(w);
    put_line(w, line, extra);
    buf_char(w->out, '\n');
}

static void put_fence(struct writer *w, const char *text)
{
    size_t most = 2, run = 0; /* the longest fence that stands in it */
    for (const char *p = text; *p != '\0'; p++) {
        run = *p == '~' ? run + 1 : 0;
        most = run > most ? run : most;
    }
    begin_block(w);
    for (size_t i = 0; i <= most; i++)
        buf_char(w->out, '~');
    buf_char(w->out, '\n');
    buf_str(w->out, text);
    buf_char(w->out, '\n');
    for (size_t i = 0; i <= most; i++)
        buf_char(w->out, '~');
    buf_char(w->out, '\n');
}

static void put_heading(struct writer *w, const struct doc_block *b)
{
    if (is_blank(&b->line))
        return;
    begin_block(w);
    for (int i = 0; i < b->level; i++)
        buf_char(w->out, '#');
    buf_char(w->out, ' ');
    w->cell = true;
    put_line(w, &b->line, 0);
    w->cell = false;
    buf_char(w->out, '\n');
}

static void put_quote(struct writer *w, const struct doc_block *b)
{
    if (is_blank(&b->line))
        return;
    begin_block(w);
    w->indent = "> ";
    BUF_LIT(w->out, "> ");
    put_line(w, &b->line, 0);
    if (b->text[0] != '\0') {
        put_newline(w);
        BUF_LIT(w->out, "— ");
        put_text(w, b->text, strlen(b->text));
    }
    buf_char(w->out, '\n');
}

/* An item stands under the text of the one it belongs to. */
static void put_item(struct writer *w, const struct doc_block *b)
{
    if (is_blank(&b->line))
        return;
    if (!w->listed)
        begin_block(w);
    w->listed = true;
    int level = b->level > w->depth + 1 ? w->depth + 1 : b->level;
    char indent[INDENT] = "", mark[16];
    int at = 0;
    for (int i = 0; i + 1 < level; i++)
        for (int k = 0; k < w->widths[i] && at + 1 < INDENT; k++)
            indent[at++] = ' ';
    indent[at] = '\0';
    buf_str(w->out, indent);
    struct buf m;
    buf_init(&m, sizeof mark);
    if (b->ordered)
        buf_printf(&m, "%d. ", b->number < 0 ? 0 : b->number);
    else
        BUF_LIT(&m, "- ");
    buf_add(w->out, m.p, m.n);
    w->widths[level - 1] = (int)m.n;
    for (size_t k = 0; k < m.n && at + 1 < INDENT; k++)
        indent[at++] = ' ';
    indent[at] = '\0';
    buf_release(&m);
    w->depth = level;
    w->indent = indent;
    put_line(w, &b->line, 0);
    w->indent = "";
    buf_char(w->out, '\n');
}

static void put_cell(struct writer *w, const struct doc_line *line)
{
    buf_char(w->out, ' ');
    put_line(w, line, 0);
    BUF_LIT(w->out, " |");
}

static void put_grid(struct writer *w, const struct doc_grid *g)
{
    if (g->caption != NULL && g->caption[0] != '\0') {
        struct doc_run run = { .text = g->caption };
        put_paragraph(w, &(struct doc_line){ &run, 1 }, DOC_BOLD);
    }
    begin_block(w);
    w->cell = true;
    buf_char(w->out, '|');
    for (size_t i = 0; i < g->column_count; i++) {
        struct doc_run run = { .text = g->titles[i] };
        put_cell(w, &(struct doc_line){ &run, 1 });
    }
    BUF_LIT(w->out, "\n|");
    for (size_t i = 0; i < g->column_count; i++)
        buf_str(w->out, g->numeric != NULL && g->numeric[i] ? " --: |" : " --- |");
    for (size_t i = 0; i < g->row_count * g->column_count; i++) {
        if (i % g->column_count == 0)
            BUF_LIT(w->out, "\n|");
        put_cell(w, &g->cells[i]);
    }
    w->cell = false;
    buf_char(w->out, '\n');
}

static void put_chart(struct writer *w, const struct doc_chart *c)
{
    begin_block(w);
    BUF_LIT(w->out, "```chart\n");
    chart_text_title(w->out, c->title);
    if (c->sentence != NULL && c->sentence[0] != '\0')
        chart_text_title(w->out, c->sentence);
    chart_text_head(w->out, c->label_title, c->value_title, c->before_title);
    for (size_t i = 0; i < c->count; i++) {
        const struct doc_bar *b = &c->bars[i];
        bool before = c->before_title != NULL;
        struct chart_text_bar bar = { b->label, b->value, before ? b->before : NULL, b->tenths,
                                      before ? b->before_tenths : CHART_NONE };
        chart_text_bar(w->out, &bar);
    }
    BUF_LIT(w->out, "```\n");
}

static bool is_code(const struct doc_line *line)
{
    return line->count == 1 && (line->runs[0].style & DOC_CODE) != 0;
}

static void put_block(struct writer *w, const struct doc_block *b)
{
    switch (b->kind) {
    case DOC_HEADING:
        put_heading(w, b);
        break;
    case DOC_PARAGRAPH:
        if (is_code(&b->line))
            put_fence(w, b->line.runs[0].text);
        else
            put_paragraph(w, &b->line, 0);
        break;
    case DOC_LEAD:
        put_paragraph(w, &b->line, 0);
        break;
    case DOC_NOTE:
        put_paragraph(w, &b->line, DOC_ITALIC);
        break;
    case DOC_QUOTE:
        put_quote(w, b);
        break;
    case DOC_ITEM:
        put_item(w, b);
        break;
    case DOC_GRID:
        put_grid(w, b->grid);
        break;
    case DOC_CHART:
        put_chart(w, b->chart);
        break;
    case DOC_IMAGE: {
        struct doc_run run = { .text = b->text };
        put_paragraph(w, &(struct doc_line){ &run, 1 }, 0);
        break;
    }
    case DOC_BREAK:
        break;
    }
}

void doc_write_markdown(const struct doc *d, struct buf *out)
{
    struct writer w = { .out = out, .indent = "", .blank = out->n > 0 };
    for (size_t i = 0; i < d->count; i++)
        put_block(&w, &d->blocks[i]);
}
