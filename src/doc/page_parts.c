#include "doc/page_parts.h"

#include <string.h>

#include "base/status.h"

/* ---- text ---- */

static void put_text(struct html *h, const char *text)
{
    for (const char *end; (end = strchr(text, '\n')) != NULL; text = end + 1) {
        html_text_str(h, arena_strndup(h->arena, text, (size_t)(end - text)));
        HTML_RAW(h, "<br>\n");
    }
    html_text_str(h, text);
}

static void put_run(struct html *h, const struct doc_run *r)
{
    if (r->style & DOC_BOLD)
        HTML_RAW(h, "<strong>");
    if (r->style & DOC_ITALIC)
        HTML_RAW(h, "<em>");
    if (r->style & DOC_STRIKE)
        HTML_RAW(h, "<del>");
    if (r->style & DOC_CODE)
        HTML_RAW(h, "<code>");
    put_text(h, r->text);
    if (r->style & DOC_CODE)
        HTML_RAW(h, "</code>");
    if (r->style & DOC_STRIKE)
        HTML_RAW(h, "</del>");
    if (r->style & DOC_ITALIC)
        HTML_RAW(h, "</em>");
    if (r->style & DOC_BOLD)
        HTML_RAW(h, "</strong>");
}

static bool same_link(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static void begin_link(struct html *h, const char *url)
{
    HTML_RAW(h, "<a href=\"");
    html_url_str(h, url);
    if (strncmp(url, "http", 4) == 0)
        HTML_RAW(h, "\" rel=\"noopener\">");
    else
        HTML_RAW(h, "\">");
}

void doc_page_line(struct html *h, const struct doc_line *line)
{
    const char *open = NULL;
    for (size_t i = 0; i < line->count; i++) {
        const struct doc_run *r = &line->runs[i];
        if (!same_link(open, r->link)) {
            if (open != NULL)
                HTML_RAW(h, "</a>");
            open = r->link;
            if (open != NULL)
                begin_link(h, open);
        }
        put_run(h, r);
    }
    if (open != NULL)
        HTML_RAW(h, "</a>");
}

/* ---- headings and contents ---- */

static const char *heading_id(struct html *h, const struct doc *d, size_t i)
{
    return d->blocks[i].id != NULL ? d->blocks[i].id : html_printf(h, "kop-%zu", i + 1);
}

static const char *heading_name(int level)
{
    static const char *const names[] = { "h1", "h2", "h3", "h4", "h5", "h6" };
    ASSERT(level >= 1);
    return names[level > 6 ? 5 : level - 1];
}

void doc_page_heading(struct html *h, const struct doc *d, size_t i, const struct doc_page_options *o)
{
    const struct doc_block *b = &d->blocks[i];
    const char *name = heading_name(o->level + b->level - 1);
    bool listed = d->contents_title != NULL && b->level <= DOC_CONTENTS_LEVELS;
    HTML_RAW(h, "<");
    html_attr_str(h, name);
    if (b->id != NULL || listed) {
        HTML_RAW(h, " id=\"");
        html_attr_str(h, heading_id(h, d, i));
        HTML_RAW(h, "\"");
    }
    if (b->level == 1)
        HTML_RAW(h, " class=\"chapter\"");
    HTML_RAW(h, ">");
    doc_page_line(h, &b->line);
    HTML_RAW(h, "</");
    html_attr_str(h, name);
    HTML_RAW(h, ">\n");
}

void doc_page_contents_title(struct html *h, const struct doc *d, const struct doc_page_options *o)
{
    const char *name = heading_name(o->level);
    HTML_RAW(h, "<");
    html_attr_str(h, name);
    HTML_RAW(h, " id=\"inhoudsopgave\">");
    html_text_str(h, d->contents_title);
    HTML_RAW(h, "</");
    html_attr_str(h, name);
    HTML_RAW(h, ">\n");
}

/* Text of a heading without its marks and links: it is a link itself. */
static struct doc_line as_link(struct html *h, const struct doc *d, size_t i)
{
    const struct doc_line *line = &d->blocks[i].line;
    struct doc_run *runs = NEW_ARRAY(h->arena, struct doc_run, line->count);
    const char *link = html_printf(h, "#%s", heading_id(h, d, i));
    for (size_t k = 0; k < line->count; k++)
        runs[k] = (struct doc_run){ .text = line->runs[k].text, .link = link };
    return (struct doc_line){ runs, line->count };
}

const struct doc_block *doc_page_contents(struct html *h, const struct doc *d, size_t *count)
{
    struct doc_block *items = NULL;
    size_t capacity = 0;
    *count = 0;
    for (size_t i = 0; i < d->count; i++) {
        const struct doc_block *b = &d->blocks[i];
        if (b->kind != DOC_HEADING || b->level > DOC_CONTENTS_LEVELS)
            continue;
        struct doc_block *item = ARENA_PUSH(h->arena, &items, count, &capacity);
        *item = (struct doc_block){ .kind = DOC_ITEM, .level = b->level, .line = as_link(h, d, i) };
    }
    return items;
}

/* ---- images and tables ---- */

static int big_endian(const unsigned char *p, size_t n)
{
    unsigned value = 0;
    for (size_t i = 0; i < n; i++)
        value = value << 8 | p[i];
    return (int)value;
}

/* A JPEG is a row of segments: FF, kind, length (two bytes, itself included), content. One of C0 to CF (but for C4, C8 and
 * CC) has the size. ITU-T T.81, annex B. */
static bool jpeg_size(const unsigned char *p, size_t n, int *width, int *height)
{
    for (size_t at = 2; at + 9 <= n && p[at] == 0xFF; at += 2 + (size_t)big_endian(p + at + 2, 2)) {
        unsigned char kind = p[at + 1];
        if (kind < 0xC0 || kind > 0xCF || kind == 0xC4 || kind == 0xC8 || kind == 0xCC)
            continue;
        *height = big_endian(p + at + 5, 2);
        *width = big_endian(p + at + 7, 2);
        return true;
    }
    return false;
}

bool doc_page_image_size(struct bytes image, int *width, int *height)
{
    const unsigned char *p = image.p;
    if (image.n >= 24 && memcmp(p, "\x89PNG\r\n\x1A\n", 8) == 0) {
        *width = big_endian(p + 16, 4);
        *height = big_endian(p + 20, 4);
    } else if (image.n < 4 || memcmp(p, "\xFF\xD8", 2) != 0 || !jpeg_size(p, image.n, width, height))
        return false;
    return *width > 0 && *height > 0;
}

const char *doc_page_grid_name(struct html *h, const struct doc_grid *g)
{
    if (g->caption != NULL)
        return g->caption;
    const char *name = tr(h->lang, "Table"), *before = ": ";
    for (size_t i = 0; i < g->column_count; i++) {
        if (g->titles[i][0] == '\0')
            continue;
        name = html_printf(h, "%s%s%s", name, before, g->titles[i]);
        before = ", ";
    }
    return name;
}
