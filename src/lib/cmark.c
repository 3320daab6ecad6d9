#include "lib/cmark.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <pthread.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"

/* ---- what goes in ------------------------------------------------------------------------------------- */

/* The library (0.29.0.gfm.6) takes quadratic time over some inputs. Each is bounded before it sees them:
 * - every line walks through the lists and quotes that are open: they may begin in the first columns only;
 * - a row of a table gets all the cells of its head, and long rows are slow: no tables where they would be many;
 * - the end of a bare link is looked for again and again: none where a "word" is very long;
 * - the rest is counted (struct cost): a text over that is nobody's writing, and stays as it was typed. */
enum {
    CONTAINER_COLUMNS = 60, /* where the last list or quote of a line may begin */
    LONGEST_WORD = 2000,    /* bytes without a space, for bare links */
    MOST_COLUMNS = 100,     /* of tables, counted in | on a line */
    MOST_CELLS = 100000,    /* of all tables together */
    MOST_COST = 100000000,  /* steps */
};

static size_t line_length(const char *p)
{
    return strcspn(p, "\r\n");
}

/* Behind the line end at p. */
static const char *next_line(const char *p)
{
    if (p[0] == '\r' && p[1] == '\n')
        return p + 2;
    return p + (*p != '\0');
}

/* Copies the white space a line begins with, up to CONTAINER_COLUMNS; gives the column behind it. */
static size_t put_indent(struct buf *out, const char **p, const char *end, size_t column)
{
    for (; *p < end && (**p == ' ' || **p == '\t'); ++*p) {
        column += **p == '\t' ? 4 - column % 4 : 1;
        if (column <= CONTAINER_COLUMNS)
            buf_char(out, **p);
    }
    return column;
}

/* How many bytes a mark of a list or quote takes at p; the last of them makes it one. */
static size_t marker(const char *p, const char *end)
{
    size_t n = 0;
    while (p + n < end && p[n] >= '0' && p[n] <= '9')
        n++;
    if (p + n < end && (n == 0 ? strchr(">-+*", p[n]) : strchr(".)", p[n])) != NULL)
        return n + 1;
    return 0;
}

/* "- - -": a rule, whatever its length. */
static bool same_marks(const char *p, const char *end)
{
    for (const char *q = p; q < end; q++)
        if (*q != *p && *q != ' ' && *q != '\t')
            return false;
    return *p == '-' || *p == '*';
}

/* A line with no more lists and quotes beginning on it than have room in the first columns. */
static void put_line(struct buf *out, const char *p, size_t n)
{
    const char *end = p + n;
    size_t column = put_indent(out, &p, end, 0), mark;
    while ((mark = marker(p, end)) > 0 && column < CONTAINER_COLUMNS) {
        buf_add(out, p, mark);
        p += mark;
        column += mark;
        column = put_indent(out, &p, end, column);
    }
    if (mark > 0 && !same_marks(p, end)) {
        buf_add(out, p, mark - 1);
        BUF_LIT(out, "\\");
        p += mark - 1;
    }
    buf_add(out, p, (size_t)(end - p));
    BUF_LIT(out, "\n");
}

/* The cells that a line under a head would give a table its width with ("|---|:--:|"); 0 = no such line. */
static size_t delimiter_columns(const char *p, size_t n)
{
    size_t columns = 1;
    bool dash = false;
    for (size_t i = 0; i < n; i++) {
        if (strchr("|-: \t\r\v\f>", p[i]) == NULL)
            return 0;
        columns += p[i] == '|';
        dash = dash || p[i] == '-';
    }
    return dash ? columns : 0;
}

static bool tables_are_small(const char *text)
{
    size_t cells = 0, columns = 0; /* of the table that may be going on */
    for (const char *p = text; *p != '\0';) {
        size_t n = line_length(p), pipes = 0;
        for (size_t i = 0; i < n; i++)
            pipes += p[i] == '|';
        if (pipes > MOST_COLUMNS)
            return false;
        size_t found = delimiter_columns(p, n);
        columns = strspn(p, " \t") >= n ? 0 : found > columns ? found : columns;
        cells += columns;
        if (cells > MOST_CELLS)
            return false;
        p = next_line(p + n);
    }
    return true;
}

