/* One document as every writer sees it: a page (doc/page.h), PDF (doc/pdf.h) and DOCX (doc/docx.h) know these structs and
 * nothing of what the document is about. Texts are translated already; numbers stand in them as people read them.
 *
 * A document is a flat list of blocks. Whoever makes one appends to it with the functions below; everything lives in the
 * arena it was begun with. Writers read it and change nothing. */
#ifndef DOC_DOCUMENT_H
#define DOC_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

/* ---- Text -------------------------------------------------------------------------------------------- */

enum doc_style { DOC_BOLD = 1, DOC_ITALIC = 2, DOC_CODE = 4, DOC_STRIKE = 8 };

/* A piece of text that looks the same from begin to end. */
struct doc_run {
    const char *text; /* "\n" begins a new line in the same block */
    unsigned style;   /* enum doc_style */
    const char *
        link; /* "https://…", "mailto:…"; NULL = none. A path of ours ("/…") is made absolute by who makes it */
};
struct doc_line {
    const struct doc_run *runs;
    size_t count;
};

/* ---- Charts: always with a title, a sentence that says what to see, and a table of the same numbers ---- */

enum { DOC_NO_VALUE = -1 };

struct doc_bar {
    const char *label;
    int64_t tenths;        /* 0..1000 of the scale's hundred, DOC_NO_VALUE = no score */
    int64_t upper_tenths;  /* lighter band up to here; DOC_NO_VALUE = none */
    int64_t before_tenths; /* tick of an earlier time; DOC_NO_VALUE = none */
    const char *value;     /* as people read it: "61", "3,5 van 5" */
    const char *before;    /* the same of before_tenths; NULL = its whole number */
    const char *dimension; /* "planet", "people", "prosperity", "governance", NULL = none */
};

enum doc_chart_kind {
    DOC_CHART_BARS,
    DOC_CHART_RADAR, /* 3 to 12 bars as axes; upper_tenths is not drawn */
};
struct doc_chart {
    enum doc_chart_kind kind;
    const char *title;
    const char *sentence; /* the alternative text, and printed under the chart */
    const struct doc_bar *bars;
    size_t count;
    const char *label_title, *value_title; /* heads of its table: "Domain", "Score" */
    const char *before_title;              /* head of the earlier values' column; NULL = no such column */
    const char *upper_title; /* what the lighter band is, in the key under the bars; NULL = not explained */
};

/* ---- Blocks ------------------------------------------------------------------------------------------ */

enum { DOC_LEVELS = 4 }; /* of headings, and of lists in lists */

enum doc_block_kind {
    DOC_HEADING,   /* level 1..4; 1 is a chapter: a new page on paper */
    DOC_PARAGRAPH, /* line */
    DOC_LEAD,      /* a paragraph that sums up what follows, larger */
    DOC_NOTE,      /* a paragraph beside the text: a warning, "indicative" */
    DOC_QUOTE,     /* what somebody said; line, and by in `text` ("" = nobody named) */
    DOC_ITEM,      /* of a list; level 1..4, ordered, number; items that follow each other are one list */
    DOC_GRID,      /* a table */
    DOC_CHART,
    DOC_IMAGE, /* PNG or JPEG, with text as its alternative */
    DOC_BREAK, /* a new page on paper; a line on screen */
};

/* A table: the first row_heads columns head their rows, titles head the columns. */
struct doc_grid {
    const char *caption;       /* may be NULL */
    const char *const *titles; /* column_count */
    const bool *numeric;       /* column_count; NULL = none is */
    const int *widths;         /* parts of the width, column_count; NULL = by content */
    size_t column_count;
    const struct doc_line *cells; /* row_count * column_count */
    size_t row_count;
    bool row_heads; /* the first cell of each row is its head */
};

struct doc_block {
    enum doc_block_kind kind;
    int level;      /* HEADING, ITEM */
    bool ordered;   /* ITEM */
    int number;     /* ITEM, ordered: which one */
    const char *id; /* HEADING: anchor on a page, "lokale-foto"; NULL = none */
    struct doc_line line;
    const char *text; /* QUOTE: by whom; IMAGE: alternative */
    const struct doc_grid *grid;
    const struct doc_chart *chart;
    struct bytes image; /* IMAGE: the file */
};

struct doc {
    struct arena *arena;
    const char *title, *subtitle; /* subtitle "" = none */
    const char *author;           /* the organisation */
    const char *date;             /* as people read it: "22 november 2026" */
    const char *state;            /* "Draft", "Adopted by the council on …"; "" = nothing to say */
    const char *lang;             /* BCP 47: "nl-BE" */
    const char *contents_title;   /* "Contents"; NULL = no table of contents */
    const char *page_of;          /* "Page %d of %d"; NULL = no page numbers */
    struct bytes logo;            /* PNG or JPEG; .p NULL = none */
    const char *logo_alternative;
    bool cover;         /* title, logo, state on a page of their own */
    int64_t created_ms; /* UTC; the same document gives the same file */
    struct doc_block *blocks;
    size_t count, capacity;
};

/* ---- Making one -------------------------------------------------------------------------------------- */

/* An empty document in the arena: no contents, no page numbers, no cover. */
struct doc *doc_new(struct arena *a, const char *title, const char *lang);
struct doc_line doc_plain(struct arena *a, const char *text); /* one run; text is borrowed */
/* All but the block itself is borrowed. Each appends. */
void doc_heading(struct doc *d, int level, const char *text, const char *id);
void doc_paragraph(struct doc *d, const char *text);
void doc_lead(struct doc *d, const char *text);
void doc_note(struct doc *d, const char *text);
void doc_quote(struct doc *d, const char *text, const char *by);
void doc_item(struct doc *d, int level, const char *text);
void doc_numbered(struct doc *d, int level, int number, const char *text);
void doc_chart(struct doc *d, const struct doc_chart *chart);
void doc_image(struct doc *d, struct bytes image, const char *alternative);
void doc_break(struct doc *d);
/* A bold word and a text: "Source: energy bills". */
void doc_labelled(struct doc *d, const char *label, const char *text);
/* A block of any kind but GRID, CHART and IMAGE, with a line of several runs. */
void doc_block(struct doc *d, struct doc_block block);

/* A table row by row: begin, add rows of column_count texts (NULL = empty), end. Between them no other block is added. The
 * lists of titles and texts are copied, what they point at is borrowed; grid->numeric and widths are borrowed. */
struct doc_table {
    struct doc *doc;
    struct doc_grid *grid;
    struct doc_line *cells;
    size_t cell_count, cell_capacity;
};
struct doc_table doc_table_begin(struct doc *d, const char *caption, const char *const *titles,
                                 size_t column_count);
void doc_table_row(struct doc_table *t, const char *const *texts);
void doc_table_cell(struct doc_table *t,
                    struct doc_line line); /* the next cell: for links and styles in a table */
void doc_table_end(struct doc_table *t);   /* without rows nothing is appended */

/* Appends a text in Markdown (lib/cmark.h), copied: its headings become level + 1, + 2 …, at most 4. Further paragraphs of an
 * item are further lines of it; a rule is a paragraph "* * *", code one of style CODE, a block "chart" a chart
 * (html/chart_text.h). */
void doc_markdown(struct doc *d, const char *markdown, int level);
/* The reverse: the blocks as a text in Markdown that people go on with, appended. Texts are escaped, so that nothing somebody said
 * becomes a heading or a link; pictures are their words, a radar is bars, links of our own paths are their words. */
void doc_write_markdown(const struct doc *d, struct buf *out);

/* The number of words, for people who ask how long it is. */
size_t doc_words(const struct doc *d);

#endif
