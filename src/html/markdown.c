/* Markdown on a page. */
#include <string.h>

#include "base/status.h"
#include "html/chart.h"
#include "html/chart_text.h"
#include "html/html.h"
#include "lib/cmark.h"

struct writer {
    struct html *h; /* out is our own buffer */
    const struct markdown_node *nodes;
    size_t count, at;
    int level;    /* of the heading above */
    bool in_body; /* of the table: below its head */
};

static void put_code(struct html *h, const char *text)
{
    HTML_RAW(h, "<code>");
    html_text_str(h, text);
    HTML_RAW(h, "</code>");
}

static void put_tag(struct html *h, const char *name, bool end)
{
    if (end)
        HTML_RAW(h, "</");
    else
        HTML_RAW(h, "<");
    html_attr_str(h, name);
    HTML_RAW(h, ">");
}

/* Block tags stand on lines of their own. */
static void put_block(struct html *h, const char *name, bool end)
{
    put_tag(h, name, end);
    if (end)
        HTML_RAW(h, "\n");
}

static void put_heading(struct writer *w, const struct markdown_node *n)
{
    static const char *const names[] = { "h2", "h3", "h4", "h5", "h6" };
    int at = w->level + n->level - 2;
    put_block(w->h, names[at > 4 ? 4 : at], n->end);
}

static void put_list(struct html *h, const struct markdown_node *n)
{
    if (!n->ordered || n->end || n->number == 1) {
        put_block(h, n->ordered ? "ol" : "ul", n->end);
        return;
    }
    HTML_RAW(h, "<ol start=\"");
    html_attr_int(h, n->number);
    HTML_RAW(h, "\">");
}

static void put_link(struct html *h, const struct markdown_node *n)
{
    if (n->end) {
        HTML_RAW(h, "</a>");
        return;
    }
    HTML_RAW(h, "<a href=\"");
    html_url_str(h, n->text);
    if (n->text[0] == 'h' || n->text[0] == 'H')
        HTML_RAW(h, "\" rel=\"noopener\">");
    else
        HTML_RAW(h, "\">");
}

/* ---- tables ---- */

/* The heads of the columns, as the name of the box in which the table scrolls. */
static void put_heads(struct writer *w)
{
    const char *before = ": "; /* what the next text stands behind */
    for (size_t i = w->at + 2; i < w->count && w->nodes[i].kind != MARKDOWN_ROW; i++) {
        const struct markdown_node *n = &w->nodes[i];
        if (n->kind == MARKDOWN_CELL && !n->end && before[0] == '\0')
            before = ", ";
        if (n->kind != MARKDOWN_TEXT && n->kind != MARKDOWN_CODE)
            continue;
        html_attr_str(w->h, before);
        html_attr_str(w->h, n->text);
        before = "";
    }
}