static bool words_are_short(const char *text)
{
    for (const char *p = text; *p != '\0';) {
        size_t n = strcspn(p, " \t\r\n");
        if (n > LONGEST_WORD)
            return false;
        p += n + strspn(p + n, " \t\r\n");
    }
    return true;
}

/* What stands between two empty lines or beginnings of items, where a paragraph may be as long as that. */
struct cost {
    size_t bytes, lines;
    size_t marks;    /* runs of * _ ~, and ![, that may stay open: looked through for every ] */
    size_t brackets; /* ] */
    size_t tildes;   /* runs of ~: each looks through the other marks as well */
    size_t openers;  /* <? and <!: their end is looked for up to the end of the paragraph */
    size_t
        heads; /* steps for lines that may stand under a table's head: for every line before, all is read again */
};

static size_t cost_of(const struct cost *c)
{
    return c->marks * (3 * c->brackets + c->tildes) + c->openers * c->bytes / 2 + c->heads;
}

static void add_line(struct cost *c, const char *p, size_t n)
{
    if (delimiter_columns(p, n) > 0)
        c->heads += c->bytes * (c->lines + 15);
    c->lines++;
    c->bytes += n + 1;
    for (size_t i = 0; i < n; i++) {
        bool begins = i == 0 || p[i] != p[i - 1];
        c->marks += begins && (p[i] == '*' || p[i] == '_' || p[i] == '~');
        c->marks += p[i] == '!' && p[i + 1] == '[';
        c->tildes += begins && p[i] == '~';
        c->brackets += p[i] == ']';
        c->openers += p[i] == '<' && (p[i + 1] == '!' || p[i + 1] == '?');
    }
}

/* A line that no paragraph goes on in: an empty one, or "- " with something behind it. */
static bool ends_paragraph(const char *p, size_t n)
{
    size_t at = strspn(p, " ");
    if (at <= 3 && at + 1 < n && strchr("-+*", p[at]) != NULL && (p[at + 1] == ' ' || p[at + 1] == '\t'))
        return at + 2 + strspn(p + at + 2, " \t") < n;
    return strspn(p, " \t") >= n;
}

static bool costs_too_much(const char *text)
{
    struct cost c = { 0 };
    size_t steps = 0;
    for (const char *p = text; *p != '\0';) {
        size_t n = line_length(p);
        if (ends_paragraph(p, n)) {
            steps += cost_of(&c);
            c = (struct cost){ 0 };
        }
        add_line(&c, p, n);
        p = next_line(p + n);
    }
    return steps + cost_of(&c) > MOST_COST;
}

/* One at a time: while it reads, the library keeps the characters that extensions look for in memory that all share. */
static pthread_mutex_t reading = PTHREAD_MUTEX_INITIALIZER;

static cmark_node *parse(const char *text, const struct buf *lines)
{
    bool tables = tables_are_small(text), links = words_are_short(text);
    pthread_mutex_lock(&reading);
    cmark_gfm_core_extensions_ensure_registered();
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_VALIDATE_UTF8);
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("strikethrough"));
    if (tables)
        cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("table"));
    if (links)
        cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("autolink"));
    cmark_parser_feed(parser, lines->p, lines->n);
    cmark_node *root = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    pthread_mutex_unlock(&reading);
    ASSERT(root != NULL);
    return root;
}

/* ---- what comes out ----------------------------------------------------------------------------------- */

struct reader {
    struct arena *arena;
    struct markdown_node *nodes;
    size_t count, capacity;
    size_t blocks, marks;               /* how deep: lists and quotes, marks */
    size_t beyond_blocks, beyond_marks; /* how many more the text has than MARKDOWN_DEPTH */
    const cmark_node *link;             /* we are in; NULL = in none */
    bool words;                         /* something to read stands in this heading or link */
    bool head;                          /* we are in a table's first row */
    size_t column, columns;             /* of the table we are in */
    const unsigned char *alignments;
    int raw_levels[6]; /* of the headings above here, as they were written */
    int level;
};

