/* Markdown as people of an organisation write it, by libcmark-gfm: CommonMark with tables, strikethrough and bare links.
 * Safe by what it gives: HTML in the text is text ("<br>" is a line break), a link leads to https, http or mailto or it
 * is only its words, and a picture is its words.
 *
 * What comes back is a flat list, not a tree: containers stand in it twice, where they begin and where they end, always
 * well nested. html/markdown.c makes a page of it, doc/markdown.c blocks of a document. */
#ifndef LIB_CMARK_H
#define LIB_CMARK_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum markdown_kind {
    /* blocks that hold text and marks */
    MARKDOWN_PARAGRAPH, /* not in the items of a tight list: their text stands in the item */
    MARKDOWN_HEADING,
    MARKDOWN_CELL,
    /* blocks that hold blocks */
    MARKDOWN_QUOTE,
    MARKDOWN_LIST,
    MARKDOWN_ITEM,
    MARKDOWN_TABLE, /* of rows, the first is its head; each has as many cells */
    MARKDOWN_ROW,
    /* blocks without an end */
    MARKDOWN_CODE_BLOCK,
    MARKDOWN_RULE,
    /* marks around text */
    MARKDOWN_ITALIC,
    MARKDOWN_BOLD,
    MARKDOWN_STRIKE,
    MARKDOWN_LINK, /* never in another link, never without words */
    /* text, without an end */
    MARKDOWN_TEXT,
    MARKDOWN_CODE,
    MARKDOWN_SOFT_BREAK, /* the line ends here as it was typed; a space */
    MARKDOWN_LINE_BREAK,
};

struct markdown_node {
    enum markdown_kind kind;
    bool end;         /* what began with this kind ends here; all but text is as where it began */
    bool ordered;     /* LIST */
    bool head;        /* ROW, CELL: of the first row */
    bool numeric;     /* CELL: of a column that was set to the right */
    int number;       /* LIST, ordered: of its first item */
    int level;        /* HEADING: 1 to 6; none is left out, as 1, 2, 4 would */
    size_t columns;   /* TABLE */
    const char *text; /* TEXT, CODE, CODE_BLOCK (lines end with "\n"); LINK: the address */
    const char *info; /* CODE_BLOCK: what is written behind its fence ("chart"); "" = nothing */
};

enum {
    MARKDOWN_MOST = 200000, /* characters */
    MARKDOWN_DEPTH = 12,    /* lists and quotes in each other; and marks in each other */
};

/* The nodes of text (UTF-8), in the arena. Time and memory grow with the length of the text alone, whatever stands in it:
 * what would cost more (tables of a million empty cells, a thousand lists in each other) is read as text. What is longer
 * than MARKDOWN_MOST is not read as Markdown: its paragraphs as they were typed. Safe to call from any thread. */
size_t markdown_read(struct arena *a, const char *text, const struct markdown_node **nodes);

#endif