static void put_table(struct writer *w, const struct markdown_node *n)
{
    if (n->end) {
        if (w->in_body)
            HTML_RAW(w->h, "</tbody>");
        HTML_RAW(w->h, "</table></div>\n");
        return;
    }
    HTML_RAW(w->h, "<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
    html_attr_str(w->h, tr(w->h->lang, "Table"));
    put_heads(w);
    HTML_RAW(w->h, "\"><table>");
    w->in_body = false;
}

static void put_row(struct writer *w, const struct markdown_node *n)
{
    struct html *h = w->h;
    if (n->head && !n->end)
        HTML_RAW(h, "<thead>");
    else if (!n->head && !n->end && !w->in_body) {
        HTML_RAW(h, "<tbody>");
        w->in_body = true;
    }
    put_tag(h, "tr", n->end);
    if (n->head && n->end)
        HTML_RAW(h, "</thead>");
    if (n->end)
        HTML_RAW(h, "\n");
}

/* An empty cell of the head heads nothing. */
static void put_cell(struct writer *w, const struct markdown_node *n)
{
    size_t before = w->at - 1, after = w->at + 1;
    bool empty = n->end ? w->nodes[before].kind == MARKDOWN_CELL : w->nodes[after].kind == MARKDOWN_CELL;
    bool heads = n->head && !empty;
    if (n->end) {
        put_tag(w->h, heads ? "th" : "td", true);
        return;
    }
    if (heads)
        HTML_RAW(w->h, "<th scope=\"col\"");
    else
        HTML_RAW(w->h, "<td");
    if (n->numeric)
        HTML_RAW(w->h, " class=\"numeric\"");
    HTML_RAW(w->h, ">");
}

/* ---- charts ---- */

static void put_column(struct html *h, const char *title, bool numeric)
{
    if (numeric)
        HTML_RAW(h, "<th scope=\"col\" class=\"numeric\">");
    else
        HTML_RAW(h, "<th scope=\"col\">");
    html_text_str(h, title);
    HTML_RAW(h, "</th>");
}

static void put_bar(struct html *h, const struct chart_text *c, const struct chart_text_bar *b)
{
    HTML_RAW(h, "<tr><th scope=\"row\"><div class=\"bars__cell\"><span>");
    html_text_str(h, b->label);
    HTML_RAW(h, "</span>");
    if (b->tenths != CHART_NONE)
        chart_bar(h, NULL, b->tenths, CHART_NONE, b->before_tenths, NULL);
    HTML_RAW(h, "</div></th><td class=\"numeric\">");
    html_text_str(h, b->value);
    HTML_RAW(h, "</td>");
    if (c->before_title != NULL) {
        HTML_RAW(h, "<td class=\"numeric\">");
        if (b->before != NULL)
            html_text_str(h, b->before);
        else if (b->before_tenths != CHART_NONE)
            html_text_int(h, (b->before_tenths + 5) / 10);
        HTML_RAW(h, "</td>");
    }
    HTML_RAW(h, "</tr>\n");
}

static void put_pre(struct html *h, const char *text)
{
    HTML_RAW(h, "<pre>");
    put_code(h, text);
    HTML_RAW(h, "</pre>\n");
}

/* As doc/page.page draws one; lines that are no bar stand below it as they were typed. */
static void put_chart(struct html *h, const struct chart_text *c)
{
    HTML_RAW(h, "<figure class=\"chart\"><figcaption>");
    html_text_str(h, c->title);
    HTML_RAW(h, "</figcaption>\n<p class=\"chart-text\">");
    html_text_str(h, c->sentence);
    HTML_RAW(h, "</p>\n<table class=\"bars bars--wide\"><caption class=\"visually-hidden\">");
    html_text_str(h, c->title);
    HTML_RAW(h, "</caption><thead><tr>");
    put_column(h, c->label_title, false);
    put_column(h, c->value_title, true);
    if (c->before_title != NULL)
        put_column(h, c->before_title, true);
    HTML_RAW(h, "</tr></thead><tbody>\n");
    for (size_t i = 0; i < c->count; i++)
        put_bar(h, c, &c->bars[i]);
    HTML_RAW(h, "</tbody></table></figure>\n");
    if (c->rest[0] != '\0')
        put_pre(h, c->rest);
}

static void put_code_block(struct html *h, const struct markdown_node *n)
{
    struct chart_text chart = { 0 };
    if (strcmp(n->info, "chart") == 0)
        chart = chart_text_read(h->arena, h->lang, n->text);
    if (chart.count > 0)
        put_chart(h, &chart);
    else
        put_pre(h, n->text);
}

/* ---- all ---- */

static void put_text(struct html *h, const struct markdown_node *n)
{
    switch (n->kind) {
    case MARKDOWN_CODE:
        put_code(h, n->text);
        break;
    case MARKDOWN_SOFT_BREAK:
        HTML_RAW(h, "\n");
        break;
    case MARKDOWN_LINE_BREAK:
        HTML_RAW(h, "<br>\n");
        break;
    case MARKDOWN_CODE_BLOCK:
        put_code_block(h, n);
        break;
    case MARKDOWN_RULE:
        HTML_RAW(h, "<hr>\n");
        break;
    default:
        html_text_str(h, n->text);
    }
}

static void put_node(struct writer *w, const struct markdown_node *n)
{
    static const char *const blocks[] = {
        [MARKDOWN_PARAGRAPH] = "p", [MARKDOWN_QUOTE] = "blockquote", [MARKDOWN_ITEM] = "li"
    };
    static const char *const marks[] = {
        [MARKDOWN_ITALIC] = "em", [MARKDOWN_BOLD] = "strong", [MARKDOWN_STRIKE] = "del"
    };
    switch (n->kind) {
    case MARKDOWN_PARAGRAPH:
    case MARKDOWN_QUOTE:
    case MARKDOWN_ITEM:
        put_block(w->h, blocks[n->kind], n->end);
        break;
    case MARKDOWN_HEADING:
        put_heading(w, n);
        break;
    case MARKDOWN_LIST:
        put_list(w->h, n);
        break;
    case MARKDOWN_TABLE:
        put_table(w, n);
        break;
    case MARKDOWN_ROW:
        put_row(w, n);
        break;
    case MARKDOWN_CELL:
        put_cell(w, n);
        break;
    case MARKDOWN_ITALIC:
    case MARKDOWN_BOLD:
    case MARKDOWN_STRIKE:
        put_tag(w->h, marks[n->kind], n->end);
        break;
    case MARKDOWN_LINK:
        put_link(w->h, n);
        break;
    default:
        put_text(w->h, n);
    }
}

struct html_safe html_markdown(struct html *h, const char *text, int level)
{
    ASSERT(level >= 1 && level <= 5);
    if (text == NULL)
        return (struct html_safe){ NULL };
    struct buf out;
    buf_init(&out, HTML_MAX_PAGE);
    struct html inner = { .out = &out, .arena = h->arena, .lang = h->lang };
    struct writer w = { .h = &inner, .level = level };
    w.count = markdown_read(h->arena, text, &w.nodes);
    for (; w.at < w.count; w.at++)
        put_node(&w, &w.nodes[w.at]);
    h->out->over = h->out->over || !buf_ok(&out);
    struct html_safe safe = { buf_to_arena(&out, h->arena) };
    buf_release(&out);
    return safe;
}