static struct markdown_node *put(struct reader *r, enum markdown_kind kind, bool end)
{
    struct markdown_node *n = ARENA_PUSH(r->arena, &r->nodes, &r->count, &r->capacity);
    *n = (struct markdown_node){ .kind = kind, .end = end };
    return n;
}

static void put_text(struct reader *r, enum markdown_kind kind, const char *text, size_t n)
{
    if (n == 0)
        return;
    put(r, kind, false)->text = arena_strndup(r->arena, text, n);
    r->words = r->words || strspn(text, " \t\n") < n;
}

/* Text with line ends: as many lines. */
static void put_lines(struct reader *r, const char *text)
{
    while (*text != '\0') {
        size_t n = line_length(text);
        if (n > 0)
            put_text(r, MARKDOWN_TEXT, text, n);
        bool ends = text[n] != '\0';
        text = next_line(text + n);
        if (ends && *text != '\0')
            put(r, MARKDOWN_SOFT_BREAK, false);
    }
}

/* An address a link may lead to: a scheme that is known, a host, and nothing that a browser would leave out. */
static bool may_lead(const char *url)
{
    size_t scheme = strncasecmp(url, "https://", 8) == 0  ? 8
                    : strncasecmp(url, "http://", 7) == 0 ? 7
                    : strncasecmp(url, "mailto:", 7) == 0 ? 7
                                                          : 0;
    if (scheme == 0 || strchr("/?#", url[scheme]) != NULL)
        return false;
    for (const char *p = url; *p != '\0'; p++)
        if ((unsigned char)*p < ' ' || *p == 0x7F || *p == '\\')
            return false;
    return true;
}

static const char *without_spaces(struct arena *a, const char *url)
{
    struct buf out;
    buf_init(&out, SIZE_MAX / 4);
    for (; *url != '\0'; url++) {
        if (*url == ' ')
            BUF_LIT(&out, "%20");
        else
            buf_char(&out, *url);
    }
    const char *s = buf_to_arena(&out, a);
    buf_release(&out);
    return s;
}

static void link_node(struct reader *r, const cmark_node *node, const char *url, bool enter)
{
    if (enter && r->link == NULL && may_lead(url)) {
        r->link = node;
        r->words = false;
        put(r, MARKDOWN_LINK, false)->text = without_spaces(r->arena, url);
    } else if (!enter && r->link == node) {
        if (!r->words)
            put_text(r, MARKDOWN_TEXT, url, strlen(url));
        r->link = NULL;
        put(r, MARKDOWN_LINK, true);
    }
}

/* A picture is its words, which lead to it when that is safe. */
static void image_node(struct reader *r, const cmark_node *node, const char *url, bool enter)
{
    if (strncasecmp(url, "https:", 6) == 0)
        link_node(r, node, url, enter);
}

static void mark_node(struct reader *r, enum markdown_kind kind, bool enter)
{
    if (enter ? r->marks == MARKDOWN_DEPTH : r->beyond_marks > 0) {
        r->beyond_marks += enter ? 1 : (size_t)-1;
        return;
    }
    r->marks += enter ? 1 : (size_t)-1;
    put(r, kind, !enter);
}

static bool is_line_break(const char *html)
{
    return strcasecmp(html, "<br>") == 0 || strcasecmp(html, "<br/>") == 0 || strcasecmp(html, "<br />") == 0;
}

static void html_node(struct reader *r, const char *html)
{
    if (is_line_break(html))
        put(r, MARKDOWN_LINE_BREAK, false);
    else
        put_lines(r, html);
}

