/* Markdown: nodes well nested and not too deep, links only to where they may lead, HTML of known elements that close in the
 * order they were opened, blocks of a document with levels that every writer knows. */
#include <strings.h>

#include "doc/document.h"
#include "fuzz.h"
#include "html/html.h"
#include "lib/cmark.h"

enum { DEEPEST = 4 * MARKDOWN_DEPTH };

static bool opens(enum markdown_kind kind)
{
    return kind < MARKDOWN_CODE_BLOCK || (kind >= MARKDOWN_ITALIC && kind <= MARKDOWN_LINK);
}

static void check_nodes(struct arena *a, const char *text)
{
    const struct markdown_node *nodes, *open[DEEPEST];
    size_t depth = 0, count = markdown_read(a, text, &nodes);
    for (size_t i = 0; i < count; i++) {
        const struct markdown_node *n = &nodes[i];
        if (n->end) {
            ASSERT(depth > 0 && open[depth - 1]->kind == n->kind && open[depth - 1]->level == n->level &&
                   open[depth - 1]->head == n->head && open[depth - 1]->ordered == n->ordered);
            depth--;
            continue;
        }
        ASSERT(n->kind != MARKDOWN_HEADING || (n->level >= 1 && n->level <= 6));
        if (n->kind == MARKDOWN_LINK)
            ASSERT(strncasecmp(n->text, "http", 4) == 0 || strncasecmp(n->text, "mailto:", 7) == 0);
        if (opens(n->kind)) {
            ASSERT(depth < DEEPEST);
            open[depth++] = n;
        } else
            ASSERT(n->kind == MARKDOWN_RULE || n->kind == MARKDOWN_SOFT_BREAK ||
                   n->kind == MARKDOWN_LINE_BREAK || n->text != NULL);
    }
    ASSERT(depth == 0);
}

static bool known(const char *name, size_t n)
{
    static const char *const names[] = { "p",          "h2",         "h3",      "h4",    "h5",     "h6",
                                         "blockquote", "ul",         "ol",      "li",    "td",     "th",
                                         "tr",         "thead",      "tbody",   "table", "div",    "pre",
                                         "em",         "code",       "del",     "a",     "strong", "svg",
                                         "figure",     "figcaption", "caption", "span" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strlen(names[i]) == n && memcmp(names[i], name, n) == 0)
            return true;
    return false;
}

static void check_html(const char *s)
{
    struct {
        const char *name;
        size_t n;
    } open[DEEPEST];
    size_t depth = 0;
    while ((s = strchr(s, '<')) != NULL) {
        bool end = s[1] == '/';
        const char *name = s + 1 + end;
        size_t n = strcspn(name, " >");
        s = strchr(name, '>');
        ASSERT(s != NULL);
        if (s[-1] == '/') /* of a drawing */
            continue;
        if (!end && n == 2 && (memcmp(name, "br", 2) == 0 || memcmp(name, "hr", 2) == 0))
            continue;
        ASSERT(known(name, n));
        if (end) {
            ASSERT(depth > 0 && open[depth - 1].n == n && memcmp(open[depth - 1].name, name, n) == 0);
            depth--;
        } else {
            ASSERT(depth < DEEPEST);
            open[depth].name = name;
            open[depth++].n = n;
        }
    }
    ASSERT(depth == 0);
}

static void check_document(struct arena *a, const char *text)
{
    struct doc *d = doc_new(a, "title", "en");
    doc_markdown(d, text, 1);
    for (size_t i = 0; i < d->count; i++) {
        const struct doc_block *b = &d->blocks[i];
        ASSERT((b->kind != DOC_HEADING && b->kind != DOC_ITEM) || (b->level >= 1 && b->level <= DOC_LEVELS));
        ASSERT(b->kind != DOC_HEADING || b->level > 1);
        ASSERT(b->kind == DOC_GRID    ? b->grid->row_count > 0
               : b->kind == DOC_CHART ? b->chart->count > 0
                                      : b->line.count > 0);
        for (size_t k = 0; k < b->line.count; k++)
            ASSERT(b->line.runs[k].text[0] != '\0');
    }
    (void)doc_words(d);
    struct buf out;
    buf_init(&out, SIZE_MAX / 4);
    doc_write_markdown(d, &out);
    check_nodes(a, buf_to_arena(&out, a));
    buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a;
    struct buf out;
    arena_init(&a);
    buf_init(&out, HTML_MAX_PAGE);
    char *text = fuzz_string(data, n);
    check_nodes(&a, text);
    struct html h = { .out = &out, .arena = &a, .lang = lang_get(LANG_EN) };
    check_html(html_markdown(&h, text, 1).html);
    check_document(&a, text);
    free(text);
    buf_release(&out);
    arena_release(&a);
    return 0;
}