/* Begins a heading one deeper than the one it stands under, however it was written. */
static void begin_heading(struct reader *r, int raw)
{
    while (r->level > 0 && r->raw_levels[r->level - 1] >= raw)
        r->level--;
    r->raw_levels[r->level++] = raw;
    put(r, MARKDOWN_HEADING, false)->level = r->level;
    r->words = false;
}

static void end_heading(struct reader *r)
{
    if (r->words) {
        put(r, MARKDOWN_HEADING, true)->level = r->level;
        return;
    }
    while (r->nodes[r->count - 1].kind != MARKDOWN_HEADING)
        r->count--;
    r->count--;
    r->level--;
}

static bool in_tight_list(cmark_node *paragraph)
{
    cmark_node *item = cmark_node_parent(paragraph);
    return item != NULL && cmark_node_get_type(item) == CMARK_NODE_ITEM &&
           cmark_node_get_list_tight(cmark_node_parent(item)) != 0;
}

/* A list or a quote. */
static void container_node(struct reader *r, cmark_node *node, enum markdown_kind kind, bool enter)
{
    if (enter ? r->blocks == MARKDOWN_DEPTH : r->beyond_blocks > 0) {
        r->beyond_blocks += enter ? 1 : (size_t)-1;
        return;
    }
    r->blocks += enter ? 1 : (size_t)-1;
    struct markdown_node *n = put(r, kind, !enter);
    if (kind == MARKDOWN_LIST) {
        n->ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
        n->number = n->ordered ? cmark_node_get_list_start(node) : 0;
    }
}

static void html_block(struct reader *r, const char *html)
{
    size_t n = strcspn(html, "\n");
    if (html[n] == '\n' && html[n + 1] == '\0' && is_line_break(arena_strndup(r->arena, html, n)))
        return; /* how some leave a line open between paragraphs */
    put(r, MARKDOWN_PARAGRAPH, false);
    put_lines(r, html);
    put(r, MARKDOWN_PARAGRAPH, true);
}

static void code_block(struct reader *r, cmark_node *node)
{
    const char *info = cmark_node_get_fence_info(node);
    struct markdown_node *n = put(r, MARKDOWN_CODE_BLOCK, false);
    n->text = arena_strdup(r->arena, cmark_node_get_literal(node));
    n->info = info == NULL ? "" : arena_strdup(r->arena, info);
}

static void block_node(struct reader *r, cmark_node *node, cmark_node_type type, bool enter)
{
    switch ((int)type) {
    case CMARK_NODE_BLOCK_QUOTE:
        container_node(r, node, MARKDOWN_QUOTE, enter);
        break;
    case CMARK_NODE_LIST:
        container_node(r, node, MARKDOWN_LIST, enter);
        break;
    case CMARK_NODE_ITEM:
        if (r->beyond_blocks == 0)
            put(r, MARKDOWN_ITEM, !enter);
        break;
    case CMARK_NODE_PARAGRAPH:
        if (r->beyond_blocks > 0 || !in_tight_list(node))
            put(r, MARKDOWN_PARAGRAPH, !enter);
        break;
    case CMARK_NODE_HEADING:
        if (enter)
            begin_heading(r, cmark_node_get_heading_level(node));
        else
            end_heading(r);
        break;
    case CMARK_NODE_CODE_BLOCK:
        code_block(r, node);
        break;
    case CMARK_NODE_HTML_BLOCK:
        html_block(r, cmark_node_get_literal(node));
        break;
    case CMARK_NODE_THEMATIC_BREAK:
        put(r, MARKDOWN_RULE, false);
        break;
    default:
        break;
    }
}

static void inline_node(struct reader *r, cmark_node *node, cmark_node_type type, bool enter)
{
    const char *literal = cmark_node_get_literal(node);
    switch ((int)type) {
    case CMARK_NODE_TEXT:
        put_text(r, MARKDOWN_TEXT, literal, strlen(literal));
        break;
    case CMARK_NODE_CODE:
        put_text(r, MARKDOWN_CODE, literal, strlen(literal));
        break;
    case CMARK_NODE_HTML_INLINE:
        html_node(r, literal);
        break;
    case CMARK_NODE_SOFTBREAK:
        put(r, MARKDOWN_SOFT_BREAK, false);
        break;
    case CMARK_NODE_LINEBREAK:
        put(r, MARKDOWN_LINE_BREAK, false);
        break;
    case CMARK_NODE_EMPH:
        mark_node(r, MARKDOWN_ITALIC, enter);
        break;
    case CMARK_NODE_STRONG:
        mark_node(r, MARKDOWN_BOLD, enter);
        break;
    case CMARK_NODE_LINK:
        link_node(r, node, cmark_node_get_url(node), enter);
        break;
    case CMARK_NODE_IMAGE:
        image_node(r, node, cmark_node_get_url(node), enter);
        break;
    default:
        break;
    }
}

/* What the extensions add has types that are known by their names only; false when it is none of theirs. */
static bool extension_node(struct reader *r, cmark_node *node, bool enter)
{
    const char *name = cmark_node_get_type_string(node);
    if (strcmp(name, "table_cell") == 0) {
        size_t column = enter ? r->column : r->column++;
        struct markdown_node *n = put(r, MARKDOWN_CELL, !enter);
        n->head = r->head;
        n->numeric = column < r->columns && r->alignments[column] == 'r';
    } else if (strcmp(name, "table_row") == 0 || strcmp(name, "table_header") == 0) {
        r->head = strcmp(name, "table_header") == 0;
        r->column = 0;
        put(r, MARKDOWN_ROW, !enter)->head = r->head;
    } else if (strcmp(name, "table") == 0) {
        r->columns = cmark_gfm_extensions_get_table_columns(node);
        r->alignments = cmark_gfm_extensions_get_table_alignments(node);
        put(r, MARKDOWN_TABLE, !enter)->columns = r->columns;
    } else if (strcmp(name, "strikethrough") == 0) {
        mark_node(r, MARKDOWN_STRIKE, enter);
    } else
        return false;
    return true;
}

static void walk(struct reader *r, cmark_node *root)
{
    cmark_iter *iter = cmark_iter_new(root);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        bool enter = event == CMARK_EVENT_ENTER;
        if (extension_node(r, node, enter))
            continue;
        if ((type & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_BLOCK)
            block_node(r, node, type, enter);
        else
            inline_node(r, node, type, enter);
    }
    cmark_iter_free(iter);
    ASSERT(r->blocks == 0 && r->marks == 0 && r->beyond_blocks == 0 && r->beyond_marks == 0);
}

/* A text as it was typed: a paragraph ends at an empty line. */
static void read_plain(struct reader *r, const char *text)
{
    for (text += strspn(text, "\r\n"); *text != '\0'; text += strspn(text, "\r\n")) {
        const char *end = strstr(text, "\n\n");
        size_t n = end == NULL ? strlen(text) : (size_t)(end - text);
        put(r, MARKDOWN_PARAGRAPH, false);
        put_lines(r, arena_strndup(r->arena, text, n));
        put(r, MARKDOWN_PARAGRAPH, true);
        text += n;
    }
}

static bool longer_than(const char *text, size_t characters)
{
    for (; *text != '\0'; text++)
        if (((unsigned char)*text & 0xC0) != 0x80 && characters-- == 0)
            return true;
    return false;
}

size_t markdown_read(struct arena *a, const char *text, const struct markdown_node **nodes)
{
    struct reader r = { .arena = a };
    if (longer_than(text, MARKDOWN_MOST) || costs_too_much(text)) {
        read_plain(&r, text);
    } else {
        struct buf lines;
        buf_init(&lines, SIZE_MAX / 4);
        for (const char *p = text; *p != '\0';) {
            size_t n = line_length(p);
            put_line(&lines, p, n);
            p = next_line(p + n);
        }
        cmark_node *root = parse(text, &lines);
        buf_release(&lines);
        walk(&r, root);
        cmark_node_free(root);
    }
    *nodes = r.nodes;
    return r.count;
}
